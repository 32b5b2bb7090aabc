//! Suggests names for shapes that no document names, after the resource that operations return: what
//! `GET /api/v1/users/{userId}` returns is a user. `names` spells them and tells equal wishes apart.
//!
//! A suggestion depends on the path of the resource alone, not on what else there is, so that adding an operation
//! renames no other type: one item below another item is named after both (`/users/{id}/roles/{role}`: user role).

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::{Content, Model, Operation, Piece, Ref, Shape, Status, TypeId, TypeName};
use crate::names::singular;

/// Gives anonymous objects and choices the title of the resource that they are, and the shapes in them a place in it.
pub fn resource_names(model: &mut Model) {
    let mut best: BTreeMap<TypeId, Evidence> = BTreeMap::new();
    for operation in &model.operations {
        if let Some((id, evidence)) = evidence(model, operation) {
            best.entry(id).and_modify(|known| known.improve(&evidence)).or_insert(evidence);
        }
    }
    for (id, title) in strongest(best) {
        if let TypeName::Anonymous { title: wish @ None, .. } = &mut model.types[id.0 as usize].name {
            *wish = Some(title);
        }
    }
    place_inside(model);
}

/// Every title once, for the type that has the best evidence for it.
fn strongest(evidence: BTreeMap<TypeId, Evidence>) -> Vec<(TypeId, String)> {
    let mut order: Vec<_> = evidence.into_iter().collect();
    order.sort_by_key(|(id, evidence)| (evidence.weight, *id));
    let mut taken = HashSet::new();
    order.retain(|(_, evidence)| taken.insert(evidence.title.to_lowercase()));
    order.into_iter().map(|(id, evidence)| (id, evidence.title)).collect()
}

/// Why a type would be called so.
#[derive(Debug, Clone, PartialEq)]
struct Evidence {
    /// What kind of operation shows it, the most telling first, then the number of segments of its path.
    weight: (u8, usize),
    title: String,
}

impl Evidence {
    /// Of equal evidence the first in the document stays.
    fn improve(&mut self, other: &Self) {
        if other.weight < self.weight {
            *self = other.clone();
        }
    }
}

fn evidence(model: &Model, operation: &Operation) -> Option<(TypeId, Evidence)> {
    let (ty, is_list) = returned(operation)?;
    let id = nameable(model, ty)?;
    let path = Steps::of(operation);
    let kind = match (operation.method.0.as_str(), path.ends_with_item, is_list) {
        ("GET", true, false) => 0,
        ("PUT" | "PATCH" | "POST", true, false) => 1,
        ("POST", false, false) => 2,
        ("GET", false, true) => 3,
        ("GET", false, false) => 4,
        _ => return None,
    };
    // A single thing keeps its name as it is; what is one of many is named in the singular.
    let title = path.title(kind == 4)?;
    Some((id, Evidence { weight: (kind, path.count), title }))
}

/// The type of the JSON body of a call that did what was asked, and whether it is a list of it.
fn returned(operation: &Operation) -> Option<(&Ref, bool)> {
    let success = |status: Status| matches!(status, Status::Code(200 | 201));
    let response = operation.responses.iter().find(|response| success(response.status))?;
    let json = |content: &&Content| content.media_type.ends_with("json");
    match &response.contents.iter().find(json)?.ty {
        Ref::List { item, .. } => Some((item, true)),
        ty => Some((ty, false)),
    }
}

fn nameable(model: &Model, ty: &Ref) -> Option<TypeId> {
    let Ref::Named(id) = ty else { return None };
    let ty = model.ty(*id);
    let is_open = matches!(ty.name, TypeName::Anonymous { title: None, .. });
    (is_open && matches!(ty.shape, Shape::Object(_) | Shape::Choice(_))).then_some(*id)
}

/// The literal segments of a path, seen from its end.
struct Steps<'a> {
    /// The last literal segment.
    last: Option<&'a str>,
    /// The literal segment of the item that it is below.
    parent: Option<&'a str>,
    /// Whether a placeholder comes after the last literal segment.
    ends_with_item: bool,
    /// How many segments there are.
    count: usize,
}

impl<'a> Steps<'a> {
    fn of(operation: &'a Operation) -> Self {
        let mut steps = Self { last: None, parent: None, ends_with_item: false, count: 0 };
        for piece in &operation.path.pieces {
            match piece {
                Piece::Literal(text) => {
                    let mut segments = text.split('/').filter(|segment| !segment.is_empty());
                    steps.count += segments.clone().count();
                    if let Some(last) = segments.next_back() {
                        if steps.ends_with_item {
                            steps.parent = steps.last;
                        }
                        steps.last = Some(last);
                        steps.ends_with_item = false;
                    }
                }
                Piece::Placeholder { .. } => {
                    steps.ends_with_item = true;
                    steps.count += 1;
                }
            }
        }
        steps
    }

    fn title(&self, is_single: bool) -> Option<String> {
        let last = self.last.filter(|last| is_word(last))?;
        let last = if is_single { last.to_owned() } else { singular(last) };
        match self.parent.filter(|parent| is_word(parent)) {
            Some(parent) => Some(format!("{} {last}", singular(parent))),
            None => Some(last),
        }
    }
}

/// Whether a segment can name something: `users`, not `v1` or `me`.
fn is_word(segment: &str) -> bool {
    let is_version =
        segment.strip_prefix(['v', 'V']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    !is_version && segment.chars().any(char::is_alphabetic) && !matches!(segment, "api" | "me" | "self" | "current")
}

/// Shapes inside a type with a name or a title are found there, not below the operation that showed them first.
fn place_inside(model: &mut Model) {
    let mut places: HashMap<TypeId, Vec<String>> = HashMap::new();
    let mut work = Vec::new();
    for id in (0..model.types.len() as u32).rev().map(TypeId) {
        if let TypeName::Anonymous { title: Some(root), .. } | TypeName::Named(root) = &model.ty(id).name {
            work.push((id, vec![root.clone()]));
        }
    }
    while let Some((id, place)) = work.pop() {
        for (inner, name) in members(&model.ty(id).shape) {
            let is_open = matches!(model.ty(inner).name, TypeName::Anonymous { title: None, .. });
            if is_open && !places.contains_key(&inner) {
                let place: Vec<String> = place.iter().cloned().chain(name.map(str::to_owned)).collect();
                places.insert(inner, place.clone());
                work.push((inner, place));
            }
        }
    }
    for (id, place) in places {
        if let TypeName::Anonymous { context, .. } = &mut model.types[id.0 as usize].name {
            *context = place;
        }
    }
}

/// The types directly in a shape, each with the name of the member that holds it.
fn members(shape: &Shape) -> Vec<(TypeId, Option<&str>)> {
    let mut members = Vec::new();
    match shape {
        Shape::Object(object) => {
            for field in &object.fields {
                field.ty.visit(&mut |id| members.push((id, Some(field.wire.as_str()))));
            }
            if let crate::model::Rest::Kept(rest) = &object.rest {
                rest.visit(&mut |id| members.push((id, Some("value"))));
            }
        }
        Shape::Choice(choice) => {
            for case in &choice.cases {
                let tag = case.tags.first().map(String::as_str);
                case.ty.visit(&mut |id| members.push((id, tag)));
            }
        }
        Shape::Alias(target) => target.visit(&mut |id| members.push((id, None))),
        Shape::Enum(_) | Shape::Undefined => {}
    }
    members
}
