//! Values: what is read is written back, whatever came.

use crate::sample;

use runtime::{Field, File, Json, Mode, Value};
use sample::{runtime, types};
use types::{Counts, Factor, Logo, Status, User};

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
fn what_is_sent_alike_is_equal() {
    let equal = |one: &dyn Value, other: &dyn Value| runtime::wire::equal(one, other);
    assert!(equal(&Some(f64::NAN), &Some(f64::NAN)), "null");
    assert!(equal(&Field::<Json>::Null, &Field::Value(Json::null())), "null");
    assert!(!equal(&0.0, &-0.0), "0 and -0");
    assert!(!equal(&Json::parse("1").expect("JSON"), &Json::parse("1.0").expect("JSON")), "1 and 1.0");
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
fn answers_keep_back_what_only_clients_send() {
    let user = User { password: Some("hunter2".into()), ..User::new("a").status("ACTIVE") };
    assert!(runtime::wire::write_strict(&user).expect("complete").contains("hunter2"));
    let answer = runtime::wire::write_answer(&vec![user]).expect("complete");
    assert_eq!(answer, r#"[{"name":"a","status":"ACTIVE"}]"#);
    let missing = runtime::wire::write_answer(&User::default()).expect_err("members are missing");
    assert_eq!(missing, runtime::wire::write_strict(&User::default()).expect_err("members are missing"));
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

/// The public JSON parsing test suite: `y_` must be accepted, `n_` refused, `i_` may be either. Members that stand twice
/// are JSON, but a strict reader takes none.
#[test]
#[ignore = "needs ../shared"]
fn parsing_suite() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/json-parsing");
    let entries = std::fs::read_dir(&folder).expect("the folder ../shared");
    let mut wrong = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read(&path).expect("a readable file");
        let mode = if name.contains("duplicated_key") { Mode::Lenient } else { Mode::Strict };
        let accepted = runtime::wire::read::<Json>(&text, mode).is_ok();
        if (name.starts_with("y_") && !accepted) || (name.starts_with("n_") && accepted) {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Told apart by trying.
#[derive(Debug, Clone, PartialEq)]
enum Target {
    User(Box<User>),
    Counts(Box<Counts>),
    Number(i64),
    Names(Vec<String>),
    Name(String),
    Unknown(Json),
}

impl runtime::Emitted for Target {
    type Kind = runtime::ChoiceKind;
}

impl runtime::Choice for Target {
    const CASES: &'static runtime::Cases = &runtime::Cases {
        name: "Target",
        tag: None,
        unlisted: runtime::Unlisted::Unknown,
        cases: &[
            case(&[runtime::Kind::Object], &["name"], &["id", "name", "status"]),
            case(&[runtime::Kind::Object], &["total"], &["total"]),
            case(&[runtime::Kind::Number], &[], &[]),
            case(&[runtime::Kind::Array], &[], &[]),
            case(&[runtime::Kind::String], &[], &[]),
        ],
    };

    fn case(index: usize) -> Option<Self> {
        Some(match index {
            0 => Self::User(Value::blank()),
            1 => Self::Counts(Value::blank()),
            2 => Self::Number(Value::blank()),
            3 => Self::Names(Value::blank()),
            4 => Self::Name(Value::blank()),
            _ => return None,
        })
    }

    fn unknown(json: Json) -> Self {
        Self::Unknown(json)
    }

    fn index(&self) -> Option<usize> {
        Some(match self {
            Self::User(_) => 0,
            Self::Counts(_) => 1,
            Self::Number(_) => 2,
            Self::Names(_) => 3,
            Self::Name(_) => 4,
            Self::Unknown(_) => return None,
        })
    }

    fn value(&self) -> &dyn Value {
        match self {
            Self::User(value) => value,
            Self::Counts(value) => value,
            Self::Number(value) => value,
            Self::Names(value) => value,
            Self::Name(value) => value,
            Self::Unknown(value) => value,
        }
    }

    fn value_mut(&mut self) -> &mut dyn Value {
        match self {
            Self::User(value) => value,
            Self::Counts(value) => value,
            Self::Number(value) => value,
            Self::Names(value) => value,
            Self::Name(value) => value,
            Self::Unknown(value) => value,
        }
    }
}

const fn case(
    kinds: &'static [runtime::Kind],
    required: &'static [&'static str],
    members: &'static [&'static str],
) -> runtime::Case {
    runtime::Case::probed(kinds, required, members)
}

#[test]
fn probed_choice_takes_the_case_that_fits() {
    assert!(matches!(survives::<Target>(r#"{"name":"a"}"#), Target::User(_)));
    assert!(matches!(survives::<Target>(r#"{"total":1,"other":2}"#), Target::Counts(_)));
    assert!(matches!(survives::<Target>("7"), Target::Number(7)));
    assert!(matches!(survives::<Target>("7.5"), Target::Unknown(_)));
    assert!(matches!(survives::<Target>(r#"["a"]"#), Target::Names(_)));
    assert!(matches!(survives::<Target>("[1]"), Target::Unknown(_)));
    assert!(matches!(survives::<Target>("null"), Target::Unknown(_)));
    assert!(runtime::wire::read::<Target>(b"null", Mode::Strict).is_err());
}

#[test]
fn probed_choice_from_text() {
    let read = |text: &str| {
        let mut target = Target::blank();
        let value: &mut dyn Value = &mut target;
        value.read_text(runtime::Text::One(text.into())).expect("any text fits");
        target
    };
    assert!(matches!(read("12"), Target::Number(12)));
    assert!(matches!(read("twelve"), Target::Name(_)));
}

/// More members than are searched one by one, with names that need escapes, in an order of their own.
#[derive(Clone, Default, PartialEq)]
struct Wide {
    members: [Option<i64>; 20],
    extra: runtime::Extra,
}

impl runtime::Emitted for Wide {
    type Kind = runtime::ModelKind;
}

impl runtime::Model for Wide {
    fn shape(&self) -> &'static runtime::Shape {
        &WIDE
    }

    fn slot(&mut self, member: usize) -> &mut dyn Value {
        match self.members.get_mut(member) {
            Some(value) => value,
            None => &mut self.extra,
        }
    }

    fn view(&self, member: usize) -> &dyn Value {
        self.members.get(member).map_or(&self.extra, |value| value as &dyn Value)
    }
}

static WIDE: runtime::Shape = runtime::Shape::new(
    "Wide",
    "=t\0=a\"b\0=é\0=a\0=b\0=c\0=d\0=e\0=f\0=g\0=h\0=i\0=j\0=k\0=l\0=m\0\
     =a_name_of_twenty_nine_letters\0=a_name_of_more_than_twenty_nine_letters\0=\0=t=t\0",
);

#[test]
fn many_members_in_any_order() {
    for start in 0..20 {
        let members =
            (0..20).map(|at| (at * 7 + start) % 20).map(|index| (WIDE.members()[index].name, Json::from(index as i64)));
        let wide: Wide = survives(Json::object(members).as_text());
        assert!(wide.extra.is_empty());
        assert!(wide.members.iter().enumerate().all(|(index, value)| *value == Some(index as i64)));
    }
}

#[test]
fn last_of_equal_names_wins_or_is_refused() {
    let text = br#"{"logins":1,"x":1,"x":2,"y":[],"logins":2,"x":3}"#;
    let user: User = runtime::wire::read(text, Mode::Lenient).expect("lenient");
    assert_eq!((user.logins, user.extra.get("x")), (Some(2), Some(&Json::from(3))));
    assert_eq!(runtime::wire::write(&user), r#"{"logins":2,"y":[],"x":3}"#);
    let error = runtime::wire::read::<User>(text, Mode::Strict).expect_err("strict");
    assert_eq!(error.pointer(), "/logins");
}

/// Also where the document says nothing of the members, or nothing of their names.
#[test]
fn strict_readers_find_every_member_that_stands_twice() {
    let many: String = (0..100).map(|number| format!(r#""m{number}":0,"#)).collect();
    for (text, pointer) in [
        (r#"{"a":1,"a":2}"#, "/a"),
        (r#"{"a":1,"\u0061":2}"#, "/a"),
        (r#"[{"a":{"b":[0,{"c":1,"d":0,"c":2}]}}]"#, "/0/a/b/1/c"),
        (&format!(r#"{{{many}"m7":1}}"#), "/m7"),
    ] {
        let error = runtime::wire::read::<Json>(text.as_bytes(), Mode::Strict).expect_err(text);
        assert_eq!((error.fault(), error.pointer().as_str()), (&runtime::wire::Fault::Duplicate, pointer), "{text}");
        assert!(runtime::wire::read::<Json>(text.as_bytes(), Mode::Lenient).is_ok(), "{text}");
    }
    for text in [r#"{"x":1,"x":2}"#, r#"{"x":{"y":1,"y":2}}"#] {
        assert!(runtime::wire::read::<User>(text.as_bytes(), Mode::Strict).is_err(), "{text}");
        assert!(runtime::wire::read::<User>(text.as_bytes(), Mode::Lenient).is_ok(), "{text}");
    }
    let map = runtime::wire::read::<std::collections::BTreeMap<String, i64>>(br#"{"a":1,"b":2,"a":3}"#, Mode::Strict);
    assert_eq!(map.expect_err("twice").pointer(), "/a");
}

/// An object in a text, as parts of forms and fields of queries have it, is all that the text holds.
#[test]
fn objects_in_texts_end_with_the_text() {
    for (text, is_one) in [
        (r#"{"name":"a"}"#, true),
        (r#" {"name":"a"} "#, true),
        (r#"{"name":"a"}zzz"#, false),
        ("{\"name\":\"a\"}\n{\"name\":\"b\"}", false),
        (r#"{"name":"a"},"#, false),
    ] {
        let mut user = User::default();
        let value: &mut dyn Value = &mut user;
        assert_eq!(value.read_text(runtime::Text::One(text.to_owned())).is_ok(), is_one, "{text}");
        assert_eq!(user.name.is_some(), is_one, "{text}");
    }
}

#[test]
fn numbers_that_do_not_fit_survive() {
    for text in ["9223372036854775808", "1.5", "1e400", "-0.0", "1.0", "1e2"] {
        survives::<User>(&format!(r#"{{"logins":{text}}}"#));
    }
    let double = |text: &str| survives::<Vec<f64>>(&format!("[{text}]"));
    assert_eq!(double("0.1"), [0.1]);
    assert_eq!(double("1e300"), [1e300]);
}

#[test]
fn half_a_surrogate_pair_costs_its_member_only() {
    let user: User = survives(r#"{"name":"\ud800","id":"b"}"#);
    assert_eq!((user.name, user.id.as_deref()), (None, Some("b")));
}

#[test]
fn many_unknown_members_are_read_in_time() {
    let members: Vec<String> = (0..200_000).map(|index| format!("\"m{index}\":0")).collect();
    let user: User = runtime::wire::read(format!("{{{}}}", members.join(",")).as_bytes(), Mode::Lenient).expect("JSON");
    assert_eq!(user.extra.len(), 200_000);
}

#[test]
fn texts_of_parameters() {
    use runtime::Text;
    let text = |value: &dyn Value| value.text();
    assert_eq!(text(&None::<String>), Text::Absent);
    assert_eq!(text(&7_i64), Text::One("7".into()));
    assert_eq!(text(&vec!["a,b".to_owned(), "c".to_owned()]), Text::Many(vec!["a,b".into(), "c".into()]));
    let mut list = Vec::<i64>::blank();
    (&mut list as &mut dyn Value).read_text(Text::One("5".into())).expect("one item");
    assert_eq!(list, [5]);
    let mut number = None::<i64>;
    assert!((&mut number as &mut dyn Value).read_text(Text::One("five".into())).is_err());
    let user = User { tags: Some(vec!["x".into(), "y".into()]), ..User::new("a") };
    let mut back = User::default();
    (&mut back as &mut dyn Value).read_text(text(&user)).expect("its own text");
    assert_eq!(back, user);
}

#[cfg(feature = "test-util")]
#[test]
fn samples_travel_as_json_and_as_text() {
    for seed in 0..50 {
        let mut user = User::default();
        runtime::Sampler::new(seed).fill(&mut user);
        runtime::wire::write_strict(&user).expect("all members are set");
        let text = runtime::wire::write(&user);
        assert_eq!(runtime::wire::read::<User>(text.as_bytes(), Mode::Strict), Ok(user.clone()));
        let mut back = User::default();
        (&mut back as &mut dyn Value).read_text((&user as &dyn Value).text()).expect("its own text");
        assert_eq!(back, user);
        let mut target = Target::blank();
        runtime::Sampler::new(seed).fill(&mut target);
        assert_eq!(survives::<Target>(&runtime::wire::write(&target)), target);
    }
}

/// Any JSON value, as another implementation has it.
fn any_json() -> impl proptest::strategy::Strategy<Value = serde_json::Value> {
    use proptest::prelude::*;
    let scalar = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    scalar.prop_recursive(4, 64, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            proptest::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn octets_are_base64_in_json() {
    let logo: Logo = survives(r#"{"file":"AP8Q","caption":"three octets"}"#);
    assert_eq!(logo.file.as_ref().and_then(File::bytes).map(|bytes| &**bytes), Some([0, 255, 16].as_slice()));
    assert_eq!(survives::<Logo>(r#"{"file":"not base64!"}"#).file, None);
}

proptest::proptest! {
    #[test]
    fn any_value_survives(value in any_json(), pretty in proptest::bool::ANY) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let text = text.expect("JSON");
        let json = Json::parse(&text).expect("JSON");
        let back: serde_json::Value = serde_json::from_str(json.as_text()).expect("JSON");
        let expected: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        proptest::prop_assert_eq!(back, expected);
        let _: User = json.to().unwrap_or_default();
    }

    #[test]
    fn any_text_is_judged_as_by_others(text in "[\\[\\]{}:,\"\\\\ue0-9+\\-.tfnal rsbD8é\u{1}]{0,12}") {
        let others = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        proptest::prop_assert_eq!(Json::parse(&text).is_ok(), others);
    }

    #[test]
    fn any_string_survives(text in proptest::arbitrary::any::<String>()) {
        let written = runtime::wire::write(&text);
        proptest::prop_assert_eq!(&written, &serde_json::to_string(&text).expect("JSON"));
        proptest::prop_assert_eq!(runtime::wire::read::<String>(written.as_bytes(), Mode::Strict), Ok(text));
    }

    #[test]
    fn any_double_survives(value in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO) {
        let written = runtime::wire::write(&value);
        proptest::prop_assert_eq!(runtime::wire::read::<f64>(written.as_bytes(), Mode::Lenient), Ok(value));
    }
}

#[test]
fn every_type_keeps_what_its_document_does_not_know() {
    use runtime::compatibility::{blank, check};
    check(&[
        ("User", blank::<User>),
        ("Factor", blank::<Factor>),
        ("Counts", blank::<Counts>),
        ("Target", blank::<Target>),
        ("list of users", blank::<Vec<User>>),
    ]);
}

/// Keeps nothing.
struct Forgetful {
    dropped: runtime::Extra,
    sent: Json,
}

impl Value for Forgetful {
    fn blank() -> Self {
        Self { dropped: runtime::Extra::default(), sent: Json::parse("{}").expect("JSON") }
    }

    fn form(&self) -> runtime::Form<'_> {
        runtime::Form::Scalar(runtime::Scalar::Json(&self.sent))
    }

    fn form_mut(&mut self, _target: runtime::Become) -> runtime::FormMut<'_> {
        runtime::FormMut::Extra(&mut self.dropped)
    }
}

#[test]
#[should_panic(expected = "1 of 1 types lose something")]
fn type_that_loses_is_named() {
    runtime::compatibility::check(&[("Forgetful", runtime::compatibility::blank::<Forgetful>)]);
}

/// Names that are short, as long as what is compared at once, longer, and written with escapes.
#[derive(Clone, Default)]
struct Named {
    short: Option<i64>,
    even: Option<i64>,
    long: Option<i64>,
    quoted: Option<i64>,
    extra: runtime::Extra,
}

runtime::model! {
    Named {
        0 short: "a",
        1 even: "nameOfTwentyEightCharacters_",
        2 long: "nameOfMoreThanTwentyEightCharacters",
        3 quoted: "say \"a\"\n",
    }
}

#[test]
fn members_are_found_in_any_order_and_spelling() {
    let names =
        ["a", "nameOfTwentyEightCharacters_", "nameOfMoreThanTwentyEightCharacters", r#"say \"a\"\n"#, "b", r"\u0061b"];
    for round in 0..24 {
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.rotate_left(round % names.len());
        order.swap(0, round / 6);
        for (between, after) in [("", ""), (" ", "\n"), ("", " ")] {
            let member = |at: &usize| format!("\"{}\"{between}:{after}{at}", names[*at]);
            let members: Vec<String> = order.iter().map(member).collect();
            let named: Named = survives(&format!("{{{}}}", members.join(&format!("{after},{between}"))));
            assert_eq!((named.short, named.even, named.long, named.quoted), (Some(0), Some(1), Some(2), Some(3)));
            assert_eq!(named.extra.len(), 2);
        }
    }
    let named: Named = survives(r#"{"\u0061":1}"#);
    assert_eq!(named.short, Some(1));
}

#[test]
fn of_two_unknown_members_of_one_name_the_last_stays() {
    for count in [2, 5, 40] {
        let members: Vec<String> = (0..count).map(|at| format!("\"x{}\":{at}", at % (count - 1))).collect();
        let user: User = runtime::wire::read(format!("{{{}}}", members.join(",")).as_bytes(), Mode::Lenient).unwrap();
        assert_eq!(user.extra.len(), count - 1);
        assert_eq!(user.extra.get("x0"), Some(&Json::from(count as i64 - 1)));
    }
}
