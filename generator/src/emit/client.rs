//! `client/`: the client of an API, one file per group: a handle with a method per operation, and a builder per
//! operation. All control flow is the runtime's.

mod builder;
mod handle;
mod headers;
mod reply;

pub(super) use handle::required;

use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::quote;

use super::Api;
use super::operation::{Members, groups};
use super::operations::imports;
use super::rust::{File, Import, Job, code, docs, ident};
use headers::Described;

/// The files: the door, and one per group.
pub(super) fn jobs<'a>(api: &'a Api<'a>) -> Vec<Job<'a>> {
    let groups = groups(api);
    if groups.is_empty() {
        return Vec::new();
    }
    let described = Arc::new(Described::of(api));
    let has_headers = !described.is_empty();
    let mut jobs = vec![Job::new(api.file("client/mod.rs"), move || door(api, has_headers))];
    for group in groups {
        let path = api.file(&format!("client/{}.rs", group.names.module));
        let described = Arc::clone(&described);
        jobs.push(Job::new(path, move || file(api, &group, &described)));
    }
    if has_headers {
        jobs.push(Job::new(api.file("client/headers.rs"), move || headers::file(api, &described)));
    }
    jobs
}

fn door(api: &Api<'_>, has_headers: bool) -> File {
    let runtime = super::runtime::import();
    let groups = groups(api);
    let modules = groups.iter().map(Members::declaration);
    let handles = groups.iter().map(|group| {
        let docs = docs(&format!("The calls of the group {}.", code(&api.model.group(group.id).wire)));
        let (module, handle, method) =
            (ident(&group.names.module), ident(&group.names.handle), ident(&group.names.method));
        quote! {
            #docs
            #[must_use]
            pub fn #method(&self) -> #module::#handle<'_> {
                #module::#handle::new(self)
            }
        }
    });
    let headers = has_headers.then(|| {
        quote!(
            pub mod headers;
        )
    });
    let tokens = quote! {
        #runtime
        use super::PROFILE;
        #headers
        #(#modules)*
        runtime::call! { Call }
        /// Calls the API. Cheap to clone; clones share connections, tokens and the retry budget.
        #[derive(Debug, Clone)]
        pub struct Client {
            core: runtime::Core,
        }

        impl Client {
            /// A client with everything else as by default.
            ///
            /// # Errors
            /// When the address is no https address.
            pub fn new(base: impl Into<String>, credentials: runtime::Credentials) -> Result<Self, runtime::Error> {
                Self::builder(base).credentials(credentials).build()
            }
            /// Settings of a client; the address may be one of the document's with variables in braces.
            pub fn builder(base: impl Into<String>) -> runtime::ClientBuilder<Self> {
                runtime::ClientBuilder::new(&PROFILE, base.into())
            }
            /// A call that the documents do not have: a method, and a path below the base address with its query.
            pub fn request(&self, method: &str, path: &str) -> runtime::RawCall {
                self.core.request(method, path)
            }
            #(#handles)*
        }

        impl From<runtime::Core> for Client {
            fn from(core: runtime::Core) -> Self {
                Self { core }
            }
        }
    };
    File { docs: "The client of the API.".to_owned(), tokens, ..File::default() }
}

fn file<'a>(api: &'a Api<'a>, group: &Members<'a>, described: &Described) -> File {
    let views = group.views(api);
    let handle = handle::handle(api, group, &views);
    let builders = views.iter().map(|view| {
        let builder = builder::builder(*view, group, described.remark(*view));
        let others = reply::reply(*view, group).into_iter().chain(described.implementation(*view, group));
        TokenStream::from_iter(std::iter::once(builder).chain(others))
    });
    let items: TokenStream = std::iter::once(handle).chain(builders).collect();
    let docs = format!("The calls of the group {}.", code(&api.model.group(group.id).wire));
    let needed = std::iter::once(Import::module("headers", quote! { use super::headers; })).chain(imports());
    File { docs, imports: needed.collect(), tokens: items }
}
