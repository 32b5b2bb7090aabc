//! The runtime, shipped as it is.

/// Every file of the runtime's sources, by path; the build script lists them.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// The files of the runtime under `src/runtime/`. Its root becomes a module's.
pub(super) fn files() -> Vec<(String, String)> {
    FILES.iter().map(|(path, text)| (place(path), (*text).to_owned())).collect()
}

fn place(path: &str) -> String {
    let path = if path == "lib.rs" { "mod.rs" } else { path };
    format!("src/runtime/{path}")
}

#[cfg(test)]
mod tests {
    use super::FILES;

    fn check(what: &str, is_wrong: impl Fn(&str) -> bool) {
        for (path, text) in FILES {
            for (number, line) in (1..).zip(text.lines()) {
                assert!(!is_wrong(line), "{path}:{number} holds {what}: {line}");
            }
        }
    }

    #[test]
    fn no_path_from_the_crate_root() {
        check("a path that only one home has", |line| line.contains("crate::"));
    }

    #[test]
    fn no_tests() {
        check("a test", |line| line.contains("#[cfg(test)]") || line.contains("#[test]"));
    }

    #[test]
    fn the_root_is_there() {
        assert!(FILES.iter().any(|(path, _)| *path == "lib.rs"));
    }
}
