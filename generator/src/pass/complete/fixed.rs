//! Queries and fragments that documents write into paths: what they fix is no parameter, what they leave open is one.

use std::collections::HashMap;

use crate::model::{
    Enum, Fixed, Location, Model, Operation, Origin, Parameter, Ref, SchemeId, SchemeKind, Shape, Style,
};

/// A placeholder in the query of a path is a parameter of the query.
///
/// `GET /search?q={text}` takes the query parameter `q`.
pub(super) fn path_names_query(model: &mut Model, rule: &'static str) {
    for operation in &mut model.operations {
        let origin = Origin::Inferred(rule, operation.origin.span());
        for (name, placeholder) in operation.path.asked.clone() {
            let is_meant = |parameter: &&mut Parameter| parameter.wire == name || parameter.wire == placeholder;
            match operation.parameters.iter_mut().find(is_meant) {
                Some(known) if known.location == Location::Query && known.wire == name => {}
                Some(known) => {
                    known.wire = name;
                    known.location = Location::Query;
                    known.location_origin = origin;
                    known.style = Style::Form;
                    known.explode = true;
                }
                None => operation.parameters.push(query(name, origin)),
            }
        }
    }
}

fn query(wire: String, origin: Origin) -> Parameter {
    Parameter { required: true, ..Parameter::new(wire, Location::Query, origin) }
}

/// A fragment in a path stands for required parameters of one value, and for those that it names.
///
/// `POST /files/{id}#uploads` with a required query parameter `uploads` is called only by requests that have it.
pub(super) fn fragment_tells_apart(model: &mut Model, _rule: &'static str) {
    for index in 0..model.operations.len() {
        let Some(operation) = model.operations.get(index) else { continue };
        let Some(fragment) = operation.path.fragment() else { continue };
        let named: Vec<&str> = fragment.split(['&', '/', ',']).collect();
        let required = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required && matches!(parameter.location, Location::Query | Location::Header));
        let fixed = required.filter_map(|parameter| {
            let value = only_value(model, parameter);
            let tells = value.is_some() || named.contains(&parameter.wire.as_str());
            tells.then(|| Fixed { location: parameter.location, name: parameter.wire.clone(), value })
        });
        let fixed: Vec<Fixed> = fixed.collect();
        if let Some(operation) = model.operations.get_mut(index) {
            operation.path.fixed.extend(fixed);
        }
    }
}

/// The value of a parameter that has only one.
fn only_value(model: &Model, parameter: &Parameter) -> Option<String> {
    let Ref::Named(id) = &parameter.ty else { return None };
    match &model.ty(*id).shape {
        Shape::Enum(Enum { values, open: false, .. }) => match values.as_slice() {
            [only] => Some(only.wire.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// The header by which services of AWS tell operations of one path apart.
const TARGET: &str = "X-Amz-Target";

/// Operations that share a method and a path, and are signed as AWS has it, are told apart by a header. Where a document
/// left it out, callers say which one they mean.
///
/// `POST /` sixteen times, with `@auth AWS SigV4`, takes `X-Amz-Target`.
pub(super) fn target_tells_apart(model: &mut Model, rule: &'static str) {
    let mut routes: HashMap<(String, String), usize> = HashMap::new();
    let route = |operation: &Operation| (operation.method.0.clone(), operation.path.shape());
    for operation in &model.operations {
        *routes.entry(route(operation)).or_default() += 1;
    }
    let schemes = &model.schemes;
    let is_signed = |id: &SchemeId| {
        let scheme = schemes.get(id.0 as usize).map(|scheme| &scheme.kind);
        matches!(scheme, Some(SchemeKind::Http(word)) if word == "aws4-hmac-sha256")
    };
    for operation in &mut model.operations {
        let is_shared = routes.get(&route(operation)).is_some_and(|count| *count > 1);
        let requirements = operation.security.iter().flat_map(|security| &security.requirements);
        let is_signed = requirements.flat_map(|one| &one.schemes).any(|one| is_signed(&one.scheme));
        let is_told = operation.parameters.iter().any(|parameter| parameter.wire.eq_ignore_ascii_case(TARGET));
        if is_shared && is_signed && !is_told && operation.method.is("POST") {
            operation.path.fixed.push(Fixed { location: Location::Header, name: TARGET.to_owned(), value: None });
            let origin = Origin::Inferred(rule, operation.origin.span());
            let docs = "Says which operation of this path is meant. The document does not give the value.".to_owned();
            let parameter = Parameter { required: true, docs, ..Parameter::new(TARGET, Location::Header, origin) };
            operation.parameters.push(parameter);
        }
    }
}

/// Whether callers must say which of several operations of one path they mean.
pub(crate) fn is_told_by_caller(operation: &Operation) -> bool {
    let by_rule = |parameter: &Parameter| parameter.origin.rule() == Some(super::TARGET_RULE);
    operation.parameters.iter().any(by_rule)
}

/// What the path fixes is sent with every request, so nobody gives it.
///
/// `POST /users?operation=add` with a query parameter `operation` takes none.
pub(super) fn fixed_by_path(model: &mut Model, _rule: &'static str) {
    for operation in &mut model.operations {
        let path = &operation.path;
        operation.parameters.retain(|parameter| !path.fixes(parameter.location, &parameter.wire));
    }
}
