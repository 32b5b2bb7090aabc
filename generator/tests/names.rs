//! Names: what they look like, that they never collide, and that they stay when something else is added.

use crate::small;

use std::collections::{BTreeMap, BTreeSet};

use gatewright_generator::model::{
    Builder, Enum, EnumValue, Field, GroupId, Location, Model, Object, Operation, OperationId, Ref, Shape, TypeId,
};
use gatewright_generator::names::{Names, OperationNames};
use gatewright_generator::{diag::Diagnostics, pipeline, project::Project};
use small::{ORIGIN, field, object, operation, parameter};

/// Operations of one group, given as (id, method, path, summary).
fn model(group: &str, operations: &[(&str, &str, &str, &str)]) -> Model {
    let mut builder = Builder::new("test");
    let group = builder.group(group, "", ORIGIN);
    for (id, method, path, summary) in operations {
        builder.operation(operation(group, (!id.is_empty()).then_some(id), method, path, summary));
    }
    builder.finish()
}

fn check_operations(group: &str, operations: &[(&str, &str, &str, &str)], expected: &[(&str, &str)]) {
    let model = model(group, operations);
    let names = Names::new(&model);
    let named: Vec<_> = (0..operations.len() as u32)
        .map(|at| names.operation(OperationId(at)))
        .map(|operation| (operation.trait_method.as_str(), operation.method.as_str()))
        .collect();
    assert_eq!(named, expected);
}

#[test]
fn methods_drop_the_noun_of_their_group() {
    check_operations(
        "Users",
        &[
            ("listUsers", "GET", "/users", ""),
            ("createUser", "POST", "/users", ""),
            ("listUserGroups", "GET", "/users/{id}/groups", ""),
            ("assignUserToRealm", "PUT", "/users/{id}/realm", ""),
            ("users/get-by-username", "GET", "/users/{name}", ""),
            ("getUsers", "GET", "/users/all", ""),
            ("UsersController_findAll", "GET", "/users/each", ""),
            ("UserController", "GET", "/users/controller", ""),
        ],
        &[
            ("list_users", "list"),
            ("create_user", "create"),
            ("list_user_groups", "list_groups"),
            ("assign_user_to_realm", "assign_to_realm"),
            ("users_get_by_username", "get_by_username"),
            ("get_users", "get_users"),
            ("users_controller_find_all", "find_all"),
            ("user_controller", "controller"),
        ],
    );
}

#[test]
fn verbs_of_several_drop_the_plural() {
    check_operations(
        "Users",
        &[
            ("searchUsers", "POST", "/users/.search", ""),
            ("countUsers", "GET", "/users/count", ""),
            ("searchUser", "POST", "/users/{id}/.search", ""),
            ("addUser", "POST", "/users", ""),
        ],
        &[("search_users", "search"), ("count_users", "count"), ("search_user", "search_user"), ("add_user", "add")],
    );
}

#[test]
fn ids_that_repeat_method_and_path_give_way_to_what_is_said() {
    check_operations(
        "connections",
        &[
            ("post_connections", "POST", "/connections", "Create a connection"),
            ("get_connections", "GET", "/connections", "Get all connections"),
            ("delete_connections_by_id", "DELETE", "/connections/{id}", ""),
            ("post_verify", "POST", "/connections/check", "Check a connection"),
        ],
        &[
            ("create_connection", "create"),
            ("list_connections", "list"),
            ("delete_connections_by_id", "delete_connections_by_id"),
            ("post_verify", "post_verify"),
        ],
    );
}

#[test]
fn ids_that_end_with_path_and_method_are_called_as_the_function() {
    check_operations(
        "users",
        &[
            ("read_user_users__user_id__get", "GET", "/users/{user_id}", ""),
            ("read_users_users__get", "GET", "/users/", ""),
            ("create_users__id__keys_post", "POST", "/users/{id}/keys", ""),
            ("create_users__id__locks_post", "POST", "/users/{id}/locks", ""),
            ("users_me_get", "GET", "/users/me", ""),
        ],
        &[
            ("read_user", "read_user"),
            ("read_users", "read_users"),
            ("create", "create"),
            ("create_user", "create_user"),
            ("users_me_get", "me_get"),
        ],
    );
}

#[test]
fn a_full_name_is_never_somebody_elses_short_one() {
    check_operations(
        "Users",
        &[("listUserGroups", "GET", "/users/{id}/groups", ""), ("listGroups", "GET", "/groups", "")],
        &[("list_user_groups", "list_user_groups"), ("list_groups", "list_groups")],
    );
}

