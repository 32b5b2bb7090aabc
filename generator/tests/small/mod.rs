//! Pieces of models, as small as can be.

#![allow(dead_code, reason = "each test binary uses some of them")]

pub mod hostile;

use gatewright_generator::model::{
    Body, Content, Field, GroupId, Location, Method, Object, Operation, Origin, Parameter, Path, Ref, Response, Shape,
    Status, Style,
};
use gatewright_generator::source::{SourceId, Span};

pub const ORIGIN: Origin = Origin::Stated(Span { source: SourceId(0), start: 0, end: 0 });

pub fn operation(group: GroupId, id: Option<&str>, method: &str, path: &str, summary: &str) -> Operation {
    Operation {
        id: id.map(str::to_owned),
        method: Method(method.to_owned()),
        path: Path::parse(path),
        group,
        summary: summary.to_owned(),
        docs: String::new(),
        parameters: Vec::new(),
        body: None,
        responses: Vec::new(),
        servers: Vec::new(),
        webhook: false,
        paging: None,
        security: None,
        deprecated: false,
        origin: ORIGIN,
    }
}

pub fn parameter(wire: &str, location: Location) -> Parameter {
    Parameter { style: Style::Simple, explode: false, required: false, ..Parameter::new(wire, location, ORIGIN) }
}

pub fn field(wire: &str) -> Field {
    Field {
        wire: wire.to_owned(),
        ty: Ref::string(),
        required: false,
        read_only: false,
        write_only: false,
        secret: false,
        default: None,
        default_text: None,
        deprecated: false,
        docs: String::new(),
        origin: ORIGIN,
    }
}

pub fn object(fields: &[&str]) -> Shape {
    Shape::Object(Object { fields: fields.iter().map(|wire| field(wire)).collect(), ..Object::default() })
}

pub fn body(ty: Ref) -> Body {
    Body { required: true, contents: vec![content(ty)], docs: String::new(), origin: ORIGIN }
}

pub fn response(status: u16, ty: Ref) -> Response {
    Response {
        status: Status::Code(status),
        docs: String::new(),
        headers: Vec::new(),
        contents: vec![content(ty)],
        or_list: None,
        error_type: None,
        origin: ORIGIN,
    }
}

pub fn content(ty: Ref) -> Content {
    Content::new("application/json", ty, ORIGIN)
}
