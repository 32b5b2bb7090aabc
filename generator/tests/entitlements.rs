//! What the reader of entitlement pages makes of pages.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::model::{Builder, Model, Ref, Shape};
use gatewright_generator::read::{Document, StatedOperation, entitlements};
use gatewright_generator::source::{SourceId, Sources, Span};

fn read(text: &str, stated: Option<(&str, &str)>) -> (Model, Diagnostics, Sources) {
    let mut sources = Sources::default();
    let id = sources.add("page.md", text);
    let stated = stated.map(|(method, path)| StatedOperation {
        method: method.to_owned(),
        path: path.to_owned(),
        span: Span::new(SourceId(0), 0, 0),
    });
    let mut model = Builder::new("test");
    let mut diagnostics = Diagnostics::default();
    let document = Document { operation: stated.as_ref(), ..Document::alone(id, &sources.get(id).text) };
    entitlements::read(document, &mut model, &mut diagnostics);
    (model.finish(), diagnostics, sources)
}

/// The permissions, the call and the diagnostics.
fn check(text: &str, stated: Option<(&str, &str)>, expected: &Expect) {
    assert!(entitlements::detect(text));
    let (model, diagnostics, sources) = read(text, stated);
    let mut out = String::new();
    for permission in &model.permissions {
        let exception = permission.exception.as_ref().map(|text| format!(" except {text:?}")).unwrap_or_default();
        let _ = writeln!(out, "{}: {:?} {:?}{exception}", permission.wire, permission.docs, permission.offerings);
    }
    for operation in &model.operations {
        let _ =
            writeln!(out, "{} {} in {}", operation.method.0, operation.path.wire, model.group(operation.group).wire);
        let _ = writeln!(out, "  {:?} {:?}", operation.summary, operation.docs);
        for parameter in &operation.parameters {
            let _ = writeln!(out, "  {:?} {}: {}", parameter.location, parameter.wire, word(&parameter.ty));
        }
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            let Ref::Named(id) = &content.ty else { panic!("a body without a type") };
            let Shape::Object(object) = &model.ty(*id).shape else { panic!("a body that is no object") };
            let _ = writeln!(out, "  body {}", content.media_type);
            for field in &object.fields {
                let mark = if field.required { "!" } else { "" };
                let _ = writeln!(out, "    {}{mark}: {} {:?}", field.wire, word(&field.ty), field.docs);
            }
        }
        for response in &operation.responses {
            let _ = writeln!(out, "  {:?} {:?}", response.status, response.docs);
        }
        for requirement in operation.security.iter().flat_map(|security| &security.requirements) {
            let names: Vec<_> = requirement.permissions.iter().map(|id| &model.permission(*id).wire).collect();
            let _ = writeln!(out, "  needs {names:?}");
        }
    }
    out.push_str(&render(&sources, &diagnostics, false));
    expected.assert_eq(&out);
}

fn word(ty: &Ref) -> String {
    match ty {
        Ref::Scalar(scalar) => format!("{:?}", scalar.kind),
        Ref::List { item, .. } => format!("[{}]", word(item)),
        Ref::Map { value, .. } => format!("{{{}}}", word(value)),
        Ref::Named(_) => "named".to_owned(),
        other => format!("{other:?}"),
    }
}

fn shipped(name: &str, stated: Option<(&str, &str)>) -> (Model, Diagnostics, Sources) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/ibm-verify").join(name);
    read(&fs::read_to_string(path).expect("a shipped document"), stated)
}

