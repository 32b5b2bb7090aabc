//! Pages: handlers return items and a place, and the runtime says the rest as the vendor says it.

use std::sync::Arc;

use gatewright_runtime as runtime;
use runtime::{
    Arguments, Json, Operation, Page, Paging, PagingStyle, Parameter, Response, ServerBuilder, Service, Window, route,
};

use super::ask;
use super::sample::PROFILE;

/// `GET /names`, with pages of one style.
const fn names(style: PagingStyle, items: &'static str) -> Operation {
    const PARAMETERS: &[Parameter] = &[Parameter::query("at"), Parameter::query("limit")];
    Operation {
        id: "names",
        path: "/names",
        parameters: PARAMETERS,
        paging: Some(Paging { style, items }),
        ..Operation::PLAIN
    }
}

static STYLES: [Operation; 6] = [
    names(PagingStyle::Link { cursor: Some("at") }, ""),
    names(PagingStyle::Page { page: "at", size: Some("limit"), first: 0, total: Some("/total") }, "/names"),
    names(PagingStyle::Offset { start: "at", size: Some("limit"), first: 1, total: Some("/meta/total") }, "/a~1b/list"),
    names(PagingStyle::Cursor { cursor: "at", next: "/meta/next", size: Some("limit") }, "/names"),
    names(PagingStyle::Page { page: "at", size: Some("limit"), first: 1, total: None }, ""),
    names(PagingStyle::Next { next: "/_links/next/href", cursor: Some("at"), size: Some("limit") }, "/names"),
];

/// The arguments of one of them.
#[derive(Default)]
struct Names<const STYLE: usize> {
    at: Option<String>,
    limit: Option<i64>,
}

impl<const STYLE: usize> Arguments for Names<STYLE> {
    fn operation(&self) -> &'static Operation {
        &STYLES[STYLE]
    }

    fn slot(&mut self, index: usize) -> Option<&mut dyn runtime::Value> {
        match index {
            0 => Some(&mut self.at),
            1 => Some(&mut self.limit),
            _ => None,
        }
    }

    fn view(&self, index: usize) -> Option<&dyn runtime::Value> {
        match index {
            0 => Some(&self.at),
            1 => Some(&self.limit),
            _ => None,
        }
    }
}

/// A list of five names, two on a page.
fn service<const STYLE: usize>() -> Service {
    let answer = |_: &(), request: runtime::Request<Names<STYLE>>| async move {
        match Window::of(&request.arguments, 2, 3) {
            Ok(window) => {
                let page = window.page(["a", "b", "c", "d", "e"].map(str::to_owned).into_iter());
                Response::page::<Json, _>(200, "application/json", page)
            }
            Err(failure) => failure.into_response(400),
        }
    };
    let server = ServerBuilder::new(&PROFILE, &[&STYLES[STYLE]]).open_to_anybody();
    server.routes(vec![route(&STYLES[STYLE], &Arc::new(()), answer)]).into_service()
}

/// The body and the links of a page.
async fn page(service: &Service, query: &str) -> (u16, String, Vec<String>) {
    let request = http::Request::get(format!("/names{query}")).header("host", "id.example.com");
    let answer = ask(service, request, "").await;
    let links = answer.headers.get_all("link").iter().map(|link| link.to_str().expect("text").to_owned()).collect();
    (answer.status, answer.body, links)
}