#[test]
fn descriptions_lose_their_filler_words() {
    check_operations(
        "api",
        &[
            ("", "GET", "/a", "List all agent pools"),
            ("", "GET", "/b", "Retrieve the well-known app authenticator configuration"),
            ("", "GET", "/c", "Retrieve an agent pool update's settings"),
            ("", "GET", "/d/{id}", "Retrieve an agent pool update by ID"),
            ("", "POST", "/d", "Create an IdP (deprecated)"),
        ],
        &[
            ("list_agent_pools", "list_agent_pools"),
            ("get_well_known_app_authenticator_configuration", "get_well_known_app_authenticator_configuration"),
            ("get_agent_pool_update_settings", "get_agent_pool_update_settings"),
            ("get_agent_pool_update", "get_agent_pool_update"),
            ("create_idp", "create_idp"),
        ],
    );
}

#[test]
fn method_and_path_where_nothing_is_said() {
    check_operations(
        "",
        &[
            ("", "GET", "/api/v1/users/{userId}/roles", ""),
            ("", "DELETE", "/", ""),
            ("", "POST", "/users", "A very long description that says a lot of things about what this operation does"),
        ],
        &[("get_user_roles", "get_user_roles"), ("delete_root", "delete_root"), ("create_user", "create_user")],
    );
}

#[test]
fn methods_of_ones_own_are_words_as_well() {
    check_operations("Files", &[("", "M-SEARCH", "/file", "")], &[("m_search_file", "m_search_file")]);
}

#[test]
fn what_nearly_all_paths_lead_through_is_not_said() {
    check_operations(
        "Users",
        &[
            ("", "GET", "/admin/realms/{realm}", ""),
            ("", "GET", "/admin/realms/{realm}/users", "Lists users"),
            ("", "POST", "/admin/realms/{realm}/users", ""),
            ("", "PUT", "/admin/realms/{realm}/users/{id}", ""),
            ("", "DELETE", "/admin/realms/{realm}/users/{id}", "Delete a user"),
            ("", "PUT", "/admin/realms/{realm}/users/{id}/reset-password", ""),
            ("", "DELETE", "/admin/realms/{realm}/users/{id}/roles/{role}", ""),
        ],
        &[
            ("get_realm", "get_realm"),
            ("list_users", "list"),
            ("create_user", "create"),
            ("update_user", "update"),
            ("delete_user", "delete"),
            ("put_user_reset_password", "put_reset_password"),
            ("delete_user_role", "delete_role"),
        ],
    );
}

#[test]
fn classes_that_serve_several_groups_are_not_said() {
    check_operations(
        "Users",
        &[
            ("ManagementService_ListUsers", "POST", "/users/_search", ""),
            ("ManagementService_Healthz", "GET", "/healthz", ""),
            ("Accounts_listRoles", "GET", "/roles", ""),
        ],
        &[
            ("list_users", "list"),
            ("management_service_healthz", "management_service_healthz"),
            ("accounts_list_roles", "accounts_list_roles"),
        ],
    );
}

#[test]
fn equal_descriptions_are_told_apart_by_their_paths() {
    check_operations(
        "api",
        &[("", "GET", "/b/users/{id}", "Retrieve a user"), ("", "GET", "/users/{id}/x", "Retrieve a user")],
        &[("get_user", "get_user"), ("get_user_users_by_id_x", "get_user_users_by_id_x")],
    );
}

#[test]
fn keywords_and_methods_of_builders() {
    let mut model = model("type", &[("match", "GET", "/a", ""), ("send", "GET", "/b", ""), ("type", "GET", "/c", "")]);
    model.operations[0].parameters = vec![
        parameter("id", Location::Query),
        parameter("id", Location::Path),
        parameter("body", Location::Query),
        parameter("type", Location::Query),
        parameter("filter[name]", Location::Query),
        parameter("X-Request-ID", Location::Header),
        parameter("$top", Location::Query),
        parameter("top", Location::Query),
        parameter("send", Location::Query),
        parameter("", Location::Query),
    ];
    let names = Names::new(&model);
    let parameters: Vec<_> = (0..10).map(|at| names.parameter(OperationId(0), at)).collect();
    assert_eq!(
        parameters,
        [
            "id_query",
            "id",
            "body_query",
            "type_",
            "filter_name",
            "x_request_id",
            "top_query",
            "top",
            "send_query",
            "empty"
        ]
    );
    assert_eq!(names.operation(OperationId(0)).method, "match_");
    assert_eq!(names.operation(OperationId(1)).method, "send");
    assert_eq!(names.operation(OperationId(2)).arguments, "TypeC");
    assert_eq!(names.group(GroupId(0)).module, "type_");
}

