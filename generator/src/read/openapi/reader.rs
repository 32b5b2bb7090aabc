//! What every part of the reader shares: the tree, the model, the diagnostics, and what was read already.

use std::collections::{HashMap, HashSet};

use super::state::context::Context;
use super::state::effort::{Effort, Together};
use super::state::listing::Listing;
use super::state::refused::Refused;
use super::state::schema::{Closed, Use};
use super::syntax::files::is_prose;
use super::syntax::pointer::address;
use super::syntax::version::Version;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Builder, Origin, Ref, SchemaId};
use crate::read::Files;
use crate::read::node::Node;
use crate::source::Span;

/// One document on its way into the model. `'d` is the life of the tree.
pub(super) struct Reader<'d, 'm> {
    pub(super) root: &'d Node,
    /// The other files, by name; what could not be read, with the reason; and the trees in the order of the names.
    pub(super) files: HashMap<&'d str, &'d Node>,
    pub(super) unread: HashMap<String, String>,
    pub(super) order: Vec<&'d Node>,
    /// Schemas with names, in the order in which they are described.
    pub(super) described: Vec<(&'d str, &'d Node)>,
    /// The same by name.
    pub(super) nodes: HashMap<&'d str, &'d Node>,
    pub(super) model: &'m mut Builder,
    pub(super) diagnostics: &'m mut Diagnostics,
    pub(super) version: Version,
    /// Whether the document only adds to others.
    pub(super) supplement: bool,
    /// Named schemas, by address of their node.
    pub(super) named: HashMap<usize, &'d str>,
    /// Parameters, responses and the like that have a name, by address of their node.
    pub(super) shared: HashMap<usize, &'d str>,
    /// What schemas are called that others have among their definitions, by address of their node.
    pub(super) definitions: HashMap<usize, String>,
    /// What schemas have become, by address of their node.
    pub(super) uses: HashMap<usize, Use>,
    /// What schemas demand, by address of their node, alone or as a part of a whole.
    pub(super) demands: HashMap<(usize, Closed), SchemaId>,
    /// Schemas whose demands are still to be read.
    pub(super) open_demands: Vec<(SchemaId, &'d Node, Closed)>,
    /// References that were followed before.
    pub(super) targets: HashMap<&'d str, Option<&'d Node>>,
    /// What nodes with a reference stand for at last, or where the first reference of their circle stands; by address.
    pub(super) followed: HashMap<usize, Result<&'d Node, Span>>,
    /// Where the first reference of the circle stands that schemas lead into, if they do; by address.
    pub(super) circles: HashMap<usize, Option<Span>>,
    /// `$anchor`s, once somebody asks.
    pub(super) anchors: Option<HashMap<&'d str, &'d Node>>,
    /// Schemas whose keywords were looked at, and parameters, responses and the like that were.
    pub(super) noted: HashSet<usize>,
    /// Schemas that others extend with `allOf` and tell apart by a discriminator: the extending ones, by address.
    pub(super) children: HashMap<usize, Vec<&'d str>>,
    /// The values that schemas list, by address of their node.
    pub(super) listings: HashMap<usize, Listing<'d>>,
    /// Whether values were left out because they stand too deep.
    pub(super) is_cut: bool,
    /// What several schemas that are one member have become, by what they are.
    pub(super) together: HashMap<Vec<usize>, Use>,
    /// Whether schemas that are a member together cannot hold together.
    pub(super) impossible: HashMap<Together, bool>,
    /// How much was looked at to find out which of several candidates are possible.
    pub(super) effort: Effort,
    /// What the families of parents share, by address of the parent's node.
    pub(super) bases: HashMap<usize, Option<Ref>>,
    /// Whether schemas allow null, by address of their node.
    pub(super) nullable: HashMap<usize, bool>,
    /// How many members all objects have.
    pub(super) members: usize,
    /// How many cases came from parents and their children.
    pub(super) kin: usize,
    /// How many types came from schemas that hold together.
    pub(super) joints: usize,
    /// How much of a value may still be compared with its schema.
    pub(super) patience: usize,
    /// How deep the schema being read is.
    pub(super) depth: usize,
    /// What could not be used where it stands, and is still to be read for its own problems.
    pub(super) refused: Vec<Refused<'d>>,
    /// Media types of the responses being read, in Swagger 2.0.
    pub(super) produced: Vec<String>,
}

/// Keys of texts for people.
const PROSE: &[&str] = &["description", "summary"];

impl<'d, 'm> Reader<'d, 'm> {
    /// A reader that has read nothing yet.
    pub(super) fn new(
        root: &'d Node,
        version: Version,
        supplement: bool,
        model: &'m mut Builder,
        diagnostics: &'m mut Diagnostics,
    ) -> Self {
        Self {
            root,
            files: HashMap::new(),
            unread: HashMap::new(),
            order: Vec::new(),
            described: Vec::new(),
            nodes: HashMap::new(),
            model,
            diagnostics,
            version,
            supplement,
            named: HashMap::new(),
            shared: HashMap::new(),
            definitions: HashMap::new(),
            uses: HashMap::new(),
            demands: HashMap::new(),
            open_demands: Vec::new(),
            targets: HashMap::new(),
            followed: HashMap::new(),
            circles: HashMap::new(),
            anchors: None,
            noted: HashSet::new(),
            children: HashMap::new(),
            listings: HashMap::new(),
            is_cut: false,
            together: HashMap::new(),
            impossible: HashMap::new(),
            effort: Effort::default(),
            bases: HashMap::new(),
            nullable: HashMap::new(),
            members: 0,
            kin: 0,
            joints: 0,
            patience: 0,
            depth: 0,
            refused: Vec::new(),
            produced: Vec::new(),
        }
    }

