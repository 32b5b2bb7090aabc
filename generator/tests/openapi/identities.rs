//! Schemas that have addresses and names of their own, and what refers to these.

use expect_test::{Expect, expect};

use super::{read, sketch};

/// The types of some components, and what is wrong with them.
#[track_caller]
fn check(schemas: &str, expected: Expect) {
    let lines: String = schemas.trim_matches('\n').lines().map(|line| format!("    {line}\n")).collect();
    let head = "openapi: 3.1.0\n$self: https://api.example.com/doc\ninfo: {title: T, version: '1'}\npaths: {}\n";
    let outcome = read("doc", &format!("{head}components:\n  schemas:\n{lines}"));
    let problems = outcome.problems.lines().filter(|line| line.starts_with("error") || line.starts_with("warning"));
    let problems: String = problems.map(|line| format!("{line}\n")).collect();
    expected.assert_eq(&format!("{}{problems}", sketch::types(&outcome.model)));
}

#[test]
fn references_are_read_from_the_address_around_them() {
    check(
        r"
Order:
  $id: https://schemas.example.com/shop/order
  type: object
  properties:
    line: {$ref: line}
    other: {$ref: '../shop/line'}
    own: {$ref: '#/$defs/State'}
    whole: {$ref: '#'}
    far: {$ref: 'https://api.example.com/doc#/components/schemas/Plain'}
  $defs:
    State: {type: string, enum: [open, closed]}
Line: {$id: https://schemas.example.com/shop/line, type: object, properties: {sku: {type: string}}}
Plain: {type: object, properties: {line: {$ref: 'https://schemas.example.com/shop/line'}}}
",
        expect![[r#"
            Order = object
              line: Line
              other: Line
              own: <Order/State> (Order State)
              whole: Order
              far: Plain
            Line = object
              sku: string
            Plain = object
              line: Line
            <Order/State> (Order State) = enum open closed
        "#]],
    );
}

#[test]
fn addresses_stand_within_addresses() {
    check(
        r"
Outer:
  $id: https://schemas.example.com/a/outer
  type: object
  properties:
    inner:
      $id: ../b/inner
      type: object
      properties: {name: {$ref: '#/$defs/Name'}, next: {$ref: next}}
      $defs: {Name: {type: integer}, Next: {$id: next, type: boolean}}
",
        expect![[r#"
            Outer = object
              inner: <Outer/inner>
            <Outer/inner> = object
              name: integer
              next: boolean
        "#]],
    );
}

#[test]
fn pointers_from_the_document_work_beside_addresses() {
    check(
        r"
A: {$id: a, type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
B: {$id: b, type: object, properties: {x: {type: string}}}
",
        expect![[r#"
            A = object
              b: B
            B = object
              x: string
        "#]],
    );
}

#[test]
fn names_belong_to_the_address_around_them() {
    check(
        r"
A: {$id: a, type: object, properties: {x: {$ref: '#part'}}, $defs: {P: {$anchor: part, type: integer}}}
B: {$id: b, type: object, properties: {x: {$ref: '#part'}, y: {$ref: 'a#part'}}, $defs: {P: {$anchor: part, type: boolean}}}
",
        expect![[r#"
            A = object
              x: integer
            B = object
              x: boolean
              y: integer
        "#]],
    );
}

#[test]
fn dynamic_references_mean_the_only_schema_of_their_name() {
    check(
        r"
Node: {$dynamicAnchor: node, type: object, properties: {kids: {type: array, items: {$dynamicRef: '#node'}}}}
Plain: {type: object, properties: {n: {$ref: '#node'}}}
",
        expect![[r#"
            Node = object
              kids: [Node]
            Plain = object
              n: Node
        "#]],
    );
}

#[test]
fn dynamic_references_mean_the_definitions_of_who_refers_to_their_schema() {
    check(
        r"
List: {$id: list, type: array, items: {$dynamicRef: '#item'}, $defs: {D: {$dynamicAnchor: item}}}
Numbers: {$id: numbers, $ref: list, $defs: {D: {$dynamicAnchor: item, type: integer}}}
Page:
  type: object
  properties: {rows: {type: array, items: {$dynamicRef: '#row'}}, next: {$ref: '#/components/schemas/Page'}}
  $defs: {row: {$dynamicAnchor: row, type: object}}
Users: {$ref: '#/components/schemas/Page', $defs: {row: {$dynamicAnchor: row, $ref: '#/components/schemas/User'}}}
Groups:
  allOf: [{$ref: '#/components/schemas/Page'}, {properties: {total: {type: integer}}}]
  $defs: {row: {$dynamicAnchor: row, type: string}}
User: {type: object, properties: {name: {type: string}}}
",
        expect![[r#"
            List = alias [any]
            Numbers = alias [integer]
            Page = object
              rows: [{any}]
              next: Page
            Users = object
              rows: [User]
              next: Users
            Groups = object
              rows: [string]
              next: Page
              total: integer
            User = object
              name: string
        "#]],
    );
}

#[test]
fn dynamic_references_that_nobody_binds_mean_what_stands_nearest() {
    check(
        r"
List: {type: array, items: {$dynamicRef: '#item'}, $defs: {D: {$dynamicAnchor: item, type: string}}}
Between: {$ref: '#/components/schemas/List'}
Numbers: {$ref: '#/components/schemas/Between', $defs: {D: {$dynamicAnchor: item, type: integer}}}
Nowhere: {type: array, items: {$dynamicRef: '#thing'}}
A: {$dynamicAnchor: thing, type: string}
B: {$dynamicAnchor: thing, type: integer}
",
        expect![[r#"
            List = alias [string]
            Between = alias List
            Numbers = alias Between
            Nowhere = alias [any]
            A = alias string
            B = alias integer
            warning[openapi/keyword-left-out]: `$dynamicRef: '#item'` means another schema where others refer to this one
            warning[openapi/keyword-left-out]: `$dynamicRef` cannot be expressed in types; it is not checked (`#/components/schemas/Nowhere/items/$dynamicRef`)
        "#]],
    );
}

#[test]
fn more_dynamic_references_than_are_followed_are_reported_once() {
    let anchors: String = (0..1000).map(|at| format!("    A{at}: {{$dynamicAnchor: a{at}}}\n")).collect();
    let references: String = (0..1000).map(|at| format!("    R{at}: {{$dynamicRef: '#item'}}\n")).collect();
    let items = "    I: {$dynamicAnchor: item}\n    J: {$dynamicAnchor: item}\n";
    let head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n";
    let outcome = read("doc", &format!("{head}{items}{anchors}{references}"));
    let (_, found) = outcome.problems.split_once("[openapi/too-many-dynamic-references]").expect("a warning");
    assert!(!found.contains("[openapi/too-many-dynamic-references]"));
    assert!(found.contains("R0: {$dynamicRef"), "{}", found.get(..400).unwrap_or(found));
}

#[test]
fn an_id_that_is_a_name_alone_is_an_anchor() {
    check(
        r"
A: {type: object, properties: {x: {$ref: '#b'}}}
B: {$id: '#b', type: string}
C: {$id: c, type: object, properties: {x: {$ref: '#b'}}, $defs: {D: {$id: '#b', type: integer}}}
",
        expect![[r#"
            A = object
              x: B
            B = alias string
            C = object
              x: integer
        "#]],
    );
}

#[test]
fn what_is_data_has_no_address() {
    check(
        r"
A: {type: object, example: {$id: b, $ref: b}, properties: {$id: {type: string}, x: {$ref: b}}}
B: {$id: b, type: object, properties: {y: {type: string}}}
",
        expect![[r#"
            A = object
              $id: string
              x: B
            B = object
              y: string
        "#]],
    );
}
