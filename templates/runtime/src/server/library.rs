//! The schemas of an API and what is checked where, as they are emitted: texts, because tables of code are what compiling a
//! large server would mostly be. They are read once, when they are needed first.

use std::sync::OnceLock;

use super::checks::Checks;
use crate::schema::{Definitions, Problem, Schema, each, members};
use crate::wire::{Mode, Reader};

/// The schemas of an API: JSON in files, each with a name. A file holds
///
/// - `schemas`: JSON Schemas by name; `{"$ref": "file#name"}` means one of any file,
/// - `operations`: for every operation of the file, in the order of its table, the schemas of its `parameters` by index,
///   of its `bodies` and of its `responses` by media type,
/// - `expressions`: the patterns that the crate `regex` writes differently.
#[derive(Debug)]
pub struct Library {
    files: &'static [(&'static str, &'static str)],
    checks: OnceLock<Vec<Checks>>,
}

impl Library {
    /// These files, each with its name.
    #[must_use]
    pub const fn new(files: &'static [(&'static str, &'static str)]) -> Self {
        Self { files, checks: OnceLock::new() }
    }

    /// What is checked of every operation, in the order of the files.
    ///
    /// # Panics
    /// When a file is none that the generator wrote.
    #[must_use]
    pub fn checks(&'static self) -> &'static [Checks] {
        self.checks.get_or_init(|| match read(self.files) {
            Ok(checks) => checks,
            Err(Problem(problem)) => unreachable!("the generator wrote schemas that cannot be read: {problem}"),
        })
    }
}

fn read(files: &[(&'static str, &'static str)]) -> Result<Vec<Checks>, Problem> {
    let mut definitions = Definitions::default();
    let mut operations = Vec::new();
    for (file, text) in files {
        let mut reader = Reader::new(text, Mode::Strict);
        members(&mut reader, |part, reader| {
            match &*part {
                "schemas" => drop(members(reader, |name, reader| {
                    definitions.add(format!("{file}#{name}"), reader.raw()?);
                    Ok(())
                })?),
                "expressions" => drop(members(reader, |written, reader| {
                    definitions.translate(written, reader.string()?);
                    Ok(())
                })?),
                _ => operations.push(reader.raw()?),
            }
            Ok(())
        })?;
    }
    let mut checks = Vec::new();
    for text in operations {
        definitions.prepare(text)?;
        checks.extend(each(&mut Reader::new(text, Mode::Strict), |reader| row(&mut definitions, reader))?);
    }
    Ok(checks)
}

/// What is checked of the operation that comes next.
fn row(definitions: &mut Definitions, reader: &mut Reader<'static>) -> Result<Checks, Problem> {
    let mut checks = Checks::NONE;
    members(reader, |part, reader| {
        match &*part {
            "parameters" => {
                let schemas = members(reader, |index, reader| {
                    let index = index.parse().map_err(|_| Problem(format!("{index} is no index")))?;
                    Ok((index, definitions.schema(reader)?))
                });
                checks.parameters = schemas?.leak();
            }
            "bodies" => checks.bodies = contents(definitions, reader)?,
            "responses" => checks.responses = each(reader, |reader| contents(definitions, reader))?.leak(),
            _ => drop(reader.raw()?),
        }
        Ok(())
    })?;
    Ok(checks)
}

/// Schemas by media type; null where it may be anything.
fn contents(
    definitions: &mut Definitions,
    reader: &mut Reader<'static>,
) -> Result<&'static [Option<&'static Schema>], Problem> {
    let schemas = each(reader, |reader| Ok(if reader.null()? { None } else { Some(definitions.schema(reader)?) }));
    Ok(schemas?.leak())
}
