//! Values: what is read is written back, whatever came.

#[path = "sample/types.rs"]
mod types;

use gatewright_runtime as runtime;
use runtime::{Field, Json, Mode, Value};
use types::{Counts, Factor, Status, User};

/// Reads leniently, writes, and compares as JSON values.
fn survives<T: Value>(text: &str) -> T {
    let value: T =
        runtime::wire::read(text.as_bytes(), Mode::Lenient).unwrap_or_else(|error| panic!("{text}: {error}"));
    let written = runtime::wire::write(&value);
    let (before, after) =
        (Json::parse(text).expect("the case is JSON"), Json::parse(&written).expect("JSON was written"));
    assert_eq!(before, after, "{text} became {written}");
    value
}

#[test]
fn known_members() {
    let user: User = survives(r#"{"id":"1","name":"a\"b","status":"ACTIVE","tags":["x","y"],"logins":3}"#);
    assert_eq!(user.status, Some(Status::Active));
    assert_eq!(user.name.as_deref(), Some("a\"b"));
}

#[test]
fn absent_null_and_value() {
    assert_eq!(survives::<User>("{}").last_login, Field::Absent);
    assert_eq!(survives::<User>(r#"{"lastLogin":null}"#).last_login, Field::Null);
    let at = survives::<User>(r#"{"lastLogin":"2026-01-31T08:00:00.123Z"}"#).last_login;
    assert_eq!(at.value().and_then(|at| at.to_unix_millis()), Some(1_769_846_400_123));
}

#[test]
fn unknown_member_value_and_tag() {
    survives::<User>(r#"{"shoeSize":41.50,"big":123456789012345678901234567890}"#);
    assert_eq!(survives::<User>(r#"{"status":"NEW"}"#).status, Some(Status::Unknown("NEW".into())));
    let factors = survives::<User>(r#"{"factors":[{"factorType":"retina","eye":"left"}]}"#).factors;
    assert!(matches!(factors.as_deref(), Some([Factor::Unknown(_)])));
}

#[test]
fn value_of_surprising_type_fails_nothing_else() {
    let user: User = survives(r#"{"id":7,"name":"a","logins":"many","tags":"none","manager":[],"status":null}"#);
    assert_eq!((user.id.as_deref(), user.name.as_deref(), user.logins), (None, Some("a"), None));
    assert_eq!(user.extra.get("logins"), Some(&Json::from("many")));
}

#[test]
fn odd_item_loses_no_other() {
    let users: Vec<User> = survives(r#"[{"name":"a"},7,{"name":"b"}]"#);
    assert_eq!(users[2].name.as_deref(), Some("b"));
    assert_eq!(users[1].extra.misfit(), Some(&Json::from(7)));
}

#[test]
fn field_that_is_set_replaces_what_was_kept() {
    let mut user: User = survives(r#"{"logins":"many"}"#);
    user.logins = Some(2);
    assert_eq!(runtime::wire::write(&user), r#"{"logins":2}"#);
}

#[test]
fn typed_map_of_the_rest() {
    let counts: Counts = survives(r#"{"total":3,"a":1,"b":2,"c":"odd"}"#);
    assert_eq!(counts.additional.get("b"), Some(&2));
    assert_eq!(counts.extra.get("c"), Some(&Json::from("odd")));
}

#[test]
fn tag_is_written_where_the_case_has_no_member_for_it() {
    let factor: Factor = survives(r#"{"factorType":"sms","total":1}"#);
    let Factor::Sms(counts) = &factor else { panic!("{factor:?}") };
    assert!(counts.extra.is_empty());
    let called = Factor::from(types::CallFactor { phone: Some("1".into()), ..Default::default() });
    assert_eq!(runtime::wire::write(&called), r#"{"factorType":"call","phone":"1"}"#);
}

#[test]
fn missing_required_members_are_named_with_their_place() {
    let user = User {
        manager: Some(Box::default()),
        factors: Some(vec![types::CallFactor::default().into()]),
        ..User::new("a").status("ACTIVE")
    };
    let missing = runtime::wire::write_strict(&user).expect_err("members are missing");
    assert_eq!(missing.0, ["/manager/name", "/factors/0/phone"]);
}

#[test]
fn strict_reading_names_the_place() {
    let error = runtime::wire::read::<User>(br#"{"factors":[{"factorType":"call","phone":1}]}"#, Mode::Strict);
    assert_eq!(
        error.expect_err("refused").to_string(),
        "at /factors/0/phone: expected a string, found a number (byte 41)"
    );
}

#[test]
fn secrets_and_unknown_values_are_not_printed() {
    let user: User = survives(r#"{"password":"canary","manager":{"password":"canary","token":"canary"}}"#);
    let shown = format!("{user:?} {user:#?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains("[redacted]") && shown.contains("token"));
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Json::parse(&deep).is_err());
    let deep = format!("{}1{}", r#"{"manager":"#.repeat(100_000), "}".repeat(100_000));
    assert!(runtime::wire::read::<User>(deep.as_bytes(), Mode::Lenient).is_err());
}

#[test]
fn json_is_equal_by_value() {
    let json = |text| Json::parse(text).expect("JSON");
    assert_eq!(json(r#"{"a":1,"b":[2.0]}"#), json(r#"{ "b":[2], "a":1e0 }"#));
    assert_ne!(json("9007199254740993"), json("9007199254740992"));
    assert_eq!(json(r#"{"a":{"b/c":[5]}}"#).pointer("/a/b~1c/0"), Some(Json::from(5)));
}

/// The public JSON parsing test suite: `y_` must be accepted, `n_` refused, `i_` may be either.
#[test]
fn parsing_suite() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/json-parsing");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let mut wrong = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read(&path).expect("a readable file");
        let accepted = runtime::wire::read::<Json>(&text, Mode::Strict).is_ok();
        if (name.starts_with("y_") && !accepted) || (name.starts_with("n_") && accepted) {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
