//! Pieces of models, as small as can be.

#![allow(dead_code, reason = "each test binary uses some of them")]

pub mod hostile;

use gatewright_generator::model::{
    Field, GroupId, Location, Method, Object, Operation, Origin, Parameter, Path, Ref, Shape, Style,
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
        paging: None,
        security: None,
        deprecated: false,
        origin: ORIGIN,
    }
}

pub fn parameter(wire: &str, location: Location) -> Parameter {
    Parameter {
        wire: wire.to_owned(),
        location,
        style: Style::Simple,
        explode: false,
        ty: Ref::string(),
        required: false,
        default: None,
        example: None,
        docs: String::new(),
        deprecated: false,
        origin: ORIGIN,
        location_origin: ORIGIN,
    }
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
        deprecated: false,
        docs: String::new(),
        origin: ORIGIN,
    }
}

pub fn object(fields: &[&str]) -> Shape {
    Shape::Object(Object { fields: fields.iter().map(|wire| field(wire)).collect(), ..Object::default() })
}
