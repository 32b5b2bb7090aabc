//! Arguments as a request. Path and query are written as one text, behind the path of the base address; values that are
//! plain text, as nearly all are, are written in their place at once.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::{Arguments, Violation, header_value};
use crate::body::{self, Payload};
use crate::operation::{Location, Operation, Parameter, Piece, Pieces, Style};
use crate::style::{self, Escapes};
use crate::wire::{self, Side, Text, Value};

/// A request of an operation: everything is escaped already.
#[derive(Debug, Clone)]
pub struct Encoded {
    /// As in the row.
    pub method: &'static str,
    /// Headers and cookies.
    pub headers: HeaderMap,
    /// What is sent.
    pub body: Option<Payload>,
    /// The path of the base address, the path, and a question mark and the query if there is one.
    target: String,
    path_at: usize,
    path_end: usize,
}

impl Encoded {
    /// Begins with a slash.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.get(self.path_at..self.path_end).unwrap_or_default()
    }

    /// Without the question mark; empty when there is none.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.get(self.path_end + 1..).unwrap_or_default()
    }

    /// Path and query, behind the path of the base address; there are none afterwards.
    #[cfg(feature = "client")]
    pub(crate) fn take_target(&mut self) -> String {
        std::mem::take(&mut self.target)
    }
}

/// Writes arguments as a request.
///
/// # Errors
/// All that cannot be sent: what is required and not set, what would change the path, what no header can carry.
pub fn encode(arguments: &dyn Arguments) -> Result<Encoded, Vec<Violation>> {
    encode_below("", arguments, false)
}

/// The same, below the path of a base address, which has no slash at its end; `whole` with members that only servers send.
///
/// # Errors
/// As those of [`encode`].
pub(crate) fn encode_below(base: &str, arguments: &dyn Arguments, whole: bool) -> Result<Encoded, Vec<Violation>> {
    let operation = arguments.operation();
    let side = Side::of_request(operation.webhook, whole);
    let mut request = Writing { arguments, operation, side, violations: missing(arguments) };
    let mut target = String::with_capacity(base.len() + operation.path.len() + 64);
    target.push_str(base);
    let path_at = target.len();
    request.path(&mut target);
    let path_end = target.len();
    request.query(&mut target);
    let headers = request.headers();
    let body = request.body();
    match request.violations.is_empty() {
        true => Ok(Encoded { method: operation.method, headers, body, target, path_at, path_end }),
        false => Err(request.violations),
    }
}

/// The parameters that are required and not set.
fn missing(arguments: &dyn Arguments) -> Vec<Violation> {
    let required = arguments.operation().parameters.iter().enumerate().filter(|(_, parameter)| parameter.required);
    let missing = required.filter(|(index, _)| arguments.view(*index).is_none_or(<dyn Value>::is_absent));
    missing.map(|(_, parameter)| Violation::of(parameter, "is required")).collect()
}

/// Writes a value at the end of a text, if it is one text that needs no escapes; else nothing.
fn write_plain(value: &dyn Value, text: &mut String) -> bool {
    let start = text.len();
    wire::append(value, text);
    let json = text.get(start..).unwrap_or_default();
    let string = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
    let is_string = string.is_some();
    let is_plain = style::is_plain(string.unwrap_or(json)) && (is_string || json != "null");
    if !is_plain {
        text.truncate(start);
    } else if is_string {
        text.pop();
        text.remove(start);
    }
    is_plain
}

/// Arguments on their way into a request, and what is wrong with them.
struct Writing<'a> {
    arguments: &'a dyn Arguments,
    operation: &'static Operation,
    side: Side,
    violations: Vec<Violation>,
}

