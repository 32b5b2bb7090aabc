//! Names with brackets, as `deepObject` asks for: in forms and in queries.

use crate::sample;

use std::collections::BTreeMap;

use gatewright_runtime as runtime;
use runtime::arguments::{Received, decode, encode};
use runtime::body::{self, Content};
use runtime::{Arguments, BodySpec, Bytes, Encoding, Mode, Operation, Parameter, Style, Value};
use sample::runtime as emitted;

const FORM: &str = "application/x-www-form-urlencoded";
const SPEC: BodySpec =
    BodySpec::optional(&[FORM]).fields(&[Encoding::deep("lines"), Encoding::deep("names"), Encoding::deep("rooms")]);

#[derive(Clone, Default)]
struct Order {
    lines: Option<Vec<Line>>,
    names: Option<Vec<String>>,
    rooms: Option<BTreeMap<String, i32>>,
    note: Option<String>,
    extra: runtime::Extra,
}

#[derive(Clone, Default)]
struct Line {
    price: Option<i32>,
    tags: Option<Vec<String>>,
    extra: runtime::Extra,
}

mod models {
    use super::{Line, Order, emitted as runtime};

    runtime::model! {
        Order {
            0 lines: "lines",
            1 names: "names",
            2 rooms: "rooms",
            3 note: "note",
        }
    }

    runtime::model! {
        Line {
            0 price: "price",
            1 tags: "tags",
        }
    }
}

fn written(order: &Order) -> String {
    let payload = body::encode(FORM, &SPEC, order).expect("a form");
    let Content::Whole(bytes) = payload.content else { panic!("all of it is in memory") };
    String::from_utf8(bytes.to_vec()).expect("text").replace("%5B", "[").replace("%5D", "]")
}

fn read(form: &str) -> Result<Order, String> {
    let mut order = Order::default();
    let read = body::decode(FORM, &Bytes::from(form.to_owned()), &mut order, Mode::Strict);
    let all =
        |problems: Vec<runtime::Violation>| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    read.map(|()| order).map_err(all)
}

fn check(form: &str, expected: &str) {
    let read = read(form).map_or_else(|problems| problems, |order| format!("{order:?}"));
    assert_eq!(read, expected, "{form}");
}

#[test]
fn what_is_written_is_read_again() {
    let lines = vec![
        Line { price: Some(1), tags: Some(vec!["a&b".to_owned(), "c".to_owned()]), ..Line::default() },
        Line { price: Some(2), ..Line::default() },
    ];
    let order = Order {
        lines: Some(lines),
        names: Some(vec!["x".to_owned(), "y".to_owned()]),
        rooms: Some(BTreeMap::from([("0".to_owned(), 7), ("hall".to_owned(), 8)])),
        note: Some("[n]".to_owned()),
        ..Order::default()
    };
    let form = written(&order);
    assert_eq!(
        form,
        "lines[0][price]=1&lines[0][tags][]=a%26b&lines[0][tags][]=c&lines[1][price]=2&names[]=x&names[]=y&rooms[0]=7&rooms[hall]=8&note=[n]"
    );
    assert_eq!(read(&form).expect("an order"), order);
    let rooms = Order { rooms: Some(BTreeMap::from([("0".to_owned(), 7), ("1".to_owned(), 8)])), ..Order::default() };
    assert_eq!(read(&written(&rooms)).expect("names that are numbers"), rooms);
}

