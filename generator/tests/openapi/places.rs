//! Where documents are found, and that every place is one of the file that people see.

use expect_test::{Expect, expect};
use gatewright_generator::diag::Diagnostics;
use gatewright_generator::read::{markdown, node, openapi};
use gatewright_generator::source::{SourceId, Sources};

use super::{read, sketch};

#[track_caller]
fn problems(text: &str, expected: Expect) {
    expected.assert_eq(&read("page.md", text).problems);
}

const EVERYTHING: &str = include_str!("every_feature.yaml");

#[test]
fn json_says_the_same() {
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::default();
    let id = sources.add("doc", EVERYTHING);
    let tree = node::read(id, EVERYTHING, &mut diagnostics).unwrap();
    let json = serde_json::to_string_pretty(&tree.to_json()).unwrap();
    assert!(openapi::detect(&json));
    let (one, other) = (read("doc", EVERYTHING).model, read("doc", &json).model);
    assert_eq!(sketch::types(&one), sketch::types(&other));
    assert_eq!(sketch::operations(&one), sketch::operations(&other));
}

#[test]
fn fenced_blocks_say_the_same() {
    let one = read("doc", EVERYTHING).model;
    let indented: String = EVERYTHING.lines().map(|line| format!("   {line}\n")).collect();
    for page in [
        format!("# Page\n\n```yaml\n{EVERYTHING}```\n\nMore.\n"),
        format!("# Page\n\n~~~~~~ openapi post /pets\n{EVERYTHING}~~~~~~\n"),
        format!("1. A list\n\n   `````yaml title=\"a\"\n{indented}   `````\n"),
        format!(
            "---\ntitle: x\n---\n\n```js\nconst a = {{openapi: 1}};\n```\n<Tabs>\n```yaml\n{EVERYTHING}```\n</Tabs>\n"
        ),
        format!("---\ntitle: x\nopenapi: \"GET /pets\"\n---\n\n~~~yaml\n{EVERYTHING}~~~\n"),
        format!("```json\n{{\"openapi\": \"pets.yaml\"}}\n```\n\n```yaml\n{EVERYTHING}```\n"),
    ] {
        assert!(openapi::detect(&page), "{page}");
        let outcome = read("page.md", &page);
        assert_eq!(sketch::types(&one), sketch::types(&outcome.model), "{page}");
        assert_eq!(sketch::operations(&one), sketch::operations(&outcome.model));
    }
}

#[test]
fn places_in_an_indented_block() {
    problems(
        "# Page\n\n- item\n\n  ```yaml\n  openapi: 3.1.0\n  info: {title: T, version: '1'}\n  components:\n    schemas:\n      A: {type: text}\n  ```\n",
        expect![[r#"
            warning[openapi/unknown-type]: this is none of the types that there are (`#/components/schemas/A/type`)
              --> page.md:10:17
               |
            10 |       A: {type: text}
               |                 ^^^^ any value is accepted
               |
               = help: write null, boolean, integer, number, string, array or object

        "#]],
    );
}

#[test]
fn places_on_a_long_line() {
    let members: String = (0..200).map(|n| format!("\"m{n}\": {{\"type\": \"string\"}}, ")).collect();
    problems(
        &format!(
            "{{\"openapi\": \"3.1.0\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \"components\": {{\"schemas\": {{\"A\": {{\"properties\": {{{members}\"last\": {{\"type\": \"text\"}}}}}}}}}}}}"
        ),
        expect![[r#"
            warning[openapi/unknown-type]: this is none of the types that there are (`#/components/schemas/A/properties/last/type`)
             --> page.md:1:5617
              |
            1 | }, "m199": {"type": "string"}, "last": {"type": "text"}}}}}}
              |                                                 ^^^^^^ any value is accepted
              |
              = help: write null, boolean, integer, number, string, array or object

        "#]],
    );
}

#[test]
fn json_with_comments_before_it() {
    assert!(openapi::detect("// an API\n/* of ours */ {\"openapi\": \"3.1.0\"}"));
    assert!(!openapi::detect("// {\n{\"a\": {\"openapi\": \"3.1.0\"}}"));
}

#[test]
fn nothing_to_find() {
    for text in [
        "",
        "# Page\n\nopenapi is nice.\n",
        "@lap v0.3\n",
        "{\"a\": {\"openapi\": \"3.1.0\"}}",
        "    openapi: 3.1.0\n",
        "---\nopenapi: spec.yaml\n---\n# Page\n",
    ] {
        assert!(!openapi::detect(text), "{text}");
    }
    problems(
        "# Page\n\nopenapi is nice.\n",
        expect![[r#"
        error[openapi/not-found]: there is no OpenAPI document in this text
         --> page.md:1:1
          |
        1 | # Page
          | ^ expected `openapi:` at the top level, or a fenced block with it

    "#]],
    );
}

#[test]
fn what_a_comment_hides() {
    let page = "<!--\n```yaml\nopenapi: 3.0.3\n```\n-->\n\n| A | B |\n|---|---|\n| 1 | 2 |\n";
    assert!(!openapi::detect(page));
}

#[test]
fn block_without_an_end() {
    problems(
        "```yaml\nopenapi: 3.1.0\n",
        expect![[r#"
        error[openapi/unclosed-block]: the block of the OpenAPI document is not closed
         --> page.md:1:1
          |
        1 | ```yaml
          | ^^^^^^^ this fence has no closing one

    "#]],
    );
}

#[test]
fn tables_of_a_page() {
    let page = "Text | no table\n\n| Name | What |\n|:---|---:|\n| a \\| b | `c` |\n| d |\n\n```\n| x | y |\n|---|---|\n```\n\nOne | Two\n--- | ---\n1 | 2\n";
    let tables = markdown::tables(SourceId(0), page);
    let cells = |row: &[markdown::Cell<'_>]| row.iter().map(|cell| cell.text.to_owned()).collect::<Vec<_>>();
    let seen: Vec<_> = tables
        .iter()
        .map(|table| (cells(&table.header), table.rows.iter().map(|row| cells(row)).collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        format!("{seen:?}"),
        r#"[(["Name", "What"], [["a \\| b", "`c`"], ["d"]]), (["One", "Two"], [["1", "2"]])]"#
    );
    let span = tables[0].rows[0][1].span;
    assert_eq!(&page[span.start as usize..span.end as usize], "`c`");
}

#[test]
fn versions() {
    for (text, expected) in [
        ("openapi: 3.0\ninfo: {title: T, version: 1.10}\npaths: {}\n", ""),
        ("openapi: '3.2.0'\ninfo: {title: T, version: '1'}\npaths: {}\n", ""),
        ("swagger: 2.0\ninfo: {title: T, version: '1'}\npaths: {}\n", ""),
        ("openapi: 4.0.0\n", "error[openapi/version]: `4.0.0` is no version of OpenAPI that can be read"),
        ("swagger: 1.2\n", "error[openapi/version]: `1.2` is no version of OpenAPI that can be read"),
    ] {
        let outcome = read("doc", text);
        assert_eq!(outcome.problems.lines().next().unwrap_or_default(), expected, "{text}");
    }
    assert_eq!(
        read("doc", "openapi: 3.0\ninfo: {title: T, version: 1.10}\npaths: {}\n").model.version.as_deref(),
        Some("1.10")
    );
}
