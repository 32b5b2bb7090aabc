//! Printing a model as LAP gives back what was read.

use std::path::Path;

use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::emit::lap;
use gatewright_generator::model::Builder;
use gatewright_generator::pipeline::{self, Step};
use gatewright_generator::project::Project;
use gatewright_generator::read::{Document, openapi};
use gatewright_generator::source::Sources;

use super::read;

const HEAD: &str = "@lap v0.3\n# Machine-readable API spec. Each @endpoint block is one API call.\n@api Test\n";

/// A file that is printed as it was written.
fn same(text: &str) {
    let (model, sources, diagnostics) = read(text);
    assert!(!diagnostics.has_errors(), "{}", render(&sources, &diagnostics, false));
    assert_eq!(lap::text(&model), text);
}

/// A call that is printed as it was written.
fn same_call(lines: &str) {
    same(&format!("{HEAD}@endpoints 1\n@toc x(1)\n\n@endpoint {lines}\n\n@end\n"));
}

#[test]
fn okta() {
    same(include_str!("../../../specs/okta/okta-management.lap"));
}

#[test]
fn header() {
    same(
        "@lap v0.3\n# Machine-readable API spec. Each @endpoint block is one API call.\n@api A: b, c\n@base https://{x}.test/v1\n\
         @version 2.0 beta\n@auth ApiKey X-Key in query | OAuth2 | Bearer basic\n@common_fields {tenant: str # Who, v: any=1}\n\
         @endpoints 2\n@toc b(1), a(1)\n@type User {id!: str, manager: User?, of: map?{a: [map{b!: int}]}}\n\n@group b\n\
         @endpoint GET /{tenant}/b\n@auth None\n\n@endgroup\n\n@group a\n@endpoint PUT /a?x=y\n@body -> User\n\n@endgroup\n\n\
         @end\n",
    );
}

#[test]
fn types() {
    same_call(
        "GET /x\n@required {a: [str(uri)], b: map{c!: map<str,[int]>, d: any}, e: User, f: [User], g: bytes, h: null}\n\
         @returns(200) {a: any?, b: map?{c: str(date-time)?, d: [map{e: map<str,map<str,num>>?}]}, f: User?, g: Group?{h: str?}}",
    );
}

#[test]
fn values() {
    same_call(
        "GET /x\n@optional {a: str(x/y z), b: any(x/y), c: [str](x/y), d: int(int32)(1/2)=2, e: bool(true/false), f: \
         str(<b id=\"1\"></b> x/y), g: str(a/b/a/c), h: str(a/b/c/a/b), i: str(/a//b/a)=/a}",
    );
}

#[test]
fn defaults() {
    same_call(
        "GET /x\n@optional {a: int=Last, for `1` # The order, b: bool=False, c: bool=false, d: str=, e: str=null # Null, f: \
         num=1.50, g: [str]=['x', 'y'], h: map={}, i: str(date-time)=Assigned}",
    );
}

#[test]
fn places() {
    same_call(
        "POST /a/{id}/{b+}\n@desc Text, {with}: all # of it\n@required {id: str # Which, If-Match: str, id: int # New}\n\
         @optional {slug: str, b: str, X-Y: str, slug: int}\n@returns(201)\n@returns(2XX) {} # Empty\n@errors {400: Bad, 401, \
         404:Gone, 409:Clash: Twice, 4XX, default: Any}\n@example_request {\"id\":1,\"b\":[\"é\",null,1.5]}",
    );
}

#[test]
fn optional_placeholder() {
    same_call("GET /keys/{id}\n@optional {id: str # Which}");
}

#[test]
fn files() {
    same_call("POST /logo\n@required {file: file, also: [file]}");
}

/// LAP says less than OpenAPI; but what it says stays as it is.
#[test]
#[ignore = "needs ../shared"]
fn documents_of_other_formats() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/openapi");
    for name in ["hetzner.yaml", "notion.yaml", "petstore.yaml", "resend.yaml"] {
        let path = folder.join(name);
        let mut diagnostics = Diagnostics::default();
        let mut project = Project::default();
        project.add_documents("things", &[path], &mut diagnostics);
        let model = pipeline::model(&project.sources, &project.apis[0], Step::Merge, &mut diagnostics);
        let text = lap::text(&model.unwrap_or_else(|| panic!("{}", render(&project.sources, &diagnostics, false))));
        same(&text);
    }
}