/// How many permissions have which offerings.
fn offerings(model: &Model) -> Vec<(String, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for permission in &model.permissions {
        let mut key = permission.offerings.join(", ");
        if permission.exception.is_some() {
            key.push_str(" with an exception");
        }
        *counts.entry(key).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}

const UPDATE: Option<(&str, &str)> = Some(("PUT", "/v1.0/apiclients/{clientId}"));

#[test]
fn the_shipped_pages_have_the_entitlements_that_they_list() {
    let (create, diagnostics, _) = shipped("ibm-verify-create-api-client.md", None);
    assert_eq!(diagnostics.counts(), (0, 2));
    let (update, diagnostics, _) = shipped("ibm-verify-update-api-client.txt", UPDATE);
    assert_eq!(diagnostics.counts(), (0, 1));

    let expected = |counts: [usize; 8]| {
        let keys = ["CIA", "CIC", "CIC, CIV", "CIG", "CIV", "ISC", "any", "any with an exception"];
        keys.map(str::to_owned).into_iter().zip(counts).collect::<Vec<_>>()
    };
    assert_eq!(offerings(&create), expected([2, 2, 6, 6, 11, 1, 79, 2]));
    assert_eq!(offerings(&update), expected([2, 2, 6, 10, 17, 1, 96, 2]));
    let common = create.permissions.iter().filter(|one| update.permissions.iter().any(|other| other.wire == one.wire));
    assert_eq!((create.permissions.len(), update.permissions.len(), common.count()), (109, 136, 109));
    let same = |name: &str| {
        let find = |model: &Model| {
            let found = model.permissions.iter().find(|permission| permission.wire == name).expect("a permission");
            (found.docs.clone(), found.offerings.clone(), found.exception.clone())
        };
        find(&create) == find(&update)
    };
    let differing: Vec<_> = create.permissions.iter().map(|one| one.wire.as_str()).filter(|name| !same(name)).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn the_shipped_update_page_describes_a_call() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/ibm-verify/ibm-verify-update-api-client.txt");
    let text = fs::read_to_string(path).expect("a shipped document");
    // The table is tested above.
    let start = text.find("EntitlementDescriptionOffering").expect("a table");
    let end = start + text[start..].find('\n').expect("a line");
    let text =
        format!("{}EntitlementDescriptionOfferingreadCertsRead certificates any{}", &text[..start], &text[end..]);
    check(
        &text,
        UPDATE,
        &expect![[r#"
            readCerts: "Read certificates" ["any"]
            manageAPIClients: "Manage API clients" []
            PUT /v1.0/apiclients/{clientId} in apiclients
              "Updates a specific API client" "Updates the specified API client properties except for the ID and the client ID which cannot be modified. If the client secret is not specified, then a new client secret will be generated.\n\nThe entitlements array can contain any combination of entitlements."
              Path clientId: String
              body application/json
                entitlements!: [String] "the list of entitlements assigned to the client"
                overrideSettings: {Any} ""
                additionalProperties: {Any} "additional properties for the client"
                ipFilters: [String] "the list of ips"
                additionalConfig: {Any} ""
              Code(204) "The API client was updated."
              Code(403) "The access token does not allow access to the requested resource."
              Code(404) "The requested API client does not exist"
              needs ["manageAPIClients"]
            warning[entitlements/unnamed-member]: 9 of the items below `Body Params` have no name and are left out
              --> page.md:25:1
               |
            25 | string
               | ^^^^^^ string: the friendly name of the client
               |
              ::: page.md:37:1
               |
            37 | string
               | ------ string: the generated client id for authorization
               |
              ::: page.md:41:1
               |
            41 | string
               | ------ string: the generated client secret for authorization
               |
              ::: page.md:45:1
               |
            45 | boolean
               | ------- boolean: whether or not the client can be used to generate tokens
               |
              ::: page.md:51:1
               |
            51 | string
               | ------ string: a description of the client
               |
              ::: page.md:60:1
               |
            60 | string
               | ------ string: the operation of the ip filter. The default setting is null, which means that the ip filter is disabled
               |
              ::: page.md:72:1
               |
            72 | string
               | ------ string: the JSON web key URI endpoint
               |
              ::: page.md:78:1
               |
            78 | string
               | ------ string: ID token signing algorithm. List of algorithms (id_token_signing_alg_values_supported) available at /oidc/endpoint/{definition_id}/.well-known/openid-configuration
               |
              ::: page.md:82:1
               |
            82 | string
               | ------ string: Type of access token to be generated. Default is 'default'
               |
               = help: state their names and types in a supplement

        "#]],
    );
}

#[test]
fn columns_may_stand_in_any_order_among_others() {
    check(
        "| Offering | Since | Entitlements | Description |\n|---|---|---|---|\n\
         | CIC, CIV | 2020 | readVault | Read \\| look |\n\
         | any. Exception: only by CIC. | 2021 | readReports | Read reports |\n",
        None,
        &expect![[r#"
            readVault: "Read | look" ["CIC", "CIV"]
            readReports: "Read reports" ["any"] except "only by CIC."
        "#]],
    );
}

#[test]
fn columns_may_be_called_otherwise_on_a_page_of_entitlements() {
    check(
        "# Grant things\n\nEntitlements required: admin (Admin)\n\n\
         | Scope | Grants | Plans |\n|---|---|---|\n| [`readApps`](#r) | Read<br>applications | CIC<br/>CIV |\n\n\
         | Permission | Replaced by |\n|---|---|\n| old | new |\n\n\
         | Permission name | Meaning |\n|---|---|\n| readLogs | Read logs |\n",
        Some(("POST", "/grants")),
        &expect![[r#"
            readApps: "Read applications" ["CIC", "CIV"]
            readLogs: "Read logs" []
            admin: "Admin" []
            POST /grants in grants
              "Grant things" ""
              needs ["admin"]
        "#]],
    );
}

#[test]
fn tables_in_html_are_not_read_and_that_is_said() {
    check(
        "Entitlements required: admin (Admin)\n<TABLE><tr><th>Entitlement</th></tr></TABLE>\n<table><tr><td>x\n",
        None,
        &expect![[r#"
            warning[entitlements/html-table]: this table is HTML, which is not read
             --> page.md:2:1
              |
            2 | <TABLE><tr><th>Entitlement</th></tr></TABLE>
              | ^^^^^^ its rows are left out
              |
              = help: write it as a pipe table

            error[entitlements/no-endpoint]: the page describes a call without its method and path
             --> page.md:1:1
              |
            1 | Entitlements required: admin (Admin)
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected a line such as `post https://{tenant}/v1.0/things`
              |
              = help: name the operation in the settings: `operation: PUT /v1.0/things/{id}`

        "#]],
    );
}

#[test]
fn an_offering_in_another_column_moves() {
    check(
        "| Entitlement | Description | Offering |\n|---|---|---|\n| SatelliteOnBoard | CIA | |\n",
        None,
        &expect![[r#"
            SatelliteOnBoard: "" ["CIA"]
            warning[entitlements/moved-offering]: the offering of `SatelliteOnBoard` is in another column
             --> page.md:3:22
              |
            3 | | SatelliteOnBoard | CIA | |
              |                      ^^^ read as the offering

        "#]],
    );
}

#[test]
fn an_unknown_offering_is_kept_with_a_warning() {
    check(
        "| Entitlement | Offering |\n|---|---|\n| readX | XYZ |\n",
        None,
        &expect![[r#"
        readX: "" ["XYZ"]
        warning[entitlements/unknown-offering]: `XYZ` is not a known offering
         --> page.md:3:11
          |
        3 | | readX | XYZ |
          |           ^^^ expected one of any, CIC, CIV, CIA, CIG, ISC

    "#]],
    );
}

#[test]
fn a_row_with_other_cells_than_the_header_is_refused() {
    check(
        "| Entitlement | Description | Offering |\n|---|---|---|\n| readA | a | b | any |\n| manageB | Ma\n",
        None,
        &expect![[r#"
            error[entitlements/cells]: a row with 4 cells in a table with 3 columns
             --> page.md:3:3
              |
            3 | | readA | a | b | any |
              |   ^^^^^^^^^^^^^^^^^^^ expected 3 cells
              |
              = help: write a `|` inside a cell as `\|`

            error[entitlements/cells]: a row with 2 cells in a table with 3 columns
             --> page.md:4:3
              |
            4 | | manageB | Ma
              |   ^^^^^^^^^^^^ expected 3 cells
              |
              = help: is the page cut short?

        "#]],
    );
}

#[test]
fn cells_that_a_row_lacks_at_its_end_are_empty() {
    check(
        "| Entitlement | Description | Offering |\n|---|---|---|\n| readA | Read |\n| readB\n| | |\n| readC |\n",
        None,
        &expect![[r#"
            readA: "Read" []
            readB: "" []
            readC: "" []
        "#]],
    );
}

#[test]
fn names_are_ascii_and_stand_once() {
    check(
        "| Entitlement | Description | Offering |\n|---|---|---|\n\
         | readA | Read | any |\n| readA | Read | any |\n| readA | Write | any |\n\
         | \u{440}eadA | Read | any |\n| * | All | any |\n| | Nothing | any |\n\
         | `\"); zzpwned!(); (\"` | Code | any |\n",
        None,
        &expect![[r#"
            readA: "Read" ["any"]
            warning[entitlements/twice]: `readA` stands twice on the page
             --> page.md:4:3
              |
            4 | | readA | Read | any |
              |   ^^^^^ the same again
              |
             ::: page.md:3:3
              |
            3 | | readA | Read | any |
              |   ----- first here
              |
              = help: remove one of the two rows

            error[entitlements/twice]: `readA` stands twice on the page
             --> page.md:5:3
              |
            5 | | readA | Write | any |
              |   ^^^^^ says something else
              |
             ::: page.md:4:3
              |
            4 | | readA | Read | any |
              |   ----- first here
              |
              = help: remove one of the two rows

            error[entitlements/name]: `рeadA` cannot be the name of an entitlement
             --> page.md:6:3
              |
            6 | | рeadA | Read | any |
              |   ^^^^^ expected ASCII letters, digits and `_ . : -`

            error[entitlements/name]: `*` cannot be the name of an entitlement
             --> page.md:7:3
              |
            7 | | * | All | any |
              |   ^ expected ASCII letters, digits and `_ . : -`

            error[entitlements/name]: `` cannot be the name of an entitlement
             --> page.md:8:2
              |
            8 | | | Nothing | any |
              |  ^ expected ASCII letters, digits and `_ . : -`

            error[entitlements/name]: `\"); zzpwned!(); (\"` cannot be the name of an entitlement
             --> page.md:9:3
              |
            9 | | `"); zzpwned!(); ("` | Code | any |
              |   ^^^^^^^^^^^^^^^^^^^^ expected ASCII letters, digits and `_ . : -`

        "#]],
    );
}

#[test]
fn a_run_together_table_is_split() {
    check(
        "EntitlementDescriptionOfferingmanageCertsManage certificates anygenerateOTPGenerate OTPCIVAnalyticsSyncCIA\
         managePwdVaultManage any vaultCIC, CIVreadReportsRead reportsany. Exception: e.g. by CIC.mfaPushSend \
         second-factor pushCIVmanageCompanyManage companyanyrecoverUsernameRecover user namesany\n",
        None,
        &expect![[r#"
            manageCerts: "Manage certificates" ["any"]
            generateOTP: "Generate OTP" ["CIV"]
            AnalyticsSync: "" ["CIA"]
            managePwdVault: "Manage any vault" ["CIC", "CIV"]
            readReports: "Read reports" ["any"] except "e.g. by CIC."
            mfaPush: "Send second-factor push" ["CIV"]
            manageCompany: "Manage company" ["any"]
            recoverUsername: "Recover user names" ["any"]
        "#]],
    );
}

#[test]
fn a_run_together_table_that_ends_in_a_row_is_refused_there() {
    check(
        "EntitlementDescriptionOfferingreadCertsRead certificatesanymanageCertsManage certif\n",
        None,
        &expect![[r#"
            readCerts: "Read certificates" ["any"]
            error[entitlements/row]: the table cannot be split into rows of name, description and offering
             --> page.md:1:60
              |
            1 | EntitlementDescriptionOfferingreadCertsRead certificatesanymanageCertsManage certif
              |                                                            ^^^^^^^^^^^^^^^^^^^^^^^^ expected a row that ends with an offering
              |
              = help: compare the text with the published page; every row ends with an offering, such as `any` or `CIC, CIV`

        "#]],
    );
}

#[test]
fn rows_without_an_offering_between_them_are_refused() {
    check(
        "EntitlementDescriptionOfferingreadCertsRead certificatesXYZmanageCertsManage certificatesanyreadARead aany\n",
        None,
        &expect![[r#"
            readA: "Read a" ["any"]
            error[entitlements/row]: the table cannot be split into rows of name, description and offering
             --> page.md:1:45
              |
            1 | EntitlementDescriptionOfferingreadCertsRead certificatesXYZmanageCertsManage certificatesanyreadARead aany
              |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected an offering between this row and the next
              |
              = help: compare the text with the published page; every row ends with an offering, such as `any` or `CIC, CIV`

        "#]],
    );
}

#[test]
fn any_one_of_the_required_entitlements_is_enough() {
    check(
        "get https://{tenant}/v2.0/things/{id}/parts\nReads parts. All of them.\n\
         Entitlements required: manageA (Manage (all) A, B), readA (Read A)\n",
        None,
        &expect![[r#"
            manageA: "Manage (all) A, B" []
            readA: "Read A" []
            GET /v2.0/things/{id}/parts in things
              "Reads parts" "Reads parts. All of them."
              Path id: String
              needs ["manageA"]
              needs ["readA"]
        "#]],
    );
}

#[test]
fn a_broken_list_of_required_entitlements_is_refused() {
    check(
        "get /a\nEntitlements required: manageA (Manage, readA (Read A\n",
        None,
        &expect![[r#"
        GET /a in a
          "" ""
        error[entitlements/required]: the list of required entitlements cannot be read
         --> page.md:2:24
          |
        2 | Entitlements required: manageA (Manage, readA (Read A
          |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected `name (description)`

    "#]],
    );
}

#[test]
fn a_call_without_method_and_path_is_refused() {
    check(
        "Entitlements required: manageA (Manage A)\nBody Params\nstring\n",
        None,
        &expect![[r#"
        error[entitlements/no-endpoint]: the page describes a call without its method and path
         --> page.md:1:1
          |
        1 | Entitlements required: manageA (Manage A)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected a line such as `post https://{tenant}/v1.0/things`
          |
          = help: name the operation in the settings: `operation: PUT /v1.0/things/{id}`

    "#]],
    );
}

#[test]
fn the_settings_and_the_page_must_name_one_operation() {
    check(
        "post https://{tenant}/things\nput /other\nEntitlements required: manageA (Manage A)\n",
        Some(("POST", "/thing")),
        &expect![[r#"
            manageA: "Manage A" []
            POST /thing in thing
              "" ""
              needs ["manageA"]
            error[entitlements/several-endpoints]: the page names another operation than the one it describes
             --> page.md:2:1
              |
            2 | put /other
              | ^^^^^^^^^^ expected one endpoint line
              |
              = help: make one document per call

            error[entitlements/several-endpoints]: the page names another operation than the one it describes
             --> page.md:1:1
              |
            1 | post https://{tenant}/things
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected `POST /thing`, as the settings say
              |
              = help: make one document per call

        "#]],
    );
}

#[test]
fn lists_of_parameters_are_read_as_far_as_they_have_names() {
    check(
        "get /things/{id}\nEntitlements required: readA\nPath Params\ninteger\nrequired\n\nThe id.\n\nQuery Params\n\
         state\nstring\nenum\n\nWhich.\n\nAllowed:\non\noff\nsizes\narray of integers\n\nsizes\nstring\n\nNo name.\n\n\
         odd\nthing\nshape\narray of shapes\nHeaders\nstring\n\nResponses\n200\n\nFine.\n\n4XX\n\nWrong.\n\n200\n\nAgain.\n\
         Language\n",
        None,
        &expect![[r#"
            readA: "" []
            GET /things/{id} in things
              "" ""
              Path id: Integer
              Query state: named
              Query sizes: [Integer]
              Query shape: [Any]
              Code(200) "Fine."
              Range(4) "Wrong."
              needs ["readA"]
            warning[entitlements/unnamed]: 1 of the items below `Query Params` have no name and are left out
              --> page.md:23:1
               |
            23 | string
               | ^^^^^^ string: No name.
               |
               = help: state their names and types in a supplement

            warning[entitlements/unknown-type]: `shapes` is not a known type
              --> page.md:30:1
               |
            30 | array of shapes
               | ^^^^^^^^^^^^^^^ read as any JSON value

            warning[entitlements/unnamed]: 1 of the items below `Headers` have no name and are left out
              --> page.md:32:1
               |
            32 | string
               | ^^^^^^ a string
               |
               = help: state their names and types in a supplement

            warning[entitlements/status-twice]: the status 200 stands twice
              --> page.md:43:1
               |
            43 | 200
               | ^^^ left out
               |
              ::: page.md:35:1
               |
            35 | 200
               | --- first here

        "#]],
    );
}

#[test]
fn path_parameters_come_from_the_path() {
    check(
        "get /a/{x}/{y}\nEntitlements required: readA\nPath Params\nstring\nrequired\n\nThe x.\n",
        None,
        &expect![[r#"
            readA: "" []
            GET /a/{x}/{y} in a
              "" ""
              Path x: String
              Path y: String
              needs ["readA"]
            warning[entitlements/placeholders]: the page lists 1 path parameters, the path has 2
             --> page.md:4:1
              |
            4 | string
              | ^^^^^^
              |
             ::: page.md:1:1
              |
            1 | get /a/{x}/{y}
              | -------------- the path
              |
              = help: check the path that the settings state for the page

        "#]],
    );
}

#[test]
fn names_and_calls_may_be_marked_as_code_or_bold() {
    check(
        "**POST** `https://{tenant}/things`\n\n**Entitlements required:** `manageA` (Manage A), readA (Read A)\n\n\
         | `Entitlement` | Description | Offering |\n|---|---|---|\n| `manageA` | Manage `A` | **any** |\n| **readA** | Read A | CIC |\n",
        None,
        &expect![[r#"
            manageA: "Manage `A`" ["any"]
            readA: "Read A" ["CIC"]
            POST /things in things
              "" ""
              needs ["manageA"]
              needs ["readA"]
        "#]],
    );
}

#[test]
fn other_tables_are_not_entitlements() {
    assert!(!entitlements::detect("| Role | Method | Path | Scope |\n|---|---|---|---|\n| user | GET | /x | read |\n"));
    assert!(!entitlements::detect("# About entitlements\n\nThe Offering is new.\n"));
}

#[test]
fn a_page_that_was_cut_in_its_table_is_refused() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/ibm-verify/ibm-verify-update-api-client.txt");
    let text = fs::read_to_string(path).expect("a shipped document");
    let table = text.find("manageDeployment").expect("a table");
    let end = text.find("\n\n\nEntitlements required").expect("the end of the table");
    let (whole, ..) = read(&text, UPDATE);
    let ends: Vec<_> = whole.permissions.iter().map(|permission| permission.origin.span().start as usize).collect();
    for at in (table + 1..end).step_by(7) {
        let (model, diagnostics, _) = read(&text[..at], UPDATE);
        // A cut between two rows leaves a whole table behind; so may one in the middle of a list of offerings.
        let between = ends.contains(&at) || text[..at].ends_with("any") || text[..at].ends_with("CIC");
        assert!(diagnostics.has_errors() || between, "{}", &text[at - 40..at]);
        assert!(model.permissions.len() <= whole.permissions.len());
    }
}

#[test]
fn long_pages_take_linear_time() {
    let started = std::time::Instant::now();
    for piece in ["any", "any. Exception: .", "aB", "CIC, ", "readAbRead ab any", "readAbRead ab", "a B", "Step 1: Aa"]
    {
        let text = format!("EntitlementDescriptionOffering{}\n", piece.repeat(300_000 / piece.len()));
        read(&text, UPDATE);
    }
    read(&"| Entitlement |\n".repeat(20_000), UPDATE);
    read(&"Body Params\nstring\nname\n\n".repeat(15_000), UPDATE);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
