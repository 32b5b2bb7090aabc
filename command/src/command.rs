//! One file a subcommand; what they share is how they speak: results on stdout, everything else on stderr.

pub mod convert;
pub mod diff;
pub mod dump;
pub mod explain;
pub mod generate;
pub mod inspect;
pub mod permissions;
pub mod progress;
pub mod regenerate;

use std::io::{self, Write as _};
use std::path::Path;

use gatewright_generator::diag::{self, Diagnostics, counted};
use gatewright_generator::model::Model;
use gatewright_generator::pipeline::Step;
use gatewright_generator::project::Project;
use gatewright_generator::source::{Sources, visible};
use gatewright_generator::tree::TreeError;
use gatewright_generator::{Builder, settings};

use crate::{Grading, Subject};

/// The command found problems and has told them.
#[derive(Debug)]
pub struct Stop;

/// What a command works on: the documents, their models after a step, and what was noticed.
pub struct Work {
    /// The documents.
    pub project: Project,
    /// The models of all APIs.
    pub models: Vec<Model>,
    /// Warnings; errors have stopped the command.
    pub diagnostics: Diagnostics,
}

/// Reads documents up to a step; prints all problems, and stops if any is an error.
fn read(builder: &Builder, last: Step, grading: &Grading) -> Result<Work, Stop> {
    let mut diagnostics = Diagnostics::default();
    let project = builder.load(&mut diagnostics);
    let models = builder.models(&project, last, &mut diagnostics);
    let finished = builder.finish(&mut diagnostics);
    eprint!("{}", diag::render(&project.sources, &diagnostics, grading.colour()));
    if let Err(errors) = finished {
        eprintln!("gatewright: {}; nothing was written", counted(errors, "error"));
        return Err(Stop);
    }
    Ok(Work { project, models, diagnostics })
}

/// The documents that a subject names: an API of the settings if there are any and it is one word and no file, else paths.
fn subject(subject: &Subject, grading: &Grading) -> Builder {
    let is_name = |path: &Path| path.to_str().is_some_and(|name| settings::check_name(name).is_ok());
    let builder = match subject.subject.as_slice() {
        [one] if is_name(one) && !one.exists() && subject.settings.exists() => {
            Builder::new().settings(&subject.settings).only([one.to_string_lossy()])
        }
        paths => paths.iter().fold(Builder::new(), |builder, path| builder.document("api", path)),
    };
    grading.grade(builder)
}

/// Prints a table: texts of documents in it cannot command the terminal.
fn print_table(text: &str) -> Result<(), Stop> {
    let lines: Vec<_> = text.split('\n').map(visible).collect();
    print(&lines.join("\n"))
}

/// Prints a result. A reader that has gone away, as in `gatewright … | head`, is no problem.
fn print(text: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("gatewright: cannot print: {error}");
            Err(Stop)
        }
        _ => Ok(()),
    }
}

/// Prints why a folder could not be read or written.
fn stop(error: &TreeError) -> Stop {
    let mut problems = Diagnostics::default();
    problems.push(error.diagnostic());
    eprint!("{}", diag::render(&Sources::default(), &problems, false));
    Stop
}