fn check_values(values: &[&str], expected: &[&str]) {
    check_values_of("E", values, expected);
}

fn check_values_of(name: &str, values: &[&str], expected: &[&str]) {
    let mut builder = Builder::new("test");
    let values: Vec<_> =
        values.iter().map(|wire| EnumValue { wire: (*wire).to_owned(), title: None, docs: String::new() }).collect();
    let count = values.len();
    let id = builder.named(name, ORIGIN);
    builder.define(id, Shape::Enum(Enum::of_strings(values)), "", ORIGIN).ok();
    let names = Names::new(&builder.finish());
    let found: Vec<_> = (0..count).map(|at| names.variant(id, at)).collect();
    assert_eq!(found, expected);
}

#[test]
fn enums_take_the_first_strategy_that_fits_all() {
    check_values(&["ACTIVE", "IN_PROGRESS"], &["Active", "InProgress"]);
    check_values(&["name", "-name", "+name"], &["Name", "MinusName", "PlusName"]);
    check_values(&["-1", "0", "-name"], &["Minus1", "V0", "Name"]);
    check_values(&["asc", "ASC"], &["Asc", "AscUpper"]);
    check_values(
        &["", "unknown", "Self", "1.0", "10", "*"],
        &["Empty", "UnknownValue", "Self_", "V1_0", "V10", "Star"],
    );
    check_values(&["日本", "日 本"], &["U65e5U672c", "U65e5U672cSpaced"]);
}

#[test]
fn values_do_not_repeat_what_their_type_is_called() {
    check_values_of("v1UserState", &["USER_STATE_UNSPECIFIED", "USER_STATE_ACTIVE"], &["Unspecified", "Active"]);
    check_values_of("v1UserState", &["STATE_NEW", "USER_STATE_ACTIVE"], &["StateNew", "UserStateActive"]);
    check_values_of("State", &["STATE", "STATE_ACTIVE"], &["State", "StateActive"]);
    check_values_of("State", &["STATE_ACTIVE"], &["StateActive"]);
}

