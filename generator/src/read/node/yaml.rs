//! YAML, event by event, into the tree. The stack is explicit, so depth costs no stack.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, Tag};

use super::{ALIASES, DEEP, DOCUMENTS, EMPTY, KEY, MERGE, Map, Member, Node, SYNTAX, TAG, Value, scalar};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::read::excerpt::Excerpt;
use crate::source::Span;

/// The tree of a YAML text; `None` with a report when there is none.
pub(super) fn parse(excerpt: &Excerpt<'_>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut builder = Builder::new(excerpt, diagnostics);
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: excerpt.limits.depth,
        block_nesting_limit: excerpt.limits.depth,
    };
    for next in Parser::new_from_str_with_options(&excerpt.text, options) {
        let outcome = match next {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => Err(Box::new(syntax(excerpt, &error))),
        };
        if let Err(problem) = outcome {
            builder.diagnostics.push(*problem);
            return None;
        }
    }
    if builder.root.is_none() {
        let end = excerpt.text.len();
        let problem = Diagnostic::error(&EMPTY, excerpt.span(end, end), "the document is empty");
        builder.diagnostics.push(problem.label("expected a document"));
    }
    builder.root
}

fn syntax(excerpt: &Excerpt<'_>, error: &granit_parser::ScanError) -> Diagnostic {
    let at = error.marker().byte_offset().unwrap_or(excerpt.text.len()).min(excerpt.text.len());
    let width = excerpt.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let span = excerpt.span(at, at + width);
    let info = error.info();
    if info.contains("nesting") || info.contains("depth") || info.contains("recursion") {
        let message = format!("the document is nested more than {} levels deep", excerpt.limits.depth);
        return Diagnostic::error(&DEEP, span, message).label("one level too many");
    }
    Diagnostic::error(&SYNTAX, span, "this is not YAML").label(info)
}

type Outcome<T> = Result<T, Box<Diagnostic>>;

/// A collection that is not closed yet.
struct Open {
    start: Span,
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map { members: Vec<Member>, merged: Vec<Node>, key: Option<Key> },
}

struct Key {
    text: String,
    span: Span,
    merge: bool,
}

struct Builder<'a, 'd> {
    excerpt: &'a Excerpt<'a>,
    diagnostics: &'d mut Diagnostics,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, (Node, usize)>,
    /// How many values anchors and aliases may still copy.
    budget: usize,
}

