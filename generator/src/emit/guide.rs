//! `README.md`, which is also the first page of the crate's documentation: how to use what was generated. Its examples
//! hold no text of a document, only names that are identifiers already.

use super::client::required;
use super::operation::{Success, View, groups};
use super::{Api, Options};
use crate::names;

static GUIDE: &str = include_str!("../../../templates/README.md");

/// The text.
pub(super) fn guide(apis: &[Api<'_>], options: &Options) -> String {
    let package: String = options.package.chars().filter(|c| !c.is_control()).collect();
    let shown = apis.iter().find(|api| list(api).is_some()).or(apis.first());
    let module = shown.map(|api| names::module(&api.model.name)).unwrap_or_default();
    let list = shown.and_then(list);
    let text = sections(GUIDE, list.is_some());
    let List { method, call } = list.unwrap_or_default();
    text.replace("{{list}}", &method)
        .replace("{{call}}", &call)
        .replace("{{crate}}", &package.replace('-', "_"))
        .replace("{{api}}", &module)
        .replace("{{apis}}", &table(apis))
        .replace("{{package}}", &package)
}

/// The text with what stands between `{{#list}}` and `{{/list}}` where some API has a list, and with what stands between
/// `{{^list}}` and `{{/list}}` where none has.
fn sections(text: &str, has_list: bool) -> String {
    let mut out = String::new();
    let mut shown = true;
    for line in text.split_inclusive('\n') {
        match line.trim() {
            "{{#list}}" => shown = has_list,
            "{{^list}}" => shown = !has_list,
            "{{/list}}" => shown = true,
            _ if shown => out.push_str(line),
            _ => {}
        }
    }
    out
}

/// A call that the examples show.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct List {
    /// How it is made from a client: `users().list()`.
    method: String,
    /// Its type, below the module of the client: `users::ListUsers`.
    call: String,
}

/// The call of a list that needs no argument: of those in pages the one with the shortest path.
fn list(api: &Api<'_>) -> Option<List> {
    let mut found: Vec<(usize, List)> = Vec::new();
    for group in groups(api) {
        for view in group.views(api).into_iter().filter(|view| is_list(*view)) {
            let taken = required(view, &group);
            if taken.parameters.is_empty() && taken.body.is_none() {
                let method = format!("{}().{}()", group.names.method, view.names.method);
                let call = format!("{}::{}", group.names.module, view.names.builder);
                found.push((view.operation.path.wire.len(), List { method, call }));
            }
        }
    }
    found.into_iter().min().map(|(_, list)| list)
}

fn is_list(view: View<'_>) -> bool {
    view.operation.paging.is_some() && matches!(view.success(), Success::Plain(page) if view.item(&page).is_some())
}

fn table(apis: &[Api<'_>]) -> String {
    let row = |api: &Api<'_>| {
        let model = api.model;
        let title = if model.title.is_empty() { &model.name } else { &model.title };
        format!(
            "| `{}` | {} | {} | {} | {} |\n",
            names::feature(&model.name),
            super::rust::safe(title).unwrap_or_default().replace(['|', '\n'], " "),
            model.operations.len(),
            model.types.len(),
            model.permissions.len(),
        )
    };
    apis.iter().map(row).collect()
}
