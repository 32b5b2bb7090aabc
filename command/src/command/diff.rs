//! `diff`: what a client or a server would notice between two APIs.

use std::path::Path;

use gatewright_generator::model::Model;
use gatewright_generator::pipeline::Step;
use gatewright_generator::{Builder, diff, settings};

use super::{Stop, print, print_table, read};
use crate::{Diff, Grading, Side};

pub fn run(arguments: &Diff, grading: &Grading) -> Result<(), Stop> {
    let old = Named::of(&arguments.old, "old");
    let new = Named::of(&arguments.new, "new");
    let builder = Builder::new();
    let apis: Vec<&str> =
        [&old, &new].into_iter().filter_map(|side| side.is_api.then_some(side.name.as_str())).collect();
    let builder = if apis.is_empty() { builder } else { builder.settings(&arguments.settings).only(apis) };
    let documents = [(&old, &arguments.old), (&new, &arguments.new)].into_iter().filter(|(side, _)| !side.is_api);
    let builder = documents.fold(builder, |builder, (side, path)| builder.document(&side.name, path));
    let work = read(&grading.grade(builder), Step::Check, grading)?;
    let model = |name: &str| work.models.iter().find(|model: &&Model| model.name == name);
    let (Some(old), Some(new)) = (model(&old.name), model(&new.name)) else { return Err(Stop) };
    let difference = diff::compare(old, new);
    let sources = &work.project.sources;
    if arguments.json {
        print(&format!("{:#}\n", difference.json(sources)))?;
    } else {
        print_table(&difference.table(sources))?;
    }
    let (clients, servers) = difference.breaking();
    let breaks = match arguments.breaking_for {
        Side::Clients => clients > 0,
        Side::Servers => servers > 0,
        Side::Both => clients + servers > 0,
    };
    if breaks { Err(Stop) } else { Ok(()) }
}

/// One of the two sides: an API of the settings, or a document under a name of its own.
struct Named {
    name: String,
    is_api: bool,
}

impl Named {
    fn of(path: &Path, side: &str) -> Self {
        match path.to_str().filter(|name| !path.exists() && settings::check_name(name).is_ok()) {
            Some(name) => Self { name: name.to_owned(), is_api: true },
            None => Self { name: format!("{side}-of-two-documents"), is_api: false },
        }
    }
}
