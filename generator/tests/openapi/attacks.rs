//! Hostile documents: refused with a place, in time and without a panic; or read.

use super::{files, read, read_as, shared};
use gatewright_generator::project::Role;
use gatewright_generator::read::openapi;

/// Documents that later steps refuse or make harmless; here they are read without an error.
const READABLE: &[&str] = &[
    "dos-allof-exp.yaml",
    "dos-inline-exp.yaml",
    "inj-desc-doctest-fence.yaml",
    "inj-keywords.yaml",
    "inj-path-axum-wildcard.yaml",
    "inj-path-dup-param.yaml",
    "inj-path-literal.yaml",
    "inj-path-undeclared-param.yaml",
    "inj-pattern.yaml",
    "inj-prop-names.yaml",
    "inj-toml-title.yaml",
    "inj-vendor-go-type.yaml",
    "inj-x-enum-names.yaml",
    "md-indent-frontmatter.md",
    "ref-struct-cycle.yaml",
];

#[test]
#[ignore = "needs ../shared"]
fn attacks() {
    for path in files(&shared("attacks")) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_ours = name.ends_with(".yaml") || name.starts_with("md-") || name == "json-dup-key.json";
        let Some(bytes) = std::fs::read(&path).ok().filter(|_| is_ours) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let start = std::time::Instant::now();
        let detected = openapi::detect(&text);
        let outcome = read(&name, &text);
        let elapsed = start.elapsed();
        assert!(detected || outcome.errors > 0, "{name}");
        assert!(elapsed.as_secs() < 2, "{name} takes {elapsed:?}");
        assert_eq!(outcome.errors == 0, READABLE.contains(&name.as_str()), "{name}: {}", outcome.problems);
    }
}

/// Each reference leads through all that come after it. Followed one by one for every schema, these would take hours.
#[test]
fn long_chains_of_references() {
    const LONG: usize = 5_000;
    let chain = |last: &str| {
        let schemas: String = (0..LONG)
            .map(|at| format!("    S{at}: {{$ref: '#/components/schemas/S{}'}}\n", at + 1))
            .chain([format!("    S{LONG}: {last}\n")])
            .collect();
        read(
            "chain",
            &format!(
                "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
            ),
        )
    };
    let whole = chain("{type: string}");
    assert_eq!((whole.errors, whole.undefined), (0, 0), "{:.500}", whole.problems);
    let circle = chain("{$ref: '#/components/schemas/S0'}");
    assert!(circle.problems.contains("error[openapi/reference-cycle]"), "{:.500}", circle.problems);
}

