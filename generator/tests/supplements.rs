//! What supplements say of who may call: never less than they name.

use crate::emitted;

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: Doors, version: "1"}
paths:
  /doors/{id}:
    delete:
      operationId: deleteDoor
      tags: [doors]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: Gone.}}
components:
  securitySchemes:
    adminKey: {type: apiKey, in: header, name: X-Admin-Key}
    token: {type: http, scheme: bearer}
"##;

/// The row of the operation when a supplement says this of its security.
fn row(security: &str) -> String {
    let text = format!("openapi: 3.1.0\npaths: {{\"/doors/{{id}}\": {{delete: {{security: {security}}}}}}}\n");
    emitted::file("doors", &[("doors.yaml", DOCUMENT), ("supplement.yaml", &text)], "doors/operations/doors.rs")
}

#[test]
fn schemes_of_the_document_are_meant_by_name() {
    let row = row("[{adminKey: []}]");
    assert!(row.contains(r#"security: Some(&[runtime::SecurityRequirement::schemes(&[("adminKey", &[])])])"#), "{row}");
}

#[test]
fn schemes_are_asked_for_beside_permissions() {
    let row = row("[{oauth: [doors.write], adminKey: []}]");
    assert!(row.contains(r#"schemes: &[("adminKey", &[])], permissions: &["doors.write"]"#), "{row}");
}

#[test]
fn schemes_that_nobody_describes_leave_nothing_open() {
    let row = row("[{other: []}]");
    assert!(row.contains(r#"security: Some(&[runtime::SecurityRequirement::schemes(&[("other", &[])])])"#), "{row}");
}
