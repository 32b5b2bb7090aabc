//! YAML and JSON as a tree with places, and the limits on both.

use std::path::PathBuf;

use expect_test::{Expect, expect};
use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::read::node::{self, Node};
use gatewright_generator::source::Sources;

fn parse(text: &str) -> (Option<Node>, String) {
    let mut sources = Sources::default();
    let id = sources.add("doc", text);
    let mut diagnostics = Diagnostics::default();
    let node = node::read(id, text, &mut diagnostics);
    (node, render(&sources, &diagnostics, false))
}

#[track_caller]
fn json(text: &str, expected: &str) {
    let (node, problems) = parse(text);
    assert_eq!(problems, "");
    assert_eq!(node.map(|node| node.to_json().to_string()).as_deref(), Some(expected));
}

#[track_caller]
fn refused(text: &str, expected: Expect) {
    expected.assert_eq(&parse(text).1);
}

#[test]
fn core_schema() {
    json(
        "{a: yes, b: 200, c: 1.10, d: ~, e: 'true', f: TRUE, 200: x}",
        r#"{"a":"yes","b":200,"c":1.1,"d":null,"e":"true","f":true,"200":"x"}"#,
    );
}

#[test]
fn block_scalars_and_nesting() {
    json("a:\n- b: |\n    x\n    y\n  c: >-\n    x\n    y\n", r#"{"a":[{"b":"x\ny\n","c":"x y"}]}"#);
}

#[test]
fn aliases_are_expanded() {
    json("a: &x {b: 1}\nc: [*x, *x]\n", r#"{"a":{"b":1},"c":[{"b":1},{"b":1}]}"#);
}

#[test]
fn merge_keys_give_way_to_own_members() {
    json(
        "a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}\ne: {<<: [*x, {f: 4}]}\n",
        r#"{"a":{"b":1,"c":2},"d":{"b":3,"c":2},"e":{"b":1,"c":2,"f":4}}"#,
    );
}

#[test]
fn tags_of_yaml_itself() {
    json("a: !!str 1\nb: !!int 2\nc: ! 3\n", r#"{"a":"1","b":2,"c":"3"}"#);
}

#[test]
fn json_escapes_and_surrogate_pairs() {
    json(r#"{"a\u0041": "\ud834\udd1e\n\/"}"#, "{\"aA\":\"\u{1d11e}\\n/\"}");
}

#[test]
fn flow_that_is_yaml_and_not_json() {
    json("{a: b}", r#"{"a":"b"}"#);
}

#[test]
fn spans_are_bytes_of_the_source() {
    let text = "ä: {b: [1, two]}\n";
    let (node, _) = parse(text);
    let node = node.unwrap();
    let list = node.get("ä").and_then(|value| value.get("b")).unwrap();
    let slice = |node: &Node| &text[node.span.start as usize..node.span.end as usize];
    assert_eq!(slice(list), "[1, two]");
    assert_eq!(slice(&list.as_list().unwrap()[1]), "two");
    assert_eq!(node.pointer_to(list.as_list().unwrap()[1].span), "#/ä/b/1");
}

#[test]
fn key_twice() {
    refused(
        "a: 1\n'a': 2\n",
        expect![[r#"
            warning[yaml/duplicate-key]: the key `a` stands twice in one map
             --> doc:2:1
              |
            2 | 'a': 2
              | ^^^ the last one counts
              |
             ::: doc:1:1
              |
            1 | a: 1
              | - first here
              |
              = help: remove or rename one of the two

        "#]],
    );
}

#[test]
fn key_twice_in_json() {
    refused(
        r#"{"a": 1, "b": {"c": 1, "c": 2}}"#,
        expect![[r#"
            warning[yaml/duplicate-key]: the key `c` stands twice in one map
             --> doc:1:24
              |
            1 | {"a": 1, "b": {"c": 1, "c": 2}}
              |                        ^^^ the last one counts
              |
             ::: doc:1:16
              |
            1 | {"a": 1, "b": {"c": 1, "c": 2}}
              |                --- first here
              |
              = help: remove or rename one of the two

        "#]],
    );
}

#[test]
fn merge_key_twice() {
    refused(
        "x: &m {a: 1}\ny: {<<: *m, <<: *m}\n",
        expect![[r#"
            warning[yaml/duplicate-key]: the merge key stands twice in one map
             --> doc:2:13
              |
            2 | y: {<<: *m, <<: *m}
              |             ^^ merged as well
              |
              = help: merge a list: `<<: [*a, *b]`

        "#]],
    );
}

#[test]
fn merge_of_a_number() {
    refused(
        "x: &m {a: 1}\nz: {<<: [*m, 5]}\n",
        expect![[r#"
            error[yaml/merge]: only maps can be merged
             --> doc:2:14
              |
            2 | z: {<<: [*m, 5]}
              |              ^ expected a map
              |
              = help: give the merge key an alias of a map: `<<: *defaults`

        "#]],
    );
}

#[test]
fn alias_in_itself() {
    refused(
        "a: &a {b: *a}\n",
        expect![[r#"
            error[yaml/aliases]: an alias stands within what it repeats
             --> doc:1:11
              |
            1 | a: &a {b: *a}
              |           ^^ this would never end

        "#]],
    );
}

#[test]
fn tag_of_another_language() {
    refused(
        "a: !!python/object/apply:os.system ['id']\n",
        expect![[r#"
            error[yaml/tag]: the tag `tag:yaml.org,2002:python/object/apply:os.system` has no meaning here
             --> doc:1:4
              |
            1 | a: !!python/object/apply:os.system ['id']
              |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected a value without this tag
              |
              = help: remove the tag

        "#]],
    );
}

#[test]
fn nothing_at_all() {
    refused(
        "# only a comment\n",
        expect![[r#"
            error[yaml/empty]: the document is empty
             --> doc:2:1
              |
            2 |
              | ^ expected a document

        "#]],
    );
}

#[test]
fn two_documents() {
    refused(
        "a: 1\n---\na: 2\n",
        expect![[r#"
            error[yaml/several-documents]: the file holds more than one document
             --> doc:2:1
              |
            2 | ---
              | ^^^ the second one starts here
              |
              = help: split the file

        "#]],
    );
}

#[test]
fn control_character() {
    refused(
        "a: \0b\n",
        expect![[r#"
            error[yaml/character]: the document holds the character U+0000
             --> doc:1:4
              |
            1 | a: ␀b
              |    ^ no document may hold it
              |
              = help: save the file as UTF-8 text

        "#]],
    );
}

#[test]
fn not_a_number() {
    refused(
        "a: .nan\n",
        expect![[r#"
            error[yaml/not-a-number]: JSON has no `.nan`
             --> doc:1:4
              |
            1 | a: .nan
              |    ^^^^ this is no value
              |
              = help: leave it out, or quote it

        "#]],
    );
}

#[test]
fn truncated_json() {
    refused(
        r#"{"a": [1, 2"#,
        expect![[r#"
            error[yaml/syntax]: the JSON text ends too early
             --> doc:1:12
              |
            1 | {"a": [1, 2
              |            ^ expected `,` or `]`

        "#]],
    );
}

#[test]
fn truncated_yaml() {
    refused(
        "a: [1, 2\nb: 'x\n",
        expect![[r#"
            error[yaml/syntax]: this is not YAML
             --> doc:2:2
              |
            2 | b: 'x
              |  ^ illegal placement of ':' indicator

        "#]],
    );
}

#[test]
fn quoted_text_that_goes_on_where_its_key_starts() {
    json("a:\n  b: 'x\n  y'\n  c: 1.5\n", r#"{"a":{"b":"x y","c":1.5}}"#);
}

#[test]
fn approximate_places() {
    let text = "a:\n  b: 'x\n  y'\n  c: {d: 1}\n";
    let (node, _) = parse(text);
    let member = node.as_ref().and_then(|node| node.get("a")?.get("c")?.member("d")).unwrap();
    assert_eq!(member.key_span.start as usize, text.find("d:").unwrap());
}

#[test]
fn aliases_that_multiply_in_lenient_text() {
    let list = |item: &str| vec![item; 30].join(",");
    let text = format!(
        "z: 'x\nz'\na: &a [{}]\nb: &b [{}]\nc: &c [{}]\nd: &d [{}]\n",
        list("x"),
        list("*a"),
        list("*b"),
        list("*c")
    );
    assert!(parse(&text).0.is_none());
}

#[test]
fn too_deep() {
    for text in [format!("{}1", "- ".repeat(50_000)), "[".repeat(50_000), "{\"a\":".repeat(50_000)] {
        let (node, problems) = parse(&text);
        assert!(node.is_none());
        assert!(problems.contains("more than 200 levels"), "{problems}");
    }
}

#[test]
fn aliases_that_multiply() {
    let list = |item: &str| vec![item; 30].join(",");
    let text =
        format!("a: &a [{}]\nb: &b [{}]\nc: &c [{}]\nd: &d [{}]\n", list("x"), list("*a"), list("*b"), list("*c"));
    let (node, problems) = parse(&text);
    assert!(node.is_none());
    assert!(problems.contains("[yaml/aliases]"), "{problems}");
}

#[test]
fn large_maps_are_searched_by_index() {
    let text: String = (0..1000).map(|n| format!("k{n}: {n}\n")).collect();
    let (node, _) = parse(&text);
    let node = node.unwrap();
    assert!((0..1000).all(|n| node.get(&format!("k{n}")).and_then(Node::as_u64) == Some(n)));
    assert_eq!(node.get("k1000"), None);
}

#[test]
fn json_may_have_comments_and_commas_at_its_ends() {
    let text = "// an API\n{\"a\": 1, /* b */ \"c//\": [\"/*\", 2,], }\n// end";
    let (node, problems) = parse(text);
    let expected = serde_json::json!({"a": 1, "c//": ["/*", 2]});
    assert_eq!((node.map(|node| node.to_json()), problems.as_str()), (Some(expected), ""));
    for text in ["{\"a\": 1,, }", "{,}", "{\"a\": [,]}", "{\"a\" /* : 1}"] {
        assert_ne!(parse(text).1, "", "{text}");
    }
}

/// The public JSON parsing test suite: `y_` must be accepted, `n_` refused as JSON (YAML may accept more).
#[test]
#[ignore = "needs ../shared"]
fn json_parsing_suite() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/json-parsing");
    let entries = std::fs::read_dir(&folder).expect("the folder ../shared");
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        let (node, problems) = parse(&text);
        if name.starts_with("y_") && !name.contains("duplicated_key") {
            assert!(node.is_some() && (problems.is_empty() || text.contains('\u{7f}')), "{name}: {problems}");
        }
        if let (true, Some(node)) = (name.starts_with("y_"), &node) {
            let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert!(name.contains("duplicated_key") || node.to_json() == expected, "{name}");
        }
    }
}

/// Every YAML document of the corpus gives the same values as another reader gives.
#[test]
#[ignore = "needs ../shared"]
fn corpus_agrees_with_another_reader() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/openapi");
    let entries = std::fs::read_dir(&folder).expect("the folder ../shared");
    for entry in entries.flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let (node, problems) = parse(&text);
        assert_eq!(problems, "", "{:?}", entry.path());
        let Ok(expected) = serde_yaml::from_str::<serde_yaml::Value>(&text) else {
            eprintln!("skipped: the other reader refuses {:?}", entry.path());
            continue;
        };
        assert!(agree(&node.unwrap().to_json(), &expected), "{:?}", entry.path());
    }
}

fn agree(json: &serde_json::Value, yaml: &serde_yaml::Value) -> bool {
    use serde_json::Value as Json;
    use serde_yaml::Value as Yaml;
    match (json, yaml) {
        (Json::Null, Yaml::Null) => true,
        (Json::Bool(left), Yaml::Bool(right)) => left == right,
        (Json::Number(left), Yaml::Number(right)) => left.as_f64() == right.as_f64(),
        (Json::String(left), Yaml::String(right)) => left == right,
        (Json::Array(left), Yaml::Sequence(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| agree(left, right))
        }
        (Json::Object(left), Yaml::Mapping(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|((key, left), (other, right))| {
                    other.as_str().is_none_or(|other| key == other) && agree(left, right)
                })
        }
        _ => false,
    }
}

#[test]
fn number_and_text_as_one_key() {
    refused(
        "200: a\n'200': b\n",
        expect![[r#"
        error[yaml/duplicate-key]: `200` and the text '200' are two keys in YAML and one in JSON
         --> doc:2:1
          |
        2 | '200': b
          | ^^^^^ here again
          |
         ::: doc:1:1
          |
        1 | 200: a
          | --- first here
          |
          = help: remove or rename one of the two

    "#]],
    );
}

#[test]
fn the_last_of_equal_keys_counts() {
    let value = |text: &str| parse(text).0.map(|node| node.to_json().to_string());
    assert_eq!(value("a: 1\nb: 2\na: 3\na: 4\n").as_deref(), Some(r#"{"b":2,"a":4}"#));
    assert_eq!(value(r#"{"a": 1, "b": 2, "a": 3}"#).as_deref(), Some(r#"{"b":2,"a":3}"#));
    assert_eq!(value("x: &m {a: 1}\ny: {<<: *m, b: 2, b: 3}\n").as_deref(), Some(r#"{"x":{"a":1},"y":{"b":3,"a":1}}"#));
}
