//! Members and parameters that must not be printed. Documents seldom say it, and a secret that is printed once is none any
//! more, so that names are evidence enough here: it changes what `Debug` shows and how a member is read in Rust, never a
//! request.

use crate::model::{Field, Format, Model, Object, Parameter, Ref, ScalarKind, Shape, TypeId};

/// How names of secrets end, without signs between their words.
const ENDINGS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "secretkey",
    "privatekey",
    "signingkey",
    "apikey",
    "accesskey",
    "accesstoken",
    "refreshtoken",
    "idtoken",
    "sessiontoken",
    "activationtoken",
    "recoverytoken",
    "resettoken",
    "devicetoken",
    "bearertoken",
    "authtoken",
    "apitoken",
    "clientassertion",
];

/// Names that are secrets only when they are the whole name.
const WHOLE: &[&str] = &["token", "otp", "otpcode"];

/// What is done to a password; a member called `change_password` is a flag, a link or a script.
const DEEDS: &[&str] = &["change", "reset", "forgot", "expire", "reveal", "show"];

/// What holds the secret in an object that is called like one: `password: {value: …}`.
const INNER: &[&str] = &["value", "hash", "salt", "answer"];

/// Marks all members and parameters that must not be printed.
pub(super) fn secrets(model: &mut Model) {
    let mut holders = Vec::new();
    let aliases: Vec<bool> =
        model.types.iter().map(|ty| matches!(&ty.shape, Shape::Alias(target) if hides(target))).collect();
    let is_alias = |id: TypeId| aliases.get(id.0 as usize).copied().unwrap_or_default();
    for ty in &mut model.types {
        let Shape::Object(object) = &mut ty.shape else { continue };
        let asks = asks(object);
        for field in &mut object.fields {
            let sounds = sounds_secret(&field.wire) || asks && plain(&field.wire) == "answer";
            let named = match unwrapped(&field.ty) {
                Ref::Named(id) => Some(*id),
                _ => None,
            };
            field.secret |= is_password(&field.ty) || sounds && (hides(&field.ty) || named.is_some_and(is_alias));
            holders.extend(named.filter(|_| sounds));
        }
    }
    inside(model, holders);
    for operation in &mut model.operations {
        operation.parameters.iter_mut().filter(|parameter| is_secret_parameter(&parameter.wire)).for_each(hide);
    }
}

/// Whether a parameter must not be printed, by its name. One that is just called a token may be that of a page.
fn is_secret_parameter(wire: &str) -> bool {
    let name = plain(wire);
    matches!(name.as_str(), "authorization" | "proxyauthorization") || ENDINGS.iter().any(|end| name.ends_with(end))
}

/// Parameters of plain text are passwords, if they are secret.
fn hide(parameter: &mut Parameter) {
    let ty = match &mut parameter.ty {
        Ref::Nullable(inner) => &mut **inner,
        ty => ty,
    };
    if let Ref::Scalar(scalar) = ty
        && scalar.kind == ScalarKind::String
        && scalar.format.is_none()
    {
        scalar.format = Some(Format::Password);
    }
}

/// Marks what holds the secret in objects that are called like one, and in what they hold.
fn inside(model: &mut Model, holders: Vec<TypeId>) {
    let mut next = holders;
    for _ in 0..2 {
        let here = std::mem::take(&mut next);
        for id in here {
            let Some(Shape::Object(object)) = model.types.get_mut(id.0 as usize).map(|ty| &mut ty.shape) else {
                continue;
            };
            for field in object.fields.iter_mut().filter(|field| INNER.contains(&plain(&field.wire).as_str())) {
                field.secret |= hides(&field.ty);
                if let Ref::Named(id) = unwrapped(&field.ty) {
                    next.push(*id);
                }
            }
        }
    }
}

/// Whether an object is a question with its answer.
fn asks(object: &Object) -> bool {
    let is_question = |field: &Field| plain(&field.wire).starts_with("question");
    object.fields.iter().any(is_question)
}

/// Whether the text of a member must not be printed, by its name: `client_secret`, `newPassword`.
pub(super) fn sounds_secret(wire: &str) -> bool {
    let name = plain(wire);
    let is_deed = name.strip_suffix("password").is_some_and(|before| DEEDS.contains(&before));
    WHOLE.contains(&name.as_str()) || !is_deed && ENDINGS.iter().any(|end| name.ends_with(end))
}

fn plain(wire: &str) -> String {
    wire.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a value of the type may be a secret text, or hold one that has no name of its own. Flags, numbers, and objects
/// with members of their own are none.
fn hides(ty: &Ref) -> bool {
    match unwrapped(ty) {
        Ref::Scalar(scalar) => {
            scalar.kind == ScalarKind::String
                && matches!(scalar.format, None | Some(Format::Password | Format::Other(_)))
        }
        Ref::Map { .. } | Ref::Any => true,
        Ref::List { item, .. } => hides(item),
        Ref::Named(_) | Ref::Nullable(_) => false,
    }
}

fn unwrapped(ty: &Ref) -> &Ref {
    match ty {
        Ref::Nullable(inner) => inner,
        ty => ty,
    }
}

/// A member of the format `password` must not be printed, whatever the document's format calls it.
fn is_password(ty: &Ref) -> bool {
    match unwrapped(ty) {
        Ref::Scalar(scalar) => scalar.format == Some(Format::Password),
        _ => false,
    }
}
