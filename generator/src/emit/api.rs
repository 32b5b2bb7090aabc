//! The module of one API: its door, and a list of all its files.

use std::sync::Arc;

use quote::quote;

use super::rust::{File, Job};
use super::{Api, catalogue, client, operations, permissions, profile, runtime, schemas, server, types};

/// Every file of the API.
pub(super) fn jobs<'a>(api: &'a Api<'a>, shared: &Arc<server::Shared>) -> Vec<Job<'a>> {
    let mut jobs = types::jobs(api);
    let mut add = |more: Vec<Job<'a>>| {
        let any = !more.is_empty();
        jobs.extend(more);
        any
    };
    let modules = Modules {
        permissions: add(permissions::jobs(api)),
        catalogue: add(catalogue::jobs(api)),
        operations: add(operations::jobs(api)),
        client: add(client::jobs(api)),
        schemas: add(schemas::jobs(api)),
        server: add(server::jobs(api, shared)),
    };
    jobs.push(Job::new(api.file("mod.rs"), move || door(api, modules)));
    jobs
}

/// Which modules the API has besides its types.
#[derive(Clone, Copy)]
struct Modules {
    permissions: bool,
    catalogue: bool,
    operations: bool,
    client: bool,
    schemas: bool,
    server: bool,
}

fn door(api: &Api<'_>, modules: Modules) -> File {
    let model = api.model;
    let title = if model.title.is_empty() { &model.name } else { &model.title };
    let version = model.version.as_ref().map(|version| format!(", version {version}")).unwrap_or_default();
    let catalogue = modules.catalogue.then(|| quote! { pub mod catalogue; });
    let operations = modules.operations.then(|| quote! { pub mod operations; });
    let permissions = modules.permissions.then(|| quote! { pub mod permissions; });
    let permission = modules.permissions.then(|| quote! { pub use permissions::Permission; });
    let client = modules.client.then(|| quote! { #[cfg(feature = "client")] pub mod client; });
    let use_client = modules.client.then(|| quote! { #[cfg(feature = "client")] pub use client::Client; });
    let server = modules.server.then(|| quote! { #[cfg(feature = "server")] pub mod server; });
    let schemas = modules.schemas.then(|| quote! { #[cfg(feature = "server")] mod schemas; });
    let profile = profile::profile(model);
    let runtime = runtime::import();
    let tokens = quote! {
        #runtime
        #catalogue
        #operations
        #permissions
        pub mod types;
        #client
        #schemas
        #server
        #permission
        #use_client
        #profile
    };
    File { docs: format!("{title}{version}.\n\n{}", model.docs), tokens, ..File::default() }
}
