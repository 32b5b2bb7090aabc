//! The schemas of an API and what is checked where, as they are emitted: texts, because tables of code are what compiling a
//! large server would mostly be. They are read when a server is made, and freed with the last one of the API.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::checks::{Checks, OperationChecks};
use crate::schema::{Definitions, Problem, SchemaId, each, members};
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
    /// What servers that still run have in common.
    checks: Mutex<Weak<Checks>>,
}

impl Library {
    /// These files, each with its name.
    #[must_use]
    pub const fn new(files: &'static [(&'static str, &'static str)]) -> Self {
        Self { files, checks: Mutex::new(Weak::new()) }
    }

    /// What is checked of every operation, in the order of the files. It is read once for all servers that have it at the
    /// same time.
    ///
    /// # Panics
    /// When a file is none that the generator wrote.
    #[must_use]
    pub fn checks(&self) -> Arc<Checks> {
        let mut known = self.checks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(checks) = known.upgrade() {
            return checks;
        }
        let checks = match read(self.files) {
            Ok(checks) => Arc::new(checks),
            Err(Problem(problem)) => unreachable!("the generator wrote schemas that cannot be read: {problem}"),
        };
        *known = Arc::downgrade(&checks);
        checks
    }
}

fn read(files: &[(&'static str, &'static str)]) -> Result<Checks, Problem> {
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
    let mut rows = Vec::new();
    for text in operations {
        definitions.prepare(text)?;
        rows.extend(each(&mut Reader::new(text, Mode::Strict), |reader| row(&mut definitions, reader))?);
    }
    Ok(Checks { schemas: definitions.into_schemas(), operations: rows })
}

/// What is checked of the operation that comes next.
fn row(definitions: &mut Definitions, reader: &mut Reader<'static>) -> Result<OperationChecks, Problem> {
    let mut checks = OperationChecks::default();
    members(reader, |part, reader| {
        match &*part {
            "parameters" => {
                checks.parameters = members(reader, |index, reader| {
                    let index = index.parse().map_err(|_| Problem(format!("{index} is no index")))?;
                    Ok((index, definitions.schema(reader)?))
                })?;
            }
            "bodies" => checks.bodies = contents(definitions, reader)?,
            "responses" => checks.responses = each(reader, |reader| contents(definitions, reader))?,
            _ => drop(reader.raw()?),
        }
        Ok(())
    })?;
    Ok(checks)
}

/// Schemas by media type; null where it may be anything.
fn contents(definitions: &mut Definitions, reader: &mut Reader<'static>) -> Result<Vec<Option<SchemaId>>, Problem> {
    each(reader, |reader| Ok(if reader.null()? { None } else { Some(definitions.schema(reader)?) }))
}