#[tokio::test]
async fn links_lead_on() {
    let service = service::<0>();
    let (status, body, links) = page(&service, "?q=x%20y&limit=2").await;
    assert_eq!((status, body.as_str()), (200, r#"["a","b"]"#));
    let expected = [
        r#"<http://id.example.com/names?q=x%20y&limit=2>; rel="self""#,
        r#"<http://id.example.com/names?q=x%20y&limit=2&at=2>; rel="next""#,
    ];
    assert_eq!(links, expected);
    let (_, body, links) = page(&service, "?q=x%20y&limit=2&at=4").await;
    assert_eq!((body.as_str(), links.len()), (r#"["e"]"#, 1), "the last page has no next");
    assert_eq!(page(&service, "?limit=2&at=2").await.2[1], r#"<http://id.example.com/names?limit=2&at=4>; rel="next""#);
    assert_eq!(page(&service, "?at=-1").await.0, 400, "no cursor of ours");
    assert_eq!(page(&service, "?at=99999999999999999999").await.0, 400);
    assert_eq!(page(&service, "?at=1000").await.1, "[]");
    assert_eq!(page(&service, "?limit=0").await.1, r#"["a","b"]"#);
    assert_eq!(page(&service, "?limit=1000").await.1, r#"["a","b","c"]"#, "never more than the most");
}

#[tokio::test]
async fn links_stay_where_they_should() {
    let answer = |_: &(), _: runtime::Request<Names<0>>| async move {
        Response::page::<Json, _>(200, "application/json", Page::new(vec!["a".to_owned()]).next("x&y\"<>\r\n"))
    };
    let builder = || {
        let server = ServerBuilder::new(&PROFILE, &[&STYLES[0]]).open_to_anybody();
        server.routes(vec![route(&STYLES[0], &Arc::new(()), answer)])
    };
    let (_, _, links) = page(&builder().public_url("https://public.example.com/").into_service(), "").await;
    assert_eq!(links[1], r#"<https://public.example.com/names?at=x%26y%22%3C%3E%0D%0A>; rel="next""#);
    for host in ["evil>; rel=\"next\"", "user@evil", "a b", ""] {
        let request = http::Request::get("/names").header("host", host);
        let answer = ask(&builder().into_service(), request, "").await;
        match host {
            "" => assert!(answer.header("link").starts_with("</names>;"), "{}", answer.header("link")),
            _ => assert_eq!((answer.status, answer.header("link")), (400, ""), "{host}"),
        }
    }
}

#[tokio::test]
async fn envelopes_hold_items_and_totals() {
    for (query, expected) in [
        ("", r#"{"total":5,"names":["a","b"]}"#),
        ("?at=1", r#"{"total":5,"names":["c","d"]}"#),
        ("?at=2&limit=2", r#"{"total":5,"names":["e"]}"#),
        ("?at=9", r#"{"total":5,"names":[]}"#),
        ("?at=-9&limit=-9", r#"{"total":5,"names":["a","b"]}"#),
        ("?at=9223372036854775807&limit=9223372036854775807", r#"{"total":5,"names":[]}"#),
    ] {
        assert_eq!(page(&service::<1>(), query).await, (200, expected.to_owned(), vec![]), "{query}");
    }
    for (query, expected) in [
        ("", r#"{"meta":{"total":5},"a/b":{"list":["a","b"]}}"#),
        ("?at=2&limit=3", r#"{"meta":{"total":5},"a/b":{"list":["b","c","d"]}}"#),
        ("?at=0&limit=0", r#"{"meta":{"total":5},"a/b":{"list":[]}}"#),
    ] {
        assert_eq!(page(&service::<2>(), query).await.1, expected, "{query}");
    }
    for (query, expected) in [("", r#"{"meta":{"next":"2"},"names":["a","b"]}"#), ("?at=4", r#"{"names":["e"]}"#)] {
        assert_eq!(page(&service::<3>(), query).await.1, expected, "{query}");
    }
    assert_eq!(page(&service::<4>(), "?at=3").await.1, r#"["e"]"#);
    let linked = r#"{"_links":{"next":{"href":"http://id.example.com/names?limit=2&at=4"}},"names":["c","d"]}"#;
    assert_eq!(page(&service::<5>(), "?at=2&limit=2").await, (200, linked.to_owned(), vec![]));
    assert_eq!(page(&service::<5>(), "?at=4").await.1, r#"{"names":["e"]}"#);
}
