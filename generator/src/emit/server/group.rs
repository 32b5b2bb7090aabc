//! The trait of a group and its routes.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Api;
use super::super::operation::{Members, View};
use super::super::rust::{code, docs, ident};

/// The trait, and the function that makes routes of what implements it.
pub(super) fn service(api: &Api<'_>, group: &Members<'_>, views: &[View<'_>]) -> TokenStream {
    let title = docs(&format!("Answers the calls of the group {}.", code(&api.model.group(group.id).wire)));
    let name = ident(&group.names.handle);
    let methods = views.iter().map(|view| method(*view, group));
    let routes = views.iter().map(|view| route(*view, group));
    quote! {
        #title
        pub trait #name: Send + Sync + 'static {
            #(#methods)*
        }

        /// The routes of the group, answered by `service`.
        pub fn routes(service: ::std::sync::Arc<impl #name>) -> Vec<runtime::Route> {
            Vec::from([#(#routes),*])
        }
    }
}

fn method(view: View<'_>, group: &Members<'_>) -> TokenStream {
    let docs = view.docs();
    let module = ident(&group.names.module);
    let (method, arguments) = (ident(&view.names.trait_method), view.struct_name());
    let response = ident(&view.names.response);
    quote! {
        #docs
        fn #method(
            &self,
            request: runtime::Request<operations::#module::#arguments>,
        ) -> impl Future<Output = #response> + Send {
            runtime::not_implemented(request)
        }
    }
}

fn route(view: View<'_>, group: &Members<'_>) -> TokenStream {
    let module = ident(&group.names.module);
    let (service, method, constant) = (ident(&group.names.handle), ident(&view.names.trait_method), view.constant());
    quote!(runtime::route(&operations::#module::#constant, &service, #service::#method))
}
