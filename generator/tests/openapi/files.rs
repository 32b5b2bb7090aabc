//! Documents in several files.

use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::pipeline::{self, Step};
use gatewright_generator::project::Project;

use super::sketch;

/// Files under a folder of their own; the first is the document.
#[track_caller]
fn check(files: &[(&str, &str)], expected: Expect) {
    check_below(None, files, expected);
}

#[track_caller]
fn check_below(root: Option<&str>, files: &[(&str, &str)], expected: Expect) {
    check_given(root, 1, files, expected);
}

/// Files of which the first so many are documents of one API.
#[track_caller]
fn check_given(root: Option<&str>, documents: usize, files: &[(&str, &str)], expected: Expect) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let frame = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";
        let frame = if files[..documents].iter().any(|(document, _)| document == name) { frame } else { "" };
        fs::write(path, format!("{frame}{}", text.trim_start_matches('\n'))).expect("a file");
    }
    let mut diagnostics = Diagnostics::default();
    let mut project = Project { root: root.map(|root| folder.path().join(root)), ..Project::default() };
    let paths: Vec<_> = files[..documents].iter().map(|(name, _)| folder.path().join(name)).collect();
    project.add_documents("things", &paths, &mut diagnostics);
    project.apis[0].allow = vec!["openapi/external-reference".to_owned(), "openapi/not-a-part".to_owned()];
    let model = pipeline::model(&project.sources, &project.apis[0], Step::Merge, &mut diagnostics);
    let mut shown = model.map(|model| sketch::operations(&model) + &sketch::types(&model)).unwrap_or_default();
    for line in render(&project.sources, &diagnostics, false).lines() {
        if line.starts_with("warning") || line.starts_with("error") || line.trim_start().starts_with("-->") {
            shown += &line.replace(&folder.path().to_string_lossy().replace('\\', "/"), "");
            shown.push('\n');
        }
    }
    shown += "read:";
    for file in &project.files {
        let file = file.strip_prefix(folder.path()).unwrap_or(Path::new("?"));
        shown += &format!(" {}", file.to_string_lossy().replace('\\', "/"));
    }
    shown.push('\n');
    expected.assert_eq(&shown);
}

