//! Choices: how alternatives are told apart, what they are called, and what holds where several schemas do at once.

use super::read;
use super::schemas::{check, check_in, document};
use expect_test::expect;
use gatewright_generator::model::{Shape, TypeName};

#[test]
fn values_in_several_lists_are_those_in_all() {
    check_in(
        "3.1.0",
        r#"
Kinds: {type: string, oneOf: [{const: disk, title: Disk}, {const: tape, description: slow}, {const: cloud}]}
Levels: {type: integer, oneOf: [{const: 1, title: Low}, {const: 2, title: High}]}
Plain: {type: string, enum: [disk, tape, cloud]}
Beside: {type: string, enum: [tape, cloud], allOf: [{$ref: '#/components/schemas/Kinds'}]}
Number: {type: integer, enum: [1], allOf: [{$ref: '#/components/schemas/Levels'}]}
Constant: {const: tape, allOf: [{$ref: '#/components/schemas/Kinds'}]}
Sibling: {$ref: '#/components/schemas/Plain', enum: [cloud]}
Unions: {allOf: [{$ref: '#/components/schemas/Kinds'}, {oneOf: [{const: tape}, {const: other}]}]}
Open: {enum: [a, 1], anyOf: [{type: string, minLength: 1}, {type: boolean}]}
Nullable: {anyOf: [{$ref: '#/components/schemas/Kinds'}, {type: 'null'}]}
Nothing: {allOf: [{enum: [a]}, {enum: [b]}]}
"#,
        expect![[r#"
            Kinds = enum disk(Disk) tape cloud
            Levels = integer enum 1(Low) 2(High)
            Plain = enum disk tape cloud
            Beside = enum tape cloud
            Number = integer enum 1(Low)
            Constant = enum tape
            Sibling = enum cloud
            Unions = enum tape
            Open = enum a
            Nullable = alias Kinds
            Nothing = enum b
            warning[openapi/enum-value]: none of these values is in the other lists too (`#/components/schemas/Nothing/allOf/1`)
        "#]],
    );
}

/// Values are looked for eight alternatives deep; where a list was looked into from further out does not matter.
#[test]
fn what_is_too_deep_for_one_list_is_not_for_another() {
    let level =
        |at: usize| format!("S{at}: {{anyOf: [{{$ref: '#/components/schemas/S{}'}}, {{const: v{at}}}]}}", at + 1);
    let levels: Vec<String> = (0..12).map(level).collect();
    let schemas = format!("{}\nS12: {{enum: [a]}}", levels.join("\n"));
    let found = read("deep", &document(&schemas));
    let values = |name: &str| {
        let ty = found.model.types.iter().find(|ty| matches!(&ty.name, TypeName::Named(known) if known == name));
        match ty.map(|ty| &ty.shape) {
            Some(Shape::Enum(listed)) => listed.values.len(),
            _ => 0,
        }
    };
    assert_eq!(["S11", "S8", "S5"].map(values), [2, 5, 8], "{}", found.problems);
}

#[test]
fn whole_numbers_of_which_some_are_named_are_one_enum() {
    check_in(
        "3.1.0",
        r#"
Rank: {type: integer, oneOf: [{const: 1, title: First}, {const: 2, title: Second}]}
Open: {anyOf: [{$ref: '#/components/schemas/Rank'}, {type: integer, minimum: 0}]}
Number: {anyOf: [{$ref: '#/components/schemas/Rank'}, {type: number}]}
Plain: {anyOf: [{type: integer, enum: [1, 2]}, {type: integer}]}
"#,
        expect![[r#"
            Rank = integer enum 1(First) 2(Second)
            Open = integer enum 1(First) 2(Second)
            Number = choice
               Rank
               number
            Plain = alias integer
        "#]],
    );
}

#[test]
fn alternatives_that_the_rest_excludes_are_none() {
    check_in(
        "3.1.0",
        r#"
Disk: {type: object, required: [kind], properties: {kind: {const: disk}, size: {type: integer}}}
Tape: {type: object, required: [kind], properties: {kind: {const: tape}}}
Cloud: {type: object, required: [kind], properties: {kind: {const: cloud}}}
Media: {oneOf: [{$ref: '#/components/schemas/Disk'}, {$ref: '#/components/schemas/Tape'}, {$ref: '#/components/schemas/Cloud'}]}
Slow: {allOf: [{$ref: '#/components/schemas/Media'}, {properties: {kind: {enum: [tape, cloud]}, rate: {type: number}}}]}
Only: {allOf: [{$ref: '#/components/schemas/Media'}, {properties: {kind: {const: disk}}}]}
"#,
        expect![[r#"
            Disk = object
              kind: <Disk/kind> required
              size: integer
            Tape = object
              kind: <Tape/kind> required
            Cloud = object
              kind: <Cloud/kind> required
            Media = choice by kind
              disk Disk
              tape Tape
              cloud Cloud
            Slow = choice by kind
              tape <Slow/Tape>
              cloud <Slow/Cloud>
              others  <Slow/base>
            Only = object
              kind: <Only/kind> required
              size: integer
            <Disk/kind> = enum disk
            <Tape/kind> = enum tape
            <Cloud/kind> = enum cloud
            <Slow/Tape/kind> = enum tape
            <Slow/Tape> = object
              kind: <Slow/Tape/kind> required
              rate: number
            <Slow/Cloud/kind> = enum cloud
            <Slow/Cloud> = object
              kind: <Slow/Cloud/kind> required
              rate: number
            <Slow/base/kind> = enum tape cloud
            <Slow/base> = object
              kind: <Slow/base/kind>
              rate: number
            <Only/kind> = enum disk
        "#]],
    );
}

#[test]
fn values_of_any_kind_tell_alternatives_apart() {
    check_in(
        "3.1.0",
        r#"
Row: {type: object, required: [type], properties: {type: {const: 1}}}
Button: {type: object, required: [type], properties: {type: {type: integer, enum: [2, 3]}}}
Numbered: {oneOf: [{$ref: '#/components/schemas/Row'}, {$ref: '#/components/schemas/Button'}]}
Good: {type: object, required: [ok], properties: {ok: {const: true}}}
Bad: {type: object, required: [ok], properties: {ok: {const: false}}}
Outcome: {anyOf: [{$ref: '#/components/schemas/Good'}, {$ref: '#/components/schemas/Bad'}]}
Circle: {type: object, properties: {corners: {type: integer}}}
Square: {type: object, properties: {corners: {type: integer}}}
Mapped:
  oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]
  discriminator: {propertyName: corners, mapping: {'0': Circle, '4': Square}}
Overlap: {oneOf: [{$ref: '#/components/schemas/Button'}, {type: object, required: [type], properties: {type: {enum: [3, 4]}}}]}
"#,
        expect![[r#"
            Row = object
              type: integer|1 required
            Button = object
              type: integer|2|3 required
            Numbered = choice by type
              1 Row
              2|3 Button
            Good = object
              ok: boolean|true required
            Bad = object
              ok: boolean|false required
            Outcome = choice by ok
              true Good
              false Bad
            Circle = object
              corners: integer
            Square = object
              corners: integer
            Mapped = choice by corners
              0 Circle
              4 Square
            Overlap = choice
               Button
               <Overlap/option 2>
            <Overlap/option 2> = object
              type: integer|3|4 required
        "#]],
    );
}

#[test]
fn other_tags_select_the_default() {
    check_in(
        "3.2.0",
        r#"
Cat: {type: object, properties: {kind: {type: string}}}
Other: {type: object, properties: {kind: {type: string}}}
Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Other'}]
  discriminator: {propertyName: kind, mapping: {cat: Cat}, defaultMapping: Other}
Beside:
  oneOf: [{$ref: '#/components/schemas/Cat'}]
  discriminator: {propertyName: kind, defaultMapping: '#/components/schemas/Other'}
Nowhere:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Other'}]
  discriminator: {propertyName: kind, mapping: {cat: Cat, none: '#/components/schemas/None'}, defaultMapping: None}
"#,
        expect![[r#"
            Cat = object
              kind: string
            Other = object
              kind: string
            Pet = choice by kind
              cat Cat
               Other
              others as the case 1
            Beside = choice by kind
              Cat Cat
               Other
              others as the case 1
            Nowhere = choice by kind
              cat Cat
              Other Other
            warning[openapi/discriminator-mapping]: the discriminator maps `none` to no schema of the document (`#/components/schemas/Nowhere/discriminator/mapping/none`)
            warning[openapi/discriminator-mapping]: `defaultMapping` names no schema of the document (`#/components/schemas/Nowhere/discriminator/defaultMapping`)
        "#]],
    );
}

#[test]
fn what_alternatives_share_is_what_others_are() {
    check_in(
        "3.1.0",
        r#"
Plain: {type: object, properties: {id: {type: string}, kind: {type: string}}}
A: {allOf: [{$ref: '#/components/schemas/Plain'}, {type: object, properties: {a: {type: string}}}]}
B: {allOf: [{$ref: '#/components/schemas/Plain'}, {type: object, properties: {b: {type: string}}}]}
Extending: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind}}
Beside:
  type: object
  required: [kind]
  properties: {kind: {type: string}, id: {type: integer}}
  oneOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/D'}]
  discriminator: {propertyName: kind}
C: {type: object, properties: {c: {type: string}}}
D: {type: object, properties: {d: {type: string}}}
"#,
        expect![[r#"
            Plain = object
              id: string
              kind: string
            A = object
              id: string
              kind: string
              a: string
            B = object
              id: string
              kind: string
              b: string
            Extending = choice by kind
              A A
              B B
              others  Plain
            Beside = choice by kind
              C <Beside/C>
              D <Beside/D>
              others  <Beside/base>
            C = object
              c: string
            D = object
              d: string
            <Beside/C> = object
              kind: string required
              id: integer
              c: string
            <Beside/D> = object
              kind: string required
              id: integer
              d: string
            <Beside/base> = object
              kind: string required
              id: integer
        "#]],
    );
}

#[test]
fn several_lists_of_alternatives() {
    let many = |letter: char| {
        let branches = (0..9).map(|at| format!("{{type: object, properties: {{{letter}{at}: {{type: string}}}}}}"));
        branches.collect::<Vec<_>>().join(", ")
    };
    check(
        r#"
A: {type: object, required: [a], properties: {a: {type: string}}}
B: {type: object, required: [b], properties: {b: {type: string}}}
C: {type: object, required: [c], properties: {c: {type: string}}}
D: {type: object, required: [d], properties: {d: {type: string}}}
Two: {allOf: [{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}, {oneOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/D'}]}]}
Told:
  oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
  anyOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/D'}]
  discriminator: {propertyName: kind}
"#,
        expect![[r#"
            A = object
              a: string required
            B = object
              b: string required
            C = object
              c: string required
            D = object
              d: string required
            Two = choice
               <Two/A and C>
               <Two/A and D>
               <Two/B and C>
               <Two/B and D>
            Told = choice by kind
              A <Told/A>
              B <Told/B>
            <Two/A and C> = object
              a: string required
              c: string required
            <Two/A and D> = object
              a: string required
              d: string required
            <Two/B and C> = object
              b: string required
              c: string required
            <Two/B and D> = object
              b: string required
              d: string required
            <Told/A> = object
              a: string required
              c: string
              d: string
            <Told/B> = object
              b: string required
              c: string
              d: string
            warning[openapi/several-unions]: the schema has more than one list of alternatives (`#/components/schemas/Told/anyOf`)
        "#]],
    );
    let many = super::read(
        "doc",
        &document(&format!("Many: {{allOf: [{{oneOf: [{}]}}, {{oneOf: [{}]}}]}}", many('x'), many('y'))),
    );
    assert_eq!(many.model.types.len(), 10, "more than 64 combinations: a choice by the first list");
    assert!(many.problems.contains("openapi/several-unions"));
}

#[test]
fn null_by_reference() {
    check_in(
        "3.1.0",
        r#"
Nul: {type: 'null'}
Listed: {enum: [null]}
Fixed: {const: null}
Again: {$ref: '#/components/schemas/Nul'}
T: {type: object, properties: {a: {type: string}}}
Holder:
  type: object
  properties:
    any: {anyOf: [{$ref: '#/components/schemas/T'}, {$ref: '#/components/schemas/Nul'}]}
    one: {oneOf: [{$ref: '#/components/schemas/Listed'}, {$ref: '#/components/schemas/T'}]}
    fixed: {oneOf: [{$ref: '#/components/schemas/Fixed'}, {type: string}]}
    again: {oneOf: [{$ref: '#/components/schemas/Again'}, {type: string}]}
"#,
        expect![[r#"
            Nul = alias null
            Listed = alias null
            Fixed = alias null
            Again = alias Nul
            T = object
              a: string
            Holder = object
              any: T?
              one: T?
              fixed: string?
              again: string?
        "#]],
    );
}

#[test]
fn whole_numbers_that_may_be_texts() {
    check_in(
        "3.1.0",
        r#"
Port: {type: string, format: int-or-string}
Flagged: {x-kubernetes-int-or-string: true, type: string}
Both: {anyOf: [{type: integer}, {type: string}], format: int-or-string, x-kubernetes-int-or-string: true}
"#,
        expect![[r#"
            Port = choice
               string
               integer
            Flagged = choice
               string
               integer
            Both = choice
               integer
               string
        "#]],
    );
}

#[test]
fn definitions_keep_their_names() {
    check_in(
        "3.1.0",
        r#"
Order:
  $defs:
    Line: {type: object, properties: {sku: {type: string}}}
  type: object
  properties: {lines: {type: array, items: {$ref: '#/components/schemas/Order/$defs/Line'}}}
Alarm: {type: [object, string], properties: {sku: {type: string}}}
"#,
        expect![[r#"
            Order = object
              lines: [<Order/Line> (Order Line)]
            Alarm = choice
               string
               <Alarm/object>
            <Order/Line> (Order Line) = object
              sku: string
            <Alarm/object> = object
              sku: string
        "#]],
    );
}

#[test]
fn places_of_lists() {
    check_in(
        "3.1.0",
        r#"
T: {type: object, properties: {a: {type: string}}}
Pair: {type: array, minItems: 2, prefixItems: [{type: integer, title: Count, description: how many}, {type: string}], items: false}
Old: {type: array, items: [{type: integer}, {$ref: '#/components/schemas/T'}], additionalItems: {type: boolean}}
Alike: {type: array, prefixItems: [{type: string}, {type: string}]}
Both: {allOf: [{$ref: '#/components/schemas/Pair'}, {prefixItems: [{minimum: 1}, {maxLength: 3}, {type: boolean}]}]}
One: {type: array, prefixItems: [{type: string}], items: false}
Inside: {type: array, prefixItems: [{type: string}, {type: object, properties: {b: {type: string}}}, {type: [string, 'null']}]}
"#,
        expect![[r#"
            T = object
              a: string
            Pair = tuple(2..) closed
              (Count) integer
              string
            Old = tuple rest boolean
              integer
              T
            Alike = alias [string]
            Both = tuple(2..) closed
              (Count) integer>=1
              string(..3)
              boolean
            One = alias [string]
            Inside = tuple
              string
              <Inside/item 2>
              string?
            <Inside/item 2> = object
              b: string
        "#]],
    );
}
