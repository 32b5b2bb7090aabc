//! Real collections are read without an error, and everything in them is somewhere.

use std::fmt::Write as _;
use std::fs;

use expect_test::expect;

use super::{read, shared};

#[test]
#[ignore = "needs ../shared"]
fn all_collections_are_read() {
    let folder = shared("corpus/postman");
    let entries = fs::read_dir(&folder).expect("the folder ../shared");
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut text = String::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let outcome = read(&name, &fs::read_to_string(&path).expect("a readable collection"));
        assert_eq!(outcome.errors, 0, "{}", outcome.problems);
        let model = &outcome.model;
        let warnings = outcome.problems.lines().filter(|line| line.starts_with("warning")).count();
        let bodies = model.operations.iter().filter(|operation| operation.body.is_some()).count();
        let _ = writeln!(
            text,
            "{name}: {} operations, {bodies} with a body, {} groups, {} types, {} entries, {warnings} warnings, at {}",
            model.operations.len(),
            model.groups.len(),
            model.types.len(),
            model.entries.len(),
            model.servers.first().map_or("-", |server| server.url.as_str()),
        );
    }
    expect![[r#"
        auth0-identity.json: 5 operations, 3 with a body, 3 groups, 7 types, 0 entries, 0 warnings, at https://{domain}.auth0.com
        cisco-nso.json: 32 operations, 12 with a body, 2 groups, 22 types, 27 entries, 1 warnings, at {PROTOCOL}://{NSO_IP}:{NSO_HTTP_PORT}
        file-upload.json: 4 operations, 2 with a body, 2 groups, 8 types, 0 entries, 0 warnings, at https://api.mediastorage.io/v1
        idcs-factor-enrollment.json: 6 operations, 4 with a body, 2 groups, 12 types, 20 entries, 1 warnings, at {HOST}
        idcs-radius-proxy.json: 27 operations, 15 with a body, 9 groups, 27 types, 7 entries, 1 warnings, at {HOST}
        multi-env.json: 5 operations, 2 with a body, 2 groups, 9 types, 0 entries, 0 warnings, at https://api.configservice.io/v1
        okta-sso.json: 6 operations, 1 with a body, 2 groups, 11 types, 0 entries, 0 warnings, at https://{domain}.okta.com/api/v1
        paginated.json: 5 operations, 1 with a body, 2 groups, 13 types, 0 entries, 0 warnings, at https://api.analytics.io/v3
        ph-healthcare.json: 52 operations, 20 with a body, 13 groups, 20 types, 0 entries, 1 warnings, at http://localhost:5000/api/v1
        typesense.json: 47 operations, 16 with a body, 10 groups, 26 types, 31 entries, 2 warnings, at {url}
    "#]].assert_eq(&text);
}
