use gatewright_generator::diag::{Diagnostics, Severity};
use gatewright_generator::limits::Limits;
use gatewright_generator::model::{Case, Choice, Encoding, Model, Origin, Path, Ref, Shape, Tag, TypeId};
use gatewright_generator::pass::check;
use gatewright_generator::project::Role;
use gatewright_generator::source::{SourceId, Span};

use super::{of_lap, of_openapi};

/// Codes of the problems of a model, errors with a `!`.
fn codes(model: &Model) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    check::leave_out(&mut model.clone(), &Limits::default(), |_| false, &mut diagnostics);
    let mark = |severity| if severity == Severity::Error { "!" } else { "" };
    diagnostics.iter().map(|one| format!("{}{}", one.code.name, mark(one.severity))).collect()
}

fn of_path(path: &str) -> Vec<String> {
    let mut model = of_lap("@endpoint GET /a\n@returns(204)");
    model.operations[0].path = Path::parse(path);
    codes(&model)
}

#[test]
fn paths() {
    assert!(of_path("/a/{id}.json").is_empty());
    assert!(of_path("/a/{x}-{y}:go").is_empty());
    assert!(of_path("/a/%20b").is_empty());
    assert_eq!(of_path("/x\"); evil!(); (\""), ["path/character"]);
    assert_eq!(of_path("a"), ["path/character"]);
    assert_eq!(of_path("/a/%zz"), ["path/character"]);
    assert_eq!(of_path("/a/{b"), ["path/character"]);
    assert_eq!(of_path("/a/../b"), ["path/dots"]);
    assert_eq!(of_path("/a/%2E%2e/b"), ["path/dots"]);
    assert_eq!(of_path("/files/{*rest}"), ["path/placeholder!"]);
    assert_eq!(of_path("/a/{}"), ["path/placeholder!"]);
    assert_eq!(of_path("/u/{id}/v/{id}"), ["path/placeholder-twice!"]);
    assert_eq!(of_path("/a?b=c"), [""; 0]);
    assert_eq!(of_path("/a#X-B=c"), [""; 0]);
    assert_eq!(of_path("/a?b=c d"), ["path/query"]);
    assert_eq!(of_path("/a#b"), ["path/fragment"]);
}

#[test]
fn same_shape_of_path_is_for_clients_only() {
    let mut model = of_lap("@endpoint GET /a/{id}\n@returns(204)\n\n@endpoint GET /a/{name}\n@returns(204)");
    assert_eq!(codes(&model), ["operation/duplicate"]);
    check::leave_out(
        &mut model,
        &gatewright_generator::limits::Limits::default(),
        |_| false,
        &mut Diagnostics::default(),
    );
    assert_eq!(model.operations.len(), 2);
    assert_eq!(model.shadowed.iter().map(|id| id.0).collect::<Vec<_>>(), [1]);
}

/// The API sends the one and takes the other, so that it does not matter which comes first or who may call.
#[test]
fn webhooks_at_the_path_of_an_operation_are_for_clients_only() {
    let pair = "@endpoint GET /a\n@returns(204)\n\n@endpoint GET /b\n@auth Bearer x\n@returns(204)";
    for webhook in [0, 1] {
        let mut model = of_lap(pair);
        model.operations[1].path = model.operations[0].path.clone();
        assert_eq!(codes(&model), ["operation/other-security!"]);
        model.operations[webhook].webhook = true;
        assert_eq!(codes(&model), ["operation/duplicate"]);
        let mut problems = Diagnostics::default();
        check::leave_out(&mut model, &gatewright_generator::limits::Limits::default(), |_| false, &mut problems);
        assert_eq!(model.operations.len(), 2);
        assert_eq!(model.shadowed.iter().map(|id| id.0 as usize).collect::<Vec<_>>(), [webhook]);
    }
}

#[test]
fn a_webhook_hides_no_contradiction_of_operations() {
    let three = "@endpoint GET /a\n@returns(204)\n\n@endpoint GET /b\n@auth Bearer x\n@returns(204)\n\n@endpoint GET \
                 /c\n@auth None\n@returns(204)";
    let mut model = of_lap(three);
    let path = model.operations[0].path.clone();
    model.operations.iter_mut().for_each(|operation| operation.path = path.clone());
    model.operations[0].webhook = true;
    assert_eq!(codes(&model), ["operation/other-security!", "operation/duplicate"]);
}

