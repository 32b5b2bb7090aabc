//! Forms: what fields are on the wire, which media type a part has, and what servers make of what others write.

use crate::sample;

use std::collections::BTreeMap;

use axum::body::{Body, to_bytes};
use gatewright_runtime as runtime;
use runtime::arguments::encode;
use runtime::body::{self, Content};
use runtime::{
    Arguments, BodySpec, Bytes, Encoding, Extra, File, Library, Mode, Operation, Request, Response, ServerBuilder,
    Style, Value,
};
use sample::runtime as emitted;
use tower::ServiceExt as _;

const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// What is uploaded.
#[derive(Clone, Default)]
struct Upload {
    logo: Option<File>,
    lines: Option<Vec<Line>>,
    meta: Option<Line>,
    tags: Option<Vec<String>>,
    title: Option<String>,
    count: Option<i64>,
    additional: BTreeMap<String, i64>,
    extra: Extra,
}

#[derive(Clone, Default)]
struct Line {
    a: Option<String>,
    b: Option<i64>,
    extra: Extra,
}

mod models {
    use super::{Line, Upload, emitted as runtime};

    runtime::model! {
        Upload {
            0 logo: "logo",
            1 lines: "lines",
            2 meta: "meta",
            3 tags: "tags",
            4 title: "title",
            5 count: "count",
        } + 6 additional
    }

    runtime::model! {
        Line {
            0 a: "a",
            1 b: "b",
        }
    }
}

fn line(a: &str) -> Line {
    Line { a: Some(a.to_owned()), ..Line::default() }
}

