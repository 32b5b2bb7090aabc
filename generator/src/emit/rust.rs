//! Tokens to text: files of Rust, item by item, with a header and blank lines. Knows no model and no names.
//!
//! Nearly all items are put into lines by `items`, as prettyplease would, but without being parsed; prettyplease prints
//! the few whose forms are not known there.

mod arms;
mod blocks;
mod entries;
mod expressions;
mod flattened;
mod html;
mod imports;
mod indent;
mod inline;
mod items;
mod lines;
mod macros;
mod markdown;
mod types;
mod words;
mod wrap;

use std::sync::atomic::{AtomicUsize, Ordering};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub use imports::Import;
use lines::Lines;
use words::{Cursor, Words};

/// A file of Rust.
#[derive(Debug, Default, Clone)]
pub struct File {
    /// Prose for `//!`, as it came from a document; made safe when printed.
    pub docs: String,
    /// What stands before the items, as far as they need it.
    pub imports: Vec<Import>,
    /// Whole items in order, perhaps after inner attributes. A blank line is put between items.
    pub tokens: TokenStream,
}

/// A file that is still to be made. Tokens stay in the thread that makes them, so files are made where they are
/// printed.
pub struct Job<'a> {
    /// Where it is to stand: `src/okta/types/users.rs`.
    pub path: String,
    make: Box<dyn Fn() -> File + Send + Sync + 'a>,
}

impl<'a> Job<'a> {
    /// A file at this path.
    pub fn new(path: impl Into<String>, make: impl Fn() -> File + Send + Sync + 'a) -> Self {
        Self { path: path.into(), make: Box::new(make) }
    }
}

