//! What a generator without tables would emit for the same models: structs with serde's derive, one inlined async function
//! of reqwest per operation, one handler of axum per operation. `tests/measure/compile-time.sh` compiles it beside
//! `generated/`, so that the figures of both come from one machine and one hour.
//!
//! ```sh
//! cargo run --release -p gatewright-generator --example derive_and_inline -- target/derive-and-inline
//! ```

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::model::{
    Choice, GroupId, Location, Model, Object, Operation, OperationId, Parameter, Ref, Rest, Scalar, ScalarKind, Shape,
    Status, Tag, TypeId,
};
use gatewright_generator::names::{self, Names};
use gatewright_generator::pipeline::{self, Step};
use gatewright_generator::project::Project;

const MANIFEST: &str = r#"[package]
name = "derive-and-inline"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = { version = "0.8", default-features = false, features = ["http1", "json", "query", "tokio"] }
percent-encoding = "2.3"
reqwest = { version = "0.13", default-features = false, features = ["json", "query", "rustls"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"

[profile.dev]
debug = "line-tables-only"

[workspace]
"#;

const ERROR: &str = r#"//! Derived and inlined.
#![allow(unused)]

/// What goes wrong with a call.
#[derive(Debug)]
pub enum Error {
    /// The connection.
    Http(reqwest::Error),
    /// What was read.
    Json(serde_json::Error),
    /// A status of failure, and what came with it.
    Status(u16, String),
}
impl From<reqwest::Error> for Error { fn from(error: reqwest::Error) -> Self { Self::Http(error) } }
impl From<serde_json::Error> for Error { fn from(error: serde_json::Error) -> Self { Self::Json(error) } }
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("where to?")?;
    let folder = Path::new(&folder);
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/apis.yaml");
    let mut diagnostics = Diagnostics::default();
    let mut project = Project::default();
    project.add_settings(&settings, &[], &mut diagnostics);
    let mut root = ERROR.to_owned();
    for api in &project.apis {
        let Some(model) = pipeline::model(&project.sources, api, Step::Check, &mut diagnostics) else {
            return Err(render(&project.sources, &diagnostics, false).into());
        };
        let names = Names::new(&model);
        let emitter = Emitter { model: &model, names: &names };
        let module = names::module(&api.name);
        let to = folder.join("src").join(&module);
        fs::create_dir_all(&to)?;
        writeln!(root, "pub mod {module};")?;
        fs::write(to.join("mod.rs"), "//! An API.\npub mod types;\npub mod client;\npub mod server;\n")?;
        fs::write(to.join("types.rs"), emitter.types()?)?;
        fs::write(to.join("client.rs"), emitter.client()?)?;
        fs::write(to.join("server.rs"), emitter.server()?)?;
    }
    fs::write(folder.join("Cargo.toml"), MANIFEST)?;
    fs::write(folder.join("src/lib.rs"), root)?;
    Ok(())
}

struct Emitter<'a> {
    model: &'a Model,
    names: &'a Names,
}

type Text = Result<String, std::fmt::Error>;

