//! What reading costs stays in proportion to what was sent, whatever that is.

mod sample {
    #[allow(missing_docs, reason = "part of a test")]
    pub mod runtime;
    #[allow(dead_code, reason = "the sample is whole, whether or not a test uses all of it")]
    pub mod types;
}

use std::collections::BTreeMap;

use gatewright_runtime::body;
use gatewright_runtime::schema::{Check, Definitions, Pattern, SchemaId, Schemas};
use runtime::wire::{Fault, ReadError, read};
use runtime::{Json, Mode, Value};
use sample::runtime;
use sample::types::User;

/// As long as bodies may be.
const LONG: usize = 1 << 20;

fn is_excess<T>(read: Result<T, ReadError>) -> bool {
    read.is_err_and(|error| matches!(error.fault(), Fault::Excess(_)))
}

/// Three octets are an object of hundreds.
#[test]
fn bodies_do_not_grow_in_memory_without_end() {
    let small = format!("[{}{{}}]", "{},".repeat(LONG / 3));
    assert!(is_excess(read::<Vec<User>>(small.as_bytes(), Mode::Strict)));
    let maps = format!("[{}{{}}]", r#"{"":{}},"#.repeat(LONG / 8));
    assert!(is_excess(read::<Vec<BTreeMap<String, User>>>(maps.as_bytes(), Mode::Strict)));
    let usual = format!("[{}{{}}]", r#"{"id":"00u1","name":"a"},"#.repeat(LONG / 25));
    assert_eq!(read::<Vec<User>>(usual.as_bytes(), Mode::Strict).map(|users| users.len()).ok(), Some(LONG / 25 + 1));
    let few = format!("[{}{{}}]", "{},".repeat(10_000));
    assert_eq!(read::<Vec<User>>(few.as_bytes(), Mode::Strict).map(|users| users.len()).ok(), Some(10_001));
}

/// Something inside of itself, of which only trying tells what it is.
#[derive(Clone, PartialEq)]
enum Tree {
    One(Box<Branch>),
    Other(Box<Branch>),
    Unknown(Json),
}

#[derive(Clone, Default)]
struct Branch {
    next: Option<Tree>,
    leaf: Option<i64>,
    extra: runtime::Extra,
}

runtime::model! {
    Branch {
        0 next: "next",
        1 leaf: "leaf",
    }
}

impl runtime::Emitted for Tree {
    type Kind = runtime::ChoiceKind;
}

impl runtime::Choice for Tree {
    const CASES: &'static runtime::Cases = &runtime::Cases {
        name: "Tree",
        tag: None,
        unlisted: runtime::Unlisted::Unknown,
        cases: &[
            runtime::Case::probed(&[runtime::Kind::Object], &[], &["next", "leaf"]),
            runtime::Case::probed(&[runtime::Kind::Object], &[], &["next", "leaf"]),
        ],
    };

    fn case(index: usize) -> Option<Self> {
        match index {
            0 => Some(Self::One(Value::blank())),
            1 => Some(Self::Other(Value::blank())),
            _ => None,
        }
    }

    fn unknown(json: Json) -> Self {
        Self::Unknown(json)
    }

    fn index(&self) -> Option<usize> {
        match self {
            Self::One(_) => Some(0),
            Self::Other(_) => Some(1),
            Self::Unknown(_) => None,
        }
    }

    fn value(&self) -> &dyn Value {
        match self {
            Self::One(branch) | Self::Other(branch) => branch,
            Self::Unknown(json) => json,
        }
    }

    fn value_mut(&mut self) -> &mut dyn Value {
        match self {
            Self::One(branch) | Self::Other(branch) => branch,
            Self::Unknown(json) => json,
        }
    }
}

runtime::bridge! { Tree }

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Value::show(self, f)
    }
}

fn nested(depth: usize, leaf: &str) -> String {
    format!("{}{{\"leaf\":{leaf}}}{}", "{\"next\":".repeat(depth), "}".repeat(depth))
}

/// Every level would be read as the one and as the other: two to the power of a hundred times.
#[test]
fn alternatives_inside_of_each_other_are_not_tried_without_end() {
    assert!(is_excess(read::<Tree>(nested(100, "\"none\"").as_bytes(), Mode::Strict)));
    for mode in [Mode::Strict, Mode::Lenient] {
        assert!(read::<Tree>(nested(100, "1").as_bytes(), mode).is_ok());
    }
    assert!(read::<Tree>(nested(100, "\"none\"").as_bytes(), Mode::Lenient).is_ok());
}

/// To find out which one it is, each level is looked at as a whole.
#[test]
fn long_alternatives_may_be_nested_as_far_as_people_nest_them() {
    let leaf = |spaces: usize| format!("{}1", " ".repeat(spaces));
    for mode in [Mode::Strict, Mode::Lenient] {
        assert!(read::<Tree>(nested(30, &leaf(LONG)).as_bytes(), mode).is_ok());
        assert!(is_excess(read::<Tree>(nested(100, &leaf(LONG)).as_bytes(), mode)));
    }
}

