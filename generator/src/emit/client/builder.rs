//! A call under a name of its own, with setters for what is optional.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::operation::{Members, Success, View};
use super::super::rust::{docs, ident};
use super::handle::{Required, required};
use super::reply;

/// The name of the call, with a remark, and the setters.
pub(super) fn builder(view: View<'_>, group: &Members<'_>, remark: Option<TokenStream>) -> TokenStream {
    let (module, handle) = (ident(&group.names.module), &group.names.handle);
    let docs = format!(" A call of [`{handle}::{}`].", view.names.method);
    let (builder, arguments) = (ident(&view.names.builder), view.struct_name());
    let output = reply::output(view);
    let item = item(view).map(|item| quote!(, #item));
    let setters = setters(view, group);
    quote! {
        #[doc = #docs]
        #remark
        pub type #builder = super::Call<operations::#module::#arguments, #output #item>;
        #setters
    }
}

fn setters(view: View<'_>, group: &Members<'_>) -> Option<TokenStream> {
    let Required { parameters, body: required_body } = required(view, group);
    let taken = |name: &str| parameters.iter().any(|argument| argument.name == name);
    let optional = view.arguments().into_iter().filter(|argument| !taken(&argument.name.to_string()));
    let setters = optional.map(|argument| {
        let (docs, name, ty) = (argument.docs(), &argument.name, &argument.ty);
        quote!(#docs #name: #ty)
    });
    let module = ident(&group.names.module);
    let body = view.body().filter(|_| required_body.is_none()).map(|body| {
        let (docs, ty) = (docs("What is sent."), body.bodies.ty(&quote!(operations::#module::)));
        quote!(#docs body: #ty)
    });
    let setters: Vec<_> = setters.chain(body).collect();
    let builder = ident(&view.names.builder);
    (!setters.is_empty()).then(|| quote!(runtime::parameters! { #builder { #(#setters),* } }))
}

/// What pages hold, where pages follow each other and hold a list.
fn item(view: View<'_>) -> Option<TokenStream> {
    view.operation.paging.as_ref()?;
    let Success::Plain(page) = view.success() else { return None };
    view.item(&page)
}
