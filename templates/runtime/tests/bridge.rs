//! Emitted values as parts of other data, by serde.

use crate::sample;

use std::collections::BTreeMap;

use gatewright_runtime as runtime;
use runtime::{DateTime, Json, Secret};
use sample::types::{Factor, Status, User};
use serde::{Deserialize, Serialize};
use serde_json::{from_str, from_value, json, to_string, to_value};

const USER: &str = r#"{"id":"1","name":"ü","status":"NEVER_HEARD_OF","lastLogin":null,"tags":["a"],"manager":{"name":"m"},"password":"s3cret","factors":[{"factorType":"push","x":1},{"factorType":"new"}],"logins":9007199254740993,"shoe":{"size":45.5,"sizes":[-1,[]]}}"#;

#[test]
fn values_pass_through_serde_without_loss() {
    let user: User = from_str(USER).expect("a user");
    assert_eq!(user.status, Some(Status::from("NEVER_HEARD_OF")));
    assert_eq!(user.logins, Some(9_007_199_254_740_993));
    assert!(user.last_login.is_null());
    assert_eq!(user.password.as_ref().map(Secret::expose), Some("s3cret"));
    assert_eq!(from_str::<serde_json::Value>(&to_string(&user).expect("JSON")).ok(), from_str(USER).ok());
    let value = to_value(&user).expect("a value");
    assert_eq!(from_value::<User>(value).expect("a user"), user);
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
struct Record {
    at: DateTime,
    #[serde(flatten)]
    user: User,
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Either {
    Many(Vec<User>),
    One(User),
}

#[test]
fn values_stand_where_serde_looks_ahead() {
    let record = Record { at: "2026-01-01".into(), user: User::new("n") };
    let text = to_string(&record).expect("JSON");
    assert_eq!(text, r#"{"at":"2026-01-01","name":"n"}"#);
    assert_eq!(from_str::<Record>(&text).expect("a record"), record);
    let one = Either::One(User::new("n"));
    assert_eq!(from_str::<Either>(&to_string(&one).expect("JSON")).expect("one"), one);
    let many = Either::Many(vec![User::new("n"), User::new("m")]);
    assert_eq!(from_str::<Either>(&to_string(&many).expect("JSON")).expect("many"), many);
}

#[test]
fn scalars_choices_and_raw_values() {
    let by_name: BTreeMap<String, Status> = from_str(r#"{"a":"ACTIVE","b":"X"}"#).expect("statuses");
    assert_eq!(to_value(by_name).expect("JSON"), json!({"a": "ACTIVE", "b": "X"}));
    let factor: Factor = from_value(json!({"factorType": "new", "x": [1]})).expect("a factor");
    assert_eq!(to_value(factor).expect("JSON"), json!({"factorType": "new", "x": [1]}));
    let raw = json!({"a": [null, true, -1, 18_446_744_073_709_551_615_u64, 0.5, "\u{0}\"", {}, []]});
    let read: Json = from_value(raw.clone()).expect("anything");
    assert_eq!(to_value(read).expect("JSON"), raw);
    let problem = from_value::<User>(json!([1])).expect_err("a list").to_string();
    assert!(problem.contains("object"), "{problem}");
}
