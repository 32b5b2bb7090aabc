//! What is fuzzed: functions that take any octets and panic only when something is wrong with the project. They know
//! neither who makes the octets nor how long it goes on.

#![forbid(unsafe_code)]

mod commands;
mod tokens;

use gatewright_generator::diag::{self, Diagnostics};
use gatewright_generator::emit::{self, Options};
use gatewright_generator::inspect::More;
use gatewright_generator::limits::Limits;
use gatewright_generator::model::{Builder, Model};
use gatewright_generator::names::Names;
use gatewright_generator::read::{
    Document, Files, Format, catalogue, entitlements, lap, markdown, node, openapi, postman,
};
use gatewright_generator::source::{SourceId, Sources};
use gatewright_generator::watch::Watch;
use gatewright_generator::{diff, inspect, pass};
use gatewright_runtime::arguments::{Received, decode, encode};
use gatewright_runtime::{Arguments, Json, Mode, Operation, Parameter, ResponseSpec, Status, Style, Value, wire};

/// One function, by name.
#[derive(Clone, Copy)]
pub struct Target {
    /// Also the name of its folder of the corpus.
    pub name: &'static str,
    /// Takes anything.
    pub run: fn(&[u8]),
}

/// All of them.
pub static ALL: &[Target] = &[
    Target { name: "lap", run: lap },
    Target { name: "node", run: node },
    Target { name: "markdown", run: markdown },
    Target { name: "entitlements", run: entitlements },
    Target { name: "catalogue", run: catalogue },
    Target { name: "postman", run: postman },
    Target { name: "openapi", run: openapi },
    Target { name: "emit", run: emit },
    Target { name: "codec", run: codec },
    Target { name: "path", run: path },
    Target { name: "jwt", run: tokens::jwt },
    Target { name: "jwks", run: tokens::jwks },
    Target { name: "sources", run: commands::sources },
    Target { name: "printed", run: commands::printed },
    Target { name: "difference", run: commands::difference },
    Target { name: "converted", run: commands::converted },
];

/// An identifier that no document can ask for: names of types, functions and constants are not written like this. Seeds
/// hold it in texts of all sorts, as code.
pub const CANARY: &str = "fuzz__cAnary";

type Read = fn(Document<'_>, &mut Builder, &mut Diagnostics);

fn lap(data: &[u8]) {
    read(data, lap::read, diff_with_itself);
}

fn entitlements(data: &[u8]) {
    read(data, entitlements::read, diff_with_itself);
}

fn catalogue(data: &[u8]) {
    read(data, catalogue::read, diff_with_itself);
}

fn postman(data: &[u8]) {
    read(data, postman::read, diff_with_itself);
}

fn openapi(data: &[u8]) {
    read(data, openapi::read, diff_with_itself);
}

/// Whatever format the text is detected as, all the way to Rust.
fn emit(data: &[u8]) {
    let Some(format) = std::str::from_utf8(data).ok().and_then(Format::of) else { return };
    read_by(data, |document, builder, diagnostics| format.read(document, builder, diagnostics), emitted_is_rust);
}

fn read(data: &[u8], read: Read, then: fn(&Model)) {
    read_by(data, read, then);
}

/// Reads a document, renders its problems, and goes on where a user could.
fn read_by(data: &[u8], read: impl Fn(Document<'_>, &mut Builder, &mut Diagnostics), then: fn(&Model)) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sources = Sources::default();
    let id = sources.add("fuzzed", text);
    let mut diagnostics = Diagnostics::default();
    let mut builder = Builder::new("fuzzed");
    let text = &sources.get(id).text;
    let limits = Limits { operations: 200, types: 400, members: 4000, ..Limits::default() };
    let files = Files { own: "fuzzed", others: &[], limits };
    read(Document { files, ..Document::alone(id, text) }, &mut builder, &mut diagnostics);
    let mut model = builder.finish();
    if !diagnostics.has_errors() {
        pass::run(&mut model, &limits, |_| false, &mut diagnostics);
    }
    diagnostics.sort();
    let _ = diag::render(&sources, &diagnostics, false);
    let _ = inspect::report(&model, &diagnostics).table(&sources, &More { operations: true, inferred: true });
    if !diagnostics.has_errors() {
        then(&model);
    }
}

fn diff_with_itself(model: &Model) {
    assert_eq!(diff::compare(model, model).breaking(), (0, 0), "a document breaks itself");
    let _ = Names::new(model);
}

/// What is emitted is Rust, and no text of the document is code in it.
fn emitted_is_rust(model: &Model) {
    let names = Names::new(model);
    let api = emit::Api { model, names: &names, documents: Vec::new() };
    let tree = emit::emit(&[api], &Options::default(), &Watch::default());
    for (path, text) in tree.iter().filter(|(path, _)| !path.starts_with("src/runtime/")) {
        assert!(path.split('/').all(|step| !matches!(step, "" | "." | "..")), "path `{path}`");
        if path.ends_with(".rs") {
            let file = syn::parse_file(text);
            assert!(file.is_ok(), "{path}: {:?}\n{text}", file.err());
            let tokens: proc_macro2::TokenStream = text.parse().unwrap_or_default();
            assert!(!holds_canary(tokens), "{path} runs text of the document:\n{text}");
        }
    }
}

fn holds_canary(tokens: proc_macro2::TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Group(group) => holds_canary(group.stream()),
        proc_macro2::TokenTree::Ident(ident) => ident == CANARY,
        proc_macro2::TokenTree::Punct(_) | proc_macro2::TokenTree::Literal(_) => false,
    })
}

