//! Folders and requests as a flat list, each request with what it inherits from the folders around it.

use super::variable::Variables;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::read::node::Node;
use crate::source::Span;

pub(in super::super) static ITEM: Code = Code {
    name: "postman/item",
    page: "An item of a collection is neither a folder (with `item`) nor a request (with `request`). It is left \
           out.\n\n    \"item\": [{\"name\": \"To do\"}]\n\nRemove it, or give it a request.",
};

/// A request of the collection.
#[derive(Debug, Clone)]
pub(in super::super) struct Call<'d> {
    /// As written; empty where there is none.
    pub name: &'d str,
    pub name_span: Span,
    pub item: &'d Node,
    /// The request: an object, or its address alone.
    pub request: &'d Node,
    /// The names of the folders around it, outermost first.
    pub place: Vec<String>,
    /// The folder whose requests are a group, if it is in one.
    pub group: Option<&'d Node>,
    /// The nearest statement about authentication, if any.
    pub auth: Option<&'d Node>,
    /// Whether that is the request's own.
    pub own_auth: bool,
}

/// Everything that the collection lists.
pub(in super::super) struct Outline<'d> {
    pub calls: Vec<Call<'d>>,
    /// Where scripts stand.
    pub scripts: Vec<Span>,
    /// The folder whose folders are the groups; the collection itself, or what all its requests are wrapped in.
    top: &'d Node,
}

/// What is known of the folder that an item stands in.
#[derive(Clone)]
struct Within<'d> {
    place: Vec<String>,
    group: Option<&'d Node>,
    auth: Option<&'d Node>,
}

impl<'d> Outline<'d> {
    pub(in super::super) fn of(
        collection: &'d Node,
        variables: &mut Variables<'d>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let top = std::iter::successors(Some(collection), |folder| sole_folder(folder)).last().unwrap_or(collection);
        let mut outline = Self { calls: Vec::new(), scripts: Vec::new(), top };
        outline.note_scripts(collection);
        let within = Within { place: Vec::new(), group: None, auth: stated(collection, "auth") };
        outline.folder(collection, &within, variables, diagnostics);
        // Requests in no folder have no group, but those beside the groups in a wrapper are in that.
        let wrapper = (!std::ptr::eq(top, collection)).then_some(top);
        for call in &mut outline.calls {
            call.group = call.group.or(wrapper);
        }
        outline
    }

    fn folder(
        &mut self,
        folder: &'d Node,
        within: &Within<'d>,
        variables: &mut Variables<'d>,
        diagnostics: &mut Diagnostics,
    ) {
        let is_top = std::ptr::eq(folder, self.top);
        for item in folder.get("item").map(Node::items).into_iter().flatten() {
            self.note_scripts(item);
            if is_folder(item) {
                variables.add(item);
                let mut inner = within.clone();
                inner.place.push(name(item).0.to_owned());
                inner.auth = stated(item, "auth").or(within.auth);
                inner.group = within.group.or(is_top.then_some(item));
                self.folder(item, &inner, variables, diagnostics);
            } else if let Some(request) = stated(item, "request") {
                self.call(item, request, within);
            } else {
                let problem = Diagnostic::warning(&ITEM, item.span, "an item that is neither a folder nor a request");
                diagnostics.push(problem.label("expected `item` or `request`"));
            }
        }
    }

    fn call(&mut self, item: &'d Node, request: &'d Node, within: &Within<'d>) {
        let (name, name_span) = name(item);
        let own = stated(request, "auth");
        self.calls.push(Call {
            name,
            name_span,
            item,
            request,
            place: within.place.clone(),
            group: within.group,
            auth: own.or(within.auth),
            own_auth: own.is_some(),
        });
    }

    fn note_scripts(&mut self, node: &'d Node) {
        let events = node.get("event").map(Node::items).into_iter().flatten();
        let runs = |event: &&Node| event.get("script").is_some_and(|script| script.get("exec").is_some_and(has_text));
        self.scripts.extend(events.filter(runs).map(|event| event.span));
    }
}

/// Whether a script says anything at all; Postman writes empty ones.
fn has_text(exec: &Node) -> bool {
    let is_text = |node: &Node| node.as_str().is_some_and(|line| !line.trim().is_empty());
    is_text(exec) || exec.items().any(is_text)
}

/// A member that is not null.
fn stated<'d>(node: &'d Node, key: &str) -> Option<&'d Node> {
    node.get(key).filter(|value| !value.is_null())
}

/// The name of an item, and where it stands.
fn name(item: &Node) -> (&str, Span) {
    match item.get("name").and_then(|node| Some((node.as_written()?, node.span))) {
        Some((name, span)) => (name.trim(), span),
        None => ("", Span { end: item.span.start + 1, ..item.span }),
    }
}

fn is_folder(item: &Node) -> bool {
    item.get("item").and_then(Node::as_list).is_some()
}

/// The folder that holds everything else in a folder.
fn sole_folder(folder: &Node) -> Option<&Node> {
    match folder.get("item").and_then(Node::as_list)? {
        [one] => Some(one).filter(|one| is_folder(one)),
        _ => None,
    }
}