#[test]
fn parts_in_folders() {
    check(
        &[
            (
                "api.yaml",
                "
paths:
  /users: {$ref: paths/users.yaml}
  /users/{id}: {$ref: './paths/deep/user%20one.yaml#/item'}
components:
  schemas:
    Person: {$ref: ./schemas/User.yaml}
",
            ),
            (
                "paths/users.yaml",
                "
get:
  operationId: list
  parameters: [{$ref: '../common.json#/Limit'}]
  responses:
    200: {description: '', content: {application/json: {schema: {type: array, items: {$ref: ../schemas/User.yaml}}}}}
    default: {$ref: '../common.json#/Problem'}
post:
  operationId: create
  requestBody: {content: {application/json: {schema: {$ref: '../api.yaml#/components/schemas/Person'}}}}
  responses: {}
",
            ),
            (
                "paths/deep/user one.yaml",
                "
item:
  parameters: [{name: id, in: path, required: true, schema: {$ref: ../../schemas/Id.yaml}}]
  get: {operationId: get, responses: {200: {description: '', content: {application/json: {schema: {$ref: '../../schemas/User.yaml#/properties/boss'}}}}}}
",
            ),
            (
                "schemas/User.yaml",
                "type: object\nproperties:\n  id: {$ref: Id.yaml}\n  self: {$ref: '#'}\n  boss: {$ref: ../api.yaml#/components/schemas/Person}\n",
            ),
            ("schemas/Id.yaml", "type: string\nmaxLength: 20\n"),
            (
                "common.json",
                r#"{"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                    "Problem": {"description": "", "content": {"application/json": {"schema": {"title": "Problem", "type": "object", "properties": {"code": {"type": "integer"}}}}}}}"#,
            ),
        ],
        expect![[r#"
            GET /users list in users
              Query Form limit: integer explode
              < 200 application/json [Person]
              < default application/json <list/response default> (Problem)
            POST /users create in users
              > application/json Person
            GET /users/{id} get in users
              Path Simple id: Id required
              < 200 application/json Person
            Person = object
              id: Id
              self: Person
              boss: Person
            Id = alias string(..20)
            <list/response default> (Problem) = object
              code: integer
            read: api.yaml paths/users.yaml paths/deep/user one.yaml schemas/User.yaml common.json schemas/Id.yaml
        "#]],
    );
}

#[test]
fn families_in_files() {
    check(
        &[
            ("api.yaml", "components: {schemas: {Animal: {$ref: 'animals.yaml#/Animal'}}}\n"),
            (
                "animals.yaml",
                "
Animal:
  type: object
  discriminator: {propertyName: kind, mapping: {cat: '#/Cat', dog: 'animals.yaml#/Dog'}}
  properties: {kind: {type: string}}
Cat: {allOf: [{$ref: '#/Animal'}, {type: object, properties: {lives: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/Animal'}, {type: object, properties: {barks: {type: boolean}}}]}
",
            ),
        ],
        expect![[r#"
            Animal = choice by kind
              cat Cat
              dog Dog
              others Animal <Animal/base>
            Cat = object
              kind: string
              lives: integer
            Dog = object
              kind: string
              barks: boolean
            <Animal/base> = object
              kind: string
            read: api.yaml animals.yaml
        "#]],
    );
}

#[test]
fn files_that_refer_to_each_other() {
    check(
        &[
            (
                "a.yaml",
                "components: {schemas: {A: {type: object, properties: {b: {$ref: 'b.yaml#/B'}}}, Loop: {$ref: 'b.yaml#/Loop'}}}\n",
            ),
            (
                "b.yaml",
                "B: {type: object, properties: {a: {$ref: 'a.yaml#/components/schemas/A'}}}\nLoop: {$ref: 'a.yaml#/components/schemas/Loop'}\n",
            ),
        ],
        expect![[r#"
            error[openapi/reference-cycle]: this reference leads back to itself (`#/components/schemas/Loop/$ref`)
             --> /a.yaml:3:94
            read: a.yaml b.yaml
        "#]],
    );
}

#[test]
fn what_is_not_opened() {
    check(
        &[
            (
                "in/api.yaml",
                "
components:
  schemas:
    Up: {$ref: ../outside.yaml}
    Escaped: {$ref: '%2e%2e/outside.yaml'}
    Absolute: {$ref: /etc/passwd}
    Url: {$ref: 'file:///etc/passwd'}
    Remote: {$ref: 'https://example.com/a.yaml'}
    Missing: {$ref: missing.yaml#/A}
    Folder: {$ref: folder}
    Prose: {$ref: prose.md}
    Broken: {$ref: broken.yaml}
",
            ),
            ("outside.yaml", "type: string\n"),
            ("in/folder/x", ""),
            ("in/prose.md", "# Only prose\n"),
            ("in/broken.yaml", "a: [1\n"),
        ],
        expect![[r#"
            warning[openapi/external-reference]: the reference points out of the document (`#/components/schemas/Up/$ref`)
             --> /in/api.yaml:5:16
            warning[openapi/external-reference]: the reference points out of the document (`#/components/schemas/Escaped/$ref`)
             --> /in/api.yaml:6:21
            warning[openapi/external-reference]: the reference points out of the document (`#/components/schemas/Absolute/$ref`)
             --> /in/api.yaml:7:22
            warning[openapi/external-reference]: the reference points out of the document (`#/components/schemas/Url/$ref`)
             --> /in/api.yaml:8:17
            warning[openapi/external-reference]: the reference points out of the document (`#/components/schemas/Remote/$ref`)
             --> /in/api.yaml:9:20
            warning[openapi/external-reference]: the file `missing.yaml` cannot be read: there is no such file (`#/components/schemas/Missing/$ref`)
              --> /in/api.yaml:10:21
            warning[openapi/external-reference]: the file `folder` cannot be read: it is no file (`#/components/schemas/Folder/$ref`)
              --> /in/api.yaml:11:20
            warning[openapi/external-reference]: the file `prose.md` cannot be read: it holds prose and no parts of an API (`#/components/schemas/Prose/$ref`)
              --> /in/api.yaml:12:19
            warning[openapi/external-reference]: the reference points out of the document (`#/components/schemas/Broken/$ref`)
              --> /in/api.yaml:13:20
            error[yaml/syntax]: this is not YAML
             --> /in/broken.yaml:1:4
            read: in/api.yaml in/missing.yaml in/folder in/prose.md in/broken.yaml
        "#]],
    );
}

#[test]
fn a_wider_root() {
    check_below(
        Some("."),
        &[
            ("in/api.yaml", "components: {schemas: {Up: {$ref: ../outside.yaml}}}\n"),
            ("outside.yaml", "type: string\n"),
        ],
        expect![[r#"
            Up = alias string
            read: in/api.yaml outside.yaml
        "#]],
    );
}

#[test]
fn whole_maps_by_reference() {
    check(
        &[
            (
                "api.yaml",
                "
paths: {$ref: paths/_index.yaml}
components:
  schemas: {$ref: schemas/_index.yaml}
  securitySchemes: {$ref: 'schemas/_index.yaml#/x-schemes'}
security: [{key: []}]
",
            ),
            (
                "paths/_index.yaml",
                "
/users:
  get:
    description: {$ref: ../list.md}
    responses:
      200: {description: '', content: {application/json: {schema: {$ref: '../api.yaml#/components/schemas/User'}}}}
",
            ),
            (
                "schemas/_index.yaml",
                "
User: {type: object, properties: {id: {type: string}, pet: {$ref: '../api.yaml#/components/schemas/Pet'}}}
Pet: {type: object, discriminator: {propertyName: kind, mapping: {cat: Cat}}, properties: {kind: {type: string}}}
Cat: {allOf: [{$ref: '../api.yaml#/components/schemas/Pet'}]}
x-schemes: {key: {type: apiKey, in: header, name: X-Key}}
",
            ),
            ("list.md", "# List\n"),
        ],
        expect![[r#"
            GET /users - in users
              < 200 application/json User
              by [(key)]
            User = object
              id: string
              pet: Pet
            Pet = choice by kind
              cat Cat
              others Pet <Pet/base>
            Cat = object
              kind: string
            x-schemes = alias any
            <Pet/base> = object
              kind: string
            warning[openapi/wrong-kind]: `description` is no text (`#/~1users/get/description`)
             --> /paths/_index.yaml:3:18
            read: api.yaml paths/_index.yaml schemas/_index.yaml list.md
        "#]],
    );
}

#[test]
fn addresses_of_schemas_count_across_files() {
    check(
        &[
            (
                "api.yaml",
                "
$self: https://api.example.com/doc
paths: {}
components:
  schemas:
    Order: {$ref: schemas/order.json}
    Line: {type: object, properties: {sku: {$ref: 'https://schemas.example.com/shop/common#sku'}}}
",
            ),
            (
                "schemas/order.json",
                r##"{"$id": "https://schemas.example.com/shop/order", "type": "object", "properties": {
                    "customer": {"$ref": "customer"}, "lines": {"type": "array", "items":
                    {"$ref": "https://api.example.com/doc#/components/schemas/Line"}}, "common": {"$ref": "common.json"},
                    "people": {"$ref": "people.json"}}}"##,
            ),
            (
                "schemas/people.json",
                r#"{"$id": "https://schemas.example.com/shop/people", "$defs":
                    {"Customer": {"$id": "customer", "type": "object", "properties": {"name": {"type": "string"}}}}}"#,
            ),
            (
                "schemas/common.json",
                r#"{"$id": "https://schemas.example.com/shop/common", "$defs": {"Sku": {"$anchor": "sku", "type": "integer"}}}"#,
            ),
        ],
        expect![[r#"
            Order = object
              customer: Customer
              lines: [Line]
              common: common
              people: people
            Line = object
              sku: Sku
            Sku = alias integer
            Customer = object
              name: string
            common = alias any
            people = alias any
            read: api.yaml schemas/order.json schemas/customer schemas/common.json schemas/people.json
        "#]],
    );
}

#[test]
fn documents_of_one_api_refer_to_each_other_by_their_addresses() {
    let operation = |schema: &str| {
        format!(
            "get: {{responses: {{200: {{description: '', content: {{application/json: {{schema: {{$ref: '{schema}'}}}}}}}}}}}}"
        )
    };
    let first = format!(
        "$self: https://api.example.com/a\npaths:\n  /a: {{{}}}\n  /c: {{{}}}\n",
        operation("b#/components/schemas/User"),
        operation("https://api.example.com/group"),
    );
    let second = format!(
        "$self: https://api.example.com/b\npaths:\n  /b: {{{}}}\ncomponents:\n  schemas:\n    User: {{type: object, \
         properties: {{group: {{$ref: group}}}}}}\n    Group: {{$id: group, type: object, properties: {{label: {{type: string}}}}}}\n",
        operation("#/components/schemas/User"),
    );
    check_given(
        None,
        2,
        &[("a.yaml", &first), ("b.yaml", &second)],
        expect![[r#"
            GET /a - in a
              < 200 application/json User
            GET /c - in c
              < 200 application/json Group
            GET /b - in b
              < 200 application/json User
            User = object
              group: Group
            Group = object
              label: string
            read: a.yaml b b.yaml group
        "#]],
    );
}
