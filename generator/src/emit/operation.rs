//! One operation with the answers to what its emitters ask: what it is called, takes, sends and may get back. Writes no
//! file.

mod answer;
mod body;
mod failure;
mod prose;

pub(super) use answer::{Answer, Header, Success};
pub(super) use body::{Bodies, Body, BodyVariant};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::Api;
use super::rust::ident;
use super::types::{Position, owned};
use crate::model::{GroupId, Operation, OperationId, Parameter, Ref, ScalarKind};
use crate::names::{GroupNames, OperationNames};

/// An operation as its emitters see it.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) api: &'a Api<'a>,
    pub(super) operation: &'a Operation,
    pub(super) names: &'a OperationNames,
    pub(super) id: OperationId,
}

/// A parameter as its emitters see it.
pub(super) struct Argument<'a> {
    /// Index in the table.
    pub(super) at: Literal,
    pub(super) parameter: &'a Parameter,
    /// Field and setter.
    pub(super) name: Ident,
    /// The plain type.
    pub(super) ty: TokenStream,
}

impl Argument<'_> {
    /// What a method takes for it: numbers and truth values as they are, anything else by conversion.
    pub(super) fn accepted(&self) -> TokenStream {
        let ty = &self.ty;
        if self.is_plain() { ty.clone() } else { quote!(impl Into<#ty>) }
    }

    /// What the method took, as the plain type.
    pub(super) fn converted(&self) -> TokenStream {
        let name = &self.name;
        if self.is_plain() { quote!(#name) } else { quote!(#name.into()) }
    }

    fn is_plain(&self) -> bool {
        let Ref::Scalar(scalar) = &self.parameter.ty else { return false };
        matches!(scalar.kind, ScalarKind::Integer | ScalarKind::Number | ScalarKind::Boolean) && !scalar.is_decimal()
    }
}

/// A group that has operations.
pub(super) struct Members<'a> {
    pub(super) id: GroupId,
    pub(super) names: &'a GroupNames,
    pub(super) operations: Vec<OperationId>,
}

/// The groups that have operations, in document order.
pub(super) fn groups<'a>(api: &'a Api<'a>) -> Vec<Members<'a>> {
    let mut groups: Vec<_> = (0..)
        .map(GroupId)
        .take(api.model.groups.len())
        .map(|id| Members { id, names: api.names.group(id), operations: Vec::new() })
        .collect();
    for (at, operation) in (0..).zip(&api.model.operations) {
        if let Some(group) = groups.get_mut(operation.group.0 as usize) {
            group.operations.push(OperationId(at));
        }
    }
    groups.retain(|group| !group.operations.is_empty());
    groups
}

/// The groups of which servers have operations.
pub(super) fn served<'a>(api: &'a Api<'a>) -> Vec<Members<'a>> {
    let mut groups = groups(api);
    for group in &mut groups {
        group.operations.retain(|id| !api.model.shadowed.contains(id));
    }
    groups.retain(|group| !group.operations.is_empty());
    groups
}

impl<'a> Members<'a> {
    /// The declaration of the group's module, which the client, the server and the table have each.
    pub(super) fn declaration(&self) -> TokenStream {
        let module = ident(&self.names.module);
        quote!(pub mod #module;)
    }

    /// The operations of the group.
    pub(super) fn views(&self, api: &'a Api<'a>) -> Vec<View<'a>> {
        self.operations.iter().map(|id| View::new(api, *id)).collect()
    }
}

impl<'a> View<'a> {
    pub(super) fn new(api: &'a Api<'a>, id: OperationId) -> Self {
        Self { api, operation: &api.model.operations[id.0 as usize], names: api.names.operation(id), id }
    }

    /// The parameters in table order.
    pub(super) fn arguments(self) -> Vec<Argument<'a>> {
        (0..)
            .zip(&self.operation.parameters)
            .map(|(at, parameter)| Argument {
                at: Literal::usize_unsuffixed(at),
                parameter,
                name: ident(self.api.names.parameter(self.id, at)),
                ty: self.owned(&parameter.ty),
            })
            .collect()
    }

    /// A type as the files of operations, client and server write it.
    fn owned(self, ty: &Ref) -> TokenStream {
        owned(self.api, Position { types: &quote!(types), secret: false }, ty)
    }

    /// Name of the row in the table of operations.
    pub(super) fn constant(self) -> Ident {
        ident(&self.names.constant)
    }

    /// Name of the struct of arguments, and of the client's builder.
    pub(super) fn struct_name(self) -> Ident {
        ident(&self.names.arguments)
    }
}

/// A type as a variant of an enum holds it: structs and choices stand in a box, so that no variant is much larger than the others.
pub(super) fn boxed(ty: TokenStream, may_be_large: bool) -> TokenStream {
    if may_be_large { quote!(Box<#ty>) } else { ty }
}
