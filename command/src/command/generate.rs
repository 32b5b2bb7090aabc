//! `generate`: a stand-alone crate from documents.

use std::io;
use std::path::{Component, Path, PathBuf};

use gatewright_generator::diag::counted;
use gatewright_generator::pipeline::Step;
use gatewright_generator::{Builder, Runtime};

use super::{Stop, read, stop};
use crate::{Generate, Grading};

pub fn run(arguments: &Generate, grading: &Grading) -> Result<(), Stop> {
    let start = grading.grade(Builder::new().crate_name(&arguments.name));
    let start = match &arguments.runtime {
        Some(runtime) => start.runtime(from(&arguments.out, Runtime::parse(runtime)).map_err(|error| {
            eprintln!("gatewright: the path from {} to {runtime} is unknown: {error}", arguments.out.display());
            Stop
        })?),
        None => start,
    };
    let builder = arguments.documents.iter().fold(start, |builder, path| builder.document(&arguments.name, path));
    let work = read(&builder, Step::Check, grading)?;
    let tree = builder.emit(&work.project, &work.models);
    tree.write(&arguments.out).map_err(|error| stop(&error))?;
    let operations = work.models.iter().map(|model| model.operations.len()).sum();
    eprintln!(
        "{}: {} with {} in {}",
        arguments.out.display(),
        arguments.name,
        counted(operations, "operation"),
        counted(tree.iter().count(), "file")
    );
    Ok(())
}

/// The runtime as it is found from the folder of a crate.
fn from(out: &Path, runtime: Runtime) -> io::Result<Runtime> {
    match runtime {
        Runtime::Path(path) => Ok(Runtime::Path(relative(&whole(out)?, &whole(Path::new(&path))?))),
        other => Ok(other),
    }
}

/// An absolute path without `..`.
fn whole(path: &Path) -> io::Result<PathBuf> {
    let mut whole = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        if component == Component::ParentDir {
            whole.pop();
        } else {
            whole.push(component);
        }
    }
    Ok(whole)
}

/// The way from one folder to another, with slashes.
fn relative(from: &Path, to: &Path) -> String {
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    let way: Vec<String> = up.chain(down).collect();
    way.join("/")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn ways_go_up_and_down() {
        let way = |from, to| super::relative(Path::new(from), Path::new(to));
        assert_eq!(way("/work/generated", "/work/templates/runtime"), "../templates/runtime");
        assert_eq!(way("/work/one", "/work/one/runtime"), "runtime");
        assert_eq!(way("/a/b", "/c"), "../../c");
    }
}