/// The YAML and JSON gate.
fn node(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sources = Sources::default();
    let id = sources.add("fuzzed", text);
    let mut diagnostics = Diagnostics::default();
    if let Some(node) = node::read(id, text, &mut diagnostics) {
        let json = node.to_json();
        if let Ok(expected) = serde_json::from_str::<serde_json::Value>(text)
            && !diagnostics.has_errors()
            && !text.contains(['e', 'E', '.'])
        {
            assert_eq!(json, expected, "read as JSON and as YAML");
        }
    }
    let _ = diag::render(&sources, &diagnostics, false);
}

fn markdown(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for block in markdown::blocks(SourceId(0), text) {
        let _ = block;
    }
    for range in markdown::comments(text) {
        assert!(text.get(range).is_some(), "a comment outside of the text");
    }
    let _ = markdown::tables(SourceId(0), text);
}

/// The codec accepts what another implementation accepts, but what is too deep and members that stand twice, and loses
/// nothing, not even under a type that does not fit.
fn codec(data: &[u8]) {
    let read: Result<Json, _> = wire::read(data, Mode::Strict);
    let text = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data);
    let other = serde_json::from_slice::<&serde_json::value::RawValue>(text);
    let stricter = matches!(&read, Err(error) if matches!(error.fault(), wire::Fault::Depth | wire::Fault::Duplicate));
    assert!(stricter || read.is_ok() == other.is_ok(), "{read:?} but {other:?}");
    let Ok(json) = read else { return };
    assert_eq!(Json::parse(json.as_text()).as_ref(), Ok(&json), "written and read again");
    typed::<std::collections::BTreeMap<String, Option<String>>>(data);
    typed::<Vec<i64>>(data);
    typed::<Vec<f64>>(data);
    typed::<Vec<wire::DateTime>>(data);
    typed::<Vec<wire::Nullable<bool>>>(data);
    typed::<String>(data);
}

/// A value that is read is read again from what is written for it, as the same text.
fn typed<T: Value>(data: &[u8]) {
    let Ok(value) = wire::read::<T>(data, Mode::Lenient) else { return };
    let written = wire::write(&value);
    let again = wire::read::<T>(written.as_bytes(), Mode::Lenient);
    assert_eq!(again.map(|again| wire::write(&again)).ok(), Some(written));
}

/// What travels in a path, a query and headers arrives as it was.
fn path(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut pieces = text.split('\n').map(str::to_owned);
    let mut next = || pieces.next().unwrap_or_default();
    let mut sent = Sent { plain: next(), rest: next(), label: vec![next(), next()], ..Sent::default() };
    sent.header = Some(next());
    sent.limit = next().parse().ok();
    sent.deep = [(next(), next())].into();
    sent.list = pieces.collect();
    let Ok(encoded) = encode(&sent) else { return };
    assert!(encoded.path().bytes().all(|byte| byte.is_ascii_graphic()), "{:?}", encoded.path());
    assert!(!encoded.path().contains(['?', '#']) && !encoded.query().contains('#'), "{encoded:?}");
    let steps: Vec<&str> = encoded.path().splitn(4, '/').collect();
    let ["", plain, label, rest] = steps.as_slice() else { panic!("segments were added: {}", encoded.path()) };
    assert!(!matches!(*plain, "." | ".."), "{}", encoded.path());
    let mut got = Sent::default();
    let places = [(0, *plain), (1, *label), (2, *rest)];
    let received = Received { path: &places, query: encoded.query(), headers: &encoded.headers, body: None };
    if let Err(problems) = decode(&mut got, &received) {
        // Servers refuse what other programs may take for another path.
        let path = [&sent.plain, &sent.rest].into_iter().chain(&sent.label);
        let odd = |text: &String| {
            text.contains(char::is_control) || text.split(['/', '\\']).any(|step| step == "." || step == "..")
        };
        assert!(path.into_iter().any(odd), "{problems:?}: {encoded:?}");
        return;
    }
    assert_eq!((&got.plain, &got.rest, &got.limit), (&sent.plain, &sent.rest, &sent.limit), "{encoded:?}");
    assert_eq!((&got.label, &got.deep), (&sent.label, &sent.deep), "{encoded:?}");
    assert_eq!(got.list, sent.list, "{encoded:?}");
}

#[derive(Default)]
struct Sent {
    plain: String,
    label: Vec<String>,
    rest: String,
    limit: Option<i64>,
    list: Vec<String>,
    deep: std::collections::BTreeMap<String, String>,
    header: Option<String>,
}

static OPERATION: Operation = Operation {
    id: "fuzzed",
    group: "fuzzed",
    method: "GET",
    path: "/{plain}/{label}/{+rest}",
    route: "/{plain}/{label}/{rest*}",
    parameters: &[
        Parameter::path("plain"),
        Parameter::path("label").style(Style::Matrix, true),
        Parameter::path("rest"),
        Parameter::query("limit"),
        Parameter::query("list"),
        Parameter::query("deep").style(Style::DeepObject, true),
        Parameter::header("X-Fuzzed"),
    ],
    responses: &[ResponseSpec::new(Status::Code(200), &["application/json"])],
    security: Some(&[]),
    ..Operation::PLAIN
};

impl Arguments for Sent {
    fn operation(&self) -> &'static Operation {
        &OPERATION
    }

    fn slot(&mut self, index: usize) -> Option<&mut dyn Value> {
        let slots: [&mut dyn Value; 7] = [
            &mut self.plain,
            &mut self.label,
            &mut self.rest,
            &mut self.limit,
            &mut self.list,
            &mut self.deep,
            &mut self.header,
        ];
        slots.into_iter().nth(index)
    }

    fn view(&self, index: usize) -> Option<&dyn Value> {
        let slots: [&dyn Value; 7] =
            [&self.plain, &self.label, &self.rest, &self.limit, &self.list, &self.deep, &self.header];
        slots.into_iter().nth(index)
    }
}
