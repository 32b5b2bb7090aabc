//! The module of one API: its door, and a list of all its files.

use quote::quote;

use super::rust::{File, Job};
use super::{Api, catalogue, client, operations, permissions, server, types};

/// Every file of the API.
pub(super) fn jobs<'a>(api: &'a Api<'a>) -> Vec<Job<'a>> {
    let mut jobs = Vec::new();
    jobs.extend(types::jobs(api));
    jobs.extend(permissions::jobs(api));
    jobs.extend(catalogue::jobs(api));
    jobs.extend(operations::jobs(api));
    jobs.extend(client::jobs(api));
    jobs.extend(server::jobs(api));
    let modules = Modules {
        permissions: !permissions::jobs(api).is_empty(),
        catalogue: !catalogue::jobs(api).is_empty(),
        operations: !operations::jobs(api).is_empty(),
        client: !client::jobs(api).is_empty(),
        server: !server::jobs(api).is_empty(),
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
    server: bool,
}

fn door(api: &Api<'_>, modules: Modules) -> File {
    let model = api.model;
    let title = if model.title.is_empty() { &model.name } else { &model.title };
    let version = model.version.as_ref().map(|version| format!(", version {version}")).unwrap_or_default();
    let catalogue = modules.catalogue.then(|| {
        quote!(
            pub mod catalogue;
        )
    });
    let operations = modules.operations.then(|| {
        quote!(
            pub mod operations;
        )
    });
    let (permissions, permission) = modules
        .permissions
        .then(|| {
            (
                quote!(
                    pub mod permissions;
                ),
                quote!(
                    pub use permissions::Permission;
                ),
            )
        })
        .unzip();
    let (client, use_client) = modules
        .client
        .then(|| {
            (
                quote!(
                    #[cfg(feature = "client")]
                    pub mod client;
                ),
                quote!(
                    #[cfg(feature = "client")]
                    pub use client::Client;
                ),
            )
        })
        .unzip();
    let server = modules.server.then(|| {
        quote!(
            #[cfg(feature = "server")]
            pub mod server;
        )
    });
    let runtime = (!model.types.is_empty()).then(|| {
        quote!(
            use super::runtime;
        )
    });
    let tokens = quote! {
        #runtime
        #catalogue
        #operations
        #permissions
        pub mod types;
        #client
        #server
        #permission
        #use_client
    };
    File { docs: format!("{title}{version}.\n\n{}", model.docs), tokens }
}
