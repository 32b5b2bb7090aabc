//! Imports that a file needs only where its items mention what they name.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::words::Words;

/// An import, and when it is needed.
#[derive(Debug, Clone)]
pub struct Import {
    tokens: TokenStream,
    needed: Needed,
}

#[derive(Debug, Clone)]
enum Needed {
    Always,
    /// Where this name stands anywhere.
    Name(&'static str),
    /// Where a path starts with this module.
    Module(&'static str),
    /// Behind the tokens, in braces, those modules with which paths start.
    Any(&'static [&'static str]),
}

impl Import {
    /// An import that is always there.
    #[must_use]
    pub fn always(tokens: TokenStream) -> Self {
        Self { tokens, needed: Needed::Always }
    }

    /// An import of or for a module: there where a path starts with it. A field of the same name is none.
    #[must_use]
    pub fn module(name: &'static str, tokens: TokenStream) -> Self {
        Self { tokens, needed: Needed::Module(name) }
    }

    /// The import of maps.
    #[must_use]
    pub fn maps() -> Self {
        let tokens = quote! {
            use std::collections::BTreeMap;
        };
        Self { tokens, needed: Needed::Name("BTreeMap") }
    }

    /// Those of these modules, behind a path, with which paths start.
    #[must_use]
    pub fn modules(path: TokenStream, modules: &'static [&'static str]) -> Self {
        Self { tokens: path, needed: Needed::Any(modules) }
    }

    /// The import, if the items need it.
    pub(super) fn settled(self, items: &Words) -> Option<TokenStream> {
        let Self { tokens, needed } = self;
        match needed {
            Needed::Always => Some(tokens),
            Needed::Name(name) => items.mention(name).then_some(tokens),
            Needed::Module(module) => items.mention_module(module).then_some(tokens),
            Needed::Any(modules) => {
                let used: Vec<_> =
                    modules.iter().filter(|module| items.mention_module(module)).map(|name| ident(name)).collect();
                (!used.is_empty()).then(|| quote!(use #tokens::{#(#used),*};))
            }
        }
    }
}