impl<'a> Writing<'a> {
    /// The parameters in a place, with their values if they are set.
    fn given(&self, location: Location) -> impl Iterator<Item = (&'static Parameter, &'a dyn Value)> + use<'a> {
        let arguments = self.arguments;
        let all = self.operation.parameters.iter().enumerate();
        let here = all.filter(move |(_, parameter)| parameter.location == location);
        here.filter_map(move |(index, parameter)| Some((parameter, value(arguments, index)?)))
    }

    fn violated(&mut self, parameter: &Parameter, message: &str) {
        self.violations.push(Violation::of(parameter, message));
    }

    /// The text of a value; a null has none.
    fn text(&mut self, parameter: &Parameter, value: &dyn Value) -> Text {
        let is_json = matches!(parameter.style, Style::Json | Style::WholeJson);
        let text = if is_json { Text::One(wire::write(value)) } else { value.text() };
        if text == Text::Absent && parameter.required {
            self.violated(parameter, "is required");
        }
        text
    }

    fn path(&mut self, target: &mut String) {
        let start = target.len();
        self.pieces(target, &mut |_, _| {});
        if target.get(start..).is_some_and(has_dot_segment) {
            self.dotted();
        }
    }

    /// Writes the path, and tells where parameters begin.
    fn pieces(&mut self, path: &mut String, begins: &mut dyn FnMut(&'static Parameter, usize)) {
        let mut pieces = self.operation.pieces();
        while let Some(piece) = pieces.next() {
            let (index, rest) = match piece {
                Piece::Text(text) => {
                    path.push_str(text);
                    continue;
                }
                Piece::Parameter(index) => (index, false),
                Piece::Rest(index) => (index, true),
            };
            let parameter = self.operation.parameters.get(index);
            let Some((parameter, value)) = parameter.zip(value(self.arguments, index)) else { continue };
            let start = path.len();
            self.placeholder(parameter, value, rest, path);
            if !rest {
                escape_mark(pieces.clone(), path, start);
            }
            begins(parameter, start);
        }
    }

    fn placeholder(&mut self, parameter: &Parameter, value: &dyn Value, rest: bool, path: &mut String) {
        if !matches!(parameter.style, Style::Json | Style::Label | Style::Matrix) && write_plain(value, path) {
            return;
        }
        let text = self.text(parameter, value);
        if text == Text::Absent {
            return;
        }
        let value = match style::path(parameter, &text, rest) {
            Ok(value) => value,
            Err(problem) => return self.violated(parameter, problem),
        };
        if value.is_empty() || (rest && value.split('/').any(str::is_empty)) {
            self.violated(parameter, "would make an empty path segment");
        }
        path.push_str(&value);
    }

    /// Finds the parameters to whom the path owes a segment of dots, by writing it once more.
    #[cold]
    fn dotted(&mut self) {
        let (mut path, mut begins) = (String::new(), Vec::new());
        let mut again = Writing { violations: Vec::new(), ..*self };
        again.pieces(&mut path, &mut |parameter, start| begins.push((parameter, start)));
        for (parameter, start) in begins {
            let segment = path.get(..start).and_then(|before| before.rfind('/')).unwrap_or_default();
            if path.get(segment..).is_some_and(has_dot_segment) {
                self.violated(parameter, "would make a path segment of nothing but dots");
            }
        }
    }

    fn query(&mut self, target: &mut String) {
        let end = target.len();
        let joint = |target: &mut String| target.push(if target.len() == end { '?' } else { '&' });
        for (name, value) in fixed(self.operation, Location::Query) {
            joint(target);
            // A name alone is written as the document writes it.
            let sign = if value.is_empty() { "" } else { "=" };
            target.extend([name, sign, value]);
        }
        for (parameter, value) in self.given(Location::Query) {
            let start = target.len();
            if matches!(parameter.style, Style::Whole | Style::WholeJson) {
                joint(target);
                self.whole_query(parameter, value, target);
                continue;
            }
            if parameter.style != Style::Json {
                joint(target);
                target.extend(style::escaped(parameter.name));
                target.push('=');
                if write_plain(value, target) {
                    continue;
                }
                target.truncate(start);
            }
            for (name, value) in self.pairs(parameter, value) {
                joint(target);
                target.extend([&*name, "=", &*value]);
            }
        }
    }

    /// A parameter that is the whole query.
    fn whole_query(&mut self, parameter: &Parameter, value: &dyn Value, target: &mut String) {
        match self.text(parameter, value).into_one() {
            Some(text) => target.extend(style::escaped(&text)),
            None => self.violated(parameter, "cannot be written as a query"),
        }
    }

    /// The pairs of a parameter of a query or a cookie; a null has none.
    fn pairs(&mut self, parameter: &Parameter, value: &dyn Value) -> Vec<(String, String)> {
        match style::pairs(parameter, value, Escapes::of(parameter)) {
            Ok(pairs) => {
                if pairs.is_empty() && parameter.required && value.text() == Text::Absent {
                    self.violated(parameter, "is required");
                }
                pairs
            }
            Err(problem) => {
                self.violated(parameter, problem);
                Vec::new()
            }
        }
    }

    fn headers(&mut self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in fixed(self.operation, Location::Header) {
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
                headers.insert(name, value);
            }
        }
        for (parameter, value) in self.given(Location::Header) {
            let text = self.text(parameter, value);
            match header(parameter, &text) {
                Ok(Some((name, value))) => {
                    headers.insert(name, value);
                }
                Ok(None) => {}
                Err(problem) => self.violated(parameter, problem),
            }
        }
        let cookies = self.cookies();
        if let (Ok(cookies), false) = (HeaderValue::from_str(&cookies), cookies.is_empty()) {
            headers.insert(http::header::COOKIE, cookies);
        }
        headers
    }

    fn cookies(&mut self) -> String {
        let mut cookies = String::new();
        for (parameter, value) in self.given(Location::Cookie) {
            for (name, value) in self.pairs(parameter, value) {
                let joint = if cookies.is_empty() { "" } else { "; " };
                cookies.extend([joint, &*name, "=", &*value]);
            }
        }
        cookies
    }

    fn body(&mut self) -> Option<Payload> {
        let spec = self.operation.body.as_ref()?;
        let body = self.arguments.body().filter(|(_, value)| !value.is_absent());
        let Some((media, value)) = body else {
            if spec.required {
                self.violations.push(Violation::new("body", "is required"));
            }
            return None;
        };
        let row = media;
        let media = spec.media.get(row).copied().unwrap_or("application/json");
        match body::encode_as(self.side, media, spec, value) {
            Ok(payload) => {
                let content_type = body::told_apart(spec.media, row, payload.content_type);
                Some(Payload { content_type, ..payload })
            }
            Err(problems) => {
                self.violations.extend(problems);
                None
            }
        }
    }
}