#[test]
fn same_path_with_other_security_is_refused() {
    let mut model = of_lap("@endpoint GET /a\n@returns(204)\n\n@endpoint GET /b\n@auth Bearer x\n@returns(204)");
    model.operations[1].path = Path::parse("/a");
    assert_eq!(codes(&model), ["operation/other-security!"]);
    let mut diagnostics = Diagnostics::default();
    check::leave_out(
        &mut model,
        &gatewright_generator::limits::Limits::default(),
        |code| code.name == "operation/other-security",
        &mut diagnostics,
    );
    assert_eq!((diagnostics.has_errors(), model.operations.len()), (false, 1));
}

#[test]
fn headers() {
    let mut model = of_lap("@endpoint GET /a\n@optional {X-A: str, Content-Type: str}\n@returns(204)");
    assert!(codes(&model).is_empty());
    model.operations[0].parameters[0].wire = "My Header".into();
    model.operations[0].parameters[1].wire = "Content-Length".into();
    assert_eq!(codes(&model), ["parameter/header-name", "parameter/owned-header"]);
    check::leave_out(
        &mut model,
        &gatewright_generator::limits::Limits::default(),
        |_| false,
        &mut Diagnostics::default(),
    );
    assert!(model.operations[0].parameters.is_empty());
}

#[test]
fn parameter_twice() {
    let mut model = of_lap("@endpoint GET /a\n@optional {x: str, y: str}\n@returns(204)");
    model.operations[0].parameters[1].wire = "x".into();
    assert_eq!(codes(&model), ["parameter/twice"]);
}