fn list(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

fn spec(media: &'static str, fields: &[Encoding]) -> BodySpec {
    BodySpec::required(Box::leak(Box::new([media]))).fields(Box::leak(fields.into()))
}

/// The form as it travels, and that it is read again.
fn written(spec: &BodySpec, upload: &Upload) -> String {
    let payload = body::encode(spec.media[0], spec, upload).expect("a form");
    let Content::Whole(bytes) = payload.content else { panic!("all of it is in memory") };
    let mut read = Upload::default();
    body::decode_listed(&payload.content_type, (spec, 0), &bytes, &mut read, Mode::Strict).expect("a form");
    assert_eq!(read, *upload);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The heads of the parts.
fn heads(fields: &[Encoding], upload: &Upload) -> Vec<String> {
    let form = written(&spec(MULTIPART, fields), upload);
    let heads = form.split("Content-Disposition: form-data; ").skip(1).filter_map(|part| part.split_once("\r\n\r\n"));
    heads.map(|(head, _)| head.replace("\r\n", " | ")).collect()
}

fn read(spec: &BodySpec, form: &str) -> Result<Upload, String> {
    let content_type = format!("{}; boundary=b", spec.media[0]);
    let mut upload = Upload::default();
    let bytes = Bytes::from(form.to_owned());
    let read = body::decode_listed(&content_type, (spec, 0), &bytes, &mut upload, Mode::Strict);
    read.map(|()| upload).map_err(|found| found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn lists_are_joined_as_their_style_says() {
    const FIELDS: &[&[Encoding]] = &[
        &[Encoding::new("tags").style(Style::Form, false)],
        &[Encoding::new("tags").style(Style::SpaceDelimited, false)],
        &[Encoding::new("tags").style(Style::PipeDelimited, false)],
        &[Encoding::new("tags").style(Style::TabDelimited, false)],
        &[Encoding::new("tags").style(Style::Form, true)],
    ];
    let upload = Upload { tags: Some(list(&["a", "b"])), ..Upload::default() };
    let pairs = ["tags=a,b", "tags=a%20b", "tags=a%7Cb", "tags=a%09b", "tags=a&tags=b"];
    let texts = ["a,b", "a b", "a|b", "a\tb", "a"];
    for ((fields, pair), text) in FIELDS.iter().zip(pairs).zip(texts) {
        assert_eq!(written(&spec(URL_ENCODED, fields), &upload), pair);
        let form = written(&spec(MULTIPART, fields), &upload);
        assert!(form.contains(&format!("name=\"tags\"\r\n\r\n{text}\r\n--")), "{form}");
    }
}

#[test]
fn lists_are_read_however_their_items_are_parted() {
    let spec = spec(URL_ENCODED, &[Encoding::new("tags").style(Style::SpaceDelimited, false)]);
    for form in ["tags=a+b", "tags=a%20b", "tags=a&tags=b", "tags[]=a&tags[]=b", "tags[1]=b&tags[0]=a"] {
        assert_eq!(read(&spec, form).map(|upload| upload.tags), Ok(Some(list(&["a", "b"]))), "{form}");
    }
}

#[test]
fn objects_are_json_unless_a_style_says_otherwise() {
    let upload = Upload { meta: Some(Line { b: Some(1), ..line("x,y") }), ..Upload::default() };
    let table: &[(&[Encoding], &str)] = &[
        (&[], "meta=%7B%22a%22%3A%22x%2Cy%22%2C%22b%22%3A1%7D"),
        (&[Encoding::new("meta").style(Style::Form, true)], "a=x%2Cy&b=1"),
        (&[Encoding::new("meta").style(Style::Form, false)], "meta=a,x%2Cy,b,1"),
        (&[Encoding::deep("meta")], "meta%5Ba%5D=x%2Cy&meta%5Bb%5D=1"),
        (&[Encoding::new("meta").style(Style::Form, false).reserved()], "meta=a,x%2Cy,b,1"),
    ];
    for (fields, expected) in table {
        assert_eq!(written(&spec(URL_ENCODED, fields), &upload), *expected);
    }
}

#[test]
fn lists_of_objects_are_parts_in_json() {
    let upload = Upload { lines: Some(vec![line("x"), line("y")]), meta: Some(line("z")), ..Upload::default() };
    let json = "Content-Type: application/json";
    assert_eq!(
        heads(&[], &upload),
        [format!("name=\"lines\" | {json}"), format!("name=\"lines\" | {json}"), format!("name=\"meta\" | {json}")]
    );
    let one = Upload { lines: Some(vec![line("x")]), ..Upload::default() };
    assert_eq!(heads(&[], &one).len(), 1);
    let head = "--b\r\nContent-Disposition: form-data; name=\"lines\"\r\nContent-Type: application/json\r\n\r\n";
    let whole = read(&spec(MULTIPART, &[]), &format!("{head}[{{\"a\":\"x\"}},{{\"a\":\"y\"}}]\r\n--b--\r\n"));
    assert_eq!(whole.map(|upload| upload.lines), Ok(upload.lines), "the list as one part");
    let wrong = read(&spec(MULTIPART, &[]), &format!("{head}{{}}\r\n{head}{{\"b\":\"x\"}}\r\n--b--\r\n"));
    assert_eq!(wrong, Err("body /lines: at /1/b: expected a number, found a string".to_owned()));
}

#[test]
fn a_part_has_one_of_the_media_types_that_are_listed() {
    let png = || File::from("x").named("l");
    let check = |fields, file: File, expected: &str| {
        let upload = Upload { logo: Some(file), ..Upload::default() };
        assert_eq!(heads(fields, &upload), [format!("name=\"logo\"; filename=\"l\" | Content-Type: {expected}")]);
    };
    const LIST: &[Encoding] = &[Encoding::new("logo").media("image/png, image/jpeg")];
    const RANGE: &[Encoding] = &[Encoding::new("logo").media("image/*")];
    const BOTH: &[Encoding] = &[Encoding::new("logo").media("image/*, text/csv;header=\"a,b\"")];
    const SINGLE: &[Encoding] = &[Encoding::new("logo").media("text/plain;charset=utf-8")];
    check(LIST, png(), "image/png");
    check(LIST, png().media_type("image/jpeg"), "image/jpeg");
    check(LIST, png().media_type("text/plain"), "image/png");
    check(RANGE, png(), "application/octet-stream");
    check(RANGE, png().media_type("image/gif"), "image/gif");
    check(BOTH, png(), "text/csv;header=\"a,b\"");
    check(SINGLE, png(), "text/plain;charset=utf-8");
    check(SINGLE, png().media_type("text/csv"), "text/csv");
    check(&[], png(), "application/octet-stream");
}

#[test]
fn parts_in_json_keep_their_parameters_and_are_json() {
    const FIELDS: &[Encoding] = &[
        Encoding::new("meta").media("application/xml, application/json;charset=utf-8"),
        Encoding::new("title").media("application/json"),
        Encoding::new("tags").media("text/plain"),
    ];
    let upload =
        Upload { meta: Some(line("x")), title: Some("t".to_owned()), tags: Some(list(&["a"])), ..Upload::default() };
    assert_eq!(
        heads(FIELDS, &upload),
        [
            "name=\"meta\" | Content-Type: application/json;charset=utf-8",
            "name=\"tags\" | Content-Type: text/plain",
            "name=\"title\" | Content-Type: application/json",
        ]
    );
    assert!(written(&spec(MULTIPART, FIELDS), &upload).contains("\r\n\r\n\"t\"\r\n"));
}

#[test]
fn parts_have_the_headers_that_documents_fix() {
    const FIELDS: &[Encoding] = &[Encoding::new("title").headers(&[("X-Kind", "title"), ("Content-Language", "en")])];
    let upload = Upload { title: Some("t".to_owned()), ..Upload::default() };
    assert_eq!(heads(FIELDS, &upload), ["name=\"title\" | X-Kind: title | Content-Language: en"]);
}

#[test]
fn members_that_documents_do_not_name_travel_too() {
    let additional = BTreeMap::from([("x".to_owned(), 1), ("y".to_owned(), 2)]);
    let upload = Upload { title: Some("t".to_owned()), additional, ..Upload::default() };
    assert_eq!(written(&spec(URL_ENCODED, &[]), &upload), "title=t&x=1&y=2");
    assert_eq!(heads(&[], &upload), ["name=\"title\"", "name=\"x\"", "name=\"y\""]);
    assert_eq!(
        read(&spec(URL_ENCODED, &[]), "x=one&count=two"),
        Err("body /x: expected a number\nbody /count: expected a number".to_owned())
    );
}

/// A form that is a map, in the media type, as it is read again.
fn returned<T: Value + PartialEq + std::fmt::Debug>(media: &'static str, fields: &[Encoding], map: &T) -> String {
    let spec = spec(media, fields);
    let payload = body::encode(media, &spec, map).expect("a form");
    let Content::Whole(bytes) = payload.content else { panic!("all of it is in memory") };
    let mut read = T::blank();
    body::decode_listed(&payload.content_type, (&spec, 0), &bytes, &mut read, Mode::Strict).expect("a form");
    assert_eq!(read, *map);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Files of maps are octets, as those of objects are, whatever these look like.
#[test]
fn maps_hold_files() {
    let file = |bytes: &'static [u8]| File::from(Bytes::from_static(bytes)).named("f").media_type("image/png");
    let files = BTreeMap::from([
        ("a".to_owned(), file(&[0, 255, 254])),
        ("b".to_owned(), file(b"aGVsbG8=")),
        ("c[x]".to_owned(), file(b"")),
    ]);
    let form = returned(MULTIPART, &[], &files);
    assert!(form.contains("name=\"b\"; filename=\"f\"\r\nContent-Type: image/png\r\n\r\naGVsbG8=\r\n"), "{form}");
    let lists = BTreeMap::from([("a".to_owned(), vec![file(&[255]), file(b"two")])]);
    returned(MULTIPART, &[], &lists);
    let octets = BTreeMap::from([("a".to_owned(), Bytes::from_static(&[0, 255]))]);
    returned(MULTIPART, &[], &octets);
}

#[test]
fn maps_hold_what_objects_hold() {
    let texts = BTreeMap::from([("a[b]".to_owned(), "1".to_owned()), ("c".to_owned(), "[x]".to_owned())]);
    assert_eq!(returned(URL_ENCODED, &[], &texts), "a%5Bb%5D=1&c=[x]".replace('[', "%5B").replace(']', "%5D"));
    let lists = BTreeMap::from([("a".to_owned(), vec![1, 2]), ("b".to_owned(), vec![3])]);
    assert_eq!(returned(URL_ENCODED, &[], &lists), "a=1&a=2&b=3");
    let lines = BTreeMap::from([("a".to_owned(), line("x")), ("b".to_owned(), line("y"))]);
    returned(MULTIPART, &[], &lines);
    assert_eq!(returned(URL_ENCODED, &[Encoding::deep("a")], &lines), "a%5Ba%5D=x&b=%7B%22a%22%3A%22y%22%7D");
    let none: BTreeMap<String, String> = BTreeMap::new();
    assert_eq!(returned(URL_ENCODED, &[], &none), "");
}

#[test]
fn every_member_of_a_map_that_is_wrong_is_told() {
    let spec = spec(URL_ENCODED, &[Encoding::deep("deep")]);
    let mut read: BTreeMap<String, i64> = BTreeMap::new();
    let form = Bytes::from_static(b"a=x&b=1&c=&d=1&d=2&deep[=1");
    let problems = body::decode_listed(URL_ENCODED, (&spec, 0), &form, &mut read, Mode::Strict).expect_err("wrong");
    let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
    let expected = ["body /a: ", "body /c: ", "body /d: ", "body /deep[: "];
    assert!(told.len() == 4 && told.iter().zip(expected).all(|(told, start)| told.starts_with(start)), "{told:?}");
}

#[test]
fn all_unknown_fields_of_one_name_are_kept() {
    let spec = spec(URL_ENCODED, &[]);
    let mut read = Line::default();
    let form = Bytes::from_static(b"a=x&other=1&more=z&other=2");
    body::decode_listed(URL_ENCODED, (&spec, 0), &form, &mut read, Mode::Strict).expect("a form");
    let payload = body::encode(URL_ENCODED, &spec, &read).expect("a form");
    assert_eq!(payload.content.whole().map(|bytes| &bytes[..]), Some(&b"a=x&other=1&other=2&more=z"[..]));
}

#[test]
fn encodings_are_those_of_the_media_type() {
    const SPEC: BodySpec = BodySpec::required(&[URL_ENCODED, MULTIPART])
        .fields(&[Encoding::new("tags").style(Style::Form, false), Encoding::new("tags").media("text/plain").of(1)]);
    let upload = Upload { tags: Some(list(&["a", "b"])), ..Upload::default() };
    let text = |media| {
        let bytes = body::encode(media, &SPEC, &upload).expect("a form").content.whole().cloned().unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    assert_eq!(text(URL_ENCODED), "tags=a,b");
    assert_eq!(text(MULTIPART).matches("Content-Type: text/plain").count(), 2);
}

#[test]
fn nothing_is_sent_of_empty_lists_and_nulls() {
    let upload = Upload { tags: Some(Vec::new()), lines: Some(Vec::new()), ..Upload::default() };
    for media in [URL_ENCODED, MULTIPART] {
        let payload = body::encode(media, &spec(media, &[]), &upload).expect("a form");
        let bytes = payload.content.whole().cloned().unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains("name"), "{bytes:?}");
    }
    let styled = spec(URL_ENCODED, &[Encoding::new("tags").style(Style::Form, false), Encoding::deep("lines")]);
    let payload = body::encode(URL_ENCODED, &styled, &upload).expect("a form");
    assert!(payload.content.whole().is_some_and(Bytes::is_empty));
}

#[test]
fn a_body_that_is_a_choice_names_its_case() {
    use sample::types::{CallFactor, Factor};
    let factor = Factor::from(CallFactor { phone: Some("1".to_owned()), ..CallFactor::default() });
    let payload = body::encode(URL_ENCODED, &spec(URL_ENCODED, &[]), &factor).expect("a form");
    let bytes = payload.content.whole().cloned().unwrap_or_default();
    assert_eq!(String::from_utf8_lossy(&bytes), "factorType=call&phone=1");
    let mut read = Factor::blank();
    body::decode(URL_ENCODED, &bytes, &mut read, Mode::Strict).expect("a factor");
    assert_eq!(runtime::write(&read), runtime::write(&factor));
}

static SEND: Operation = Operation {
    id: "send",
    method: "POST",
    path: "/send",
    body: Some(BodySpec::required(&[URL_ENCODED]).fields(&[Encoding::new("tags").style(Style::Form, false)])),
    ..Operation::PLAIN
};

#[derive(Debug, Clone, Default)]
struct Send {
    body: Option<Upload>,
}

impl Arguments for Send {
    fn operation(&self) -> &'static Operation {
        &SEND
    }
    fn slot(&mut self, _index: usize) -> Option<&mut dyn Value> {
        Some(&mut self.body)
    }
    fn view(&self, _index: usize) -> Option<&dyn Value> {
        Some(&self.body)
    }
}

/// What a server says to a form; it answers with what it has read.
async fn told(form: &str) -> (u16, String) {
    struct Service;
    impl Service {
        async fn send(&self, request: Request<Send>) -> Response {
            let sent = encode(&request.arguments).map(|encoded| encoded.body);
            let sent = sent.ok().flatten().and_then(|body| body.content.whole().cloned()).unwrap_or_default();
            Response::new(200).header("x-read", &String::from_utf8_lossy(&sent).into_owned())
        }
    }
    static CHECKS: Library = Library::new(&[(
        "forms",
        r#"{"operations": [{"bodies": [{
            "type": "object",
            "properties": {
                "title": {"type": "string", "format": "date"},
                "count": {"type": "integer"},
                "logo": {"type": "string"}
            },
            "required": ["title", "count", "logo"]
        }]}]}"#,
    )]);
    let service = std::sync::Arc::new(Service);
    let route = runtime::route::<_, Send, _, _>(&SEND, &service, Service::send);
    let builder =
        ServerBuilder::new(&sample::PROFILE, &[&SEND]).routes(vec![route]).checks(CHECKS.checks()).open_to_anybody();
    let request = http::Request::builder().method("POST").uri("/send").header("Content-Type", URL_ENCODED);
    let request = request.body(Body::from(form.to_owned())).expect("a request");
    let answer = builder.into_service().oneshot(request).await.expect("an answer");
    let (status, read) = (answer.status().as_u16(), answer.headers().get("x-read").cloned());
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
    let read = read.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    (status, read.unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned()))
}

