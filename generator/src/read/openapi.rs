//! OpenAPI 3.0, 3.1 and 3.2 and Swagger 2.0 into the model, alone or in a fenced block of a Markdown page.
//!
//! The document becomes a tree with places first; everything after that looks into the tree, so nothing has to stand in
//! a certain order. Schemas with names are described once each; a schema that is used becomes a reference, and one that
//! needs a name and has none becomes an anonymous type with the path to it. What the model cannot hold is a warning with
//! its place, and any value is accepted there. `x-gatewright-*` extensions are described in `extension`.

mod apart;
mod array;
mod body;
mod conjunction;
mod demand;
mod discriminator;
mod document;
mod encoding;
mod enumeration;
mod extension;
mod fact;
mod family;
mod file_name;
mod fit;
mod impossible;
mod keywords;
mod kind;
mod listed;
mod mark;
mod null;
mod object;
mod operation;
mod parameter;
mod part;
mod place;
mod product;
mod reader;
mod reference;
mod response;
mod scalar;
mod schema;
mod security;
mod server;
mod state;
mod style;
mod swagger2;
mod syntax;
mod template;
mod union;
mod unused;
mod webhook;

use crate::diag::{Code, Diagnostics};
use crate::model::Builder;
use crate::read::{Document, node};
use reader::Reader;
pub(crate) use syntax::link::{addresses, references, resolve};
use syntax::version::Version;
use syntax::{absent, ambiguity, dynamic, files, keyword, version};

/// What this reader may report.
pub static CODES: &[&Code] = &[
    &place::NONE,
    &place::SEVERAL,
    &place::UNCLOSED,
    &absent::NULL,
    &ambiguity::SECURITY_TWICE,
    &version::VERSION,
    &document::MISSING,
    &document::UNKNOWN_KEY,
    &document::SCHEMA_NAME,
    &reader::KIND,
    &files::NOT_A_MAP,
    &reference::UNRESOLVED,
    &reference::EXTERNAL,
    &reference::CYCLE,
    &schema::NOT_A_SCHEMA,
    &schema::NOTHING,
    &schema::DEEP,
    &conjunction::TOO_MANY,
    &conjunction::OWN_PART,
    &dynamic::TOO_MANY,
    &keyword::LEFT_OUT,
    &kind::UNKNOWN,
    &kind::CONFLICT,
    &object::REQUIRED,
    &object::PATTERNS,
    &scalar::CONSTRAINT,
    &scalar::IMPOSSIBLE,
    &array::TUPLE,
    &enumeration::VALUE,
    &union::SEVERAL,
    &union::CONDITIONS,
    &discriminator::MAPPING,
    &discriminator::NO_TAG,
    &fit::DEFAULT,
    &fit::EXAMPLE,
    &server::VARIABLE,
    &server::OWN_SERVER,
    &security::UNKNOWN_SCHEME,
    &security::SCHEME,
    &operation::ID_TWICE,
    &operation::ANY_METHOD,
    &template::TEMPLATE,
    &parameter::PARAMETER,
    &parameter::NOT_IN_PATH,
    &parameter::IGNORED_HEADER,
    &parameter::CONFUSED,
    &body::MEDIA_TYPE,
    &body::NO_CONTENT,
    &body::NO_PARTS,
    &encoding::FORM_STYLE,
    &encoding::PART_HEADER,
    &response::STATUS,
    &response::LINKS,
    &extension::EXTENSION,
];

/// Whether a text is an OpenAPI document, alone or in a Markdown page.
#[must_use]
pub fn detect(text: &str) -> bool {
    place::detect(text)
}

/// Adds what a document says to a model.
pub fn read(document: Document<'_>, model: &mut Builder, diagnostics: &mut Diagnostics) {
    let Some(excerpt) = place::find(document.id, document.text, diagnostics) else { return };
    let excerpt = excerpt.within(document.files.limits);
    let Some(mut root) = node::parse(&excerpt, diagnostics) else { return };
    let version = match version::stated(&root) {
        Ok(version) => version,
        Err(problem) => return diagnostics.push(*problem),
    };
    files::settle(&mut root, version, diagnostics);
    let others = files::trees(&mut root, &document, version, diagnostics);
    let mut reader = Reader::new(&root, version, document.supplement, model, diagnostics);
    reader.attach(&others, &document.files);
    match version {
        Version::V2 => reader.swagger(),
        Version::V30 | Version::V31 | Version::V32 => reader.document(),
    }
}
