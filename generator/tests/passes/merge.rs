use gatewright_generator::diag::Diagnostics;
use gatewright_generator::model::{Model, PermissionId, Ref, Shape, TypeName};
use gatewright_generator::pass::merge::merge;
use gatewright_generator::project::Role;

use super::{body, members, of_lap, of_openapi, operation, parameters, part, returned};

/// A LAP document with a supplement, and the codes of what was reported.
fn supplemented(endpoints: &str, supplement: &str) -> (Model, Vec<&'static str>) {
    let mut diagnostics = Diagnostics::default();
    let parts =
        vec![part(of_lap(endpoints), Role::Document), part(of_openapi(supplement, Role::Supplement), Role::Supplement)];
    let model = merge(parts, &mut diagnostics);
    (model, diagnostics.iter().map(|one| one.code.name).collect())
}

#[test]
fn supplement_moves_a_parameter_and_keeps_its_type() {
    let (model, codes) = supplemented(
        "@endpoint POST /a\n@optional {activate: bool=true # Whether., name: str}\n@returns(204)",
        "paths: {/a: {post: {parameters: [{name: activate, in: query}]}}}",
    );
    let a = operation(&model, "post", "/a");
    assert_eq!(parameters(&a), ["activate in query"]);
    let activate = &a["parameters"][0];
    assert_eq!((&activate["schema"]["type"], &activate["schema"]["default"]), (&"boolean".into(), &true.into()));
    assert_eq!(activate["description"], "Whether.");
    assert_eq!(members(body(&a)), ["name"]);
    assert!(codes.is_empty());
}

#[test]
fn supplement_adds_what_was_lost() {
    let (model, _) = supplemented(
        "@endpoint GET /a\n@returns(200) OK",
        "paths: {/a: {get: {operationId: listA, tags: [As], parameters: [{name: q, in: query, schema: {type: integer}}], \
         responses: {'200': {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/A'}}}}}}}}}\n\
         components: {schemas: {A: {type: object, properties: {id: {type: string}}}}}",
    );
    let a = operation(&model, "get", "/a");
    assert_eq!((&a["operationId"], &a["tags"][0]), (&"listA".into(), &"As".into()));
    assert_eq!(parameters(&a), ["q in query"]);
    assert_eq!(returned(&a)["items"]["$ref"], "#/components/schemas/A");
    assert_eq!(a["responses"]["200"]["description"], "OK");
    assert_eq!(model.groups.len(), 1);
}

