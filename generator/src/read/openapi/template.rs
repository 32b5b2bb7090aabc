//! Paths as web frameworks write them: placeholders with a pattern, a type or a mark of their own.
//!
//! OpenAPI knows `{name}` only. What else stands for a parameter is read as that, when a path parameter of the name is
//! declared: nothing else says that it was meant.

use super::reader::Reader;
use crate::diag::Code;
use crate::model::Path;
use crate::read::node::Node;
use crate::source::Span;

pub(super) static TEMPLATE: Code = Code {
    name: "openapi/path-template",
    page: "A path is written as some framework writes it. OpenAPI knows no other placeholders than `{name}`, and every path \
           starts with `/`.\n\n    /files/{name:.+}:\n      get:\n        parameters: [{name: name, in: path}]\n\nIt is \
           read as if it were written in OpenAPI. A pattern or a type behind the name is left out and not checked; where \
           it lets the value hold slashes, the value may hold them. The same goes for `{name?}`, `{*name}`, `{+name}`, \
           `{name...}`, `{/name*}`, `:name` and `<int:name>`. `{name=projects/*}` is read as `projects/{projectsId}`.",
};

/// The path of an operation, and the parameters that stand for several of its segments.
pub(super) struct Template<'d> {
    pub(super) path: Path,
    pub(super) spread: Vec<Spread<'d>>,
}

/// A parameter whose value has several segments, and the placeholders that stand for its parts.
pub(super) struct Spread<'d> {
    pub(super) parameter: &'d str,
    pub(super) placeholders: Vec<String>,
}

/// What a placeholder is read as.
enum Meaning<'d> {
    /// The parameter; its value may hold slashes.
    Whole { name: &'d str, rest: bool },
    /// The segments of a value of fixed form: `projects`, `{projectsId}`.
    Segments { name: &'d str, segments: Vec<Segment> },
}

/// A segment of a value: text, or a placeholder, which may take the rest.
enum Segment {
    Text(String),
    Placeholder { rest: bool },
}

impl<'d> Reader<'d, '_> {
    /// The path of an operation, whose placeholders are named as its parameters are.
    pub(super) fn template(&mut self, key: &str, span: Span, parameters: &[&'d Node]) -> Template<'d> {
        let declared: Vec<(&'d str, &'d Node)> =
            parameters.iter().filter_map(|node| Some((node.text("name")?, *node))).filter(is_in_path).collect();
        let mut template = Writing { wire: String::with_capacity(key.len() + 1), spread: Vec::new() };
        if needs_slash(key) {
            template.wire.push('/');
        }
        let is_declared = |part: &str| in_braces(part).is_some_and(|name| declared.iter().any(|known| known.0 == name));
        let mut is_plain = !needs_slash(key) && key.trim() == key;
        for part in parts(key.trim()) {
            let meaning = meaning(part, &declared);
            is_plain &= meaning.is_none() || is_declared(part);
            template.part(part, meaning);
        }
        let Writing { wire, spread } = template;
        if !is_plain {
            let message = format!("`{key}` is not written as paths are in OpenAPI");
            self.warn(&TEMPLATE, span, message, &format!("read as `{wire}`"));
        }
        Template { path: with_rest(Path::parse(&wire), parameters), spread }
    }
}

/// A path that is being written anew.
struct Writing<'d> {
    wire: String,
    spread: Vec<Spread<'d>>,
}

impl<'d> Writing<'d> {
    fn part(&mut self, part: &str, meaning: Option<Meaning<'d>>) {
        match meaning {
            None => self.wire.push_str(part),
            Some(Meaning::Whole { name, rest }) => {
                // An expansion of RFC 6570 that brings its slash along.
                if part.starts_with("{/") && !self.wire.ends_with('/') {
                    self.wire.push('/');
                }
                self.placeholder(name, rest);
            }
            Some(Meaning::Segments { name, segments }) => self.segments(name, segments),
        }
    }

    fn placeholder(&mut self, name: &str, rest: bool) {
        self.wire.push('{');
        self.wire.push_str(name);
        self.wire.push_str(if rest { "+}" } else { "}" });
    }

    /// Placeholders are named after the text before them: `projects/*` is `projects/{projectsId}`.
    fn segments(&mut self, parameter: &'d str, segments: Vec<Segment>) {
        let mut placeholders = Vec::new();
        let mut before = parameter.to_owned();
        for (place, segment) in segments.into_iter().enumerate() {
            if place > 0 {
                self.wire.push('/');
            }
            match segment {
                Segment::Text(text) => {
                    self.wire.push_str(&text);
                    before = text;
                }
                Segment::Placeholder { rest } => {
                    let name = self.free(&format!("{before}Id"));
                    self.placeholder(&name, rest);
                    placeholders.push(name);
                }
            }
        }
        self.spread.push(Spread { parameter, placeholders });
    }

    fn free(&self, name: &str) -> String {
        let numbered = (1..).map(|number| format!("{name}{number}"));
        let is_free = |name: &String| !self.wire.contains(&format!("{{{name}}}"));
        std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
    }
}

fn is_in_path((_, node): &(&str, &Node)) -> bool {
    node.text("in") == Some("path")
}

/// `users/{id}`, but neither `{base}/users` nor `#stream`.
fn needs_slash(key: &str) -> bool {
    key.trim_start().starts_with(|first: char| first.is_ascii_alphanumeric())
}

/// A path in pieces: what is in braces, in angle brackets or a segment behind a colon, and the text between.
fn parts(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(rest) = path.get(at..).filter(|rest| !rest.is_empty()) {
        let starts_segment = path.get(..at).is_some_and(|before| before.ends_with('/'));
        let length = match rest.as_bytes().first() {
            Some(b'{') => closing(rest, '{', '}'),
            Some(b'<') => closing(rest, '<', '>'),
            Some(b':') if starts_segment => rest.find('/').unwrap_or(rest.len()),
            _ => 0,
        };
        if length == 0 {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        parts.extend(path.get(start..at));
        parts.extend(path.get(at..at + length));
        at += length;
        start = at;
    }
    parts.extend(path.get(start..));
    parts.retain(|part| !part.is_empty());
    parts
}

/// The length of a text up to the bracket that closes its first one, or of all of it.
fn closing(text: &str, open: char, close: char) -> usize {
    let mut depth = 0usize;
    for (at, sign) in text.char_indices() {
        if sign == open {
            depth += 1;
        } else if sign == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + sign.len_utf8();
            }
        }
    }
    text.len()
}

