//! Numbers: the nearest one that the machine has, with the text of what it has none for.

use crate::sample;

use std::collections::BTreeMap;

use gatewright_runtime::wire::{self, Fault};
use proptest::prelude::*;
use runtime::{Decimal, Json, Mode, Value};
use sample::runtime;

#[derive(Clone, Default)]
struct Reading {
    level: Option<f64>,
    levels: Option<Vec<f64>>,
    by_day: Option<BTreeMap<String, f64>>,
    inner: Option<Box<Reading>>,
    whole: Option<i64>,
    count: Option<u64>,
    price: Option<Decimal>,
    additional: BTreeMap<String, f64>,
    extra: runtime::Extra,
}

runtime::model! {
    Reading {
        0 level: "level",
        1 levels: "levels",
        2 by_day: "byDay",
        3 inner: "inner",
        4 whole: "whole",
        5 count: "count",
        6 price: "price",
    }
    + 7 additional
}

/// A list of a number and an object.
#[derive(Clone, Default)]
struct Pair {
    first: Option<f64>,
    second: Option<Reading>,
    more: Vec<Json>,
}

runtime::tuple! {
    Pair {
        0 first,
        1 second,
    }
}

#[derive(Clone, Default)]
struct Pairs {
    pair: Option<Pair>,
    title: Option<String>,
    extra: runtime::Extra,
}

runtime::model! {
    Pairs {
        0 pair: "pair",
        1 title: "title",
    }
}