impl<'a, 'd> Builder<'a, 'd> {
    fn new(excerpt: &'a Excerpt<'a>, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            excerpt,
            diagnostics,
            open: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            budget: excerpt.limits.aliases,
        }
    }

    fn event(&mut self, event: Event<'_>, place: &granit_parser::Span) -> Outcome<()> {
        let range = place.byte_range().unwrap_or(0..0);
        let span = self.excerpt.span(range.start, range.end);
        let tag_range = place.tag_span().and_then(|tag| tag.byte_range());
        let tag_span = tag_range.map_or(span, |range| self.excerpt.span(range.start, range.end));
        match event {
            Event::DocumentStart(..) => self.document(span),
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), span),
            Event::SequenceStart(_, anchor, tag) => {
                check_tag(tag.as_deref(), "seq", tag_span)?;
                self.start(Content::List(Vec::new()), anchor, span)
            }
            Event::MappingStart(_, anchor, tag) => {
                check_tag(tag.as_deref(), "map", tag_span)?;
                self.start(Content::Map { members: Vec::new(), merged: Vec::new(), key: None }, anchor, span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            _ => Ok(()),
        }
    }

    fn document(&mut self, span: Span) -> Outcome<()> {
        if self.root.is_none() {
            return Ok(());
        }
        let problem = Diagnostic::error(&DOCUMENTS, span, "the file holds more than one document");
        Err(Box::new(problem.label("the second one starts here").help("split the file")))
    }

    fn start(&mut self, content: Content, anchor: usize, start: Span) -> Outcome<()> {
        let most = self.excerpt.limits.depth;
        if self.open.len() == most {
            let message = format!("the document is nested more than {most} levels deep");
            return Err(Box::new(Diagnostic::error(&DEEP, start, message).label("one level too many")));
        }
        self.open.push(Open { start, anchor, content });
        Ok(())
    }

    fn end(&mut self, end: Span) -> Outcome<()> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (value, last) = match open.content {
            Content::List(items) => {
                let last = items.last().map(|item| item.span);
                (Value::List(items), last)
            }
            Content::Map { members, merged, .. } => {
                let last = members.last().map(|member| member.key_span.to(member.value.span));
                let own = Map::new(members, self.diagnostics);
                (Value::Map(Self::merge(own, merged)), last)
            }
        };
        // A block ends where its last value does; a flow collection ends with its bracket.
        let end = if end.end > end.start { Some(end) } else { last };
        let span = end.filter(|end| end.end >= open.start.start).map_or(open.start, |end| open.start.to(end));
        self.put(Node { span, value }, open.anchor, false)
    }

    /// Own members first; then those of the merged maps that no earlier one has.
    fn merge(own: Map, merged: Vec<Node>) -> Map {
        if merged.is_empty() {
            return own;
        }
        let mut members: Vec<Member> = own.iter().cloned().collect();
        let mut known: std::collections::HashSet<String> = members.iter().map(|member| member.key.clone()).collect();
        for node in merged {
            let Value::Map(map) = node.value else { continue };
            members.extend(map.iter().filter(|member| known.insert(member.key.clone())).cloned());
        }
        Map::distinct(members, own.replaced().to_vec())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, span: Span) -> Outcome<()> {
        let is_plain = style == ScalarStyle::Plain;
        if let Some(Open { content: Content::Map { key: key @ None, .. }, .. }) = self.open.last_mut() {
            *key = Some(Key { text: text.to_owned(), span, merge: is_plain && text == "<<" });
            if anchor != 0 {
                self.anchors.insert(anchor, (Node { span, value: Value::String(text.to_owned()) }, 1));
            }
            return Ok(());
        }
        let value = match tag {
            Some(tag) => self.tagged(tag, text, span)?,
            None if is_plain => self.plain(text, span),
            None => Value::String(text.to_owned()),
        };
        self.put(Node { span, value }, anchor, false)
    }

    fn plain(&mut self, text: &str, span: Span) -> Value {
        scalar::plain(text).unwrap_or_else(|| {
            self.diagnostics.push(super::not_json(text, span));
            Value::Null
        })
    }

    fn tagged(&mut self, tag: &Tag, text: &str, span: Span) -> Outcome<Value> {
        let as_text = || Value::String(text.to_owned());
        if tag.core_suffix() == Some("str") {
            return Ok(as_text());
        }
        let value = self.plain(text, span);
        let found = match (tag.core_suffix(), &value) {
            (Some("null"), Value::Null) | (Some("bool"), Value::Bool(_)) => Some(value),
            (Some("int" | "float"), Value::Number(_)) => Some(value),
            (None, _) if tag.handle() == "!" && tag.suffix().is_empty() || tag.handle().is_empty() => Some(as_text()),
            (None, _) if tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() == Some("timestamp") => {
                Some(as_text())
            }
            _ => None,
        };
        found.ok_or_else(|| Box::new(refused_tag(tag, span)))
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Outcome<()> {
        let Some((_, size)) = self.anchors.get(&anchor) else {
            let problem = Diagnostic::error(&ALIASES, span, "an alias stands within what it repeats");
            return Err(Box::new(problem.label("this would never end")));
        };
        self.spend(*size, span)?;
        let Some((node, _)) = self.anchors.get(&anchor) else { return Ok(()) };
        let node = node.clone();
        if let Some(Open { content: Content::Map { key: key @ None, .. }, .. }) = self.open.last_mut() {
            let Some(text) = node.as_written() else { return Err(Box::new(refused_key(span))) };
            *key = Some(Key { text: text.to_owned(), span, merge: false });
            return Ok(());
        }
        self.put(node, 0, true)
    }

    fn spend(&mut self, size: usize, span: Span) -> Outcome<()> {
        let Some(left) = self.budget.checked_sub(size) else {
            let most = self.excerpt.limits.aliases;
            let message = format!("the aliases of the document stand for more than {most} values");
            return Err(Box::new(Diagnostic::error(&ALIASES, span, message).label("one alias too many")));
        };
        self.budget = left;
        Ok(())
    }

    /// Puts a finished value where it belongs. `aliased` values keep the places of what they repeat.
    fn put(&mut self, node: Node, anchor: usize, aliased: bool) -> Outcome<()> {
        if anchor != 0 && !aliased {
            let size = size(&node);
            self.spend(size, node.span)?;
            self.anchors.insert(anchor, (node.clone(), size));
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => {
                self.root.get_or_insert(node);
                Ok(())
            }
            Some(Content::List(items)) => {
                items.push(node);
                Ok(())
            }
            Some(Content::Map { members, merged, key }) => match key.take() {
                None => Err(Box::new(refused_key(node.span))),
                Some(key) if key.merge => {
                    if !merged.is_empty() {
                        self.diagnostics.push(merged_again(&key));
                    }
                    mergeable(node, merged)
                }
                Some(key) => {
                    members.push(Member { key: key.text, key_span: key.span, value: node });
                    Ok(())
                }
            },
        }
    }
}

/// Refuses a tag of a collection that is not the one of its kind.
fn check_tag(tag: Option<&Tag>, kind: &str, span: Span) -> Outcome<()> {
    match tag {
        Some(tag) if !tag.is_yaml_core_schema_tag(kind) => Err(Box::new(refused_tag(tag, span))),
        _ => Ok(()),
    }
}

/// Takes the maps that a merge key gives: one map, or a list of maps.
fn mergeable(node: Node, merged: &mut Vec<Node>) -> Outcome<()> {
    let refused = |code: &'static Code, span| {
        let problem = Diagnostic::error(code, span, "only maps can be merged");
        Box::new(problem.label("expected a map").help("give the merge key an alias of a map: `<<: *defaults`"))
    };
    match node.value {
        Value::Map(_) => merged.push(node),
        Value::List(items) => match items.iter().find(|item| item.as_map().is_none()) {
            Some(item) => return Err(refused(&MERGE, item.span)),
            None => merged.extend(items),
        },
        _ => return Err(refused(&MERGE, node.span)),
    }
    Ok(())
}

/// Both are merged, as if they stood in one list.
fn merged_again(key: &Key) -> Diagnostic {
    let problem = Diagnostic::warning(&super::DUPLICATE, key.span, "the merge key stands twice in one map");
    problem.label("merged as well").help("merge a list: `<<: [*a, *b]`")
}

fn refused_key(span: Span) -> Diagnostic {
    Diagnostic::error(&KEY, span, "a key is not text").label("expected text")
}

fn refused_tag(tag: &Tag, span: Span) -> Diagnostic {
    Diagnostic::error(&TAG, span, format!("the tag `{}{}` has no meaning here", tag.handle(), tag.suffix()))
        .label("expected a value without this tag")
        .help("remove the tag")
}

/// Number of values in a tree.
fn size(node: &Node) -> usize {
    1 + match &node.value {
        Value::List(items) => items.iter().map(size).sum(),
        Value::Map(map) => map.iter().map(|member| size(&member.value)).sum(),
        _ => 0,
    }
}