/// The value of a parameter, if it is set.
fn value(arguments: &dyn Arguments, index: usize) -> Option<&dyn Value> {
    arguments.view(index).filter(|value| !value.is_absent())
}

/// Where another parameter follows in the same segment, what stands between the two must not stand in the first: in
/// `{a}-{b}` the value `x-y` of `a` is `x%2Dy`.
fn escape_mark(mut after: Pieces, path: &mut String, start: usize) {
    let Some(Piece::Text(between)) = after.next() else { return };
    // A brace of the text is a piece of its own.
    let mut after = after.skip_while(|piece| matches!(piece, Piece::Text(text) if !text.contains('/')));
    let Some(Piece::Parameter(_)) = after.next() else { return };
    let mark = between.chars().next().filter(|mark| mark.is_ascii_punctuation() && !between.contains('/'));
    if let (Some(mark), Some(value)) = (mark, path.get(start..))
        && value.contains(mark)
        && mark != '%'
    {
        let escaped = value.replace(mark, &format!("%{:02X}", u32::from(mark)));
        path.truncate(start);
        path.push_str(&escaped);
    }
}

/// Whether a segment behind a slash is `.` or `..`, which an escaped dot is as well.
fn has_dot_segment(path: &str) -> bool {
    let is_dots = |segment: &str| matches!(segment, "." | ".." | ".%2E");
    path.contains("/.") && path.split('/').any(is_dots)
}

/// What every request of an operation has in a place, with its value.
fn fixed(operation: &Operation, location: Location) -> impl Iterator<Item = (&'static str, &'static str)> {
    let fixed = operation.fixed.iter().filter(move |fixed| fixed.location == location);
    fixed.filter_map(|fixed| Some((fixed.name, fixed.value?)))
}

fn header(parameter: &Parameter, text: &Text) -> Result<Option<(HeaderName, HeaderValue)>, &'static str> {
    let Some(value) = style::header(parameter, text)? else { return Ok(None) };
    let name = HeaderName::from_bytes(parameter.name.as_bytes()).map_err(|_| "is no name of a header")?;
    let value = header_value(&value).ok_or("has characters that no header can carry")?;
    Ok(Some((name, value)))
}