#[test]
fn items_stand_in_the_order_of_their_numbers() {
    check("names[10]=k&names[2]=c", r#"Order {"names":["c","k"]}"#);
    check("names[1]=b&names[0]=a", r#"Order {"names":["a","b"]}"#);
    check("names%5B%5D=a&names[]=b&names=c", "body /names[]: may stand only once\nbody /names[]: may stand only once");
    check("lines[0][price]=1&lines[0][price]=2", "body /lines: at /0/price: expected a number, found an array");
    check("lines[0][tags]=a&lines[0][tags]=b", r#"Order {"lines":[{"tags":["a","b"]}]}"#);
    check("names[]=c&names[0]=a&names[]=d&names[1]=b", r#"Order {"names":["a","b","c","d"]}"#);
    check("lines[0]=1&lines[0][price]=2", "body /lines: may stand only once");
    check("lines[0][price]=2&lines[0]=1", "body /lines: may stand only once");
    check("lines[0][price]=one", "body /lines: at /0/price: expected a number");
}

#[test]
fn names_that_are_no_brackets_of_a_member_are_kept() {
    check("other[a]=1&[x]=2&note]=3", r#"Order {"other[a]":…,"[x]":…,"note]":…}"#);
    check("names[=1", "body /names[: has a bracket that is not closed");
    check("names[0]x=1", "body /names[0]x: has more behind its name than brackets, or too many of them");
    let deep = format!("names{}=1", "[0]".repeat(100_000));
    assert!(read(&deep).expect_err("too deep").ends_with("or too many of them"));
}

/// Each pair of brackets is two octets here.
#[test]
fn deep_names_take_no_more_room_than_they_are_long() {
    let name = format!("names{}=", "[]".repeat(32));
    let many = vec![name; 9_000].join("&");
    assert!(read(&many).is_err_and(|problem| problem.contains("expected")));
}

/// Numbers of items are places in an order, not sizes to make room for.
#[test]
fn large_numbers_take_no_room() {
    check("names[18446744073709551615]=a", r#"Order {"names":["a"]}"#);
    check("names[99999999999999999999]=a", "body /names: expected an array, found an object");
    let many: String = (0..9_000).map(|number| format!("&names[{number}]=")).collect();
    assert_eq!(read(&many).expect("an order").names.map(|names| names.len()), Some(9_000));
}

static SEARCH: Operation = Operation {
    id: "search",
    group: "orders",
    method: "GET",
    path: "/search",
    parameters: &[
        Parameter::query("order").style(Style::DeepObject, true),
        Parameter::query("rooms").style(Style::DeepObject, true),
        Parameter::query("lines").style(Style::DeepObject, true),
        Parameter::query("count").style(Style::DeepObject, true),
    ],
    ..Operation::PLAIN
};

#[derive(Debug, Clone, Default, PartialEq)]
struct Search {
    order: Option<Order>,
    rooms: Option<BTreeMap<String, String>>,
    lines: Option<Vec<Line>>,
    count: Option<i32>,
}

impl Arguments for Search {
    fn operation(&self) -> &'static Operation {
        &SEARCH
    }

    fn slot(&mut self, index: usize) -> Option<&mut dyn Value> {
        match index {
            0 => Some(&mut self.order),
            1 => Some(&mut self.rooms),
            2 => Some(&mut self.lines),
            3 => Some(&mut self.count),
            _ => None,
        }
    }

    fn view(&self, index: usize) -> Option<&dyn Value> {
        match index {
            0 => Some(&self.order),
            1 => Some(&self.rooms),
            2 => Some(&self.lines),
            3 => Some(&self.count),
            _ => None,
        }
    }
}

fn asked(query: &str) -> Result<Search, String> {
    let mut search = Search::default();
    let headers = Default::default();
    let read = decode(&mut search, &Received { path: &[], query, headers: &headers, body: None });
    let all = |problems: Vec<_>| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    read.map(|()| search).map_err(all)
}

#[test]
fn queries_are_written_as_forms_are() {
    let line = Line { price: Some(1), tags: Some(vec!["a&b".to_owned(), "c".to_owned()]), ..Line::default() };
    let search = Search {
        order: Some(Order { lines: Some(vec![line.clone()]), note: Some("n".to_owned()), ..Order::default() }),
        rooms: Some(BTreeMap::from([("0".to_owned(), "x".to_owned()), ("hall".to_owned(), "[y]".to_owned())])),
        lines: Some(vec![Line::default(), line]),
        count: Some(3),
    };
    let query = encode(&search).expect("a request").query().to_owned();
    assert_eq!(
        query.replace("%5B", "[").replace("%5D", "]"),
        "order[lines][0][price]=1&order[lines][0][tags][]=a%26b&order[lines][0][tags][]=c&order[note]=n\
         &rooms[0]=x&rooms[hall]=[y]&lines[1][price]=1&lines[1][tags][]=a%26b&lines[1][tags][]=c&count=3"
    );
    // An item without members is nothing that could be written.
    let read = asked(&query).expect("a search");
    assert_eq!((&read.order, &read.rooms, read.count), (&search.order, &search.rooms, search.count));
    assert_eq!(read.lines.map(|lines| lines.len()), Some(1));
}

#[test]
fn queries_are_read_however_deep_they_are() {
    let read = |query: &str| asked(query).map(|search| format!("{:?}", search.order));
    let order = |members: &str| Ok(format!("Some(Order {members})"));
    assert_eq!(read("order[note]=a&x[y]=1&ordering[a]=1&other=2"), order(r#"{"note":"a"}"#));
    assert_eq!(read("order[names]=a&order[names]=b"), order(r#"{"names":["a","b"]}"#));
    assert_eq!(read("order[names][]=a&order[names][]=b"), order(r#"{"names":["a","b"]}"#));
    assert_eq!(read("order[names]=a"), order(r#"{"names":["a"]}"#));
    assert_eq!(read("order%5Blines%5D%5B0%5D%5Bprice%5D=7"), order(r#"{"lines":[{"price":7}]}"#));
    assert_eq!(read("order[rooms][1]=7&order[rooms][hall]=8"), order(r#"{"rooms":{"1":7,"hall":8}}"#));
    assert_eq!(read("order[lines]=[{\"price\":7}]"), order(r#"{"lines":[{"price":7}]}"#));
    assert_eq!(read("order[note]=a&order[note][b]=c"), Err("query order: may stand only once".to_owned()));
    assert!(read("order[note").is_err_and(|problem| problem.contains("not closed")));
    assert!(read("order[lines][0][price]=x").is_err_and(|problem| problem.contains("/lines/0/price")));
    assert!(read(&format!("order{}=1", "[a]".repeat(1000))).is_err());
    let rooms = |query: &str| asked(query).map(|search| search.rooms.unwrap_or_default().into_iter().collect());
    let room = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(rooms("rooms[]=a&rooms[b]=c"), Ok(vec![room("", "a"), room("b", "c")]));
    assert_eq!(rooms("rooms[0]=a&rooms[1]=c"), Ok(vec![room("0", "a"), room("1", "c")]));
}