/// As and bs without any order that repeats.
fn noise(length: usize) -> String {
    let mut state = 88_172_645_463_325_252_u64;
    let mut letter = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        if state & 1 == 0 { 'a' } else { 'b' }
    };
    (0..length).map(|_| letter()).collect()
}

const HASTY: Check = Check { effort: 100_000, ..Check::REQUEST };
const DENSE: &str = r#"{"type": "string", "pattern": "(?:[ab]*a[ab]{5000})+$"}"#;

fn schema(text: &'static str) -> (Schemas, SchemaId) {
    let mut definitions = Definitions::default();
    definitions.add("dense", DENSE);
    let schema = definitions.read(text).unwrap_or_else(|problem| panic!("{}", problem.0));
    (definitions.into_schemas(), schema)
}

#[track_caller]
fn is_refused(text: &'static str, value: &str, pointer: &str, message: &str) {
    let (schemas, schema) = schema(text);
    let found = HASTY.text(value.as_bytes(), &schemas, schema);
    let found: Vec<_> = found.iter().map(|refusal| (&*refusal.pointer, &*refusal.message)).collect();
    assert_eq!(found, [(pointer, message)]);
}

/// Every character is worth five thousand steps: minutes where texts are long.
#[test]
fn long_texts_are_not_compared_with_costly_patterns_without_end() {
    let message = "is too much work to compare with the pattern (?:[ab]*a[ab]{5000})+$";
    is_refused(DENSE, &format!("\"{}\"", noise(20_000)), "", message);
    // Neither are many short ones.
    const LIST: &str = r#"{"items": {"patternProperties": {"(?:[ab]*a[ab]{5000})+$": {"type": "null"}}}}"#;
    let (schemas, list) = schema(LIST);
    let names = vec![format!("{{\"{}\":1}}", noise(2_000)); 10].join(",");
    let found = HASTY.text(format!("[{names}]").as_bytes(), &schemas, list);
    assert!(found.iter().any(|refusal| refusal.message == message));
    // Where it is not known whether a text matches, nothing is concluded from it.
    is_refused(r#"{"not": {"$ref": "dense"}}"#, &format!("\"{}\"", noise(20_000)), "", message);
    let (schemas, names) = schema(r#"{"propertyNames": {"$ref": "dense"}}"#);
    let named = noise(20_000);
    let found = HASTY.text(format!("{{\"{named}\":1,\"b\":1}}").as_bytes(), &schemas, names);
    assert_eq!(found.len(), 1);
    assert!(found.iter().all(|refusal| refusal.message.ends_with(message)));
}

/// Whatever way they were found, answers are the same.
#[test]
fn patterns_mean_the_same_whether_or_not_they_are_costly() {
    static COUNTED: Pattern = Pattern::new("(?:[ab]*a[ab]{400})+$");
    static WORDS: Pattern = Pattern::new(r"(?-u:\b)(?:\p{L}*é\p{L}{40})+(?-u:\B)");
    let text = noise(20_000);
    for start in 0..8 {
        let text = text.get(start * 100..start * 100 + 5_000).unwrap_or_default();
        let mut effort = 20_000_000;
        let expected = text.as_bytes().iter().rev().nth(400) == Some(&b'a');
        assert_eq!(COUNTED.matches(text, &mut effort), Some(expected));
        let accented = text.replace('a', "é") + "x";
        assert_eq!(WORDS.matches(&accented, &mut effort), Some(true));
        assert_eq!(WORDS.matches(&accented.replace('é', "e"), &mut effort), Some(false));
    }
}

#[test]
fn ordinary_patterns_take_no_effort_however_long_the_text_is() {
    static EMAIL: Pattern = Pattern::new(r"^[^@ ]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,}$");
    static WORDS: Pattern = Pattern::new(r"^(?:\p{L}{1,64} )*$");
    static NESTED: Pattern = Pattern::new("^((a{1,100}b?){1,50})$");
    for (pattern, text, expected) in [
        (&EMAIL, format!("a@{}com", "example.".repeat(100_000)), true),
        (&WORDS, "schöne Wörter ".repeat(50_000), true),
        (&NESTED, "a".repeat(LONG), false),
    ] {
        assert_eq!(pattern.matches(&text, &mut 0), Some(expected), "{}", pattern.written());
    }
}

/// The member that tells alternatives apart is sent by everybody, even where it is said that only servers send it.
#[test]
fn tags_are_no_foreign_members() {
    let case = r#"{"type": "object", "properties": {"kind": {"readOnly": true}, "id": {"readOnly": true}, "a": {}}}"#;
    let text = format!(r#"{{"discriminator": {{"propertyName": "kind", "cases": {{"x": {case}}}}}}}"#);
    let (schemas, schema) = schema(text.leak());
    let own = Check::REQUEST.own(br#"{"kind":"x","id":"1","a":2}"#, &schemas, schema).expect("a value");
    assert_eq!(String::from_utf8_lossy(&own), r#"{"kind":"x","a":2}"#);
}

/// Numbers are equal in however many ways they are written.
#[test]
fn long_lists_of_values_are_not_searched_one_by_one() {
    let listed: Vec<String> = (0..5_000).map(|number| format!("{number}.{}", number % 3)).collect();
    let text = format!(r#"{{"items": {{"enum": [{}, 1e2, "a\u0062", null, {{"a": 1.0}}]}}}}"#, listed.join(","));
    let (schemas, schema) = schema(text.leak());
    let sent: Vec<String> = (0..50_000).map(|at| format!("{}.{}9", at % 5_000, at % 5_000 % 3)).collect();
    let found = Check::REQUEST.text(format!("[{}]", sent.join(",")).as_bytes(), &schemas, schema);
    assert_eq!(found.len(), 100, "none is listed: each has another last digit");
    let sent: Vec<String> = (0..50_000).map(|at| format!("{}.{}0e0", at % 5_000, at % 5_000 % 3)).collect();
    assert_eq!(Check::REQUEST.text(format!("[{}]", sent.join(",")).as_bytes(), &schemas, schema), []);
    let odd = r#"[0, -0, 0.0, 3, 3.00, 30e-1, 0.3E1, 100, 1.0e+2, "ab", "\u0061b", null, {"a": 1}, {"a": 10e-1}, 4.1]"#;
    assert_eq!(Check::REQUEST.text(odd.as_bytes(), &schemas, schema), []);
    let found = Check::REQUEST.text(r#"[1, "100", true, "null", [], {"a": 2}, 1000]"#.as_bytes(), &schemas, schema);
    assert_eq!(found.len(), 7);
}

/// The most memory that reading a body takes at once, and whether it was read.
fn read_costs(media_type: &str, text: String, slot: &mut dyn Value) -> (u64, bool) {
    let bytes = runtime::wire::Bytes::from(text);
    let mut is_read = false;
    let cost = allocation_counter::measure(|| is_read = body::decode(media_type, &bytes, slot, Mode::Strict).is_ok());
    (cost.bytes_max, is_read)
}

/// What is promised of `ServerBuilder::body_limit`.
const PROMISED: u64 = 32 * LONG as u64 + (16 << 20);

#[test]
fn forms_cost_what_bodies_may_cost() {
    const URL: &str = "application/x-www-form-urlencoded";
    const PARTS: &str = "multipart/form-data; boundary=b";
    let repeated = |text: &str| text.repeat(LONG / text.len());
    let numbered = |pair: fn(usize) -> String| (0..LONG / 12).map(pair).collect::<String>();
    let part = "--b\r\ncontent-disposition:form-data;name=a\r\n\r\n\r\n";
    let deep = format!("tags{}=1&", "[a]".repeat(32));
    for (media_type, text) in [
        (URL, repeated("a&")),
        (URL, repeated("b=&")),
        (URL, repeated("tags=&")),
        (URL, repeated("name=%41&")),
        (URL, repeated("profile[a]=&")),
        (URL, repeated(&deep)),
        (URL, numbered(|at| format!("x{at}=1&"))),
        (URL, numbered(|at| format!("tags[{at}]=1&"))),
        (URL, numbered(|at| format!("x{at}={{}}&"))),
        (URL, format!("name={}", "%41".repeat(LONG / 3))),
        (URL, format!("tags={}", "x".repeat(LONG))),
        (PARTS, format!("{}--b--", repeated(part))),
        (PARTS, format!("--b\r\ncontent-disposition: form-data; name=name\r\n\r\n{}\r\n--b--", "x".repeat(LONG))),
    ] {
        let slots: [&mut dyn Value; 4] = [
            &mut User::default(),
            &mut Json::default(),
            &mut BTreeMap::<String, String>::new(),
            &mut BTreeMap::<String, User>::new(),
        ];
        for slot in slots {
            let (cost, _) = read_costs(media_type, text.clone(), slot);
            assert!(cost <= PROMISED, "{media_type} {text:.40}: {} MiB", cost >> 20);
        }
    }
}

/// Fields that say something are as many as the body holds; a flood of empty ones is refused.
#[test]
fn forms_of_nothing_are_refused() {
    let form = |text: &str| text.repeat(LONG / text.len());
    for (text, is_fine) in
        [("first=one&last=another&", true), ("tags=one of them&", true), ("a&", false), ("b=&", false)]
    {
        let (_, is_read) = read_costs("application/x-www-form-urlencoded", form(text), &mut User::default());
        assert_eq!(is_read, is_fine, "{text}");
    }
}
