//! The command `gatewright`: arguments, progress and exit codes. What it does is the library's.

mod command;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use gatewright_generator::Builder;
use gatewright_generator::limits::Limits;
use gatewright_generator::pipeline::Step;

/// Reads API documents and writes a Rust crate: typed clients, server stubs, and the permissions every call needs.
#[derive(Debug, Parser)]
#[command(name = "gatewright", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    grading: Grading,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 problems found (nothing was written); 2 wrong usage.\n\
    Every problem has a code; `gatewright explain CODE` tells what it means and how to mend it.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Rewrite the checked-in crate from the documents that the settings list.
    Regenerate(Regenerate),
    /// Write a stand-alone crate from documents.
    Generate(Generate),
    /// Show what an API or a set of documents contains, and what was inferred by which rule.
    Inspect(Inspect),
    /// Print an API or a set of documents in another format.
    Convert(Convert),
    /// Tell what clients or servers would notice when one API becomes another; exit with 1 if it breaks them.
    Diff(Diff),
    /// Tell the least set of permissions that a program needs for the operations that it calls.
    Permissions(Permissions),
    /// Print the model as it is after a step.
    Dump(Dump),
    /// Tell what a code means, with an example and how to mend it.
    Explain {
        /// A code as printed with a problem, such as `lap/unclosed-list`; without one, all codes are listed.
        code: Option<String>,
    },
}