/// What is in braces, as OpenAPI has it: `{name}`, or `{name+}`.
fn in_braces(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// The declared parameter that a part of a path stands for, unless it is written as in OpenAPI and nothing more is known.
fn meaning<'d>(part: &str, declared: &[(&'d str, &'d Node)]) -> Option<Meaning<'d>> {
    let find = |wanted: &str| declared.iter().copied().find(|(name, _)| *name == wanted);
    if let Some(inside) = in_braces(part) {
        let own = find(inside).or_else(|| find(inside.strip_suffix('+')?));
        return match own {
            Some((name, node)) if inside == name => of_pattern(name, pattern(node)?),
            Some(_) => None,
            None => braced(inside, find),
        };
    }
    let name = match part.strip_prefix('<').and_then(|part| part.strip_suffix('>')) {
        Some(inside) => inside.rsplit_once(':').map_or(inside, |(_, name)| name),
        None => part.strip_prefix(':')?,
    };
    find(name).map(|(name, _)| Meaning::Whole { name, rest: part.starts_with("<path:") })
}

/// `name:pattern`, `name=pattern`, `name?`, `*name`, `+name`, `name*`, `/name` and `name...`.
fn braced<'d>(inside: &str, find: impl Fn(&str) -> Option<(&'d str, &'d Node)>) -> Option<Meaning<'d>> {
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let stem = inside.trim_start_matches(['*', '+']);
    let (marked, pattern) = stem.split_once([':', '=']).unwrap_or((stem, ""));
    let bare = marked.trim_end_matches(['?', '*', '+']);
    let bare = bare.strip_suffix("...").unwrap_or(bare).trim();
    let (name, _) = find(bare)?;
    let is_marked = stem.len() < inside.len() || !matches!(marked.trim().strip_prefix(bare), Some("" | "?"));
    if is_marked {
        return Some(Meaning::Whole { name, rest: true });
    }
    let pattern = pattern.trim();
    let takes_all = pattern.starts_with(".*") || pattern.starts_with(".+") || pattern == "path";
    Some(of_pattern(name, pattern).unwrap_or(Meaning::Whole { name, rest: takes_all }))
}

/// The pattern of a parameter, in Swagger 2.0 beside its name.
fn pattern(node: &Node) -> Option<&str> {
    node.text("pattern").or_else(|| node.get("schema")?.text("pattern"))
}

/// Longer patterns than this say nothing about segments.
const LONGEST: usize = 500;

/// What a parameter is whose values have slashes in certain places: its segments if they are told, or the rest.
fn of_pattern<'d>(name: &'d str, pattern: &str) -> Option<Meaning<'d>> {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    let pattern = pattern.strip_suffix('$').unwrap_or(pattern);
    let pattern = pattern.replace("[^/]+", "*").replace(".+", "**").replace(".*", "**").replace("\\/", "/");
    if pattern.len() > LONGEST || !without_classes(&pattern).contains('/') {
        return None;
    }
    let segments: Option<Vec<Segment>> = pattern.split('/').map(segment).collect();
    Some(match segments {
        Some(segments) if segments.iter().any(|segment| matches!(segment, Segment::Text(_))) => {
            Meaning::Segments { name, segments }
        }
        _ => Meaning::Whole { name, rest: true },
    })
}

fn segment(text: &str) -> Option<Segment> {
    let is_text = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    match text {
        "*" => Some(Segment::Placeholder { rest: false }),
        "**" => Some(Segment::Placeholder { rest: true }),
        _ => is_text(text).then(|| Segment::Text(text.to_owned())),
    }
}

/// A pattern without what stands in brackets, where `/` is one character of many.
fn without_classes(pattern: &str) -> String {
    let mut inside = false;
    let mut outside = |sign: &char| {
        match sign {
            '[' => inside = true,
            ']' => inside = false,
            _ => return !inside,
        }
        false
    };
    pattern.chars().filter(|sign| outside(sign)).collect()
}

/// A path in which the placeholders of parameters that take the rest of it say so.
fn with_rest(path: Path, parameters: &[&Node]) -> Path {
    let takes_rest = |node: &&&Node| node.get("x-gatewright-rest").and_then(Node::as_bool) == Some(true);
    let names = parameters.iter().filter(takes_rest).filter_map(|node| node.text("name"));
    names.fold(path, |path, name| Path::parse(&path.wire.replace(&format!("{{{name}}}"), &format!("{{{name}+}}"))))
}
