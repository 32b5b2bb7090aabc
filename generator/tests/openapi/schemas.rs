//! Schemas into types.

use expect_test::{Expect, expect};
use gatewright_generator::model::{Model, Shape, Type, TypeName};

use super::{read, sketch};

/// Schemas under `components` of a document of OpenAPI 3.1, and the types they become.
#[track_caller]
pub fn check(schemas: &str, expected: Expect) {
    check_in("3.1.0", schemas, expected);
}

/// A document of OpenAPI 3.1 with these schemas.
pub fn document(schemas: &str) -> String {
    let lines: String = schemas.trim_matches('\n').lines().map(|line| format!("    {line}\n")).collect();
    format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{lines}")
}

#[track_caller]
pub fn check_in(version: &str, schemas: &str, expected: Expect) {
    let text = document(schemas).replace("3.1.0", version);
    let outcome = read("doc", &text);
    let problems: String = outcome
        .problems
        .lines()
        .filter(|line| line.starts_with("error") || line.starts_with("warning"))
        .map(|line| format!("{line}\n"))
        .collect();
    expected.assert_eq(&format!("{}{problems}", sketch::types(&outcome.model)));
}

#[test]
fn members_and_their_flags() {
    check(
        r"
User:
  type: object
  required: [id, name]
  properties:
    id: {type: string, readOnly: true}
    name: {type: string, maxLength: 10, minLength: 1, pattern: '^a', default: abc}
    age: {type: [integer, 'null'], minimum: 0, exclusiveMaximum: 200}
    password: {type: string, format: password, writeOnly: true}
    secret: {type: string, writeOnly: true}
    old: {type: boolean, deprecated: true, default: false}
    when: {type: string, format: date-time}
    blob: {type: string, format: byte}
    big: {type: integer, format: int64}
    friends: {type: array, items: {$ref: '#/components/schemas/User'}, uniqueItems: true, maxItems: 3}
    anything: {}
    home: {type: object, properties: {street: {type: string}}}
",
        expect![[r#"
            User = object
              id: string required read-only
              name: string(1..10)~^a required = "abc"
              age: integer>=0<200?
              password: string:password write-only secret
              secret: string write-only secret
              old: boolean deprecated = false
              when: string:date-time
              blob: bytes:byte
              big: integer:int64
              friends: [User](..3) unique
              anything: any
              home: <User/home>
            <User/home> = object
              street: string
        "#]],
    );
}

#[test]
fn what_happens_to_the_rest() {
    check(
        r"
Closed: {type: object, properties: {a: {type: string}}, additionalProperties: false}
Open: {type: object, properties: {a: {type: string}}, additionalProperties: true}
Kept: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}
Map: {type: object, additionalProperties: {$ref: '#/components/schemas/Open'}, maxProperties: 4}
AnyMap: {type: object, additionalProperties: true}
Empty: {type: object}
EmptyClosed: {type: object, additionalProperties: false}
Patterns: {type: object, patternProperties: {'^x-': {type: string}}}
Unevaluated: {type: object, properties: {a: {}}, unevaluatedProperties: {type: string}}
Several: {type: object, properties: {a: {}}, patternProperties: {'^x-': {type: string}, '^y-': {}}}
",
        expect![[r#"
            Closed = object closed
              a: string
            Open = object
              a: string
            Kept = object rest integer
              a: string
            Map = alias {Open}(..4)
            AnyMap = alias {any}
            Empty = object
            EmptyClosed = object closed
            Patterns = alias {string}
            Unevaluated = object rest string
              a: any
            Several = object
              a: any
            warning[openapi/pattern-properties]: members are described by several patterns of their names (`#/components/schemas/Several/patternProperties`)
        "#]],
    );
}

#[test]
fn null_in_all_its_forms() {
    check(
        r"
A:
  type: object
  properties:
    list: {type: [string, 'null']}
    one: {oneOf: [{type: 'null'}, {$ref: '#/components/schemas/B'}]}
    any: {anyOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}
    both: {anyOf: [{type: string}, {type: integer}, {type: 'null'}]}
    listed: {enum: [a, b, null]}
    typed: {type: [string, 'null'], enum: [a, b, null]}
    inherited: {$ref: '#/components/schemas/N'}
    only: {type: 'null'}
    items: {type: array, items: {$ref: '#/components/schemas/N'}}
B: {type: object, properties: {x: {type: string}}}
N: {type: [object, 'null'], properties: {x: {type: string}}}
",
        expect![[r#"
            A = object
              list: string?
              one: B?
              any: B?
              both: <A/both>?
              listed: <A/listed>?
              typed: <A/typed>?
              inherited: N?
              only: null
              items: [N?]
            B = object
              x: string
            N = object
              x: string
            <A/both> = choice
               string
               integer
            <A/listed> = enum a b
            <A/typed> = enum a b
        "#]],
    );
}

#[test]
fn nullable_of_3_0() {
    check_in(
        "3.0.3",
        r"
A:
  type: object
  properties:
    plain: {type: string, nullable: true}
    wrapped: {nullable: true, allOf: [{$ref: '#/components/schemas/B'}]}
    beside: {$ref: '#/components/schemas/B', nullable: true}
    part: {allOf: [{$ref: '#/components/schemas/B'}, {nullable: true, description: or nothing}]}
    told: {allOf: [{$ref: '#/components/schemas/B'}, {description: more words}]}
    listed: {type: string, nullable: true, enum: [a, null]}
    limit: {type: integer, minimum: 1, exclusiveMinimum: true}
B: {type: object, properties: {x: {type: string}}}
",
        expect![[r#"
            A = object
              plain: string?
              wrapped: B?
              beside: B?
              part: B?
              told: B
              listed: <A/listed>?
              limit: integer>1
            B = object
              x: string
            <A/listed> = enum a
        "#]],
    );
}

#[test]
fn branches_that_only_describe_say_it_of_the_whole() {
    let text = r"
openapi: 3.0.3
info: {title: T, version: '1'}
components:
  schemas:
    A:
      properties:
        read: {allOf: [{$ref: '#/components/schemas/B'}, {description: Words., readOnly: true}]}
        old: {allOf: [{$ref: '#/components/schemas/E'}, {deprecated: true, default: a}]}
    B: {type: object, properties: {x: {type: string}}}
    E: {type: string, enum: [a, b]}
";
    let model = super::read("doc", text).model;
    let fields = model.types.iter().find_map(|ty| match &ty.shape {
        Shape::Object(object) if object.fields.len() == 2 => Some(&object.fields),
        _ => None,
    });
    let [read, old] = fields.expect("A").as_slice() else { panic!("two members") };
    assert_eq!((read.docs.as_str(), read.read_only), ("Words.", true));
    assert_eq!((old.deprecated, old.default.as_ref().and_then(|value| value.as_str())), (true, Some("a")));
}

#[test]
fn enums() {
    check(
        r"
Plain: {type: string, enum: [a, b]}
Untyped: {enum: [a, b]}
Const: {const: only}
Numbers: {type: integer, enum: [1, 2]}
Mixed: {enum: [a, 1, true]}
Named: {type: string, enum: [a, b], x-enum-varnames: [First, Second]}
Twice: {type: string, enum: [a, a]}
Quoted: {type: string, enum: [1.0, 2.0]}
Flag: {type: boolean, const: true}
OneOf: {oneOf: [{const: a, title: A, description: First.}, {const: b, title: B, description: Second.}]}
Open: {anyOf: [{type: string}, {type: string, enum: [x, y]}]}
Joined: {anyOf: [{$ref: '#/components/schemas/Plain'}, {enum: [c]}]}
",
        expect![[r#"
            Plain = enum a b
            Untyped = enum a b
            Const = enum only
            Numbers = integer enum 1 2
            Mixed = choice
               <Mixed/string>
               integer|1
               boolean|true
            Named = enum a(First) b(Second)
            Twice = enum a
            Quoted = enum 1.0 2.0
            Flag = alias boolean|true
            OneOf = enum a(A) b(B)
            Open = enum x y
            Joined = enum a b c
            <Mixed/string> = enum a
            warning[openapi/enum-value]: the value `a` stands here twice (`#/components/schemas/Twice/enum/1`)
            warning[openapi/enum-value]: a number stands in an enum of strings (`#/components/schemas/Quoted/enum/0`)
            warning[openapi/enum-value]: a number stands in an enum of strings (`#/components/schemas/Quoted/enum/1`)
        "#]],
    );
}

#[test]
fn values_with_names_but_no_type_are_described_by_them() {
    let text = r"
openapi: 3.0.0
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    Level: {type: number, description: How loud., enum: [0.5, 1], x-enumNames: [Low, High], x-enum-descriptions: ['', Loud]}
    Set:
      type: object
      properties:
        on: {type: boolean, enum: [true], x-enum-varnames: ['Yes']}
        level: {type: integer, enum: [5], x-enum-varnames: [Five]}
";
    let model = read("doc", text.trim_start()).model;
    let docs = |name: &str| model.types.iter().find(|ty| ty.name == TypeName::Named(name.to_owned())).expect(name);
    assert_eq!(docs("Level").docs, "How loud.\n\n- `0.5`: Low\n- `1`: High: Loud");
    let Shape::Object(set) = &docs("Set").shape else { panic!("an object") };
    assert_eq!(set.fields.iter().map(|field| field.docs.as_str()).collect::<Vec<_>>(), ["- `true`: Yes", ""]);
}

#[test]
fn parts_that_hold_together() {
    check(
        r"
Base: {type: object, required: [id], properties: {id: {type: string}, kind: {type: string}}}
Child:
  description: A child.
  allOf:
    - $ref: '#/components/schemas/Base'
    - type: object
      required: [kind]
      properties:
        kind: {enum: [child]}
        own: {type: integer}
Renamed: {description: Only docs., allOf: [{$ref: '#/components/schemas/Base'}]}
Siblings: {$ref: '#/components/schemas/Base', properties: {more: {type: string}}, required: [more]}
Uses:
  type: object
  properties:
    a: {allOf: [{$ref: '#/components/schemas/Base'}], description: The base.}
    b: {$ref: '#/components/schemas/Base', description: The base.}
    c: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {id: {maxLength: 3}}}]}
Loop: {allOf: [{$ref: '#/components/schemas/Loop'}, {type: object}]}
Conflict: {allOf: [{type: string}, {type: object}]}
",
        expect![[r#"
            Base = object
              id: string required
              kind: string
            Child = object
              id: string required
              kind: <Child/kind> required
              own: integer
            Renamed = alias Base
            Siblings = object
              id: string required
              kind: string
              more: string required
            Uses = object
              a: Base
              b: Base
              c: <Uses/c>
            Loop = object
            Conflict = object
            <Child/kind> = enum child
            <Uses/c> = object
              id: string(..3) required
              kind: string
            warning[openapi/part-of-itself]: the schema is a part of itself (`#/components/schemas/Loop`)
            warning[openapi/conflicting-types]: no value is of this type and of the types before (`#/components/schemas/Conflict/allOf/1/type`)
        "#]],
    );
}

#[test]
fn unions() {
    check(
        r"
Cat: {type: object, required: [meow], properties: {meow: {type: string}}}
Dog: {type: object, required: [bark], properties: {bark: {type: string}}}
Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
Single: {oneOf: [{$ref: '#/components/schemas/Cat'}]}
Scalars: {type: [string, integer, boolean]}
Strings: {anyOf: [{type: string, format: uuid}, {type: string, format: email}]}
Numbers: {anyOf: [{type: integer}, {type: number}]}
ListOrOne: {oneOf: [{type: string}, {type: array, items: {type: string}}]}
Inline: {oneOf: [{title: Left, type: object, properties: {l: {}}}, {type: object, properties: {r: {}}}]}
Common:
  type: object
  properties: {id: {type: string}}
  oneOf: [{$ref: '#/components/schemas/Cat'}, {properties: {x: {type: string}}}]
Conditions: {type: object, properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}
",
        expect![[r#"
            Cat = object
              meow: string required
            Dog = object
              bark: string required
            Pet = choice
               Cat
               Dog
            Single = alias Cat
            Scalars = choice
               string
               integer
               boolean
            Strings = alias string
            Numbers = alias number
            ListOrOne = choice
               string
               [string]
            Inline = choice
               <Inline/Left> (Left)
               <Inline/option 2>
            Common = choice
               <Common/Cat>
               <Common/option 2>
            Conditions = object
              a: any
              b: any
            <Inline/Left> (Left) = object
              l: any
            <Inline/option 2> = object
              r: any
            <Common/Cat> = object
              id: string
              meow: string required
            <Common/option 2> = object
              id: string
              x: string
            warning[openapi/alternatives-of-requirements]: the branches differ only in what they require (`#/components/schemas/Conditions/anyOf`)
        "#]],
    );
}

#[test]
fn discriminator_on_the_union() {
    check(
        r"
Cat: {type: object, properties: {kind: {type: string}}}
Dog: {type: object, properties: {kind: {type: string}}}
Cow: {type: object, properties: {kind: {const: moo}}}
Plain: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Cow'}], discriminator: {propertyName: kind}}
Mapped:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', kitten: Cat, dog: Dog}}
Constants:
  oneOf:
    - {type: object, required: [t], properties: {t: {const: a}, x: {}}}
    - {type: object, required: [t], properties: {t: {enum: [b]}, y: {}}}
Unnamed:
  oneOf: [{type: object, properties: {x: {}}}, {$ref: '#/components/schemas/Cat'}]
  discriminator: {propertyName: kind}
Nowhere:
  oneOf: [{$ref: '#/components/schemas/Cat'}]
  discriminator: {propertyName: kind, mapping: {a: 'http://example.com/#/a', b: ../x, c: Cat}}
",
        expect![[r#"
            Cat = object
              kind: string
            Dog = object
              kind: string
            Cow = object
              kind: <Cow/kind>
            Plain = choice by kind
              Cat Cat
              moo Cow
            Mapped = choice by kind
              cat|kitten Cat
              dog Dog
            Constants = choice by t
              a <Constants/option 1>
              b <Constants/option 2>
            Unnamed = choice
               <Unnamed/option 1>
               Cat
            Nowhere = choice by kind
              c Cat
            <Cow/kind> = enum moo
            <Constants/option 1/t> = enum a
            <Constants/option 1> = object
              t: <Constants/option 1/t> required
              x: any
            <Constants/option 2/t> = enum b
            <Constants/option 2> = object
              t: <Constants/option 2/t> required
              y: any
            <Unnamed/option 1> = object
              x: any
            warning[openapi/discriminator-without-value]: nothing says which value selects this branch (`#/components/schemas/Unnamed/oneOf/0`)
            error[openapi/discriminator-mapping]: the discriminator maps `a` to no schema of the document (`#/components/schemas/Nowhere/discriminator/mapping/a`)
            error[openapi/discriminator-mapping]: the discriminator maps `b` to no schema of the document (`#/components/schemas/Nowhere/discriminator/mapping/b`)
        "#]],
    );
}

#[test]
fn discriminator_on_the_parent() {
    check(
        r"
Pet:
  type: object
  required: [kind]
  discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}
  properties: {kind: {type: string}, name: {type: string}}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {meow: {type: string}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: string}}}]}
Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}, {type: object, properties: {age: {type: integer}}}]}
Silent: {allOf: [{$ref: '#/components/schemas/Pet'}]}
Owner: {type: object, properties: {pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
",
        expect![[r#"
            Pet = choice by kind
              cat Cat
              Dog Dog
              Puppy Puppy
              Silent Silent
              others Pet <Pet/base>
            Cat = object
              kind: string required
              name: string
              meow: string
            Dog = object
              kind: string required
              name: string
              bark: string
            Puppy = object
              kind: string required
              name: string
              bark: string
              age: integer
            Silent = object
              kind: string required
              name: string
            Owner = object
              pets: [Pet]
            <Pet/base> = object
              kind: string required
              name: string
        "#]],
    );
}

#[test]
fn references_of_all_kinds() {
    check(
        r"
A:
  type: object
  properties:
    b: {$ref: '#/components/schemas/B%2FC'}
    c: {$ref: '#/components/schemas/B~1C'}
    d: {$ref: '#/components/schemas/A/properties/e'}
    e: {type: object, properties: {again: {$ref: '#/components/schemas/A/properties/e'}}}
    f: {$ref: '#there'}
    g: {$ref: '#/components/schemas/A/$defs/Local'}
  $defs:
    Local: {type: object, properties: {x: {$anchor: there, type: object, properties: {y: {type: string}}}}}
B/C: {type: string}
Missing: {$ref: '#/components/schemas/Nope'}
Cycle: {$ref: '#/components/schemas/Cycle2'}
Cycle2: {$ref: '#/components/schemas/Cycle'}
File: {$ref: 'other.yaml#/A'}
Remote: {$ref: 'https://example.com/a.json'}
Number: {$ref: 5}
Tilde: {$ref: '#/components/schemas/~2bad'}
",
        expect![[r#"
            A = object
              b: B/C
              c: B/C
              d: <A/e>
              e: <A/e>
              f: <A/Local/x>
              g: <A/Local> (A Local)
            B/C = alias string
            Missing = alias any
            Cycle = alias any
            Cycle2 = alias any
            File = alias any
            Remote = alias any
            Number = alias any
            Tilde = alias any
            <A/e> = object
              again: <A/e>
            <A/Local/x> = object
              y: string
            <A/Local> (A Local) = object
              x: <A/Local/x>
            warning[openapi/component-name]: `B/C` is no name that a component may have (`#/components/schemas/B~1C`)
            error[openapi/unresolved-reference]: `#/components/schemas/Nope` points to nothing (`#/components/schemas/Missing/$ref`)
            error[openapi/reference-cycle]: this reference leads back to itself (`#/components/schemas/Cycle/$ref`)
            error[openapi/external-reference]: the reference points out of the document (`#/components/schemas/File/$ref`)
            warning[openapi/external-reference]: the reference points out of the document (`#/components/schemas/Remote/$ref`)
            error[openapi/wrong-kind]: `$ref` is a number, where OpenAPI has text (`#/components/schemas/Number/$ref`)
            error[openapi/unresolved-reference]: `#/components/schemas/~2bad` points to nothing (`#/components/schemas/Tilde/$ref`)
        "#]],
    );
}

#[test]
fn what_types_cannot_say() {
    check(
        r"
A:
  type: object
  properties:
    tuple: {type: array, prefixItems: [{type: string}, {type: integer}]}
    not: {not: {type: string}}
    if: {if: {type: string}, then: {minLength: 1}}
    never: false
    always: true
    word: {type: text}
  required: [nmae]
",
        expect![[r#"
            A = object
              tuple: <A/tuple>
              not: any
              if: any
              always: any
              word: any
            <A/tuple> = tuple
              string
              integer
            warning[openapi/keyword-left-out]: `not` cannot be expressed in types; only servers check it (`#/components/schemas/A/properties/not/not`)
            warning[openapi/keyword-left-out]: `if` cannot be expressed in types; only servers check it (`#/components/schemas/A/properties/if/if`)
            warning[openapi/nothing-allowed]: the member `never` may have no value (`#/components/schemas/A/properties/never`)
            warning[openapi/unknown-type]: this is none of the types that there are (`#/components/schemas/A/properties/word/type`)
            warning[openapi/required-unknown]: the required member `nmae` is not described (`#/components/schemas/A/required/0`)
        "#]],
    );
}

#[test]
fn values_that_contradict_their_schema() {
    check(
        r"
A:
  type: object
  properties:
    number: {type: integer, default: 'ten'}
    listed: {type: string, enum: [a], default: b}
    referred: {$ref: '#/components/schemas/E', default: c}
    limited: {type: integer, maximum: 3, default: 4}
    nested: {type: array, items: {type: integer}, default: [1, x]}
    fine: {$ref: '#/components/schemas/E', default: e}
    null: {type: [string, 'null'], default: null}
    length: {type: string, maxLength: ten}
    divisor: {type: number, multipleOf: 0}
    crossed: {type: string, minLength: 3, maxLength: 2}
    crossed_numbers: {type: integer, minimum: 3, maximum: 2}
E: {type: string, enum: [e]}
",
        expect![[r#"
            A = object
              number: integer
              listed: <A/listed>
              referred: E
              limited: integer<=3
              nested: [integer]
              fine: E = "e"
              null: string? = null
              length: string
              divisor: number
              crossed: string(3..)
              crossed_numbers: integer>=3
            E = enum e
            <A/listed> = enum a
            warning[openapi/default-value]: the default of `number` is no value of its type (`#/components/schemas/A/properties/number/default`)
            warning[openapi/default-value]: the default of `listed` is no value of its type (`#/components/schemas/A/properties/listed/default`)
            warning[openapi/default-value]: the default of `referred` is no value of its type (`#/components/schemas/A/properties/referred/default`)
            warning[openapi/default-value]: the default of `limited` is no value of its type (`#/components/schemas/A/properties/limited/default`)
            warning[openapi/default-value]: the default of `nested` is no value of its type (`#/components/schemas/A/properties/nested/default/1`)
            warning[openapi/unusable-constraint]: `maxLength` cannot be this (`#/components/schemas/A/properties/length/maxLength`)
            error[openapi/impossible-constraint]: nothing is a multiple of this (`#/components/schemas/A/properties/divisor/multipleOf`)
            warning[openapi/unusable-constraint]: `maxLength` is less than `minLength` (`#/components/schemas/A/properties/crossed/maxLength`)
            warning[openapi/unusable-constraint]: the greatest number is below the least (`#/components/schemas/A/properties/crossed_numbers/maximum`)
        "#]],
    );
}

#[test]
fn schemas_that_refer_to_themselves() {
    check(
        r"
Node:
  type: object
  properties:
    next: {$ref: '#/components/schemas/Node'}
    list: {type: array, items: {allOf: [{$ref: '#/components/schemas/Node'}, {properties: {extra: {type: string}}}]}}
Json: {anyOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Json'}}]}
",
        expect![[r#"
            Node = object
              next: Node
              list: <Node/list>
            Json = choice
               string
               [Json]
            <Node/list> = alias [<Node/list/item>]
            <Node/list/item> = object
              next: Node
              list: <Node/list>
              extra: string
        "#]],
    );
}

#[test]
fn alternatives_within_alternatives() {
    check(
        r"
A: {type: object, properties: {a: {type: string}}}
B: {type: object, properties: {b: {type: string}}}
C: {type: object, properties: {c: {type: string}}}
Inner: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
Outer: {oneOf: [{$ref: '#/components/schemas/Inner'}, {$ref: '#/components/schemas/C'}]}
Common:
  properties: {id: {type: string}}
  anyOf: [{$ref: '#/components/schemas/Inner'}, {$ref: '#/components/schemas/C'}]
Twice: {allOf: [{$ref: '#/components/schemas/Inner'}, {oneOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/A'}]}]}
Mixed: {enum: [a, 1, b, 2.5, null]}
Kinds: {type: [string, object, array], properties: {x: {type: string}}, items: {type: integer}}
Same: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/A'}]}
",
        expect![[r#"
            A = object
              a: string
            B = object
              b: string
            C = object
              c: string
            Inner = choice
               A
               B
            Outer = choice
               Inner
               C
            Common = choice
               <Common/Inner>
               <Common/C>
            Twice = choice
               <Twice/A and C>
               <Twice/A and A>
               <Twice/B and C>
               <Twice/B and A>
            Mixed = choice
               <Mixed/string>
               number|1|2.5
            Kinds = choice
               string
               [integer]
               <Kinds/object>
            Same = alias A
            <Common/Inner/A> = object
              id: string
              a: string
            <Common/Inner/B> = object
              id: string
              b: string
            <Common/Inner> = choice
               <Common/Inner/A>
               <Common/Inner/B>
            <Common/C> = object
              id: string
              c: string
            <Twice/A and C> = object
              a: string
              c: string
            <Twice/A and A> = object
              a: string
            <Twice/B and C> = object
              b: string
              c: string
            <Twice/B and A> = object
              b: string
              a: string
            <Mixed/string> = enum a b
            <Kinds/object> = object
              x: string
        "#]],
    );
}

/// Without limits these are 2 to the power of 40 steps each, and would not end.
#[test]
fn what_multiplies_ends() {
    let ladder = |branch: &str| -> String {
        let step = |n: usize| {
            format!("    L{}: {}\n", n + 1, branch.replace('@', &format!("{{$ref: '#/components/schemas/L{n}'}}")))
        };
        (0..40).map(step).collect()
    };
    for branch in [
        "{anyOf: [@, {allOf: [@, {properties: {x: {type: string}}}]}]}",
        "{properties: {id: {type: string}}, oneOf: [@, {allOf: [@]}, {title: T, allOf: [@]}]}",
        "{allOf: [@, @], properties: {x: {allOf: [@, @]}}}",
        "{anyOf: [@, {properties: {a: @, b: @}, default: {a: {a: {a: {a: 1}}}}}]}",
    ] {
        let schemas = format!("    L0: {{type: object, properties: {{a: {{type: string}}}}}}\n{}", ladder(branch));
        let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{schemas}");
        let outcome = read("doc", &text);
        assert!(outcome.model.types.len() < 11_000, "{branch} makes {} types", outcome.model.types.len());
        assert!(made(&outcome.model) < 60_000, "{branch} makes {} things", made(&outcome.model));
    }
}

/// Every schema inherits the members of all before it: a million of them, if each were written out.
#[test]
fn what_is_inherited_by_many_ends() {
    for discriminator in ["", "discriminator: {propertyName: k}, "] {
        let chain = |n: usize| {
            let name = n + 1;
            format!(
                "    L{name}: {{{discriminator}allOf: [{{$ref: '#/components/schemas/L{n}'}}], properties: {{p{n}: {{}}}}}}\n"
            )
        };
        let schemas: String = (0..1500).map(chain).collect();
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n    L0: {{}}\n{schemas}"
        );
        let outcome = read("doc", &text);
        assert!(outcome.warnings > 0, "nothing says that something was left out");
        assert!(made(&outcome.model) < 60_000, "{discriminator} makes {} things", made(&outcome.model));
    }
}

/// How many types, members, cases and schemas there are.
fn made(model: &Model) -> usize {
    let parts = |ty: &Type| match &ty.shape {
        Shape::Object(object) => object.fields.len(),
        Shape::Choice(choice) => choice.cases.len(),
        Shape::Tuple(tuple) => tuple.places.len(),
        Shape::Enum(values) => values.values.len(),
        Shape::Alias(_) | Shape::Undefined => 0,
    };
    model.types.iter().map(|ty| 1 + parts(ty)).sum::<usize>() + model.schemas.nodes.len()
}

#[test]
fn parent_that_lists_its_children() {
    check(
        r"
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {meow: {type: string}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {bark: {type: string}}}]}
",
        expect![[r#"
            Pet = choice by kind
              Cat Cat
              Dog Dog
              others  <Pet/base>
            Cat = object
              kind: string required
              meow: string
            Dog = object
              kind: string required
              bark: string
            <Pet/base> = object
              kind: string required
        "#]],
    );
}

#[test]
fn families_within_families() {
    check(
        r"
Thing:
  type: object
  discriminator: {propertyName: kind}
  properties: {kind: {type: string}}
Animal:
  allOf:
    - $ref: '#/components/schemas/Thing'
    - {discriminator: {propertyName: kind}, properties: {legs: {type: integer}}}
Cat: {allOf: [{$ref: '#/components/schemas/Animal'}, {properties: {kind: {const: cat}, meow: {type: string}}}]}
",
        expect![[r#"
            Thing = choice by kind
              Animal Animal
              cat Cat
              others Thing <Thing/base>
            Animal = choice by kind
              cat Cat
              others Animal <Animal/base>
            Cat = object
              kind: <Cat/kind>
              legs: integer
              meow: string
            <Thing/base> = object
              kind: string
            <Animal/base> = object
              kind: string
              legs: integer
            <Cat/kind> = enum cat
        "#]],
    );
}

#[test]
fn cases_that_only_a_mapping_names() {
    check(
        r"
Resend:
  type: object
  properties: {kind: {type: string}}
  discriminator: {propertyName: kind, mapping: {sms: '#/components/schemas/Sms', call: Call}}
Sms: {type: object, properties: {kind: {type: string}, text: {type: string}}}
Call: {type: object, properties: {kind: {type: string}, number: {type: string}}}
Alone:
  type: object
  properties: {kind: {type: string}}
  discriminator: {propertyName: kind, mapping: {alone: Alone}}
",
        expect![[r#"
            Resend = choice by kind
              sms Sms
              call Call
              others Resend <Resend/base>
            Sms = object
              kind: string
              text: string
            Call = object
              kind: string
              number: string
            Alone = object
              kind: string
            <Resend/base> = object
              kind: string
        "#]],
    );
}

#[test]
fn marks_of_all_that_holds() {
    check(
        r"
Links: {type: object, readOnly: true, properties: {self: {type: string}}}
Same: {$ref: '#/components/schemas/Links'}
Circle: {allOf: [{$ref: '#/components/schemas/Circle'}, {type: string}]}
User:
  type: object
  properties:
    behind: {$ref: '#/components/schemas/Same'}
    part: {allOf: [{$ref: '#/components/schemas/Links'}, {properties: {next: {type: string}}}]}
    within: {allOf: [{allOf: [{writeOnly: true}, {type: string}]}]}
    circle: {$ref: '#/components/schemas/Circle'}
    plain: {type: object, properties: {inner: {$ref: '#/components/schemas/Same'}}}
",
        expect![[r#"
            Links = object
              self: string
            Same = alias Links
            Circle = alias string
            User = object
              behind: Same read-only
              part: <User/part> read-only
              within: string write-only
              circle: Circle
              plain: <User/plain>
            <User/part> = object
              self: string
              next: string
            <User/plain> = object
              inner: Same read-only
            warning[openapi/part-of-itself]: the schema is a part of itself (`#/components/schemas/Circle`)
        "#]],
    );
}

#[test]
fn schemas_of_swagger_2() {
    let outcome = read(
        "doc",
        r"
swagger: '2.0'
info: {title: T, version: '1'}
paths: {}
definitions:
  Animal:
    type: object
    discriminator: kind
    required: [kind]
    properties: {kind: {type: string}, name: {type: string, x-nullable: true, required: true}}
  Cat:
    allOf: [{$ref: '#/definitions/Animal'}, {type: object, properties: {meow: {type: boolean}}}]
    x-ms-discriminator-value: cat
  Dog: {allOf: [{$ref: '#/definitions/Animal'}]}
  Free: {type: object, additionalProperties: {type: object}}
  Word: {type: text}
  Page«Cat»: {type: array, items: {$ref: '#/definitions/Cat'}}
"
        .trim_start(),
    );
    let problems: String = outcome.problems.lines().filter(|line| line.contains("openapi/")).collect();
    expect![[r#"
        Animal = choice by kind
          cat Cat
          Dog Dog
          others Animal <Animal/base>
        Cat = object
          kind: string required
          name: string?
          meow: boolean
        Dog = object
          kind: string required
          name: string?
        Free = alias {{any}}
        Word = alias any
        Page«Cat» = alias [Cat]
        <Animal/base> = object
          kind: string required
          name: string?
        warning[openapi/wrong-kind]: `required` of a schema is a list of names (`#/definitions/Animal/properties/name/required`)warning[openapi/unknown-type]: this is none of the types that there are (`#/definitions/Word/type`)"#]].assert_eq(&format!("{}{problems}", sketch::types(&outcome.model)));
}

#[test]
fn values_beside_a_type_that_none_of_them_is() {
    check_in(
        "3.0.3",
        r"
A:
  type: object
  properties:
    object: {type: object, enum: [a, b]}
    list: {type: array, items: {type: integer}, enum: [a, b]}
    lists: {type: array, items: {type: string}, enum: [[a], [b]]}
",
        expect![[r#"
            A = object
              object: <A/object>
              list: [integer]
              lists: any
            <A/object> = enum a b
            warning[openapi/enum-value]: none of the listed values is an object (`#/components/schemas/A/properties/object/type`)
            warning[openapi/enum-value]: none of these values is a list (`#/components/schemas/A/properties/list/enum`)
        "#]],
    );
}

#[test]
fn numbers_in_a_format_of_integers() {
    check(
        r"
A: {type: object, properties: {a: {type: number, format: int32, default: 1}, b: {type: [number, 'null'], format: int64}, c: {type: number, format: float}}}
",
        expect![[r#"
            A = object
              a: integer:int32 = 1
              b: integer:int64?
              c: number:float
        "#]],
    );
}

#[test]
fn any_object_or_null_beside_a_described_one() {
    check_in(
        "3.0.3",
        r"
A:
  type: object
  properties:
    known: {anyOf: [{$ref: '#/components/schemas/B'}, {type: object, nullable: true}]}
    text: {anyOf: [{type: string}, {type: object, nullable: true}]}
    never_null: {anyOf: [{$ref: '#/components/schemas/B'}, {type: object}]}
B: {type: object, properties: {x: {type: string}}}
",
        expect![[r#"
            A = object
              known: B?
              text: <A/text>?
              never_null: <A/never_null>
            B = object
              x: string
            <A/text> = choice
               string
               {any}
            <A/never_null> = choice
               B
               {any}
        "#]],
    );
}

#[test]
fn branches_that_extend_one_parent() {
    check(
        r"
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}
Cow: {allOf: [{$ref: '#/components/schemas/Pet'}]}
Some: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Cow'}]}
Mixed: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Other'}]}
Other: {type: object, properties: {x: {type: string}}}
",
        expect![[r#"
            Pet = choice by kind
              cat Cat
              dog Dog
              Cow Cow
              others Pet <Pet/base>
            Cat = object
              kind: string required
            Dog = object
              kind: string required
            Cow = object
              kind: string required
            Some = choice by kind
              cat Cat
              Cow Cow
              others  <Pet/base>
            Mixed = choice
               Cat
               Other
            Other = object
              x: string
            <Pet/base> = object
              kind: string required
        "#]],
    );
}

#[test]
fn arrays_of_described_places_and_nothing_behind_them() {
    check(
        r"
Old: {type: array, items: [{type: string}], additionalItems: false}
New: {type: array, prefixItems: [{type: string}], items: false}
",
        expect![[r#"
            Old = alias [string]
            New = alias [string]
        "#]],
    );
}
