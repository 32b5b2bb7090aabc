//! Queries and fragments that documents write into paths: what they fix is no parameter, what they leave open is one.

use crate::model::{Enum, Fixed, Location, Model, Origin, Parameter, Ref, Shape, Style};

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
        Shape::Enum(Enum { values }) => match values.as_slice() {
            [only] => Some(only.wire.clone()),
            _ => None,
        },
        _ => None,
    }
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