#[tokio::test]
async fn a_wrong_field_does_not_hide_what_else_is_wrong() {
    let (status, told) = told("count=two&title=today&tags=a,b").await;
    assert_eq!(status, 400);
    for problem in ["body /count: expected a number", "body /title: must be a", "body /logo: is required"] {
        assert!(told.contains(problem), "{problem}: {told}");
    }
    assert!(!told.contains("body /count: is required"), "{told}");
}

/// A factor in a choice of its own, told by `by`.
#[derive(Clone, PartialEq)]
enum Proof {
    Factor(Box<sample::types::Factor>),
    Unknown(runtime::Json),
}

impl runtime::Emitted for Proof {
    type Kind = runtime::ChoiceKind;
}

impl runtime::Choice for Proof {
    const CASES: &'static runtime::Cases = &runtime::Cases {
        name: "Proof",
        tag: Some("by"),
        unlisted: runtime::Unlisted::Unknown,
        cases: &[runtime::Case::valued(&["1"])],
    };

    fn case(index: usize) -> Option<Self> {
        (index == 0).then(|| Self::Factor(Value::blank()))
    }

    fn unknown(json: runtime::Json) -> Self {
        Self::Unknown(json)
    }

    fn index(&self) -> Option<usize> {
        matches!(self, Self::Factor(_)).then_some(0)
    }

    fn value(&self) -> &dyn Value {
        match self {
            Self::Factor(value) => value,
            Self::Unknown(value) => value,
        }
    }

    fn value_mut(&mut self) -> &mut dyn Value {
        match self {
            Self::Factor(value) => value,
            Self::Unknown(value) => value,
        }
    }
}

#[test]
fn fields_tell_all_choices_around_them() {
    let factor = sample::types::CallFactor { phone: Some("1".to_owned()), ..Default::default() };
    let proof = Proof::Factor(Box::new(factor.into()));
    let payload = body::encode(URL_ENCODED, &spec(URL_ENCODED, &[]), &proof).expect("a form");
    let Content::Whole(bytes) = payload.content else { panic!("all of it is in memory") };
    assert_eq!(bytes, "factorType=call&by=1&phone=1");
}
