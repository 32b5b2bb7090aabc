//! Requests and responses of one operation, in a document and its supplement.

use super::adopt::Adopted;
use crate::model::{
    Body, Content, Location, Model, Operation, Origin, Parameter, Ref, Response, Shape, Status, TypeId,
};

/// What a supplement says about the body. Parameters that a reader put into the query although they are members of the
/// stated body go there.
pub(super) fn request(model: &mut Model, known: &mut Operation, stated: Option<Body>, adopted: &mut Adopted) {
    let Some(stated) = stated else { return };
    let members: Vec<&str> = stated
        .contents
        .iter()
        .filter_map(|content| object(model, &content.ty))
        .flat_map(|id| names(model, id))
        .collect();
    let is_misplaced = |parameter: &Parameter| {
        let guessed = parameter.location == Location::Query && parameter.location_origin.rule().is_some();
        guessed && members.contains(&parameter.wire.as_str())
    };
    known.parameters.retain(|parameter| !is_misplaced(parameter));
    let Some(first) = known.body.take() else {
        known.body = Some(stated);
        return;
    };
    known.body = Some(Body {
        required: stated.required,
        contents: contents(model, first.contents, stated.contents, adopted),
        docs: if stated.docs.is_empty() { first.docs } else { stated.docs },
        origin: stated.origin,
    });
}

/// What a supplement says about responses.
pub(super) fn responses(model: &mut Model, known: &mut Operation, stated: Vec<Response>, adopted: &mut Adopted) {
    for response in stated {
        let Some(first) = known.responses.iter_mut().find(|first| first.status == response.status) else {
            known.responses.push(response);
            continue;
        };
        if says_nothing(&response) {
            first.origin = response.origin;
        }
        if !response.docs.is_empty() {
            first.docs = response.docs;
        }
        for header in response.headers {
            first.headers.retain(|one| !one.wire.eq_ignore_ascii_case(&header.wire));
            first.headers.push(header);
        }
        if !response.contents.is_empty() {
            first.contents = contents(model, std::mem::take(&mut first.contents), response.contents, adopted);
        }
    }
}

/// A response `{}`: there is one with this status, and it holds nothing.
fn says_nothing(response: &Response) -> bool {
    response.docs.is_empty() && response.headers.is_empty() && response.contents.is_empty()
}

/// Fills the responses of which documents name only the status with what responses with that status usually hold. The
/// last document counts, and of its responses the one for exactly this status, else that for its hundred.
pub(super) fn usual(model: &mut Model) {
    let usual = std::mem::take(&mut model.usual_responses);
    let named = |status| usual.iter().rev().find(|one| one.status == status);
    let is_open =
        |response: &&mut Response| response.contents.is_empty() && !matches!(response.origin, Origin::Supplemented(_));
    for response in model.operations.iter_mut().flat_map(|one| &mut one.responses).filter(is_open) {
        let hundred = match response.status {
            Status::Code(code) => Status::Range((code / 100) as u8),
            other => other,
        };
        let Some(usual) = named(response.status).or_else(|| named(hundred)) else { continue };
        response.contents.clone_from(&usual.contents);
        let is_new =
            |header: &&Parameter| !response.headers.iter().any(|known| known.wire.eq_ignore_ascii_case(&header.wire));
        let headers: Vec<Parameter> = usual.headers.iter().filter(is_new).cloned().collect();
        response.headers.extend(headers);
    }
}

/// Contents by media type. A media type that a reader inferred goes when the supplement states others.
fn contents(model: &mut Model, known: Vec<Content>, stated: Vec<Content>, adopted: &mut Adopted) -> Vec<Content> {
    let mut known = known;
    let mut contents: Vec<Content> = stated
        .into_iter()
        .map(|mut content| {
            let same = known.iter().position(|one| one.media_type == content.media_type);
            // A sole body in an inferred media type is this one, too.
            let is_guess = |one: &Content| one.origin.rule().is_some();
            let same = same.or_else(|| (known.len() == 1 && known.iter().all(is_guess)).then_some(0));
            let Some(first) = same.map(|at| known.remove(at)) else { return content };
            content.ty = adopted.meet(model, &first.ty, &content.ty);
            confirm(model, &content);
            if content.encodings.is_empty() {
                content.encodings = first.encodings;
            }
            if content.examples.is_empty() {
                content.examples = first.examples;
            }
            content
        })
        .collect();
    contents.extend(known.into_iter().filter(|content| content.origin.rule().is_none()));
    contents
}

/// A shape that a rule put together is what is sent, if a supplement states the body.
fn confirm(model: &mut Model, content: &Content) {
    if let Ref::Named(TypeId(id)) = content.ty
        && let Some(ty) = model.types.get_mut(id as usize)
        && ty.origin.rule().is_some()
    {
        ty.origin = content.origin;
    }
}

fn object(model: &Model, ty: &Ref) -> Option<TypeId> {
    match ty {
        Ref::Named(id) if matches!(model.ty(*id).shape, Shape::Object(_)) => Some(*id),
        _ => None,
    }
}

fn names(model: &Model, id: TypeId) -> impl Iterator<Item = &str> {
    let fields = match &model.ty(id).shape {
        Shape::Object(object) => object.fields.as_slice(),
        _ => &[],
    };
    fields.iter().map(|field| field.wire.as_str())
}
