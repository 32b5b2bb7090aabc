//! Fields of forms whose names have brackets, as `deepObject` asks for.

#[allow(dead_code, unused_imports, reason = "the sample is whole, whether or not a test calls all of it")]
mod sample;

use std::collections::BTreeMap;

use gatewright_runtime as runtime;
use runtime::body::{self, Content};
use runtime::{BodySpec, Bytes, Mode};
use sample::runtime as emitted;

const FORM: &str = "application/x-www-form-urlencoded";
const SPEC: BodySpec = BodySpec::optional(&[FORM]).deep(&["lines", "names", "rooms"]);

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
    check("lines[0][price]=1&lines[0][price]=2", "body /lines[0][price]: may stand only once");
    check("lines[0]=1&lines[0][price]=2", "body /lines[0][price]: may stand only once");
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

/// Numbers of items are places in an order, not sizes to make room for.
#[test]
fn large_numbers_take_no_room() {
    check("names[18446744073709551615]=a", r#"Order {"names":["a"]}"#);
    check("names[99999999999999999999]=a", "body /names: expected an array, found an object");
    let many: String = (0..100_000).map(|number| format!("&names[{number}]=")).collect();
    assert_eq!(read(&many).expect("an order").names.map(|names| names.len()), Some(100_000));
}
