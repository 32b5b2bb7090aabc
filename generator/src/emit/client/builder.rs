//! The builder of a call: setters for what is optional, and the ways of sending it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::operation::{Members, Success, View};
use super::super::rust::{docs, ident};
use super::handle::{Required, required};
use super::reply;

/// The builder and its methods.
pub(super) fn builder(view: View<'_>, group: &Members<'_>) -> TokenStream {
    let (module, handle) = (ident(&group.names.module), &group.names.handle);
    let docs = format!(" A call of [`{handle}::{}`].", view.names.method);
    let (builder, arguments) = (ident(&view.names.builder), view.struct_name());
    let setters = setters(view, group);
    let output = reply::output(view);
    let pages = pages(view, &output);
    quote! {
        #[doc = #docs]
        #[must_use = "nothing is sent before `send`"]
        #[derive(Debug, Clone)]
        pub struct #builder {
            call: runtime::Call,
            arguments: operations::#module::#arguments,
        }

        impl #builder {
            #setters
            /// What is different for this call.
            pub fn options(mut self, options: runtime::CallOptions) -> Self {
                self.call = self.call.options(options);
                self
            }
            /// Sends the call and reads the reply.
            pub fn send(self) -> runtime::Pending<#output> {
                self.call.send(&self.arguments)
            }
            /// Sends the call and returns the reply as received.
            pub fn send_raw(self) -> runtime::Pending<runtime::Reply> {
                self.call.send(&self.arguments)
            }
            #pages
        }
    }
}

fn setters(view: View<'_>, group: &Members<'_>) -> TokenStream {
    let Required { parameters, body: required_body } = required(view, group);
    let taken = |name: &str| parameters.iter().any(|argument| argument.name == name);
    let optional = view.arguments().into_iter().filter(|argument| !taken(&argument.name.to_string()));
    let setters =
        optional.map(|argument| setter(&argument.docs(), &argument.name, &argument.accepted(), &argument.converted()));
    let module = ident(&group.names.module);
    let body = view.body().filter(|_| required_body.is_none()).map(|body| {
        let ty = body.bodies.ty(&quote!(operations::#module::));
        setter(&docs("What is sent."), &ident("body"), &quote!(impl Into<#ty>), &quote!(body.into()))
    });
    quote!(#(#setters)* #body)
}

fn setter(docs: &TokenStream, name: &Ident, accepted: &TokenStream, converted: &TokenStream) -> TokenStream {
    quote! {
        #docs
        pub fn #name(mut self, #name: #accepted) -> Self {
            self.arguments.#name = Some(#converted);
            self
        }
    }
}

/// `pages`, where pages follow each other and hold a list.
fn pages(view: View<'_>, output: &TokenStream) -> Option<TokenStream> {
    view.operation.paging.as_ref()?;
    let Success::Plain(page) = view.success() else { return None };
    let item = view.item(&page)?;
    Some(quote! {
        /// Page after page, each as [`Self::send`] returns it; `.items()` goes through the items.
        pub fn pages(self) -> runtime::Pages<#output, #item> {
            self.call.pages(&self.arguments)
        }
    })
}