#[test]
fn urns_are_called_as_people_say_them() {
    let grants = ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"];
    check_values(&grants, &["AuthorizationCode", "DeviceCode"]);
    check_values(&["urn:a:one:x", "urn:a:two:x"], &["UrnAOneX", "UrnATwoX"]);
    let mut builder = Builder::new("test");
    let id = builder.named("User", ORIGIN);
    let wires = ["name", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"];
    builder.define(id, object(&wires), "", ORIGIN).ok();
    let names = Names::new(&builder.finish());
    assert_eq!([0, 1].map(|at| names.field(id, at)), ["name", "enterprise_user_extension"]);
}

#[test]
fn types_lose_their_namespace() {
    let mut builder = Builder::new("test");
    for name in ["microsoft.graph.user", "microsoft.graph.group", "Group", "user.create"] {
        let id = builder.named(name, ORIGIN);
        builder.define(id, object(&[]), "", ORIGIN).ok();
    }
    check_types(&builder.finish(), &["User", "MicrosoftGraphGroup", "Group", "UserCreate"]);
}

#[test]
fn fields_that_come_out_equal() {
    let mut builder = Builder::new("test");
    let wires = [
        "userId", "user_id", "user-id", "USER_ID", "_links", "links", "type", "extra", "new", "clone", "", "2fa",
        "self",
    ];
    let id = builder.named("T", ORIGIN);
    builder.define(id, object(&wires), "", ORIGIN).ok();
    let names = Names::new(&builder.finish());
    let found: Vec<_> = (0..wires.len()).map(|at| names.field(id, at)).collect();
    assert_eq!(
        found,
        [
            "user_id_camel",
            "user_id",
            "user_minus_id",
            "user_id_upper",
            "underscore_links",
            "links",
            "type_",
            "extra_",
            "new",
            "clone",
            "empty",
            "n2fa",
            "self_"
        ]
    );
    assert_eq!([8, 9].map(|at| names.setter(id, at)), ["with_new", "with_clone"]);
}

#[test]
fn what_is_written_like_its_name_has_it() {
    let mut builder = Builder::new("test");
    for name in ["user", "User", "É", "E"] {
        let id = builder.named(name, ORIGIN);
        builder.define(id, object(&["é", "e"]), "", ORIGIN).ok();
    }
    let model = builder.finish();
    check_types(&model, &["UserType", "User", "EType", "E"]);
    let names = Names::new(&model);
    assert_eq!(names.field(TypeId(0), 1), "e");
    check_operations(
        "Items",
        &[("listItems", "GET", "/a", ""), ("list_items", "GET", "/b", "")],
        &[("list_items_a", "list_items_a"), ("list_items", "list")],
    );
}

#[test]
fn signs_before_numbers_are_said() {
    let mut builder = Builder::new("test");
    let id = builder.named("Reactions", ORIGIN);
    builder.define(id, object(&["+1", "-1", "heart"]), "", ORIGIN).ok();
    let values =
        ["+1", "-1", "\n", "\t"].map(|wire| EnumValue { wire: wire.to_owned(), title: None, docs: String::new() });
    let kinds = builder.named("Kinds", ORIGIN);
    builder.define(kinds, Shape::Enum(Enum::of_strings(values.into())), "", ORIGIN).ok();
    let names = Names::new(&builder.finish());
    assert_eq!([0, 1, 2].map(|at| names.field(id, at)), ["plus_1", "minus_1", "heart"]);
    assert_eq!([0, 1, 2, 3].map(|at| names.variant(kinds, at)), ["Plus1", "Minus1", "Newline", "Tab"]);
}

#[test]
fn methods_never_end_with_a_word_that_wants_more() {
    check_operations(
        "items",
        &[("byItem", "GET", "/a", ""), ("noItem", "GET", "/b", ""), ("getItem", "GET", "/c", "")],
        &[("by_item", "by_item"), ("no_item", "no_item"), ("get_item", "get")],
    );
}

#[test]
fn types_of_an_operation_are_never_called_like_its_group() {
    let model = model("listThingsResponse", &[("listThings", "GET", "/a", "")]);
    let names = Names::new(&model);
    assert_eq!(names.group(GroupId(0)).handle, "ListThingsResponse");
    assert_eq!(names.operation(OperationId(0)).response, "ListThingsAnswers");
}

#[test]
fn types_are_called_as_in_the_document() {
    let mut builder = Builder::new("test");
    for name in ["User", "user", "Option", "OAuth2Client", "user-profile", "", "2Factor"] {
        let id = builder.named(name, ORIGIN);
        builder.define(id, object(&[]), "", ORIGIN).ok();
    }
    check_types(
        &builder.finish(),
        &["User", "UserType", "OptionType", "Oauth2Client", "UserProfile", "Empty", "T2factor"],
    );
}

#[test]
fn types_without_a_name_are_called_after_their_best_place() {
    let mut builder = Builder::new("test");
    let users = builder.group("Users", "", ORIGIN);
    let mut shape = |fields: Vec<Field>, title: Option<&str>| {
        builder.anonymous(&[], title, Shape::Object(Object { fields, ..Object::default() }), "", ORIGIN)
    };
    let holding = |wire: &str, ty: Ref| Field { ty, ..field(wire) };
    let street = shape(vec![], None);
    let address = shape(vec![holding("street", Ref::Named(street))], None);
    let titled = shape(vec![], Some("Phone number"));
    let user =
        shape(vec![holding("addresses", Ref::list(Ref::Named(address))), holding("phone", Ref::Named(titled))], None);
    let role = shape(vec![], None);
    let request = shape(vec![holding("address", Ref::Named(address)), holding("role", Ref::Named(role))], None);
    let (created, activated, factor, settings) =
        (shape(vec![], None), shape(vec![], None), shape(vec![], None), shape(vec![], None));
    for (method, path, summary, body, answer) in [
        ("POST", "/api/v1/users", "Create a user", Some(request), Ref::Named(created)),
        ("GET", "/api/v1/users/{id}", "Retrieve a user", None, Ref::Named(user)),
        ("POST", "/api/v1/users/{id}/activate", "Activate a user", None, Ref::Named(activated)),
        ("GET", "/api/v1/users/{id}/factors", "List all factors", None, Ref::list(Ref::Named(factor))),
        ("GET", "/api/v1/users/{id}/settings", "Retrieve settings", None, Ref::Named(settings)),
    ] {
        let mut operation = operation(users, None, method, path, summary);
        operation.body = body.map(|id| small::body(Ref::Named(id)));
        operation.responses = vec![small::response(200, answer)];
        builder.operation(operation);
    }
    check_types(
        &builder.finish(),
        &[
            "UserAddressStreet",
            "UserAddress",
            "PhoneNumber",
            "User",
            "CreateUserRole",
            "CreateUserRequest",
            "CreateUserResponse",
            "ActivateUserResponse",
            "UserFactor",
            "UserSettings",
        ],
    );
}

fn check_types(model: &Model, expected: &[&str]) {
    let names = Names::new(model);
    let found: Vec<_> = (0..model.types.len() as u32).map(|at| names.ty(TypeId(at))).collect();
    assert_eq!(found, expected);
}

/// The model of a shipped document.
fn shipped(api: &str, path: &str) -> Model {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs").join(path);
    let mut project = Project::default();
    let mut diagnostics = Diagnostics::default();
    project.add_documents(api, &[path], &mut diagnostics);
    let model = pipeline::model(&project.sources, &project.apis[0], pipeline::Step::Check, &mut diagnostics);
    model.expect("the shipped document has no errors")
}

/// What every operation and every type that is used is called.
fn all_names(model: &Model) -> BTreeMap<String, String> {
    let names = Names::new(model);
    let mut all = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (at, operation) in model.operations.iter().enumerate() {
        used.extend(uses(operation));
        let named = names.operation(OperationId(at as u32));
        all.insert(
            format!("{} {}", operation.method.0, operation.path.wire),
            format!("{} {}", named.trait_method, named.method),
        );
    }
    all.extend(used.into_iter().map(|id| (format!("{id:?}"), names.ty(id).to_owned())));
    all
}

/// The types that an operation takes and returns.
fn uses(operation: &Operation) -> BTreeSet<TypeId> {
    let bodies = operation.body.iter().flat_map(|body| &body.contents);
    let answers = operation.responses.iter().flat_map(|response| &response.contents);
    let mut used = BTreeSet::new();
    bodies.chain(answers).for_each(|content| {
        content.ty.visit(&mut |id| {
            used.insert(id);
        });
    });
    used
}

/// Without an operation all others are called the same; a type may get another name only if the operation used it or
/// kept the name from it, and that is rare.
#[test]
fn an_operation_less_changes_no_other_name() {
    let model = shipped("okta", "okta/okta-management.lap");
    let all = all_names(&model);
    let (mut tries, mut changed) = (0, Vec::new());
    for at in (0..model.operations.len()).step_by(23) {
        let mut less = model.clone();
        less.operations.remove(at);
        tries += 1;
        let related: BTreeSet<String> = uses(&model.operations[at]).iter().map(|id| format!("{id:?}")).collect();
        for (what, name) in all_names(&less) {
            if all.get(&what) != Some(&name) {
                assert!(what.starts_with("Type"), "without {at}: {what} is {name}, not {:?}", all.get(&what));
                if !related.contains(&what) {
                    changed.push(name);
                }
            }
        }
    }
    assert!(changed.len() * 10 <= tries, "{changed:?}");
}

#[test]
fn long_names_that_differ_at_their_ends_stay_apart() {
    let place = "organizations/{owner}/applications/{application}/analytics/crash-groups/{group}/available-versions";
    let paths: Vec<String> = (0..12).map(|at| format!("/{place}/part-{at}/{{a}}/{{b}}/and/much/more/{at}")).collect();
    let said = "Lists whatever there is of crash groups that are available in these versions of applications of owners";
    let operations: Vec<_> = paths.iter().map(|path| ("", "GET", path.as_str(), said)).collect();
    let model = model("Applications", &operations);
    let names = Names::new(&model);
    let all: Vec<_> = (0..operations.len() as u32).map(|at| names.operation(OperationId(at))).collect();
    type Kind = fn(&OperationNames) -> &String;
    let kinds: [Kind; 4] = [|one| &one.builder, |one| &one.constant, |one| &one.method, |one| &one.response];
    for name in kinds {
        let distinct: BTreeSet<&String> = all.iter().map(|one| name(one)).collect();
        assert_eq!(distinct.len(), operations.len(), "{distinct:?}");
    }
}
