//! The module of one API: its door, and a list of all its files.

use quote::quote;

use super::rust::{File, Job};
use super::{Api, catalogue, client, operations, permissions, server, types};

/// Every file of the API.
pub(super) fn jobs<'a>(api: &'a Api<'a>) -> Vec<Job<'a>> {
    let mut jobs = vec![Job::new(api.file("mod.rs"), || door(api))];
    jobs.extend(types::jobs(api));
    jobs.extend(permissions::jobs(api));
    jobs.extend(catalogue::jobs(api));
    jobs.extend(operations::jobs(api));
    jobs.extend(client::jobs(api));
    jobs.extend(server::jobs(api));
    jobs
}

fn door(api: &Api<'_>) -> File {
    let model = api.model;
    let title = if model.title.is_empty() { &model.name } else { &model.title };
    let version = model.version.as_ref().map(|version| format!(", version {version}")).unwrap_or_default();
    let catalogue = (!model.entries.is_empty()).then(|| {
        quote!(
            pub mod catalogue;
        )
    });
    let permissions = (!model.permissions.is_empty()).then(|| {
        quote!(
            pub mod permissions;
        )
    });
    let permission = (!model.permissions.is_empty()).then(|| {
        quote!(
            pub use permissions::Permission;
        )
    });
    let tokens = quote! {
        use super::runtime;
        pub mod operations;
        #permissions
        pub mod types;
        #catalogue
        #[cfg(feature = "client")]
        pub mod client;
        #[cfg(feature = "server")]
        pub mod server;
        #[cfg(feature = "client")]
        pub use client::Client;
        #permission
    };
    File { docs: format!("{title}{version}.\n\n{}", model.docs), tokens }
}
