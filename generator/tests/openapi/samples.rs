//! Real documents: the one that ships, and those of the samples where they are at hand.

use std::fmt::Write as _;
use std::path::PathBuf;

use expect_test::expect;
use gatewright_generator::model::{Ref, Shape, Type, TypeName};
use gatewright_generator::read::openapi;

use super::{files, read, shared, sketch};

fn auth0() -> super::Outcome {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../specs/auth0/auth0-create-connection.md");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(openapi::detect(&text));
    read("auth0.md", &text)
}

#[test]
fn auth0_in_numbers() {
    let outcome = auth0();
    assert_eq!(outcome.problems, "");
    let model = outcome.model;
    let is_named = |ty: &&Type| matches!(ty.name, TypeName::Named(_));
    assert_eq!(model.operations.len(), 1);
    assert_eq!(model.types.iter().filter(is_named).count(), 71);
    assert_eq!(outcome.undefined, 0);
    assert_eq!(model.permissions.len(), 242);
    expect![[r#"
        POST /connections post_connections in connections
          > application/json CreateConnectionRequestContent
          > application/x-www-form-urlencoded CreateConnectionRequestContent
          < 201 application/json CreateConnectionResponseContent
          < 400
          < 401
          < 403
          < 409
          < 429
          by [(bearerAuth) or (oAuth2ClientCredentials create:connections)]
    "#]]
    .assert_eq(&sketch::operations(&model));
}

/// Every constraint that the text has is in the model.
#[test]
fn auth0_keeps_all_constraints() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../specs/auth0/auth0-create-connection.md");
    let text = std::fs::read_to_string(path).unwrap();
    let said = |key: &str| {
        let key = format!("{key}: ");
        text.lines().filter(|line| line.trim_start().trim_start_matches("- ").starts_with(&key)).count()
    };
    let model = auth0().model;
    let mut scalars = Vec::new();
    let mut lists = Vec::new();
    let mut objects = Vec::new();
    let mut collect = |used: &Ref| {
        let mut open = vec![used.clone()];
        while let Some(used) = open.pop() {
            match used {
                Ref::Scalar(scalar) => scalars.push(scalar),
                Ref::List { item, count, unique } => {
                    lists.push((count, unique));
                    open.push(*item);
                }
                Ref::Map { value, count } => {
                    objects.push(count);
                    open.push(*value);
                }
                Ref::Nullable(inner) => open.push(*inner),
                Ref::Named(_) | Ref::Any => {}
            }
        }
    };
    let mut object_counts = Vec::new();
    for ty in &model.types {
        match &ty.shape {
            Shape::Object(object) => {
                object_counts.push(object.count);
                object.fields.iter().for_each(|field| collect(&field.ty));
                if let gatewright_generator::model::Rest::Kept(value) = &object.rest {
                    collect(value);
                }
            }
            Shape::Alias(target) => collect(target),
            Shape::Choice(choice) => choice.cases.iter().for_each(|case| collect(&case.ty)),
            Shape::Tuple(tuple) => tuple.places.iter().for_each(|place| collect(&place.ty)),
            Shape::Enum(_) | Shape::Undefined => {}
        }
    }
    objects.extend(object_counts);
    let of = |has: &dyn Fn(&gatewright_generator::model::Constraints) -> bool| {
        scalars.iter().filter(|scalar| has(&scalar.constraints)).count()
    };
    let seen = [
        ("maxLength", of(&|c| c.length.max.is_some())),
        ("minLength", of(&|c| c.length.min.is_some())),
        ("pattern", of(&|c| c.pattern.is_some())),
        ("minimum", of(&|c| c.minimum.is_some())),
        ("maximum", of(&|c| c.maximum.is_some())),
        ("minItems", lists.iter().filter(|(count, _)| count.min.is_some()).count()),
        ("maxItems", lists.iter().filter(|(count, _)| count.max.is_some()).count()),
        ("minProperties", objects.iter().filter(|count| count.min.is_some()).count()),
        ("maxProperties", objects.iter().filter(|count| count.max.is_some()).count()),
    ];
    for (key, count) in seen {
        assert_eq!(count, said(key), "{key}");
    }
}

#[test]
#[ignore = "needs ../shared"]
fn public_documents() {
    let mut seen = String::new();
    for path in files(&shared("corpus/openapi")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(openapi::detect(&text), "{name}");
        let outcome = read(&name, &text);
        let model = &outcome.model;
        assert_eq!((outcome.errors, outcome.undefined), (0, 0), "{name}: {}", outcome.problems);
        let choices = model.types.iter().filter(|ty| matches!(ty.shape, Shape::Choice(_))).count();
        let _ = writeln!(
            seen,
            "{name}: {} operations, {} types, {choices} choices, {} permissions, {} warnings",
            model.operations.len(),
            model.types.len(),
            model.permissions.len(),
            outcome.warnings
        );
    }
    if !seen.is_empty() {
        expect![[r#"
            asana.yaml: 167 operations, 484 types, 0 choices, 4 permissions, 4 warnings
            box.yaml: 260 operations, 830 types, 16 choices, 9 permissions, 20 warnings
            digitalocean.yaml: 290 operations, 571 types, 26 choices, 0 permissions, 23 warnings
            hetzner.yaml: 144 operations, 1203 types, 2 choices, 0 permissions, 4 warnings
            launchdarkly.yaml: 105 operations, 144 types, 0 choices, 0 permissions, 1 warnings
            notion.yaml: 13 operations, 178 types, 0 choices, 0 permissions, 0 warnings
            openai-core.yaml: 5 operations, 14 types, 0 choices, 0 permissions, 7 warnings
            petstore.yaml: 19 operations, 9 types, 0 choices, 2 permissions, 0 warnings
            resend.yaml: 70 operations, 127 types, 3 choices, 0 permissions, 0 warnings
            twitter.yaml: 80 operations, 384 types, 11 choices, 20 permissions, 3 warnings
        "#]]
        .assert_eq(&seen);
    }
}

#[test]
#[ignore = "needs ../shared"]
fn samples_of_the_specification() {
    for path in files(&shared("corpus/openapi-3.1/pass")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let outcome = read(&name, &std::fs::read_to_string(&path).unwrap());
        assert_eq!((outcome.errors, outcome.undefined), (0, 0), "{name}: {}", outcome.problems);
    }
    for path in files(&shared("corpus/openapi-3.1/fail")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let outcome = read(&name, &std::fs::read_to_string(&path).unwrap());
        assert!(outcome.errors + outcome.warnings > 0, "{name} passes");
    }
}