fn read(text: &str) -> Reading {
    wire::read(text.as_bytes(), Mode::Lenient).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Reads, and writes the same again.
#[track_caller]
fn unchanged(text: &str) -> Reading {
    let reading = read(text);
    assert_eq!(wire::write(&reading), text);
    reading
}

#[test]
fn doubles_are_the_nearest_ones() {
    for mode in [Mode::Lenient, Mode::Strict] {
        let double = |text: &str| wire::read::<f64>(text.as_bytes(), mode).ok();
        assert_eq!(double("789.34000000000003"), Some(789.34));
        assert_eq!(double("12345678901234567890"), Some(12_345_678_901_234_567_890.0));
        assert_eq!(double("9007199254740993"), Some(9_007_199_254_740_992.0));
        assert_eq!(double("0.1000000000000000055511151231257827"), Some(0.1));
        assert_eq!(double("1e-400"), Some(0.0));
        assert_eq!(double("1e400"), None, "none is near");
        let list: Option<Vec<f64>> = wire::read(b"[789.34000000000003,1,0.30000000000000004]", mode).ok();
        assert_eq!(list, Some(vec![789.34, 1.0, 0.1 + 0.2]));
    }
}

#[test]
fn what_is_not_changed_is_written_as_it_was_received() {
    assert_eq!(unchanged(r#"{"level":789.34000000000003}"#).level, Some(789.34));
    assert_eq!(unchanged(r#"{"levels":[1.5,789.34000000000003]}"#).levels, Some(vec![1.5, 789.34]));
    assert_eq!(unchanged(r#"{"byDay":{"tue":0.10000000000000001,"mon":1}}"#).by_day.map(|days| days.len()), Some(2));
    assert_eq!(unchanged(r#"{"other":0.10000000000000001,"thing":2}"#).additional.get("other"), Some(&0.1));
    let inner = unchanged(r#"{"inner":{"level":12345678901234567890,"levels":[1]}}"#).inner.expect("an object");
    assert_eq!(inner.level, Some(12_345_678_901_234_567_890.0));
    unchanged(r#"{"level":1e400}"#);
    unchanged(r#"{"levels":[1,1e400]}"#);
}

/// An object looks after its own numbers, and whoever holds it after those beside it.
#[test]
fn numbers_beside_objects_are_written_as_they_were_received() {
    for text in [
        r#"{"pair":[789.34000000000003,{"level":1}]}"#,
        r#"{"pair":[789.34000000000003,{"level":0.10000000000000001}]}"#,
        r#"{"pair":[789.34000000000003,{"level":0.10000000000000001,"inner":{"level":0.10000000000000001},"price":1.10}]}"#,
        r#"{"pair":[1,{"level":0.10000000000000001}]}"#,
        r#"{"pair":[789.34000000000003,{"level":"odd"}],"title":"t"}"#,
        r#"{"pair":[789.34000000000003,"odd"],"title":7}"#,
    ] {
        let pairs: Pairs = wire::read(text.as_bytes(), Mode::Lenient).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(wire::write(&pairs), text);
    }
    let level: Pairs = wire::read(br#"{"pair":[789.34000000000003,{"level":1}]}"#, Mode::Lenient).expect("a pair");
    let second = level.pair.and_then(|pair| pair.second).expect("an object");
    assert_eq!(wire::write(&Reading { level: Some(1.0), ..second }), r#"{"level":1}"#);
}

#[test]
fn what_is_changed_is_written_as_it_is() {
    let mut reading =
        read(r#"{"level":789.34000000000003,"levels":[0.10000000000000001,1],"byDay":{"a":0.10000000000000001}}"#);
    reading.level = Some(789.35);
    reading.levels = Some(vec![0.1]);
    reading.by_day = None;
    assert_eq!(wire::write(&reading), r#"{"level":789.35,"levels":[0.1]}"#);
}

/// How a number was spelled is no part of the value.
#[test]
fn spellings_make_no_difference() {
    let reading = read(r#"{"level":789.34000000000003}"#);
    assert_eq!(reading, Reading { level: Some(789.34), ..Reading::default() });
    assert!(reading.extra.is_empty() && reading.extra.iter().next().is_none());
}

/// Texts of parameters are read with the same rule.
#[test]
fn parameters_are_the_nearest_doubles() {
    let mut value: Option<f64> = None;
    let slot: &mut dyn Value = &mut value;
    slot.read_text(runtime::Text::One("789.34000000000003".to_owned())).expect("a number");
    assert_eq!(value, Some(789.34));
}

#[test]
fn whole_numbers_beyond_their_type_are_kept() {
    let reading = unchanged(r#"{"count":18446744073709551615}"#);
    assert_eq!(reading.count, Some(u64::MAX));
    let json = |text: &str| Json::parse(text).expect("JSON");
    for (text, name) in [
        (r#"{"whole":9223372036854775808}"#, "whole"),
        (r#"{"count":18446744073709551616}"#, "count"),
        (r#"{"count":-1}"#, "count"),
    ] {
        let reading = unchanged(text);
        assert_eq!((reading.whole, reading.count), (None, None), "{text}");
        assert_eq!(reading.extra.get(name), json(text).get(name).as_ref(), "{text}");
    }
}

#[test]
fn refusals_say_the_range() {
    let fault = |text: &str| match wire::read::<Reading>(text.as_bytes(), Mode::Strict) {
        Err(error) => error.fault().clone(),
        Ok(_) => panic!("{text} was read"),
    };
    let long = Fault::Value("a whole number from -9223372036854775808 to 9223372036854775807");
    assert_eq!(fault(r#"{"whole":9223372036854775808}"#), long);
    assert_eq!(fault(r#"{"count":-1}"#), Fault::Value("a whole number from 0 to 18446744073709551615"));
}

#[test]
fn decimals_keep_every_digit() {
    let text = r#"{"price":1234567890123456789012345678901234567890.1000}"#;
    let price = unchanged(text).price.expect("a price");
    assert_eq!(price.as_str(), "1234567890123456789012345678901234567890.1000");
    let decimal = |text: &str| text.parse::<Decimal>().unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(decimal("1.5"), decimal("15.0e-1"));
    assert_ne!(decimal("0.1"), decimal("0.1000000000000000055511151231257827"));
    assert_eq!((Decimal::from(u64::MAX).to_string(), decimal("2.50").to_f64()), (u64::MAX.to_string(), 2.5));
    for wrong in ["", "1.", ".5", "+1", "NaN", "1 2", "\"1\"", "0x1"] {
        assert!(wrong.parse::<Decimal>().is_err(), "{wrong}");
    }
    let mut value: Option<Decimal> = None;
    let slot: &mut dyn Value = &mut value;
    slot.read_text(runtime::Text::One("19.90".to_owned())).expect("a number");
    assert_eq!(value.map(|value| value.to_string()).as_deref(), Some("19.90"));
}

proptest! {
    /// However many digits are written.
    #[test]
    fn any_number_is_read_and_written_back(text in "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,24})?([eE][+-]?[0-9]{1,2})?") {
        let reading = read(&format!(r#"{{"level":{text},"levels":[{text}]}}"#));
        let near: f64 = text.parse().expect("a number");
        prop_assert_eq!(reading.level, Some(near));
        prop_assert_eq!(&reading.levels, &Some(vec![near]));
        let written = Json::parse(&wire::write(&reading)).expect("JSON");
        let sent = Json::parse(&text).expect("JSON");
        prop_assert_eq!(written.get("level"), Some(sent.clone()));
        prop_assert_eq!(written.pointer("/levels/0"), Some(sent));
    }
}