    /// Makes other files known.
    pub(super) fn attach(&mut self, trees: &'d [(String, Node)], files: &Files<'_>) {
        for (name, tree) in trees {
            self.files.insert(name, tree);
            self.order.push(tree);
        }
        let unread =
            files.others.iter().filter_map(|file| Some((file.name.to_owned(), file.content.err()?.to_owned())));
        let prose = files.others.iter().filter(|file| is_prose(file.name));
        let prose = prose.map(|file| (file.name.to_owned(), "it holds prose and no parts of an API".to_owned()));
        self.unread = prose.chain(unread).collect();
    }

    /// The file that a place is in.
    fn root_of(&self, span: Span) -> &'d Node {
        let is_in = |node: &&&'d Node| node.span.source == span.source;
        if self.root.span.source == span.source {
            self.root
        } else {
            self.order.iter().find(is_in).copied().unwrap_or(self.root)
        }
    }

    /// The origin of a fact at a place.
    pub(super) fn origin(&self, span: Span) -> Origin {
        if self.supplement { Origin::Supplemented(span) } else { Origin::Stated(span) }
    }

    /// Remembers the names of parameters, responses and the like, so that unnamed types in them are called after these
    /// and not after whoever uses them first.
    pub(super) fn share(&mut self, holder: &'d Node) {
        for kind in ["parameters", "responses", "requestBodies", "headers"] {
            for member in holder.get(kind).map(Node::members).into_iter().flatten() {
                self.shared.insert(address(&member.value), &member.key);
            }
        }
    }

    /// The context of what is in a parameter, response or the like that has a name.
    pub(super) fn shared_context(&mut self, node: &Node) -> Option<Context<'d>> {
        self.noted.insert(address(node));
        self.shared.get(&address(node)).map(|name| Context::root(name))
    }

    /// Adds a diagnostic, with the JSON pointer of its place.
    pub(super) fn report(&mut self, mut diagnostic: Diagnostic) {
        if let Some(span) = diagnostic.span {
            diagnostic.message = format!("{} (`{}`)", diagnostic.message, self.root_of(span).pointer_to(span));
        }
        self.diagnostics.push(diagnostic);
    }

    /// Looks at what is described elsewhere, where all that is wrong with it is reported.
    pub(super) fn quietly<T>(&mut self, look: impl FnOnce(&mut Self) -> T) -> T {
        let reported = std::mem::take(self.diagnostics);
        let seen = look(self);
        *self.diagnostics = reported;
        seen
    }

    /// Something is left out.
    pub(super) fn warn(&mut self, code: &'static Code, span: Span, message: impl Into<String>, label: &str) {
        self.report(Diagnostic::warning(code, span, message).label(label));
    }

    /// The text of a member; reported when it is there and no text. Numbers count as written.
    pub(super) fn text(&mut self, node: &'d Node, key: &str) -> Option<&'d str> {
        let value = node.get(key)?;
        match value.as_written() {
            None if PROSE.contains(&key) => self.warn(&KIND, value.span, format!("`{key}` is no text"), "left out"),
            None => self.expected(value, "text", key),
            Some(_) => {}
        }
        value.as_written()
    }

    /// The boolean of a member, false when it is not there; reported when it is something else. `yes` is a boolean in YAML
    /// 1.1 and text since 1.2, and some quote `true`: nobody means anything else by it.
    pub(super) fn flag(&mut self, node: &'d Node, key: &str) -> bool {
        let Some(value) = node.get(key) else { return false };
        if let Some(flag) = value.as_bool() {
            return flag;
        }
        match value.as_str().map(str::to_ascii_lowercase).as_deref() {
            Some("true" | "yes" | "on") => self.meant_flag(value, key, true),
            Some("false" | "no" | "off") => self.meant_flag(value, key, false),
            _ => {
                self.expected(value, "true or false", key);
                false
            }
        }
    }

    fn meant_flag(&mut self, value: &Node, key: &str, flag: bool) -> bool {
        let message = format!("`{key}` is text, where OpenAPI has true or false");
        self.warn(&KIND, value.span, message, &format!("read as {flag}"));
        flag
    }

    /// The items of a member that is a list; reported when it is something else.
    pub(super) fn list(&mut self, node: &'d Node, key: &str) -> &'d [Node] {
        let Some(value) = node.get(key) else { return &[] };
        if value.as_list().is_none() {
            self.expected(value, "a list", key);
        }
        value.as_list().unwrap_or_default()
    }

    /// Reports a value of the wrong kind; the value is not used.
    pub(super) fn expected(&mut self, value: &Node, what: &str, key: &str) {
        let message = format!("`{key}` is {}, where OpenAPI has {what}", value.kind());
        self.report(Diagnostic::error(&KIND, value.span, message).label(format!("expected {what}")));
    }
}

pub(super) static KIND: Code = Code {
    name: "openapi/wrong-kind",
    page: "A value is of another kind than the OpenAPI specification says for its key: a map where there must be a list, a \
           number where there must be text.\n\n    servers:\n      url: /v1\n\nWrite it as the label says: `servers: \
           [{url: /v1}]`.",
};