/// What to do about problems.
#[derive(Debug, Args)]
struct Grading {
    /// Count errors of this code as warnings, and leave the smallest thing out. May be repeated.
    #[arg(long, value_name = "CODE", global = true)]
    allow: Vec<String>,
    /// Count warnings as errors.
    #[arg(long, global = true)]
    strict: bool,
    /// The folder in which files may refer to each other by `$ref`; that of the document unless it is given.
    #[arg(long, value_name = "DIR", global = true)]
    root: Option<PathBuf>,
    /// How much documents may hold: size (bytes of a file), depth, aliases, files, operations, types or members. May be
    /// repeated.
    #[arg(long, value_name = "NAME=NUMBER", global = true, value_parser = limit)]
    limit: Vec<(String, u64)>,
    /// When to use colours.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    color: Color,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Args)]
struct Regenerate {
    /// Write nothing; exit with 1 and a list of differences when the crate is not current.
    #[arg(long)]
    check: bool,
    /// Only this API; the files of the others stay as they are. May be repeated.
    #[arg(long, value_name = "NAME")]
    api: Vec<String>,
    /// The settings that list the documents.
    #[arg(long, value_name = "FILE", default_value = SETTINGS)]
    settings: PathBuf,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR", default_value = "generated")]
    out: PathBuf,
}

const SETTINGS: &str = "specs/apis.yaml";

#[derive(Debug, Args)]
struct Generate {
    /// The documents of one API; files named `supplement*` add to the others.
    #[arg(value_name = "DOC", required = true)]
    documents: Vec<PathBuf>,
    /// Short name of the API: lower-case letters, digits and hyphens. Becomes the name of the crate and its module.
    #[arg(long)]
    name: String,
    /// The folder to write: a new one, or one that was written before. Where it is a link, what it leads to is replaced.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Where the crate finds `gatewright-runtime`: its folder, or a version of the registry. Without this, it is written into
    /// the folder `runtime` of the crate.
    #[arg(long, value_name = "DIR|VERSION")]
    runtime: Option<String>,
}

#[derive(Debug, Args)]
struct Subject {
    /// An API of the settings, or the documents of one API.
    #[arg(value_name = "API|DOC", required = true)]
    subject: Vec<PathBuf>,
    /// The settings that list the APIs.
    #[arg(long, value_name = "FILE", default_value = SETTINGS)]
    settings: PathBuf,
}

#[derive(Debug, Args)]
struct Inspect {
    #[command(flatten)]
    subject: Subject,
    /// Print JSON instead of tables.
    #[arg(long)]
    json: bool,
    /// List every operation: how the client calls it, its method and path, and what a caller must be allowed.
    #[arg(long)]
    operations: bool,
    /// List every inferred fact with its place, not only how many each rule inferred.
    #[arg(long)]
    inferred: bool,
}

#[derive(Debug, Args)]
struct Convert {
    #[command(flatten)]
    subject: Subject,
    /// The format to print.
    #[arg(long, value_name = "FORMAT")]
    to: Target,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Target {
    /// OpenAPI 3.1 in JSON.
    Openapi,
    /// LAP 0.3: what the documents say, without what rules infer. Warns of what LAP cannot say.
    Lap,
}

#[derive(Debug, Args)]
struct Diff {
    /// An API of the settings, or a document: what was.
    old: PathBuf,
    /// An API of the settings, or a document of any format: what is.
    new: PathBuf,
    /// The settings that list the APIs.
    #[arg(long, value_name = "FILE", default_value = SETTINGS)]
    settings: PathBuf,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// Whose breaking makes the exit code 1: clients of the old API with new servers, or old servers with new clients.
    #[arg(long, value_name = "SIDE", default_value = "clients")]
    breaking_for: Side,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Side {
    /// Programs that call the API.
    Clients,
    /// Programs that serve the API.
    Servers,
    /// Either.
    Both,
}

#[derive(Debug, Args)]
struct Permissions {
    #[command(flatten)]
    subject: Subject,
    /// Operations that the program calls: `users.list`, `listUsers`, `GET /api/v1/users`, `users.*`, or the name of an
    /// entry. Without these and `--code`: all operations.
    #[arg(long = "for", value_name = "OPERATION", num_args = 1..)]
    operations: Vec<String>,
    /// A security scheme by which the program proves who calls, as the documents name it: only what can be called by these
    /// counts. May be repeated.
    #[arg(long, value_name = "SCHEME")]
    by: Vec<String>,
    /// A folder of Rust sources, or one file: finds the calls of the generated client there.
    #[arg(long, value_name = "DIR")]
    code: Option<PathBuf>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Dump {
    #[command(flatten)]
    subject: Subject,
    /// The step after which to print.
    #[arg(long, value_name = "STEP", default_value = "check")]
    after: After,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum After {
    /// The documents are one model.
    Merge,
    /// What rules can supply is there.
    Complete,
    /// Equal shapes are one type.
    Dedupe,
    /// Everything can be emitted.
    Check,
}

impl From<After> for Step {
    fn from(after: After) -> Self {
        match after {
            After::Merge => Self::Merge,
            After::Complete => Self::Complete,
            After::Dedupe => Self::Dedupe,
            After::Check => Self::Check,
        }
    }
}

/// A limit on the command line.
fn limit(text: &str) -> Result<(String, u64), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=NUMBER, such as types=200000")?;
    let value: u64 = value.replace('_', "").parse().map_err(|_| format!("`{value}` is not a whole number"))?;
    Limits::default().set(name, value)?;
    Ok((name.to_owned(), value))
}

impl Grading {
    /// Applies the options to a builder.
    fn grade(&self, builder: Builder) -> Builder {
        let builder = builder.watch(command::progress::watch());
        let builder = match &self.root {
            Some(root) => builder.root(root),
            None => builder,
        };
        let builder = match self.limit.as_slice() {
            [] => builder,
            limits => builder.limits(limits.iter().fold(Limits::default(), |mut all, (name, value)| {
                // Checked when the arguments were read.
                let _ = all.set(name, *value);
                all
            })),
        };
        self.allow.iter().fold(builder.strict(self.strict), |builder, code| builder.allow(code))
    }

    /// Whether text on stderr is coloured.
    fn colour(&self) -> bool {
        match self.color {
            Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
            Color::Always => true,
            Color::Never => false,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let grading = &arguments.grading;
    let done = match &arguments.command {
        Command::Regenerate(regenerate) => command::regenerate::run(regenerate, grading),
        Command::Generate(generate) => command::generate::run(generate, grading),
        Command::Inspect(inspect) => command::inspect::run(inspect, grading),
        Command::Convert(convert) => command::convert::run(convert, grading),
        Command::Diff(diff) => command::diff::run(diff, grading),
        Command::Permissions(permissions) => command::permissions::run(permissions, grading),
        Command::Dump(dump) => command::dump::run(dump, grading),
        Command::Explain { code } => command::explain::run(code.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(command::Stop) => ExitCode::from(1),
    }
}
