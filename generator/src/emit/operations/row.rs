//! A row of the table: everything about an operation that client, server and tests have in common.

use gatewright_runtime::operation::{written_parameter, written_text};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::operation::View;
use super::super::profile::server;
use super::super::rust::{docs, ident};
use crate::model::{
    Body, Content, Encoding, Fixed, Location, Model, Operation, Paging, PagingStyle, Parameter, PermissionId, Piece,
    Response, SecurityRequirement, Status, Style,
};

/// `pub static GET_USER: runtime::Operation = …;` with what differs from most operations.
pub(super) fn row(view: View<'_>) -> TokenStream {
    let operation = view.operation;
    let docs = docs(&view.line());
    let constant = view.constant();
    let id = &view.names.id;
    let group = &view.api.model.group(operation.group).wire;
    let method = &operation.method.0;
    let path = &operation.path.wire;
    let route = route(operation).map(|route| quote!(route: #route,));
    let fixed = list(&quote!(fixed), operation.path.fixed.iter().map(fixed));
    let servers = list(&quote!(servers), operation.servers.iter().map(server));
    let parameters = list(&quote!(parameters), operation.parameters.iter().map(parameter));
    let body = operation.body.as_ref().map(|request| body(view, request)).map(|body| quote!(body: Some(#body),));
    let responses = operation.responses.iter().map(response);
    let security = security(view);
    let paging = operation.paging.as_ref().map(paging).map(|paging| quote!(paging: Some(#paging),));
    let deprecated = operation.deprecated.then(|| quote!(deprecated: true,));
    let shadowed = view.api.model.shadowed.contains(&view.id).then(|| quote!(shadowed: true,));
    let webhook = operation.webhook.then(|| quote!(webhook: true,));
    quote! {
        #docs
        pub static #constant: runtime::Operation = runtime::Operation {
            id: #id,
            group: #group,
            method: #method,
            path: #path,
            #route
            #fixed
            #servers
            #parameters
            #body
            responses: &[#(#responses),*],
            #security
            #paging
            #deprecated
            #webhook
            #shadowed
            ..runtime::Operation::PLAIN
        };
    }
}

/// A member that is a list, unless it is empty.
fn list(name: &TokenStream, items: impl Iterator<Item = TokenStream>) -> Option<TokenStream> {
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| quote!(#name: &[#(#items),*],))
}

/// What callers must prove: every requirement once. Nothing where no document says.
fn security(view: View<'_>) -> Option<TokenStream> {
    let mut distinct: Vec<&SecurityRequirement> = Vec::new();
    for requirement in &view.operation.security.as_ref()?.requirements {
        if !distinct.contains(&requirement) {
            distinct.push(requirement);
        }
    }
    let requirements = distinct.into_iter().map(|one| requirement(view.api.model, one));
    Some(quote!(security: Some(&[#(#requirements),*]),))
}

fn requirement(model: &Model, requirement: &SecurityRequirement) -> TokenStream {
    let names = |permissions: &[PermissionId]| {
        let names = permissions.iter().map(|id| &model.permission(*id).wire);
        quote!(&[#(#names),*])
    };
    let schemes: Vec<_> = requirement
        .schemes
        .iter()
        .filter_map(|one| Some((&model.scheme(one.scheme)?.wire, names(&one.permissions))))
        .map(|(scheme, permissions)| quote!((#scheme, #permissions)))
        .collect();
    let permissions = names(&requirement.permissions);
    match (schemes.is_empty(), requirement.permissions.is_empty()) {
        (true, true) => quote!(runtime::SecurityRequirement::NONE),
        (true, false) => quote!(runtime::SecurityRequirement::permissions(#permissions)),
        (false, true) => quote!(runtime::SecurityRequirement::schemes(&[#(#schemes),*])),
        (false, false) => quote!(runtime::SecurityRequirement { schemes: &[#(#schemes),*], permissions: #permissions }),
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

/// A value that every request has.
fn fixed(fixed: &Fixed) -> TokenStream {
    let Fixed { name, value, .. } = fixed;
    match (fixed.location, value) {
        (Location::Header, Some(value)) => quote!(runtime::Fixed::header(#name, #value)),
        (Location::Header, None) => quote!(runtime::Fixed::any_header(#name)),
        (Location::Path | Location::Query | Location::Cookie, Some(value)) => {
            quote!(runtime::Fixed::query(#name, #value))
        }
        (Location::Path | Location::Query | Location::Cookie, None) => quote!(runtime::Fixed::any_query(#name)),
    }
}

/// The path template as the runtime reads it, unless that is the path as written.
fn route(operation: &Operation) -> Option<String> {
    let route: String = operation.path.pieces.iter().map(|piece| place(piece, &operation.parameters)).collect();
    (route != operation.path.wire).then_some(route)
}

/// A placeholder that no parameter belongs to is text.
fn place(piece: &Piece, parameters: &[Parameter]) -> String {
    match piece {
        Piece::Literal(literal) => written_text(literal),
        Piece::Placeholder { name, rest } => {
            let is_it = |parameter: &Parameter| parameter.location == Location::Path && parameter.wire == *name;
            if !parameters.iter().any(is_it) {
                return written_text(&format!("{{{name}}}"));
            }
            written_parameter(name, *rest)
        }
    }
}

/// Only what differs from what most parameters of the location are.
fn parameter(parameter: &Parameter) -> TokenStream {
    let name = &parameter.wire;
    let constructor = ident(parameter.location.word());
    let usual = parameter.location.usual_style();
    let required = (parameter.required && parameter.location != Location::Path).then(|| quote!(.required()));
    let style = ((parameter.style, parameter.explode) != usual).then(|| {
        let (style, explode) = (style(parameter.style), parameter.explode);
        quote!(.style(runtime::Style::#style, #explode))
    });
    let reserved = parameter.allow_reserved.then(|| quote!(.reserved()));
    quote!(runtime::Parameter::#constructor(#name) #required #style #reserved)
}

fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(Simple),
        Style::Label => quote!(Label),
        Style::Matrix => quote!(Matrix),
        Style::Form => quote!(Form),
        Style::SpaceDelimited => quote!(SpaceDelimited),
        Style::PipeDelimited => quote!(PipeDelimited),
        Style::TabDelimited => quote!(TabDelimited),
        Style::DeepObject => quote!(DeepObject),
        Style::Json => quote!(Json),
        Style::Pairs => quote!(Pairs),
        Style::Whole => quote!(Whole),
        Style::WholeJson => quote!(WholeJson),
    }
}

fn body(view: View<'_>, body: &Body) -> TokenStream {
    let constructor = if body.required { quote!(required) } else { quote!(optional) };
    let media = body.contents.iter().map(|content| &content.media_type);
    let forms = body.contents.iter().enumerate().filter(|(_, content)| content.is_form());
    let fields = forms.flat_map(|(of, content)| {
        content.encodings.iter().filter_map(move |encoding| self::encoding(view, of, content, encoding))
    });
    let fields: Vec<_> = fields.collect();
    let fields = (!fields.is_empty()).then(|| quote!(.fields(&[#(#fields),*])));
    quote!(runtime::BodySpec::#constructor(&[#(#media),*]) #fields)
}

/// How a field of a form travels, unless that is how most do.
fn encoding(view: View<'_>, of: usize, content: &Content, encoding: &Encoding) -> Option<TokenStream> {
    let field = &encoding.field;
    let written = view.api.model.written(content, encoding);
    let plain = || (quote!(runtime::Encoding::new(#field)), None);
    let (constructor, style) = match written {
        None => plain(),
        Some((Style::DeepObject, _)) => (quote!(runtime::Encoding::deep(#field)), None),
        Some((style, explode)) => {
            let style = self::style(style);
            (plain().0, Some(quote!(.style(runtime::Style::#style, #explode))))
        }
    };
    let media = encoding.media_type.as_ref().filter(|_| written.is_none()).map(|media| quote!(.media(#media)));
    let reserved = encoding.allow_reserved.then(|| quote!(.reserved()));
    let headers = encoding.headers.iter().filter(|_| !content.is_url_encoded());
    let headers = headers.filter_map(|header| header.text().map(|text| (&header.wire, text)));
    let headers: Vec<_> = headers.map(|(name, text)| quote!((#name, #text))).collect();
    let headers = (!headers.is_empty()).then(|| quote!(.headers(&[#(#headers),*])));
    let says_nothing = written.is_none() && media.is_none() && reserved.is_none() && headers.is_none();
    let of = (of > 0).then(|| Literal::usize_unsuffixed(of)).map(|of| quote!(.of(#of)));
    (!says_nothing).then(|| quote!(#constructor #style #media #reserved #headers #of))
}

fn response(response: &Response) -> TokenStream {
    let spec = spec(response);
    let headers: Vec<_> = response.headers.iter().map(|header| &header.wire).collect();
    let headers = (!headers.is_empty()).then(|| quote!(.headers(&[#(#headers),*])));
    let or_list = response.or_list.map(|_| quote!(.or_list()));
    quote!(runtime::ResponseSpec::#spec #headers #or_list)
}

fn spec(response: &Response) -> TokenStream {
    let media: Vec<_> = response.contents.iter().map(|content| content.media_type.as_str()).collect();
    let status = match response.status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            match media.as_slice() {
                [] => return quote!(empty(#code)),
                ["application/json"] => return quote!(json(#code)),
                _ => quote!(Code(#code)),
            }
        }
        Status::Range(hundred) => {
            let hundred = Literal::u8_unsuffixed(hundred);
            quote!(Range(#hundred))
        }
        Status::Default => quote!(Default),
    };
    quote!(new(runtime::Status::#status, &[#(#media),*]))
}

fn paging(paging: &Paging) -> TokenStream {
    let items = &paging.items;
    let style = match &paging.style {
        PagingStyle::Link { cursor } => {
            let cursor = text(cursor.as_deref());
            quote!(Link { cursor: #cursor })
        }
        PagingStyle::Next { next, cursor, size } => {
            let (cursor, size) = (text(cursor.as_deref()), text(size.as_deref()));
            quote!(Next { next: #next, cursor: #cursor, size: #size })
        }
        PagingStyle::Page { page, size, first, total } => {
            let (size, total, first) = (text(size.as_deref()), text(total.as_deref()), Literal::u32_unsuffixed(*first));
            quote!(Page { page: #page, size: #size, first: #first, total: #total })
        }
        PagingStyle::Offset { start, size, first, total } => {
            let (size, total, first) = (text(size.as_deref()), text(total.as_deref()), Literal::u32_unsuffixed(*first));
            quote!(Offset { start: #start, size: #size, first: #first, total: #total })
        }
        PagingStyle::Cursor { cursor, next, size } => {
            let size = text(size.as_deref());
            quote!(Cursor { cursor: #cursor, next: #next, size: #size })
        }
    };
    quote!(runtime::Paging { style: runtime::PagingStyle::#style, items: #items })
}

fn text(text: Option<&str>) -> TokenStream {
    option(text.map(|text| quote!(#text)))
}