/// One key many times, each value compared with a large one that counts.
#[test]
fn keys_that_stand_many_times() {
    const MANY: usize = 5_000;
    let large = |value: &str| (0..MANY).map(|at| format!("\"{at}\":{value}")).collect::<Vec<_>>().join(",");
    let start = std::time::Instant::now();
    for (value, is_refused) in [("{}", false), (r#"{"security":[{"key":[]}]}"#, true)] {
        let again = r#""k":{"a":0},"#.repeat(MANY);
        let head = r#"{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{}"#;
        let found = read("again", &format!("{head},\"q\":{{{again}\"k\":{{{}}}}}}}", large(value)));
        assert_eq!(found.errors > 0, is_refused, "{:.500}", found.problems);
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// A long address around many schemas, from which none of them copies it.
#[test]
fn long_addresses_around_many_schemas() {
    let long = format!("https://schemas.example.com/{}/", "a".repeat(300_000));
    let head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n";
    let members: String = (0..10_000).map(|at| format!("        p{at}: {{$id: s{at}, type: string}}\n")).collect();
    let start = std::time::Instant::now();
    let found = read("long", &format!("{head}    A:\n      $id: {long}\n      properties:\n{members}"));
    assert_eq!(found.errors, 0, "{:.500}", found.problems);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// Values that several parts list, of which those count that all list.
#[test]
fn long_lists_of_values() {
    let list = |from: usize| (from..from + 15_000).map(|at| format!("v{at}")).collect::<Vec<_>>().join(", ");
    let (one, other) = (list(0), list(10_000));
    let schemas = format!("    A: {{allOf: [{{type: string, enum: [{one}]}}, {{enum: [{other}]}}]}}\n");
    let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n";
    let found = read("values", &format!("{head}{schemas}"));
    let kept = found.model.types.iter().map(|ty| match &ty.shape {
        gatewright_generator::model::Shape::Enum(values) => values.values.len(),
        _ => 0,
    });
    assert_eq!((kept.sum::<usize>(), found.errors), (5_000, 0), "{:.500}", found.problems);
}

/// Every combination of the alternatives is an object whose members lead back to all others.
#[test]
fn alternatives_that_refer_to_themselves() {
    let object = |name: &str| {
        let members: Vec<String> = (0..40).map(|at| format!("m{at}")).collect();
        let properties: Vec<String> =
            members.iter().map(|member| format!("{member}: {{$ref: '#/components/schemas/{name}'}}")).collect();
        let (members, properties) = (members.join(", "), properties.join(", "));
        format!("    {name}: {{type: object, required: [{members}], properties: {{{properties}}}}}\n")
    };
    let names = |letter: char| (0..8).map(|at| format!("{letter}{at}")).collect::<Vec<_>>();
    let list = |letter: char| {
        let branches: Vec<String> =
            names(letter).iter().map(|name| format!("{{$ref: '#/components/schemas/{name}'}}")).collect();
        format!("{{oneOf: [{}]}}", branches.join(", "))
    };
    let objects: String = names('B').iter().chain(&names('C')).map(|name| object(name)).collect();
    let head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n";
    let whole = format!("{head}    A: {{allOf: [{}, {}]}}\n{objects}", list('B'), list('C'));
    let start = std::time::Instant::now();
    let found = read("alternatives", &whole);
    let elapsed = start.elapsed();
    assert_eq!((found.errors, found.undefined, found.problems.as_str()), (0, 0, ""));
    assert!(elapsed.as_secs() < 3, "{elapsed:?}");
    let cases = found.model.types.iter().map(|ty| match &ty.shape {
        gatewright_generator::model::Shape::Choice(choice) => choice.cases.len(),
        _ => 0,
    });
    assert_eq!(cases.sum::<usize>(), 64);
}

/// References to names become pointers, unless these are so long that they would be many times the document.
#[test]
fn names_far_inside() {
    const MANY: usize = 3_000;
    let long = "k".repeat(100_000);
    let inner: String = (0..MANY).map(|at| format!("P{at}: {{$anchor: p{at}, type: string}}, ")).collect();
    let uses: String = (0..MANY).map(|at| format!("m{at}: {{$ref: '#p{at}'}}, ")).collect();
    let text = |key: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    A: {{type: object, \
             properties: {{{uses}}}, $defs: {{? {key} : {{$defs: {{{inner}}}}}}}}}\n"
        )
    };
    for key in ["k", &long] {
        let found = read("names", &text(key));
        assert_eq!((found.errors, found.undefined), (0, 0), "{:.500}", found.problems);
    }
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }
}

/// Lines swapped, dropped, repeated and put elsewhere, values replaced, bytes lost: whatever comes of it, no panic.
#[test]
#[ignore = "needs ../shared"]
fn damaged_documents() {
    let mut texts: Vec<String> = ["corpus/openapi-3.1/pass", "corpus/openapi-3.1/fail", "attacks"]
        .iter()
        .flat_map(|folder| files(&shared(folder)))
        .filter(|path| path.extension().is_some_and(|kind| kind == "yaml" || kind == "md"))
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .filter(|text| !text.is_empty() && text.len() < 8000)
        .collect();
    texts.push(include_str!("every_feature.yaml").to_owned());
    let mut dice = Dice(7);
    for text in &texts {
        for _ in 0..15 {
            let damaged = damaged(text, &mut dice);
            let _ = read_as("damaged", &damaged, if dice.roll(2) == 0 { Role::Supplement } else { Role::Document });
        }
    }
}

fn damaged(text: &str, dice: &mut Dice) -> String {
    const WORDS: &[&str] =
        &["[]", "{}", "null", "5", "true", "'#'", "{$ref: '#/'}", "[[]]", "''", "- x", "{$ref: '#/paths'}"];
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(lines.len());
        let other = dice.roll(lines.len());
        let word = WORDS[dice.roll(WORDS.len())];
        match dice.roll(5) {
            0 => lines.swap(at, other),
            1 => lines[at].clear(),
            2 => lines[at] = lines[other].clone(),
            3 => lines[at] = lines[at].split_once(':').map_or(word.to_owned(), |(key, _)| format!("{key}: {word}")),
            _ => {
                let keep = lines[at].chars().count();
                lines[at] = lines[at].chars().take(dice.roll(keep + 1)).collect();
            }
        }
    }
    lines.join("\n")
}
