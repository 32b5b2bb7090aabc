//! How the value of a parameter or header becomes text: its style, or the media type of its content.

use super::parameter::PARAMETER;
use super::reader::Reader;
use crate::model::{Location, Style, is_json};
use crate::read::node::Node;

/// As the content of a parameter: its value is a query string of its own.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// A style that OpenAPI has not in this place, which `convert` writes.
fn own_style(node: &Node, location: Location) -> Option<Style> {
    match (node.text("x-gatewright-style")?, location) {
        ("spaceDelimited", Location::Path | Location::Header) => Some(Style::SpaceDelimited),
        ("pipeDelimited", Location::Path | Location::Header) => Some(Style::PipeDelimited),
        ("tabDelimited", Location::Query | Location::Header) => Some(Style::TabDelimited),
        ("whole", Location::Query) => Some(Style::Whole),
        ("wholeJson", Location::Query) => Some(Style::WholeJson),
        _ => None,
    }
}

impl<'d> Reader<'d, '_> {
    /// The style of a parameter or header; `content` is the media type that it has instead of one.
    pub(super) fn parameter_style(&mut self, node: &'d Node, content: Option<&str>, location: Location) -> Style {
        let is_whole = node.text("in") == Some("querystring") || own_style(node, location) == Some(Style::WholeJson);
        match content {
            Some(media) if is_json(media) && is_whole => Style::WholeJson,
            Some(media) if is_json(media) => Style::Json,
            Some(FORM) if is_whole => Style::Form,
            Some(_) if is_whole => Style::Whole,
            Some(FORM) if location == Location::Query => Style::Pairs,
            _ => self.style(node, location),
        }
    }

    fn style(&mut self, node: &'d Node, location: Location) -> Style {
        let (usual, _) = location.usual_style();
        let words = ["x-gatewright-style", "style", "collectionFormat"];
        let Some(stated) = words.iter().find_map(|key| node.get(key)) else { return usual };
        if let Some(style) = own_style(node, location) {
            return style;
        }
        match (stated.as_str(), location) {
            (Some("simple"), Location::Path | Location::Header) => Style::Simple,
            (Some("label"), Location::Path) => Style::Label,
            (Some("matrix"), Location::Path) => Style::Matrix,
            (Some("form"), Location::Query | Location::Cookie) | (Some("cookie"), Location::Cookie) => Style::Form,
            (Some("spaceDelimited"), Location::Query) => Style::SpaceDelimited,
            (Some("pipeDelimited"), Location::Query) => Style::PipeDelimited,
            (Some("deepObject"), Location::Query) => Style::DeepObject,
            // Swagger 2.0's words.
            (Some("ssv"), _) => Style::SpaceDelimited,
            (Some("pipes"), _) => Style::PipeDelimited,
            (Some("tsv"), Location::Query | Location::Header) => Style::TabDelimited,
            (Some("csv" | "multi"), _) => usual,
            _ => {
                self.warn(&PARAMETER, stated.span, "this style does not go with this place", "the usual style counts");
                usual
            }
        }
    }
}
