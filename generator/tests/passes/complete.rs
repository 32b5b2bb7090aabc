use gatewright_generator::model::{Format, Model, Paging, PagingStyle, Ref, Shape};
use gatewright_generator::pass::complete::complete;
use serde_json::json;

use super::{body, members, of_lap, of_openapi, operation, parameters, part, returned};
use gatewright_generator::diag::Diagnostics;
use gatewright_generator::pass::merge::merge;
use gatewright_generator::project::Role;

fn completed(endpoints: &str) -> Model {
    let mut model = of_lap(endpoints);
    complete(&mut model);
    model
}

#[test]
fn placeholder_without_a_parameter_is_path() {
    let mut model = of_openapi("paths: {'/a/{id}/b': {get: {responses: {'200': {description: ''}}}}}", Role::Document);
    model.operations[0].parameters.clear();
    complete(&mut model);
    assert_eq!(parameters(&operation(&model, "get", "/a/{id}/b")), ["id in path"]);
}

#[test]
fn second_placeholder_of_a_name_takes_a_value_of_its_own() {
    let again = |parameters: &str| {
        let paths = format!(
            "paths: {{'/a/{{id}}/b/{{id}}/{{id2}}/{{id+}}': {{get: {{parameters: [{parameters}], responses: {{}}}}}}}}"
        );
        let mut model = of_openapi(&paths, Role::Document);
        complete(&mut model);
        let wire = model.operations[0].path.wire.clone();
        (wire.clone(), parameters_of(&model))
    };
    let (path, parameters) = again("{name: id, in: path, required: true, schema: {type: integer}}");
    assert_eq!(path, "/a/{id}/b/{id3}/{id2}/{id4+}");
    assert_eq!(parameters, ["id", "id3", "id2", "id4"]);
    assert_eq!(again("{name: q, in: query}").0, "/a/{id}/b/{id}/{id2}/{id+}");
}

#[test]
fn a_name_may_stand_in_a_path_many_times() {
    const MANY: usize = 3_500;
    let path = "/{a}".repeat(MANY);
    let described = "{name: a, in: path, required: true, schema: {type: string}}";
    let paths = format!("paths:\n  ? '{path}'\n  : {{get: {{parameters: [{described}], responses: {{}}}}}}");
    let mut model = of_openapi(&paths, Role::Document);
    let start = std::time::Instant::now();
    complete(&mut model);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    let names = parameters_of(&model);
    assert_eq!((names.len(), names.last().map(String::as_str)), (MANY, Some("a3500")));
}

fn parameters_of(model: &Model) -> Vec<String> {
    model.operations[0].parameters.iter().map(|parameter| parameter.wire.clone()).collect()
}

/// What requests of the only operation have, and what its parameters are.
fn told_apart(path: &str, parameters: &str) -> (Vec<String>, Vec<String>) {
    let text = format!(
        "paths: {{'{path}': {{post: {{parameters: [{parameters}], responses: {{'200': {{description: ''}}}}}}}}}}"
    );
    let mut model = of_openapi(&text, Role::Document);
    complete(&mut model);
    let [operation] = model.operations.as_slice() else { panic!("one operation") };
    let fixed = operation.path.fixed.iter();
    let fixed = fixed.map(|one| format!("{} in {:?} is {:?}", one.name, one.location, one.value)).collect();
    let taken = operation.parameters.iter().map(|one| format!("{} in {:?}", one.wire, one.location)).collect();
    (fixed, taken)
}

