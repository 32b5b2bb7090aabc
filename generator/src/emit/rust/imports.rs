//! Imports that a file needs only where its items mention what they name.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::ident;

/// What items mention: every name, and the names with which paths go on.
#[derive(Default)]
pub(super) struct Mentions {
    names: HashSet<String>,
    modules: HashSet<String>,
}

impl Mentions {
    pub(super) fn of(tokens: TokenStream) -> Self {
        let mut mentions = Self::default();
        mentions.add(tokens);
        mentions
    }

    fn add(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(name) => {
                    let name = name.to_string();
                    if matches!(tokens.peek(), Some(TokenTree::Punct(sign)) if is_path(sign)) {
                        self.modules.insert(name.clone());
                    }
                    self.names.insert(name);
                }
                TokenTree::Group(group) => self.add(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

/// Whether a sign is the first of `::`.
fn is_path(sign: &proc_macro2::Punct) -> bool {
    sign.as_char() == ':' && sign.spacing() == proc_macro2::Spacing::Joint
}

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
    pub(super) fn settled(self, items: &Mentions) -> Option<TokenStream> {
        let Self { tokens, needed } = self;
        match needed {
            Needed::Always => Some(tokens),
            Needed::Name(name) => items.names.contains(name).then_some(tokens),
            Needed::Module(module) => items.modules.contains(module).then_some(tokens),
            Needed::Any(modules) => {
                let used: Vec<_> =
                    modules.iter().filter(|module| items.modules.contains(**module)).map(|name| ident(name)).collect();
                (!used.is_empty()).then(|| quote!(use #tokens::{#(#used),*};))
            }
        }
    }
}