/// Errors are alike all over an API, so a supplement says once what they hold; what it says of one operation counts more.
#[test]
fn errors_hold_what_errors_usually_hold() {
    let (model, codes) = supplemented(
        "@endpoint GET /a\n@returns(200) {id: str}\n@errors {400: Bad, 404: Absent, 409: Taken, 500: Broken}\n\n\
         @endpoint GET /b\n@returns(200) {id: str}\n@errors {404: Absent}",
        "x-gatewright-responses:\n\
         \x20 4XX: {content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}\n\
         \x20 '400': {headers: {X-Field: {schema: {type: string}}}, content: {application/json: {schema: {type: string}}}}\n\
         paths: {/a: {get: {responses: {'409': {content: {text/plain: {schema: {type: string}}}}}}}, \
         /b: {get: {responses: {'404': {}}}}}\n\
         components: {schemas: {Error: {type: object, properties: {code: {type: string}}}}}",
    );
    let a = operation(&model, "get", "/a");
    let error = |operation: &serde_json::Value, status: &str| operation["responses"][status].clone();
    assert_eq!(error(&a, "404")["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Error");
    assert_eq!(error(&a, "404")["description"], "Absent");
    assert_eq!(error(&a, "400")["content"]["application/json"]["schema"]["type"], "string");
    assert_eq!(error(&a, "400")["headers"]["X-Field"]["schema"]["type"], "string");
    assert_eq!(error(&a, "409")["content"], serde_json::json!({"text/plain": {"schema": {"type": "string"}}}));
    assert_eq!(error(&a, "500").get("content"), None, "nobody says what it holds");
    let b = operation(&model, "get", "/b");
    assert_eq!(error(&b, "404").get("content"), None, "the supplement says that it holds nothing");
    assert!(codes.is_empty());
}

/// A reference to a component without a description names the shapes of the document: the members of all of them.
#[test]
fn supplement_names_a_shape() {
    let (model, _) = supplemented(
        "@endpoint PUT /a\n@required {name: str # The name.}\n@returns(200) {id: str, name: str}",
        "paths: {/a: {put: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, \
         responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}}\n\
         components: {schemas: {A: {}}}",
    );
    let a = operation(&model, "put", "/a");
    assert_eq!(body(&a)["$ref"], "#/components/schemas/A");
    assert_eq!(returned(&a)["$ref"], "#/components/schemas/A");
    let named = model.types.iter().find(|ty| ty.name == TypeName::Named("A".into())).expect("A");
    let Shape::Object(object) = &named.shape else { panic!("an object") };
    let fields: Vec<_> = object.fields.iter().map(|field| (field.wire.as_str(), field.docs.as_str())).collect();
    assert_eq!(fields, [("name", "The name."), ("id", "")]);
}

#[test]
fn described_component_inherits_prose() {
    let (model, _) = supplemented(
        "@endpoint POST /a\n@required {name: str # The name.}\n@returns(204)",
        "paths: {/a: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}\n\
         components: {schemas: {A: {type: object, properties: {name: {type: string, maxLength: 5}}}}}",
    );
    let document = gatewright_generator::emit::openapi::document(&model);
    let name = &document["components"]["schemas"]["A"]["properties"]["name"];
    assert_eq!((&name["description"], &name["maxLength"]), (&"The name.".into(), &5.into()));
}

/// How one proves who he is stays; what he must be allowed is added.
#[test]
fn permissions_join_the_schemes_of_the_document() {
    let (model, _) = supplemented(
        "@endpoint GET /a\n@auth Bearer\n@returns(204)",
        "paths: {/a: {get: {x-gatewright-permissions: [a.read, a.manage]}}}",
    );
    let security = model.operations[0].security.as_ref().expect("security");
    let sets: Vec<_> = security
        .requirements
        .iter()
        .map(|one| (one.schemes.len(), model.permission(one.schemes[0].permissions[0]).wire.as_str()))
        .collect();
    assert_eq!(sets, [(1, "a.read"), (1, "a.manage")]);
}

/// Where a document asks for several schemes, permissions belong to the one that has scopes; where that is not plain, to
/// none of them.
#[test]
fn permissions_belong_to_the_scheme_that_has_scopes() {
    for (auth, expected) in [
        ("ApiKey X-Key in header + OAuth2", ([vec![], vec!["a.read"]], vec![])),
        ("ApiKey X-Key in header + MutualTls", ([vec![], vec![]], vec!["a.read"])),
    ] {
        let document = format!("@endpoint GET /a\n@auth {auth}\n@returns(204)");
        let (model, _) = supplemented(&document, "paths: {/a: {get: {security: [{any: [a.read]}]}}}");
        let security = model.operations[0].security.as_ref().expect("security");
        let [requirement] = security.requirements.as_slice() else { panic!("{security:?}") };
        let names = |ids: &[PermissionId]| ids.iter().map(|id| model.permission(*id).wire.as_str()).collect::<Vec<_>>();
        let [key, other] = requirement.schemes.as_slice() else { panic!("{security:?}") };
        let found = ([names(&key.permissions), names(&other.permissions)], names(&requirement.permissions));
        assert_eq!(found, expected, "{auth}");
    }
}

#[test]
fn unknown_operation_is_reported() {
    let text = "paths: {/b: {get: {operationId: getB}}}";
    let (model, codes) = supplemented("@endpoint GET /a\n@returns(204)", text);
    assert_eq!((model.operations.len(), codes), (1, vec!["merge/unknown-operation"]));
}

#[test]
fn whole_operation_is_added() {
    let text = "paths: {/b: {get: {tags: [g], responses: {'204': {description: ''}}}}}";
    let (model, codes) = supplemented("@endpoint GET /a\n@returns(204)", text);
    assert_eq!((model.operations.len(), codes.len()), (2, 0));
}

#[test]
fn placeholders_of_other_names_are_the_same() {
    let text = "paths: {'/a/{id}': {get: {operationId: getA, parameters: [{name: id, in: path, required: true}]}}}";
    let (model, _) = supplemented("@endpoint GET /a/{aId}\n@returns(204)", text);
    assert_eq!(parameters(&operation(&model, "get", "/a/{aId}")), ["aId in path"]);
    assert_eq!(model.operations[0].id.as_deref(), Some("getA"));
}

fn documents(one: &str, other: &str) -> (Model, Vec<&'static str>) {
    let mut diagnostics = Diagnostics::default();
    let parts = [one, other].map(|text| part(of_openapi(text, Role::Document), Role::Document));
    let model = merge(parts.into(), &mut diagnostics);
    (model, diagnostics.iter().map(|one| one.code.name).collect())
}

#[test]
fn documents_that_contradict_each_other() {
    let a =
        |kind: &str| format!("components: {{schemas: {{A: {{type: object, properties: {{x: {{type: {kind}}}}}}}}}}}");
    assert_eq!(documents(&a("string"), &a("integer")).1, ["merge/contradiction"]);
    assert!(documents(&a("string"), &a("string")).1.is_empty());
    let parameter = |required: bool| {
        format!(
            "paths: {{/a: {{get: {{parameters: [{{name: q, in: query, required: {required}, schema: {{type: string}}}}], \
             responses: {{'204': {{description: ''}}}}}}}}}}"
        )
    };
    assert_eq!(documents(&parameter(true), &parameter(false)).1, ["merge/contradiction"]);
}

#[test]
fn types_of_one_name_are_one() {
    let a = "components: {schemas: {A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}, B: {type: string}}}";
    let (model, _) = documents(a, a);
    assert_eq!(model.types.len(), 2);
    let Shape::Object(object) = &model.types[0].shape else { panic!("an object") };
    assert!(matches!(object.fields[0].ty, Ref::Named(_)));
}

/// The first document that names an address says where an operation is; a supplement knows better.
#[test]
fn addresses_of_operations() {
    let (model, codes) = supplemented(
        "@endpoint POST /files\n@returns(204)\n@endpoint GET /files\n@returns(204)",
        "paths: {/files: {post: {servers: [{url: 'https://upload.example.com'}]}}}",
    );
    assert_eq!(operation(&model, "post", "/files")["servers"][0]["url"], "https://upload.example.com");
    assert!(operation(&model, "get", "/files")["servers"].is_null());
    assert!(codes.is_empty());

    let document = |at: &str| {
        let own =
            format!("paths: {{/files: {{post: {{servers: [{{url: 'https://{at}.example.com'}}], responses: {{}}}}}}}}");
        part(of_openapi(&own, Role::Document), Role::Document)
    };
    let model = merge(vec![document("one"), document("two")], &mut Diagnostics::default());
    assert_eq!(operation(&model, "post", "/files")["servers"][0]["url"], "https://one.example.com");
}

/// Values beside which any text is one stay open where a supplement lists them: for servers, and in what is converted.
#[test]
fn open_values_of_a_supplement_are_open() {
    let (model, _) = supplemented(
        "@endpoint POST /a\n@required {op: str}\n@returns(204)",
        "paths: {/a: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}\n\
         components: {schemas: {A: {type: object, properties: {op: {$ref: '#/components/schemas/Op'}, \
         closed: {type: string, enum: [x]}}}, Op: {anyOf: [{type: string, enum: [add, remove]}, {type: string}]}}}",
    );
    let document = gatewright_generator::emit::openapi::document(&model);
    let op = &document["components"]["schemas"]["Op"];
    assert_eq!(op["anyOf"][0]["enum"], serde_json::json!(["add", "remove"]));
    assert_eq!(op["anyOf"][1], serde_json::json!({"type": "string"}));
    let plan = gatewright_generator::schemas::checks::plan(&model);
    let body = plan.operations[0].bodies[0].expect("a schema");
    let member = |name: &str| {
        let members = &plan.schemas.node(body).expect("the body").object.properties;
        let member = members.iter().find(|member| member.wire == name).expect("the member");
        plan.schemas.node(member.schema).expect("its schema").values.clone()
    };
    assert_eq!((member("op"), member("closed")), (None, Some(vec!["x".into()])));
}