#[test]
fn query_in_a_path_is_sent_with_every_request() {
    let (fixed, taken) = told_apart(
        "/users?operation=add&all",
        "{name: operation, in: query, required: true, schema: {type: string}}, {name: n, in: query}",
    );
    assert_eq!(fixed, [r#"operation in Query is Some("add")"#, r#"all in Query is Some("")"#]);
    assert_eq!(taken, ["n in Query"]);
}

#[test]
fn placeholder_in_the_query_of_a_path_is_a_parameter() {
    let (fixed, taken) =
        told_apart("/search?q={text}&p={page}", "{name: text, in: path, required: true, schema: {type: string}}");
    assert_eq!(fixed, [""; 0]);
    assert_eq!(taken, ["q in Query", "p in Query"]);
}

#[test]
fn fragment_with_a_value_is_a_header_or_query() {
    let header = "{name: X-Amz-Target, in: header, required: true, schema: {type: string, enum: [A.B]}}";
    let (fixed, taken) = told_apart("/#X-Amz-Target=A.B", header);
    assert_eq!((fixed, taken), (vec![r#"X-Amz-Target in Header is Some("A.B")"#.to_owned()], vec![]));
    let query = "{name: Action, in: query, required: true, schema: {type: string, enum: [List]}}";
    let (fixed, taken) = told_apart("/#Action=List", query);
    assert_eq!((fixed, taken), (vec![r#"Action in Query is Some("List")"#.to_owned()], vec![]));
}

#[test]
fn fragment_names_what_must_be_there() {
    let (fixed, taken) = told_apart(
        "/files#uploadId",
        "{name: uploadId, in: query, required: true, schema: {type: string}}, \
         {name: kind, in: query, required: true, schema: {type: string, enum: [one]}}",
    );
    assert_eq!(fixed, ["uploadId in Query is None", r#"kind in Query is Some("one")"#]);
    assert_eq!(taken, ["uploadId in Query"]);
}

#[test]
fn listed_before_a_header_is_query() {
    let model = completed("@endpoint POST /a\n@optional {strict: bool, If-Match: str, name: str}\n@returns(204)");
    let a = operation(&model, "post", "/a");
    assert_eq!(parameters(&a), ["If-Match in header", "strict in query"]);
    assert_eq!(members(body(&a)), ["name"]);
    let model =
        completed("@endpoint POST /a\n@optional {password: str, status: int, X-Request-Id: str}\n@returns(204)");
    assert_eq!(members(body(&operation(&model, "post", "/a"))), ["password", "status"], "a password is in no query");
}

#[test]
fn flag_that_the_resource_does_not_show_is_query() {
    let endpoint = "@endpoint POST /a\n@optional {activate: bool=true, created: str, name: str}\n\
                    @returns(201) {id: str, created: str, name: str}";
    let a = operation(&completed(endpoint), "post", "/a");
    assert_eq!(parameters(&a), ["activate in query"]);
    assert_eq!(members(body(&a)), ["created", "name"]);
}

/// Nothing proves that the response is the resource that was sent.
#[test]
fn flag_of_an_action_stays() {
    let model = completed("@endpoint POST /a/start\n@optional {force: bool}\n@returns(200) {state: str}");
    assert_eq!(members(body(&operation(&model, "post", "/a/start"))), ["force"]);
}

#[test]
fn flag_that_is_query_elsewhere_is_query() {
    let model = completed(
        "@endpoint DELETE /a/{id}\n@optional {sendEmail: bool}\n@returns(204)\n\n\
         @endpoint POST /a/{id}/start\n@optional {sendEmail: bool}\n@returns(204)",
    );
    let start = operation(&model, "post", "/a/{id}/start");
    assert_eq!(parameters(&start), ["id in path", "sendEmail in query"]);
    assert!(start["requestBody"].is_null());
}

#[test]
fn collection_lists_its_items() {
    let model = completed(
        "@endpoint GET /a\n@returns(200) OK\n\n@endpoint GET /a/{id}\n@returns(200) {id: str}\n\n\
         @endpoint GET /b\n@returns(200) OK\n\n@endpoint POST /b\n@returns(201) {name: str}",
    );
    let item = |path| returned(&operation(&model, "get", path))["items"].clone();
    let resolved = |item: serde_json::Value| {
        let name = item["$ref"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
        let document = gatewright_generator::emit::openapi::document(&model);
        members(&document["components"]["schemas"][name]).join(" ")
    };
    assert_eq!(resolved(item("/a")), "id");
    assert_eq!(resolved(item("/b")), "name");
}

#[test]
fn what_says_list_lists() {
    let model = completed(
        "@endpoint GET /a/recent\n@desc List recent things\n@returns(200) OK\n\n\
         @endpoint GET /a/one\n@desc Retrieve one\n@returns(200) OK\n\n@endpoint POST /b\n@returns(201) {name: str}",
    );
    assert_eq!(returned(&operation(&model, "get", "/a/recent")), &json!({"type": "array", "items": {}}));
    assert!(returned(&operation(&model, "get", "/a/one")).is_null());
}

/// A document that states media types states everything about bodies.
#[test]
fn stated_absence_is_no_gap() {
    let text = "paths:\n  /a:\n    get: {summary: List, responses: {'200': {description: ''}}}\n    \
                post: {responses: {'201': {description: '', content: {application/json: {schema: {type: object}}}}}}\n";
    let mut model = of_openapi(text, Role::Document);
    complete(&mut model);
    assert!(returned(&operation(&model, "get", "/a")).is_null());
}

#[test]
fn answer_shows_the_resource_of_the_path() {
    let model = completed(
        "@endpoint GET /a/{id}\n@returns(200) {id: str}\n\n@endpoint PUT /a/{id}\n@optional {n: int}\n@returns(200) OK",
    );
    assert!(!returned(&operation(&model, "put", "/a/{id}")).is_null());
}

#[test]
fn request_shown_by_an_example_is_the_resource() {
    let model = completed("@endpoint PUT /a\n@returns(200) {id: str, name: str}\n@example_request {\"name\": \"x\"}");
    let a = operation(&model, "put", "/a");
    assert_eq!(body(&a)["$ref"], returned(&a)["$ref"]);
}

fn paging(endpoint: &str) -> Option<(PagingStyle, String)> {
    let model = completed(endpoint);
    let Paging { style, items, origin } = model.operations[0].paging.clone()?;
    assert_eq!(origin.rule(), Some("complete/paging-by-names"));
    Some((style, items))
}

#[test]
fn after_is_a_cursor_of_links() {
    let found = paging("@endpoint GET /a\n@optional {after: str, limit: int}\n@returns(200) {things: [map]}");
    assert_eq!(found, Some((PagingStyle::Link { cursor: Some("after".into()) }, "/things".into())));
}

#[test]
fn members_lead_to_the_next_page() {
    let next = |next: &str, cursor: Option<&str>, size: Option<&str>| PagingStyle::Next {
        next: next.to_owned(),
        cursor: cursor.map(str::to_owned),
        size: size.map(str::to_owned),
    };
    let found = |parameters: &str, answer: &str| {
        paging(&format!("@endpoint GET /a\n@optional {{{parameters}}}\n@returns(200) {{{answer}}}"))
    };
    for (parameters, answer, style, items) in [
        ("q: str", "value: [map], @odata.nextLink: str?", next("/@odata.nextLink", None, None), "/value"),
        (
            "after: str, limit: int",
            "roles: [map], _links: map{next: map{href: str}}",
            next("/_links/next/href", Some("after"), Some("limit")),
            "/roles",
        ),
        (
            "limit: int",
            "_links: map{next: map{href: str}}, _embedded: map{users: [map]}",
            next("/_links/next/href", None, Some("limit")),
            "/_embedded/users",
        ),
        (
            "offset: int, limit: int",
            "next: str(uri), results: [map]",
            next("/next", Some("offset"), Some("limit")),
            "/results",
        ),
        ("q: str", "links: map{next: str}, data: [map]", next("/links/next", None, None), "/data"),
    ] {
        assert_eq!(found(parameters, answer), Some((style, items.to_owned())), "{answer}");
    }
    assert_eq!(found("q: str", "next: str, data: [map]"), None, "may be anything");
    assert_eq!(found("q: str", "_links: map{next: map{href: str}}, a: [map], b: [map]"), None, "which list?");
}

#[test]
fn pages_tell_the_next_cursor_in_what_is_said_of_them() {
    let found = |cursor: &str, answer: &str| match paging(&format!(
        "@endpoint GET /a\n@optional {{{cursor}: str}}\n@returns(200) {{data: [map], {answer}}}"
    )) {
        Some((PagingStyle::Cursor { next, .. }, _)) => next,
        other => format!("{other:?}"),
    };
    assert_eq!(found("after", "list_metadata: map{before: str, after: str}"), "/list_metadata/after");
    assert_eq!(found("after", "paging: map{cursors: map{after: str}}"), "/paging/cursors/after");
    assert_eq!(found("cursor", "response_metadata: map{next_cursor: str}"), "/response_metadata/next_cursor");
}

#[test]
fn link_headers_that_are_described_lead_on() {
    let found = |parameters: &str| {
        let text = format!(
            "paths: {{/a: {{get: {{parameters: [{parameters}], responses: {{'200': {{description: '', headers: \
             {{Link: {{schema: {{type: string}}}}}}, content: {{application/json: {{schema: {{type: array, items: \
             {{type: object, properties: {{b: {{type: string}}}}}}}}}}}}}}}}}}}}}}"
        );
        let mut model = of_openapi(&text, Role::Document);
        complete(&mut model);
        model.operations[0].paging.clone().map(|paging| paging.style)
    };
    assert_eq!(found(""), Some(PagingStyle::Link { cursor: None }));
    assert_eq!(
        found("{name: page_token, in: query, schema: {type: string}}"),
        Some(PagingStyle::Link { cursor: Some("page_token".to_owned()) })
    );
}

#[test]
fn pages_are_counted_from_where_the_document_says() {
    let endpoint = |page: &str| {
        format!("@endpoint GET /a\n@optional {{{page}, per_page: int}}\n@returns(200) {{things: [map], total: int}}")
    };
    let style = PagingStyle::Page {
        page: "page".into(),
        size: Some("per_page".into()),
        first: 1,
        total: Some("/total".into()),
    };
    assert_eq!(paging(&endpoint("page: int=1")), Some((style, "/things".into())));
    assert_eq!(paging(&endpoint("page: int")), None);
}

#[test]
fn from_and_take_need_next() {
    let found = |members: &str| {
        paging(&format!(
            "@endpoint GET /a\n@optional {{from: str, take: int}}\n@returns(200) {{things: [map]{members}}}"
        ))
    };
    let style = PagingStyle::Cursor { cursor: "from".into(), next: "/next".into(), size: Some("take".into()) };
    assert_eq!(found(", next: str"), Some((style, "/things".into())));
    assert_eq!(found(""), None);
}

#[test]
fn cursors_are_called_as_the_members_that_give_the_next_one() {
    let found = |parameter: &str, member: &str| {
        paging(&format!(
            "@endpoint GET /a\n@optional {{{parameter}, limit: int}}\n@returns(200) {{things: [map], {member}: str}}"
        ))
    };
    let style = |cursor: &str, next: &str| PagingStyle::Cursor {
        cursor: cursor.into(),
        next: next.into(),
        size: Some("limit".into()),
    };
    assert_eq!(
        found("pageToken: str", "nextPageToken"),
        Some((style("pageToken", "/nextPageToken"), "/things".into()))
    );
    assert_eq!(found("cursor: str", "next_cursor"), Some((style("cursor", "/next_cursor"), "/things".into())));
    assert_eq!(found("page: int", "next_page"), None);
    assert_eq!(found("cursor: str", "next"), None);
}

#[test]
fn offsets_that_are_numbers_count_items_from_zero() {
    let found = |parameters: &str, answer: &str| {
        paging(&format!("@endpoint GET /a\n@optional {{{parameters}}}\n@returns(200) {{{answer}}}"))
    };
    let style = |total: Option<&str>| PagingStyle::Offset {
        start: "offset".into(),
        size: Some("limit".into()),
        first: 0,
        total: total.map(str::to_owned),
    };
    let numbers = "offset: int, limit: int";
    assert_eq!(found(numbers, "things: [map], total: int"), Some((style(Some("/total")), "/things".into())));
    assert_eq!(found(numbers, "things: [map], count: int"), Some((style(None), "/things".into())));
    assert_eq!(found("offset: str, limit: int", "things: [map], offset: str"), None);
    assert_eq!(found("offset: int", "things: [map]"), None);
}

#[test]
fn scim_counts_items_from_one() {
    let found = paging(
        "@endpoint GET /a\n@optional {startIndex: int, count: int}\n@returns(200) {Resources: [map], totalResults: int}",
    );
    let style = PagingStyle::Offset {
        start: "startIndex".into(),
        size: Some("count".into()),
        first: 1,
        total: Some("/totalResults".into()),
    };
    assert_eq!(found, Some((style, "/Resources".into())));
}

#[test]
fn writes_are_not_paged() {
    assert_eq!(paging("@endpoint POST /a\n@optional {after: str}\n@returns(200) {things: [map]}"), None);
}

/// The members that must not be printed.
fn secrets(schemas: &str) -> Vec<String> {
    let text = format!(
        "paths: {{/a: {{get: {{responses: {{'200': {{description: '', content: {{application/json: \
         {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}}}}}}}\ncomponents: {{schemas: {{{schemas}}}}}"
    );
    let mut model = of_openapi(&text, Role::Document);
    complete(&mut model);
    let objects = model.types.iter().filter_map(|ty| match &ty.shape {
        Shape::Object(object) => Some(object),
        _ => None,
    });
    let fields = objects.flat_map(|object| &object.fields).filter(|field| field.secret);
    fields.map(|field| field.wire.clone()).collect()
}

#[test]
fn members_named_as_secrets_are_secret() {
    let text = |name: &str| format!("{name}: {{type: string}}");
    let names = ["client_secret", "newPassword", "api-key", "privateKey", "token", "X-Session-Token", "sharedSecret"];
    let harmless = [
        "passwordPolicy",
        "token_endpoint",
        "nextToken",
        "change_password",
        "tokenType",
        "secretName",
        "resetPasswordUrl",
        "key",
    ];
    let all: Vec<String> = names.iter().chain(&harmless).map(|name| text(name)).collect();
    assert_eq!(secrets(&format!("A: {{properties: {{{}}}}}", all.join(", "))), names);
    let others = "has_password: {type: boolean}, password: {type: [string, 'null']}, secret: {type: array, items: {type: \
                  string}}, reset_token: {}, apiKey: {type: object}";
    assert_eq!(
        secrets(&format!("A: {{properties: {{{others}}}}}")),
        ["password", "secret", "reset_token", "apiKey"],
        "flags hide nothing; what may be anything may"
    );
}

#[test]
fn objects_named_as_secrets_hold_them() {
    let found = secrets(
        "A: {properties: {password: {properties: {value: {type: string}, hash: {properties: {algorithm: {type: string}, \
         salt: {type: string}, value: {type: string}}}}}, other: {properties: {value: {type: string}}}, \
         recovery: {properties: {question: {type: string}, answer: {type: string}}}}}",
    );
    assert_eq!(
        found.iter().map(String::as_str).collect::<std::collections::BTreeSet<_>>(),
        ["answer", "salt", "value"].into()
    );
    assert_eq!(found.len(), 4, "{found:?}");
}

#[test]
fn parameters_named_as_secrets_are_passwords() {
    let taken = "{name: X-API-Key, in: header, schema: {type: string}}, {name: token, in: query, schema: {type: string}}, {name: client_secret, in: query, schema: {type: \
                 [string, 'null']}}, {name: secret, in: query, schema: {type: boolean}}";
    let text = format!("paths: {{/a: {{get: {{parameters: [{taken}], responses: {{'200': {{description: ''}}}}}}}}}}");
    let mut model = of_openapi(&text, Role::Document);
    complete(&mut model);
    let parameters = model.operations[0].parameters.iter();
    let is_password = |ty: &Ref| match ty {
        Ref::Nullable(inner) => matches!(&**inner, Ref::Scalar(scalar) if scalar.format == Some(Format::Password)),
        Ref::Scalar(scalar) => scalar.format == Some(Format::Password),
        _ => false,
    };
    let secret: Vec<_> = parameters.filter(|one| is_password(&one.ty)).map(|one| one.wire.as_str()).collect();
    assert_eq!(secret, ["X-API-Key", "client_secret"]);
}

/// The responses of the only operation, with their headers.
fn answers(method: &str, responses: &str) -> Vec<String> {
    let mut model = of_openapi(&format!("paths: {{/a: {{{method}: {{responses: {{{responses}}}}}}}}}"), Role::Document);
    complete(&mut model);
    let responses = model.operations.iter().flat_map(|operation| &operation.responses);
    let all = responses.map(|response| {
        let media = response.contents.iter().map(|content| format!(" {}", content.media_type));
        let headers = response.headers.iter().map(|header| format!(" {}", header.wire));
        format!("{}{}", response.status, media.chain(headers).collect::<String>())
    });
    all.collect()
}

#[test]
fn of_what_no_document_says_anything_may_be_answered() {
    assert_eq!(answers("get", "4XX: {description: no}"), ["2XX */*", "4XX"]);
    assert_eq!(answers("get", "default: {description: any}"), ["2XX */*", "default"]);
    assert_eq!(answers("head", "default: {description: any}"), ["2XX", "default"]);
    assert_eq!(answers("get", "'200': {description: ok}"), ["200"]);
    assert_eq!(answers("get", "default: {description: any, content: {text/plain: {}}}"), ["default text/plain"]);
    let mut model = of_lap("@endpoint GET /a\n@desc Read it");
    complete(&mut model);
    assert_eq!(model.operations[0].responses.len(), 1);
}

#[test]
fn redirects_that_a_call_is_there_for_say_where_they_lead() {
    assert_eq!(answers("get", "'302': {description: there}"), ["302 Location"]);
    assert_eq!(
        answers("get", "'302': {description: there, headers: {location: {schema: {type: string}}}}"),
        ["302 location"]
    );
    assert_eq!(answers("get", "'200': {description: ok}, '302': {description: there}"), ["200", "302"]);
    assert_eq!(answers("get", "'304': {description: same}"), ["304"]);
}

/// Whether a call of which the document says one object may answer a list as well.
fn is_list_or_one(document: &str, schema: &str) -> bool {
    let text = format!(
        "paths: {{'/a/{{id}}/b': {{{document}, responses: {{'200': {{description: '', content: {{application/json: {schema}}}}}}}}}}}}}\n\
         components: {{schemas: {{B: {{type: object, properties: {{id: {{type: string}}, rest: {{}}}}}}}}}}"
    );
    let mut model = of_openapi(&text, Role::Document);
    complete(&mut model);
    let origin = model.operations[0].responses[0].or_list;
    assert!(origin.is_none_or(|origin| origin.rule() == Some("complete/list-or-one")));
    origin.is_some()
}

#[test]
fn one_object_of_a_list_is_doubtful() {
    let one = "{schema: {$ref: '#/components/schemas/B'}}";
    for said in [
        "get: {operationId: listB",
        "get: {operationId: list_all_b",
        "get: {operationId: b/list",
        "get: {operationId: 'api.b.list'",
        "get: {operationId: B_List",
        "get: {operationId: b, summary: List all b",
        "get: {description: Lists what there is.",
    ] {
        assert!(is_list_or_one(said, one), "{said}");
    }
    for said in [
        "get: {operationId: getB",
        "get: {operationId: listenToB",
        "get: {operationId: get_mailing_list",
        "get: {operationId: b, summary: Listing of b",
        "post: {operationId: listB",
    ] {
        assert!(!is_list_or_one(said, one), "{said}");
    }
}

#[test]
fn what_may_hold_a_list_is_not_doubtful() {
    let listing = "get: {operationId: listB";
    for answer in [
        "{schema: {type: array, items: {$ref: '#/components/schemas/B'}}}",
        "{schema: {type: object, properties: {items: {type: array, items: {type: string}}}}}",
        "{schema: {type: object, properties: {_embedded: {type: object, properties: {b: {type: array}}}}}}",
        "{schema: {type: object, additionalProperties: {$ref: '#/components/schemas/B'}}}",
        "{schema: {type: object}}",
        "{schema: {type: string}}",
        "{schema: {anyOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}}",
        "{example: {id: x}, schema: {$ref: '#/components/schemas/B'}}",
    ] {
        assert!(!is_list_or_one(listing, answer), "{answer}");
    }
}

#[test]
fn a_supplement_settles_what_a_list_answers() {
    let document = of_lap("@endpoint GET /b\n@desc List b\n@returns(200) {id: str}");
    let supplement =
        of_openapi("paths: {/b: {get: {responses: {'200': {content: {application/json: {}}}}}}}", Role::Supplement);
    let parts = vec![part(document, Role::Document), part(supplement, Role::Supplement)];
    let mut model = merge(parts, &mut Diagnostics::default());
    complete(&mut model);
    assert_eq!(model.operations[0].responses[0].or_list, None);
}

/// The members of what the alternatives of `A` share, each with whether it is required.
fn shared(schemas: &str) -> Option<Vec<(String, bool)>> {
    let mut model = of_openapi(&format!("paths: {{}}\ncomponents:\n  schemas:\n{schemas}"), Role::Document);
    complete(&mut model);
    let choices = model.types.iter().filter_map(|ty| match &ty.shape {
        Shape::Choice(choice) => Some(choice),
        _ => None,
    });
    let base = choices.filter_map(|choice| choice.unlisted.base()).next()?;
    let Ref::Named(id) = base else { panic!("a type of its own") };
    let Shape::Object(object) = &model.ty(*id).shape else { panic!("an object") };
    Some(object.fields.iter().map(|field| (field.wire.clone(), field.required)).collect())
}

#[test]
fn alternatives_share_the_members_that_all_have() {
    let choice = "    A: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], discriminator: {propertyName: kind}}\n";
    let with = |one: &str, other: &str| {
        let case = |name: &str, members: &str| {
            format!(
                "    {name}: {{type: object, required: [kind, id], properties: {{kind: {{type: string}}, {members}}}}}\n"
            )
        };
        shared(&[choice.to_owned(), case("B", one), case("C", other)].concat())
    };
    let named = |names: &[(&str, bool)]| Some(names.iter().map(|(name, is)| ((*name).to_owned(), *is)).collect());
    let members = "id: {type: integer}, note: {type: string}";
    assert_eq!(with(members, members), named(&[("kind", true), ("id", true), ("note", false)]));
    assert_eq!(with(members, "id: {type: integer}"), named(&[("kind", true), ("id", true)]));
    let state = "state: {type: string, enum: [a, b]}";
    assert_eq!(with(state, state), named(&[("kind", true), ("state", false)]), "whatever their types are called");
    assert_eq!(with("id: {type: string}", "id: {type: integer}"), None);
    assert_eq!(with("a: {type: string}", "b: {type: string}"), None);
}