#[test]
fn examples_of_the_document_that_gives_the_type() {
    let of = |example: &str| {
        of_lap(&format!("@endpoint POST /a\n@required {{age: int}}\n@example_request {example}\n@returns(204)"))
    };
    assert_eq!(codes(&of(r#"{"age": 10}"#)), [""; 0]);
    let mut model = of(r#"{"age": "ten"}"#);
    assert_eq!(codes(&model), ["example/misfit"]);
    let body = model.operations[0].body.as_mut().expect("a body");
    let span = body.contents[0].origin.span();
    body.contents[0].origin = Origin::Supplemented(Span { source: SourceId(7), ..span });
    assert_eq!(codes(&model), [""; 0], "another document has the last word on the type");
}

#[test]
fn media_types() {
    let of = |media_type: &str| {
        let mut model = of_lap("@endpoint GET /a\n@returns(200) {a: str}");
        let content = &mut model.operations[0].responses[0].contents[0];
        (content.media_type, content.ty) = (media_type.into(), Ref::string());
        codes(&model)
    };
    assert!(of("text/plain; charset=utf-8").is_empty());
    assert!(of("*/*").is_empty());
    assert!(of("application/x; a=\"b c\"").is_empty());
    assert_eq!(of("text/plain\r\nX-Evil: 1"), ["media-type/syntax!"]);
    assert_eq!(of("application/json', 'X': evil!(), 'y"), ["media-type/syntax!"]);
    assert_eq!(of("json"), ["media-type/syntax!"]);
    let of_part = |media_type: &str| {
        let mut model = of_lap("@endpoint GET /a\n@returns(200) {a: str}");
        let media_type = Some(media_type.to_owned());
        model.operations[0].responses[0].contents[0].encodings.push(Encoding { media_type, ..Encoding::new("a") });
        codes(&model)
    };
    assert!(of_part("image/png, text/csv; header=\"a,b\"").is_empty());
    assert_eq!(of_part("image/png, text/csv\r\nX-Evil: 1"), ["media-type/syntax!"]);
}

#[test]
fn objects_in_media_types_that_nobody_decodes() {
    let of = |contents: &str| {
        let text = format!(
            "paths: {{/a: {{get: {{responses: {{'200': {{description: '', content: {{{contents}}}}}}}}}}}}}\n\
             components: {{schemas: {{A: {{type: object, properties: {{a: {{type: string}}}}}}}}}}"
        );
        codes(&of_openapi(&text, Role::Document))
    };
    let a = "{schema: {$ref: '#/components/schemas/A'}}";
    assert_eq!(of(&format!("text/xml: {a}")), ["media-type/not-decoded"]);
    assert!(of(&format!("text/xml: {a}, application/json: {a}")).is_empty());
    assert!(of("text/xml: {schema: {type: string}}").is_empty());
    assert!(of(&format!("multipart/related: {a}")).is_empty(), "members are parts");
    assert_eq!(of("multipart/related: {schema: {type: array, items: {type: string}}}"), ["media-type/not-decoded"]);
    assert!(of(&format!("multipart/form-data: {a}")).is_empty());
}

/// The problems of an operation with these responses.
fn of_responses(method: &str, responses: &str) -> Vec<String> {
    let text = format!(
        "paths: {{/a: {{{method}: {{responses: {{{responses}}}}}}}}}\n\
         components: {{schemas: {{A: {{type: object, properties: {{a: {{type: string}}}}}}}}}}"
    );
    codes(&of_openapi(&text, Role::Document))
}

#[test]
fn items_of_sequences_are_not_read_one_by_one() {
    let of = |contents: &str| of_responses("get", &format!("'200': {{description: '', content: {{{contents}}}}}"));
    let a = "{$ref: '#/components/schemas/A'}";
    assert_eq!(of(&format!("text/event-stream: {{itemSchema: {a}}}")), ["media-type/sequence"]);
    assert_eq!(of(&format!("application/jsonl: {{schema: {a}}}")), ["media-type/sequence"]);
    assert_eq!(
        of(&format!("application/json: {{schema: {a}}}, application/x-ndjson: {{schema: {a}}}")),
        ["media-type/sequence"]
    );
    assert!(of("text/event-stream: {}, application/json-seq: {schema: {type: string}}").is_empty());
}

#[test]
fn replies_that_never_have_a_body() {
    let a = "content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}";
    for status in ["101", "204", "205", "304", "1XX"] {
        let found = of_responses("get", &format!("'{status}': {{description: '', {a}}}"));
        assert_eq!(found, ["response/never-a-body"], "{status}");
    }
    for status in ["200", "206", "302", "2XX", "404", "default"] {
        assert!(of_responses("get", &format!("'{status}': {{description: '', {a}}}")).is_empty(), "{status}");
        assert_eq!(of_responses("head", &format!("'{status}': {{description: '', {a}}}")), ["response/never-a-body"]);
    }
}

/// The shapes of types `A`, `B`, … in place of what documents would say.
fn of_shapes(shapes: Vec<Shape>) -> Model {
    let names: Vec<_> = ('A'..).take(shapes.len()).map(|name| format!("    {name}: {{type: object}}\n")).collect();
    let mut model = of_openapi(&format!("components:\n  schemas:\n{}", names.concat()), Role::Document);
    for (ty, shape) in model.types.iter_mut().zip(shapes) {
        ty.shape = shape;
    }
    model
}

fn choice(cases: &[(u32, &str)]) -> Shape {
    let case = |(id, tag): &(u32, &str)| Case { tags: vec![(*tag).into()], ..Case::of(Ref::Named(TypeId(*id))) };
    Shape::Choice(Choice::new(Tag::Member("kind".into()), false, cases.iter().map(case).collect()))
}

#[test]
fn names_that_lead_in_a_circle() {
    let alias = |id| Shape::Alias(Ref::Named(TypeId(id)));
    assert_eq!(codes(&of_shapes(vec![alias(1), alias(0)])), ["type/alias-cycle!"]);
    assert_eq!(codes(&of_shapes(vec![alias(0)])), ["type/alias-cycle!"]);
}

#[test]
fn lists_of_themselves_travel_as_any_json() {
    let list = |ty| Ref::List { item: Box::new(ty), count: Default::default(), unique: false };
    let named = |id| Ref::Named(TypeId(id));
    let alone = of_shapes(vec![Shape::Alias(list(named(0)))]);
    assert_eq!(codes(&alone), ["type/endless-list"]);
    let by_another = of_shapes(vec![Shape::Alias(named(1)), Shape::Alias(list(named(0)))]);
    assert_eq!(codes(&by_another), ["type/endless-list"]);
    let with_null = of_shapes(vec![Shape::Alias(Ref::Nullable(Box::new(list(named(0)))))]);
    assert_eq!(codes(&with_null), ["type/endless-list"]);
}

#[test]
fn names_of_lists_nest_as_deep_as_compilers_follow() {
    let list = |id| Ref::List { item: Box::new(Ref::Named(TypeId(id))), count: Default::default(), unique: false };
    let chain = |length: u32| {
        let lists = (1..=length).map(|next| Shape::Alias(list(next)));
        lists.chain([Shape::Object(Default::default())]).collect()
    };
    let mut text = String::from("components:\n  schemas:\n");
    (0..=20_000).for_each(|at| text.push_str(&format!("    A{at}: {{type: object}}\n")));
    let of = |shapes: Vec<Shape>| {
        let mut model = of_openapi(&text, Role::Document);
        model.types.iter_mut().zip(shapes).for_each(|(ty, shape)| ty.shape = shape);
        codes(&model)
    };
    assert_eq!(of(chain(32)), [""; 0]);
    assert_eq!(of(chain(33)), ["type/nested"]);
    assert_eq!(of(chain(20_000)).len(), 20_000 / 33);
}

#[test]
fn lists_in_lists_are_cut() {
    let mut schema = String::from("{type: string}");
    (0..100).for_each(|_| schema = format!("{{type: array, items: {schema}}}"));
    let text =
        format!("components:\n  schemas:\n    A: {{type: object, properties: {{a: {schema}}}}}\n    B: {schema}\n");
    let mut model = of_openapi(&text, Role::Document);
    let mut diagnostics = Diagnostics::default();
    check::leave_out(&mut model, &Limits::default(), |_| false, &mut diagnostics);
    let codes: Vec<_> = diagnostics.iter().map(|one| one.code.name).collect();
    assert!(codes.len() >= 2 && codes.iter().all(|code| *code == "type/nested"), "{codes:?}");
    assert!(format!("{:?}", model.types).matches("List {").count() <= 32);
}

#[test]
fn choices() {
    let object = || Shape::Object(Default::default());
    let nothing = Shape::Choice(Choice::new(Tag::Probed, false, Vec::new()));
    assert_eq!(codes(&of_shapes(vec![nothing])), ["type/no-cases"]);
    assert_eq!(codes(&of_shapes(vec![choice(&[(1, "a"), (2, "a")]), object(), object()])), ["type/same-tag"]);
    let itself = vec![choice(&[(1, "a"), (2, "b")]), object(), Shape::Alias(Ref::Named(TypeId(0)))];
    assert_eq!(codes(&of_shapes(itself)), ["type/case-of-itself"]);
}

#[test]
fn names_of_members() {
    let of = |name: &str| {
        let schema =
            format!("components:\n  schemas:\n    A: {{type: object, properties: {{\"{name}\": {{type: string}}}}}}\n");
        codes(&of_openapi(&schema, Role::Document))
    };
    assert_eq!(of(r"a=b\nc d"), [""; 0]);
    assert_eq!(of(r"a\0b"), ["type/member-name"]);
}

#[test]
fn values_without_end() {
    let text = "components:\n  schemas:\n    A: {type: object, required: [next], properties: \
                {next: {$ref: '#/components/schemas/A'}}}\n    B: {type: object, required: [next], properties: \
                {next: {type: array, items: {$ref: '#/components/schemas/B'}}}}\n";
    assert_eq!(codes(&of_openapi(text, Role::Document)), ["type/endless"]);
}

#[test]
fn patterns_that_count_far_want_a_longest_text() {
    let of_schema = |schema: &str| {
        let text = format!(
            "paths:\n  /a:\n    post:\n      requestBody:\n        \
             content: {{application/json: {{schema: {{type: object, properties: {{a: {schema}}}}}}}}}\n      \
             responses: {{'204': {{description: d}}}}\n"
        );
        codes(&of_openapi(&text, Role::Document))
    };
    assert_eq!(of_schema("{type: string, pattern: '([a-z]{1,100}-?){1,50}'}"), ["pattern/costly"]);
    assert_eq!(of_schema("{type: object, patternProperties: {'[a-z]{1,2000}$': {}}}"), ["pattern/costly"]);
    assert_eq!(of_schema("{type: string, maxLength: 1000, pattern: '([a-z]{1,100}-?){1,50}'}"), [""; 0]);
    assert_eq!(of_schema("{type: string, pattern: '^([a-z]{1,100}-?){1,50}$'}"), [""; 0]);
    assert_eq!(of_schema("{type: string, pattern: '^[a-z0-9-]{1,63}([.][a-z0-9-]{1,63})*$'}"), [""; 0]);
    assert_eq!(of_schema("{type: string, pattern: '(?=a)'}"), ["pattern/not-checked"]);
}

#[test]
fn base_addresses() {
    let of_address =
        |url: &str| codes(&of_openapi(&format!("servers: [{{url: '{url}'}}]\npaths: {{}}"), Role::Document));
    for url in ["https://a.example", "HTTP://a.example/v1", "/v1", "v1", "localhost:8080", "https://a.example/a:b@c"] {
        assert!(of_address(url).is_empty(), "{url}");
    }
    assert_eq!(of_address("//a.example"), ["server/address"]);
    assert_eq!(of_address("javascript:alert(1)"), ["server/address"]);
    assert_eq!(of_address("ftp://a.example"), ["server/address"]);
    assert_eq!(of_address("https://me:secret@a.example/v1"), ["server/user"]);
    assert_eq!(of_address("https://{region}.a.example"), ["server/undeclared-variable"]);
    let declared = "servers: [{url: 'https://{r}.a.example', variables: {r: {default: eu}}}]\npaths: {}";
    assert!(codes(&of_openapi(declared, Role::Document)).is_empty());
}