/// What an OpenAPI document is as LAP, and what is warned of. What is printed is read, without problems, as it was printed.
fn converted(document: &str) -> (String, Vec<&'static str>) {
    let mut sources = Sources::default();
    let id = sources.add("a.yaml", document);
    let (mut builder, mut diagnostics) = (Builder::new("test"), Diagnostics::default());
    openapi::read(Document::alone(id, &sources.get(id).text), &mut builder, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{}", render(&sources, &diagnostics, false));
    let (text, losses) = lap::print(&builder.finish());
    same(&text);
    (text, losses.iter().map(|loss| loss.code.name).collect())
}

/// A document with one call, of these parameters and answers.
fn call(parameters: &str, responses: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\npaths:\n  /a:\n    post:\n      parameters: [{parameters}]\n      \
         responses: {responses}\n"
    )
}

const NOTHING: &str = "{'204': {description: ''}}";

#[track_caller]
fn says(document: &str, line: &str, codes: &[&str]) {
    let (text, found) = converted(document);
    assert!(text.lines().any(|found| found == line), "`{line}` is no line of\n{text}");
    assert_eq!(found, codes);
}

#[test]
fn prose_that_reads_as_a_parameter() {
    let sort = "{name: sort, in: query, description: 'How to sort, admin: str', schema: {type: string}}";
    says(&call(sort, NOTHING), "@optional {sort: str # How to sort; admin: str}", &["convert/reworded"]);
    let plain = "{name: sort, in: query, description: 'How to sort, as: {a, b}', schema: {type: string}}";
    says(&call(plain, NOTHING), "@optional {sort: str # How to sort, as: {a, b}}", &[]);
    let default = "{name: sort, in: query, schema: {type: string, default: 'a, b: int'}}";
    says(&call(default, NOTHING), "@optional {sort: str}", &["convert/reworded"]);
}

/// A comment goes on to where a parameter certainly begins, which takes a name without spaces and a word of the format.
#[test]
fn prose_before_what_does_not_read_as_a_parameter() {
    let both = |name: &str| {
        format!(
            "{{name: sort, in: query, description: How to sort, schema: {{type: string}}}}, \
             {{name: '{name}', in: query, schema: {{type: integer}}}}"
        )
    };
    says(&call(&both("at"), NOTHING), "@optional {sort: str # How to sort, at: int}", &[]);
    says(&call(&both("sort at"), NOTHING), "@optional {sort: str, sort at: int}", &["convert/reworded"]);
}

#[test]
fn names_that_read_as_something_else() {
    let odd =
        "{name: 'k: str, isRoot', in: query, schema: {type: string}}, {name: b, in: query, schema: {type: string}}";
    says(&call(odd, NOTHING), "@optional {b: str}", &["convert/left-out"]);
    let members = "{'200': {description: '', content: {application/json: {schema: {type: object, properties: {'k: str, isRoot': \
                   {type: string}, 'a!': {type: string}, b: {type: string, format: 'c), d: str(e'}}}}}}}";
    says(&call("", members), "@returns(200) {a!: str, b: str}", &["convert/left-out"]);
}

#[test]
fn values_that_read_as_something_else() {
    let odd = "{name: a, in: query, schema: {type: string, enum: ['b', 'c), d: str(e']}}";
    says(&call(odd, NOTHING), "@optional {a: str}", &["convert/left-out"]);
}

#[test]
fn answers_that_read_as_others() {
    let error = "{'200': {description: '{a: int}'}, '404': {description: 'Not there, 500: worse'}}";
    let document = call("", error);
    says(&document, "@errors {404: Not there; 500: worse}", &["convert/reworded", "convert/reworded"]);
    says(&document, "@returns(200)", &["convert/reworded", "convert/reworded"]);
}

/// Types without a name that LAP has are written out wherever they are used.
#[test]
fn types_that_hold_themselves_twice() {
    let list = "{'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/pair'}}}}}";
    let pair = "components: {schemas: {pair: {type: object, properties: {one: {$ref: '#/components/schemas/pair'}, \
                other: {$ref: '#/components/schemas/pair'}}}}}\n";
    let document = format!("{}{pair}", call("", list));
    says(&document, "@returns(200) {one: any, other: any}", &["convert/left-out"]);
}