/// An identifier. `name` must come from [`crate::names`] or be written in an emitter.
#[must_use]
pub fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// `///` lines for prose of a document, made safe for rustdoc; nothing for empty prose.
#[must_use]
pub fn docs(text: &str) -> TokenStream {
    let lines = markdown::lines(text).into_iter().map(|line| doc_line(&line));
    quote!(#(#[doc = #lines])*)
}

/// Prose with further paragraphs that an emitter wrote. They are Markdown already; names in them must be in code spans
/// made by [`code`].
#[must_use]
pub fn docs_and(text: &str, own: &[String]) -> TokenStream {
    let mut lines = markdown::lines(text);
    for paragraph in own.iter().filter(|paragraph| !paragraph.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(paragraph.lines().map(str::to_owned));
    }
    let lines = lines.iter().map(|line| doc_line(line));
    quote!(#(#[doc = #lines])*)
}

/// Prose of a document as a paragraph for [`docs_and`].
#[must_use]
pub fn safe(text: &str) -> Option<String> {
    let lines = markdown::lines(text);
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A name as written in a document, as a code span that nothing in the name can end.
#[must_use]
pub fn code(name: &str) -> String {
    inline::code_span(name)
}

fn doc_line(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// Makes and prints files on all processors, each under `header` (comment lines without slashes). The result is
/// sorted by path.
///
/// # Panics
/// When tokens are no Rust: our own bug.
#[must_use]
pub fn print_all(header: &str, jobs: &[Job<'_>]) -> Vec<(String, String)> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len().max(1));
    let next = AtomicUsize::new(0);
    let print_some = || {
        let mut printed = Vec::new();
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            printed.push((job.path.clone(), print(header, &job.path, (job.make)())));
        }
        printed
    };
    let mut printed: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(print_some)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a printer does not panic")).collect()
    });
    printed.sort();
    printed
}

/// Prints one file under `header`.
///
/// # Panics
/// When its tokens are no Rust: our own bug.
#[must_use]
pub fn print(header: &str, path: &str, file: File) -> String {
    let words = Words::of(file.tokens);
    let mut text = String::new();
    for line in header.lines() {
        text.push_str(format!("// {line}").trim_end());
        text.push('\n');
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let docs = markdown::lines(&file.docs);
    for line in &docs {
        text.push_str(format!("//! {line}").trim_end());
        text.push('\n');
    }
    if !docs.is_empty() {
        text.push('\n');
    }
    let mut rest = words.all();
    let attributes: Vec<_> = std::iter::from_fn(|| items::inner_attribute(&mut rest)).collect();
    for attribute in &attributes {
        text.push_str(parsed(*attribute, path).trim_end());
        text.push('\n');
    }
    if !attributes.is_empty() {
        text.push('\n');
    }
    let imports: TokenStream = file.imports.into_iter().filter_map(|import| import.settled(&words)).collect();
    let imports = Words::of(imports);
    push_items(&mut text, &[imports.all(), rest], path);
    text
}

/// Items one after the other, with a blank line between all but short neighbours of one kind.
fn push_items(text: &mut String, parts: &[Cursor<'_>], path: &str) {
    let mut before = None;
    let mut lines = Lines::default();
    for item in parts.iter().flat_map(|part| items::all(*part)) {
        let kind = items::keyword(item);
        let neighbour = Neighbour::of(item, kind);
        if before.is_some() && (before != Some(neighbour) || neighbour == Neighbour::Long) {
            text.push('\n');
        }
        if macros::is_macro(item) {
            macros::print(text, item);
        } else if matches!(kind, Some("impl" | "trait")) {
            push_spaced(text, &printed(&mut lines, item, path));
        } else {
            text.push_str(&printed(&mut lines, item, path));
        }
        before = Some(neighbour);
    }
}

/// An item as text, by our own lines, whatever was in them, or by prettyplease.
fn printed(lines: &mut Lines, item: Cursor<'_>, path: &str) -> String {
    lines.clear();
    lines.open(0);
    match items::item(lines, item) {
        Some(()) => {
            lines.close();
            lines.print()
        }
        None => parsed(item, path),
    }
}

fn parsed(tokens: Cursor<'_>, path: &str) -> String {
    let source = tokens.source();
    match syn::parse_file(&source) {
        Ok(parsed) => prettyplease::unparse(&parsed),
        Err(error) => unreachable!("emitted tokens are no Rust in {path}: {error}\n{source}"),
    }
}

/// Puts a blank line between the functions of an impl or trait.
fn push_spaced(text: &mut String, printed: &str) {
    let mut after_function = false;
    for line in printed.lines() {
        if after_function && line != "}" {
            text.push('\n');
        }
        text.push_str(line);
        text.push('\n');
        after_function = ends_function(line);
    }
}

/// Whether a line of an impl or trait is the last one of a function, and not documentation that ends with a brace.
fn ends_function(line: &str) -> bool {
    let inside = line.strip_prefix("    ").filter(|inside| !inside.starts_with(' '));
    inside.is_some_and(|inside| inside.ends_with('}') && !inside.starts_with("//"))
}

/// Which items stand without a blank line between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Neighbour {
    Use,
    PublicUse,
    Module,
    Long,
}

impl Neighbour {
    fn of(item: Cursor<'_>, keyword: Option<&str>) -> Self {
        match keyword {
            Some("use") if item.is_name("use") => Self::Use,
            Some("use") => Self::PublicUse,
            Some("mod") if items::is_declaration(item) => Self::Module,
            _ => Self::Long,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{File, print};
    use quote::quote;

    /// What is printed without being parsed must be as prettyplease prints it.
    #[test]
    fn own_lines_are_those_of_prettyplease() {
        let text = include_str!("../../tests/printing/sample.rs");
        let file = syn::parse_file(text).expect("Rust");
        for item in file.items {
            let tokens = quote!(#item);
            let words = super::Words::of(tokens);
            let mut lines = super::Lines::default();
            lines.open(0);
            let known = super::items::item(&mut lines, words.all());
            lines.close();
            let expected = super::parsed(words.all(), "sample.rs");
            assert!(known.is_some(), "printed by prettyplease alone:\n{expected}");
            assert_eq!(lines.print(), expected);
        }
    }

    /// Comments of emitters become raw strings.
    #[test]
    fn comments_are_not_parsed() {
        let words = super::Words::of(quote! {
            /// A `r"b"` \ c, "quoted" #1.
            pub struct A {
                /// B.
                pub b: u8,
            }
        });
        let mut lines = super::Lines::default();
        lines.open(0);
        assert!(super::items::item(&mut lines, words.all()).is_some(), "printed by prettyplease alone");
        lines.close();
        assert_eq!(lines.print(), super::parsed(words.all(), "a.rs"));
    }

    /// There may be a link for every operation, and threads have little stack.
    #[test]
    fn chains_are_as_long_as_they_like() {
        let links = (0..20_000).map(|_| quote!(.put(1)));
        let words = super::Words::of(quote!(fn chain() { all()#(#links)*; }));
        let mut lines = super::Lines::default();
        lines.open(0);
        assert!(super::items::item(&mut lines, words.all()).is_some(), "printed by prettyplease alone");
        lines.close();
        assert_eq!(lines.print().matches("\n        .put(1)").count(), 20_000);
    }

    #[test]
    fn no_blank_lines_in_documentation() {
        let tokens = quote! {
            trait A {
                #[doc = " `GET /a/{b}`"]
                #[doc = " with `{c}`"]
                #[doc = " and ends {d}"]
                fn e(&self) {}
                #[doc = " {f}"]
                fn g(&self) {}
            }
        };
        let printed = print("", "a.rs", File { tokens, ..File::default() });
        assert_eq!(printed.matches("\n\n").count(), 1, "{printed}");
    }

    #[test]
    fn blank_lines_between_items_and_functions() {
        let tokens = quote! {
            #![forbid(unsafe_code)]
            #![cfg_attr(not(doctest), doc = include_str!("README.md"))]
            use ::gatewright_runtime as runtime;
            use super::types;
            pub mod a;
            pub mod b;
            #[doc = " A."]
            pub struct A { #[doc = " B."] pub b: u8 }
            impl A { pub fn new() -> Self { Self { b: 1 } } #[doc = " C."] pub fn c(&self) {} pub const fn d() { if true { } } }
        };
        let file = File { docs: "Docs.\n\nMore.".to_owned(), tokens, ..File::default() };
        expect_test::expect![[r#"
            // @generated
            //
            // by us

            //! Docs.
            //!
            //! More.

            #![forbid(unsafe_code)]
            #![cfg_attr(not(doctest), doc = include_str!("README.md"))]

            use ::gatewright_runtime as runtime;
            use super::types;

            pub mod a;
            pub mod b;

            /// A.
            pub struct A {
                /// B.
                pub b: u8,
            }

            impl A {
                pub fn new() -> Self {
                    Self { b: 1 }
                }

                /// C.
                pub fn c(&self) {}

                pub const fn d() {
                    if true {}
                }
            }
        "#]]
        .assert_eq(&print("@generated\n\nby us", "a.rs", file));
    }
}