impl Emitter<'_> {
    fn types(&self) -> Text {
        let mut out = "//! Types.\nuse std::collections::BTreeMap;\nuse serde::{Deserialize, Serialize};\n".to_owned();
        for (id, ty) in (0..).map(TypeId).zip(&self.model.types) {
            let name = self.names.ty(id);
            out.push_str(&docs(&ty.docs));
            match &ty.shape {
                Shape::Object(object) => out.push_str(&self.object(id, name, object)?),
                Shape::Choice(choice) => out.push_str(&self.choice(id, name, choice)?),
                Shape::Enum(values) => {
                    writeln!(out, "#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]")?;
                    writeln!(out, "pub enum {name} {{")?;
                    for (at, value) in values.values.iter().enumerate() {
                        let (docs, wire) = (docs(&value.docs), &value.wire);
                        writeln!(out, "{docs}#[serde(rename = {wire:?})] {},", self.names.variant(id, at))?;
                    }
                    writeln!(out, "/// Another one.\n#[serde(untagged)] Unknown(String),\n}}")?;
                    writeln!(out, "impl From<&str> for {name} {{ fn from(value: &str) -> Self {{ match value {{")?;
                    for (at, value) in values.values.iter().enumerate() {
                        writeln!(out, "{:?} => Self::{},", value.wire, self.names.variant(id, at))?;
                    }
                    writeln!(out, "_ => Self::Unknown(value.to_owned()) }} }} }}")?;
                }
                Shape::Alias(target) => {
                    writeln!(out, "pub type {name} = {};", self.ty(target, "self"))?;
                }
                Shape::Tuple(_) | Shape::Undefined => writeln!(out, "pub type {name} = serde_json::Value;")?,
            }
        }
        Ok(out)
    }

    fn object(&self, id: TypeId, name: &str, object: &Object) -> Text {
        let (mut fields, mut setters) = (String::new(), String::new());
        for (at, field) in object.fields.iter().enumerate() {
            let (ident, ty) = (self.names.field(id, at), self.ty(&field.ty, "self"));
            let is_boxed = matches!(plain(&field.ty), Ref::Named(_));
            let held = if is_boxed { format!("Box<{ty}>") } else { ty.clone() };
            let wire = &field.wire;
            writeln!(fields, "{}", docs(&field.docs))?;
            writeln!(fields, "#[serde(rename = {wire:?}, default, skip_serializing_if = \"Option::is_none\")]")?;
            writeln!(fields, "pub {ident}: Option<{held}>,")?;
            let value = if is_boxed { "Box::new(value.into())" } else { "value.into()" };
            writeln!(
                setters,
                "/// Sets it.\n#[must_use]\npub fn {ident}(mut self, value: impl Into<{ty}>) -> Self {{"
            )?;
            writeln!(setters, "self.{ident} = Some({value});\nself\n}}")?;
        }
        let rest = match &object.rest {
            Rest::Kept(value) => self.ty(value, "self"),
            Rest::Ignored | Rest::Refused => "serde_json::Value".to_owned(),
        };
        Ok(format!(
            "#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]\npub struct {name} {{\n{fields}\
             /// All others.\n#[serde(flatten)]\npub extra: BTreeMap<String, {rest}>,\n}}\n\
             impl {name} {{\n{setters}}}\n"
        ))
    }

    fn choice(&self, id: TypeId, name: &str, choice: &Choice) -> Text {
        let attribute = match &choice.tag {
            Tag::Member(member) => format!("#[serde(tag = {member:?})]"),
            Tag::Probed => "#[serde(untagged)]".to_owned(),
        };
        let mut out =
            format!("#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n{attribute}\npub enum {name} {{\n");
        for (at, case) in choice.cases.iter().enumerate() {
            let (variant, ty) = (self.names.variant(id, at), self.ty(&case.ty, "self"));
            if let Some(tag) = case.tags.first().filter(|_| choice.tag != Tag::Probed) {
                writeln!(out, "#[serde(rename = {tag:?})]")?;
            }
            writeln!(out, "{}{variant}(Box<{ty}>),", docs(&case.docs))?;
        }
        let last = if choice.tag == Tag::Probed { "" } else { "#[serde(untagged)] " };
        writeln!(out, "/// Another one.\n{last}Unknown(serde_json::Value),\n}}")?;
        Ok(out)
    }

    fn ty(&self, ty: &Ref, types: &str) -> String {
        match ty {
            Ref::Scalar(scalar) => self::scalar(scalar).to_owned(),
            Ref::Named(id) => format!("{types}::{}", self.names.ty(*id)),
            Ref::List { item, .. } => format!("Vec<{}>", self.item(item, types)),
            Ref::Map { value, .. } => {
                format!("std::collections::BTreeMap<String, {}>", self.item(value, types))
            }
            Ref::Nullable(inner) => self.ty(inner, types),
            Ref::Any => "serde_json::Value".to_owned(),
        }
    }

    fn item(&self, ty: &Ref, types: &str) -> String {
        match ty {
            Ref::Nullable(inner) => format!("Option<{}>", self.ty(inner, types)),
            _ => self.ty(ty, types),
        }
    }

    /// The type of the first success, and whether it is read from JSON.
    fn success(&self, operation: &Operation) -> (String, bool) {
        let is_success = |status: Status| matches!(status, Status::Code(200..=299) | Status::Range(2));
        let mut contents = operation.responses.iter().filter(|response| is_success(response.status));
        match contents.find_map(|response| response.contents.first()) {
            Some(content) if content.is_json() => (self.ty(&content.ty, "types"), true),
            Some(_) => ("Vec<u8>".to_owned(), false),
            None => ("()".to_owned(), false),
        }
    }

    fn operations(&self, group: GroupId) -> impl Iterator<Item = (OperationId, &Operation)> {
        let operations = (0..).map(OperationId).zip(&self.model.operations);
        operations.filter(move |(_, operation)| operation.group == group)
    }

    fn groups(&self) -> impl Iterator<Item = GroupId> {
        (0..self.model.groups.len() as u32).map(GroupId)
    }

    fn client(&self) -> Text {
        let mut out = "//! Client.\nuse super::types;\nuse crate::Error;\n".to_owned();
        out.push_str(
            "/// A client.\n#[derive(Debug, Clone)]\npub struct Client { base: String, http: reqwest::Client, token: String }\n\
             impl Client {\n/// One.\npub fn new(base: String, token: String) -> Self {\n\
             Self { base, http: reqwest::Client::new(), token } }\n}\n",
        );
        for group in self.groups() {
            let names = self.names.group(group);
            let (handle, module) = (&names.handle, &names.module);
            writeln!(out, "/// A group.\npub mod {module} {{\nuse super::*;\n/// Calls.")?;
            writeln!(out, "#[derive(Debug, Clone, Copy)]\npub struct {handle}<'a> {{ client: &'a Client }}")?;
            writeln!(out, "impl Client {{ /// Calls.\npub fn {module}(&self) -> {handle}<'_> {{")?;
            writeln!(out, "{handle} {{ client: self }} }} }}\nimpl {handle}<'_> {{")?;
            for (id, operation) in self.operations(group) {
                out.push_str(&self.call(id, operation)?);
            }
            writeln!(out, "}}")?;
            for (id, operation) in self.operations(group) {
                out.push_str(&self.query(id, operation, "Parameters", "Debug, Clone, Default", |_| true)?);
            }
            writeln!(out, "}}")?;
        }
        Ok(out)
    }

    /// The struct of the parameters that are not in the path.
    fn query(
        &self,
        id: OperationId,
        operation: &Operation,
        suffix: &str,
        derives: &str,
        wanted: impl Fn(&Parameter) -> bool,
    ) -> Text {
        let name = &self.names.operation(id).arguments;
        let mut out = format!("/// Arguments.\n#[derive({derives})]\npub struct {name}{suffix} {{\n");
        for (at, parameter) in operation.parameters.iter().enumerate() {
            if parameter.location == Location::Path || !wanted(parameter) {
                continue;
            }
            let ty = self.ty(&parameter.ty, "types");
            if derives.contains("Deserialize") {
                writeln!(out, "#[serde(rename = {:?})]", parameter.wire)?;
            }
            writeln!(out, "{}pub {}: Option<{ty}>,", docs(&parameter.docs), self.names.parameter(id, at))?;
        }
        out.push_str("}\n");
        Ok(out)
    }

    fn call(&self, id: OperationId, operation: &Operation) -> Text {
        let (names, method) = (self.names.operation(id), &operation.method.0);
        let body = operation.body.as_ref().and_then(|body| body.contents.first());
        let mut arguments = String::new();
        let mut path = String::new();
        for (at, parameter) in operation.parameters.iter().enumerate() {
            if parameter.location == Location::Path {
                let name = self.names.parameter(id, at);
                write!(arguments, "{name}: &str, ")?;
                writeln!(
                    path,
                    "let url = url.replace({:?}, &percent_encoding::utf8_percent_encode({name}, percent_encoding::NON_ALPHANUMERIC).to_string());",
                    format!("{{{}}}", parameter.wire)
                )?;
            }
        }
        if let Some(content) = body {
            let ty = if content.is_json() { self.ty(&content.ty, "types") } else { "Vec<u8>".to_owned() };
            write!(arguments, "body: &{ty}, ")?;
        }
        let (returns, is_json) = self.success(operation);
        let mut out = docs(&operation.summary);
        writeln!(
            out,
            "pub async fn {}(&self, {arguments}parameters: &{}Parameters) -> Result<{returns}, Error> {{",
            names.method, names.arguments
        )?;
        writeln!(out, "let url = format!(\"{{}}{{}}\", self.client.base, {:?});\n{path}", operation.path.wire)?;
        writeln!(
            out,
            "let mut request = self.client.http.request(reqwest::Method::from_bytes(b{method:?}).unwrap_or_default(), url);"
        )?;
        writeln!(out, "request = request.bearer_auth(&self.client.token).header(\"accept\", \"application/json\");")?;
        for (at, parameter) in operation.parameters.iter().enumerate() {
            let (name, wire) = (self.names.parameter(id, at), &parameter.wire);
            if parameter.location == Location::Path {
                continue;
            }
            let add = match parameter.location {
                Location::Query => format!("request = request.query(&[({wire:?}, text)]);"),
                _ => format!("request = request.header({wire:?}, text);"),
            };
            writeln!(out, "if let Some(value) = &parameters.{name} {{ {} }}", written(&parameter.ty, &add))?;
        }
        match body {
            Some(content) if content.is_json() => writeln!(out, "request = request.json(body);")?,
            Some(_) => writeln!(out, "request = request.body(body.clone());")?,
            None => {}
        }
        writeln!(
            out,
            "let response = request.send().await?;\nlet status = response.status().as_u16();\nmatch status {{"
        )?;
        let read = match (returns.as_str(), is_json) {
            (_, true) => "Ok(serde_json::from_slice(&response.bytes().await?)?)",
            ("()", _) => "Ok(())",
            _ => "Ok(response.bytes().await?.to_vec())",
        };
        writeln!(out, "200..=299 => {read},")?;
        for response in &operation.responses {
            if let Status::Code(code @ 300..=599) = response.status {
                writeln!(out, "{code} => Err(Error::Status({code}, response.text().await?)),")?;
            }
        }
        writeln!(out, "_ => Err(Error::Status(status, response.text().await?)),\n}}\n}}")?;
        Ok(out)
    }

    fn server(&self) -> Text {
        let mut out = "//! Server.\nuse super::types;\nuse std::sync::Arc;\nuse axum::extract::{Path, Query, State};\n\
                       use axum::http::{HeaderMap, StatusCode};\nuse axum::response::{IntoResponse, Response};\n\
                       use axum::{Json, Router};\nuse serde::Deserialize;\n"
            .to_owned();
        for group in self.groups() {
            let names = self.names.group(group);
            let (name, module) = (&names.handle, &names.module);
            writeln!(out, "/// A group.\npub mod {module} {{\nuse super::*;")?;
            writeln!(out, "/// Answers.\npub trait {name}: Send + Sync + 'static {{")?;
            for (id, operation) in self.operations(group) {
                let names = self.names.operation(id);
                writeln!(
                    out,
                    "{}fn {}(&self, {}) -> impl Future<Output = {}> + Send {{",
                    docs(&operation.summary),
                    names.trait_method,
                    self.handed(id, operation, true),
                    names.response
                )?;
                writeln!(out, "async {{ {}::Other(StatusCode::NOT_IMPLEMENTED.into_response()) }} }}", names.response)?;
            }
            writeln!(out, "}}\n/// Routes.\npub fn routes<T: {name}>(service: Arc<T>) -> Router {{ Router::new()")?;
            for (id, operation) in self.operations(group) {
                let method = operation.method.0.to_ascii_lowercase();
                let filter = ["get", "post", "put", "patch", "delete", "options", "head"].contains(&method.as_str());
                let method = if filter { method.as_str() } else { "any" };
                writeln!(
                    out,
                    ".route({:?}, axum::routing::{method}(handle_{}::<T>))",
                    operation.path.wire,
                    self.names.operation(id).trait_method
                )?;
            }
            writeln!(out, ".with_state(service) }}")?;
            for (id, operation) in self.operations(group) {
                out.push_str(&self.handler(id, operation, name)?);
            }
            writeln!(out, "}}")?;
        }
        Ok(out)
    }

    /// What a handler gets: as parameters, or as they are passed on.
    fn handed(&self, id: OperationId, operation: &Operation, typed: bool) -> String {
        let mut out = String::new();
        let with = |name: &str, ty: &str| if typed { format!("_{name}: {ty}, ") } else { format!("{name}, ") };
        for (at, parameter) in operation.parameters.iter().enumerate() {
            match parameter.location {
                Location::Path => out.push_str(&with(&format!("p{at}"), "String")),
                Location::Query => {}
                _ => out.push_str(&with(&format!("h{at}"), "Option<String>")),
            }
        }
        out.push_str(&with("query", &format!("{}Query", self.names.operation(id).arguments)));
        if let Some(content) = operation.body.as_ref().and_then(|body| body.contents.first()) {
            let ty = if content.is_json() { self.ty(&content.ty, "types") } else { "axum::body::Bytes".to_owned() };
            out.push_str(&with("body", &ty));
        }
        out
    }

    fn handler(&self, id: OperationId, operation: &Operation, service: &str) -> Text {
        let names = self.names.operation(id);
        let is_query = |parameter: &Parameter| parameter.location == Location::Query;
        let mut out = self.query(id, operation, "Query", "Debug, Clone, Default, Deserialize", is_query)?;
        let paths: Vec<String> = operation
            .parameters
            .iter()
            .enumerate()
            .filter(|(_, it)| it.location == Location::Path)
            .map(|(at, _)| format!("p{at}"))
            .collect();
        let mut extracted = "State(service): State<Arc<T>>, ".to_owned();
        match paths.as_slice() {
            [] => {}
            [one] => write!(extracted, "Path({one}): Path<String>, ")?,
            many => {
                write!(extracted, "Path(({})): Path<({})>, ", many.join(", "), vec!["String"; many.len()].join(", "))?
            }
        }
        write!(extracted, "Query(query): Query<{}Query>, _headers: HeaderMap, ", names.arguments)?;
        if let Some(content) = operation.body.as_ref().and_then(|body| body.contents.first()) {
            match content.is_json() {
                true => write!(extracted, "Json(body): Json<{}>, ", self.ty(&content.ty, "types"))?,
                false => write!(extracted, "body: axum::body::Bytes, ")?,
            }
        }
        writeln!(out, "async fn handle_{}<T: {service}>({extracted}) -> Response {{", names.trait_method)?;
        for (at, parameter) in operation.parameters.iter().enumerate() {
            if matches!(parameter.location, Location::Header | Location::Cookie) {
                writeln!(
                    out,
                    "let h{at} = _headers.get({:?}).and_then(|value| value.to_str().ok()).map(str::to_owned);",
                    parameter.wire
                )?;
                if parameter.required {
                    writeln!(out, "if h{at}.is_none() {{ return StatusCode::BAD_REQUEST.into_response(); }}")?;
                }
            }
        }
        writeln!(
            out,
            "service.{}({}).await.into_response() }}",
            names.trait_method,
            self.handed(id, operation, false)
        )?;
        self.response(&mut out, &names.response, operation)?;
        Ok(out)
    }

    fn response(&self, out: &mut String, name: &str, operation: &Operation) -> std::fmt::Result {
        let (mut variants, mut arms) = (String::new(), String::new());
        for response in &operation.responses {
            let Status::Code(code) = response.status else { continue };
            let docs = docs(&response.docs);
            match response.contents.first() {
                Some(content) if content.is_json() => {
                    writeln!(variants, "{docs}Status{code}({}),", self.ty(&content.ty, "types"))?;
                    writeln!(
                        arms,
                        "Self::Status{code}(body) => (StatusCode::from_u16({code}).unwrap_or_default(), Json(body)).into_response(),"
                    )?;
                }
                Some(_) => {
                    writeln!(variants, "{docs}Status{code}(Vec<u8>),")?;
                    writeln!(
                        arms,
                        "Self::Status{code}(body) => (StatusCode::from_u16({code}).unwrap_or_default(), body).into_response(),"
                    )?;
                }
                None => {
                    writeln!(variants, "{docs}Status{code},")?;
                    writeln!(
                        arms,
                        "Self::Status{code} => StatusCode::from_u16({code}).unwrap_or_default().into_response(),"
                    )?;
                }
            }
        }
        writeln!(
            out,
            "/// Answer.\n#[derive(Debug)]\npub enum {name} {{\n{variants}/// Another one.\nOther(Response),\n}}"
        )?;
        writeln!(
            out,
            "impl IntoResponse for {name} {{ fn into_response(self) -> Response {{ match self {{\n{arms}Self::Other(response) => response,\n}} }} }}"
        )
    }
}

/// Statements that write a value as `text` and `add` it.
fn written(ty: &Ref, add: &str) -> String {
    match plain(ty) {
        Ref::Scalar(scalar) if scalar.kind != ScalarKind::Null => format!("let text = value.to_string(); {add}"),
        Ref::List { item, .. } if matches!(**item, Ref::Scalar(_)) => {
            format!("for value in value {{ let text = value.to_string(); {add} }}")
        }
        _ => format!("let text = serde_json::to_string(value)?; {add}"),
    }
}

fn plain(ty: &Ref) -> &Ref {
    match ty {
        Ref::Nullable(inner) => plain(inner),
        ty => ty,
    }
}

fn scalar(scalar: &Scalar) -> &'static str {
    match scalar.kind {
        ScalarKind::String | ScalarKind::Bytes => "String",
        ScalarKind::Integer => "i64",
        ScalarKind::Number => "f64",
        ScalarKind::Boolean => "bool",
        ScalarKind::Null => "serde_json::Value",
    }
}

fn docs(text: &str) -> String {
    let text = if text.trim().is_empty() { "Without words." } else { text.trim() };
    text.lines().map(|line| format!("#[doc = {line:?}]\n")).collect()
}
