//! `server/`: the server stubs of an API, one file per group: a trait with a method per operation, the answers that each
//! may give, and the routes. What happens before a handler is the runtime's.

mod answers;
mod group;
mod shared;

pub(super) use shared::Shared;

use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::quote;

use super::Api;
use super::operation::{Members, served};
use super::operations::imports;
use super::rust::{File, Import, Job, code, docs, ident};

/// The files: the door, and one per group.
pub(super) fn jobs<'a>(api: &'a Api<'a>, shared: &Arc<Shared>) -> Vec<Job<'a>> {
    let groups = served(api);
    if groups.is_empty() {
        return Vec::new();
    }
    let shared = Arc::clone(shared);
    let has_shared = !shared.is_empty();
    let mut jobs = vec![Job::new(api.file("server/mod.rs"), move || door(api, has_shared))];
    for group in groups {
        let path = api.file(&format!("server/{}.rs", group.names.module));
        let shared = Arc::clone(&shared);
        jobs.push(Job::new(path, move || file(api, &group, &shared)));
    }
    if has_shared {
        jobs.push(Job::new(api.file("server/answers.rs"), move || shared::file(api, &shared)));
    }
    jobs
}

fn door(api: &Api<'_>, has_shared: bool) -> File {
    let groups = served(api);
    let modules = groups.iter().map(Members::declaration);
    let shared = has_shared.then(|| {
        quote!(
            pub mod answers;
        )
    });
    let (definition, methods) = (definition(), methods(api, &groups));
    let runtime = super::runtime::import();
    let tokens = quote! {
        #runtime
        use super::{PROFILE, operations, schemas};
        #shared
        #(#modules)*
        #definition
        #methods
    };
    File {
        docs: "The server of the API: a trait per group, every method of which answers 501 unless implemented."
            .to_owned(),
        tokens,
        ..File::default()
    }
}

/// The struct, and what it is before anybody says anything.
fn definition() -> TokenStream {
    quote! {
        /// Collects implementations of groups and becomes a service. Operations of groups that nobody implements
        /// answer 501.
        #[derive(Debug)]
        #[must_use]
        pub struct Server {
            builder: runtime::ServerBuilder,
        }

        impl Default for Server {
            fn default() -> Self {
                Self { builder: runtime::ServerBuilder::new(&PROFILE, operations::ALL).checks(schemas::all()) }
            }
        }
    }
}

fn methods(api: &Api<'_>, groups: &[Members<'_>]) -> TokenStream {
    let services = groups.iter().map(|group| service(api, group));
    quote! {
        impl Server {
            /// A server that implements nothing yet.
            pub fn new() -> Self {
                Self::default()
            }
            #(#services)*
            /// Says who calls, and what they may. Without one, every operation that needs anything answers 401.
            pub fn authenticator(mut self, authenticator: impl runtime::Authenticator) -> Self {
                self.builder = self.builder.authenticator(authenticator);
                self
            }
            /// Changes what is the same for every API: limits, base path, checks.
            pub fn configure(mut self, change: impl FnOnce(runtime::ServerBuilder) -> runtime::ServerBuilder) -> Self {
                self.builder = change(self.builder);
                self
            }
            /// A tower service.
            #[must_use]
            pub fn into_service(self) -> runtime::Service {
                self.builder.into_service()
            }
            /// An axum router, to be served or merged into another.
            pub fn into_router(self) -> runtime::Router {
                self.builder.into_router()
            }
        }
    }
}

/// The method that takes the implementation of a group.
fn service(api: &Api<'_>, group: &Members<'_>) -> TokenStream {
    let docs = docs(&format!("Answers the group {}.", code(&api.model.group(group.id).wire)));
    let (module, handle, method) = (ident(&group.names.module), ident(&group.names.handle), ident(&group.names.method));
    quote! {
        #docs
        pub fn #method(mut self, service: impl #module::#handle) -> Self {
            self.builder = self.builder.routes(#module::routes(::std::sync::Arc::new(service)));
            self
        }
    }
}

fn file<'a>(api: &'a Api<'a>, group: &Members<'a>, shared: &Shared) -> File {
    let views = group.views(api);
    let service = group::service(api, group, &views);
    let answers = views.iter().map(|view| answers::answers(*view, shared));
    let items: TokenStream = std::iter::once(service).chain(answers).collect();
    let docs = format!("The group {} on the server's side.", code(&api.model.group(group.id).wire));
    let needed = std::iter::once(Import::module("answers", quote! { use super::answers; })).chain(imports());
    File { docs, imports: needed.collect(), tokens: items }
}
