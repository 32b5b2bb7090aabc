//! Names that are taken before any document is read.

/// Strict, reserved and weak keywords of all editions, and what may not be a raw identifier.
const KEYWORDS: &[&str] = &[
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// What every Rust file sees without importing it, and what emitted modules are known for.
const TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// What `client/mod.rs` and `server/mod.rs` define themselves.
const HANDLES: &[&str] = &[
    "Builder",
    "Call",
    "Client",
    "ClientBuilder",
    "Core",
    "Permission",
    "Profile",
    "Route",
    "Router",
    "Server",
    "Service",
];

/// Modules that every API has, and file names that some systems refuse.
const MODULES: &[&str] = &[
    "answers",
    "aux",
    "catalogue",
    "client",
    "con",
    "headers",
    "lib",
    "main",
    "mod",
    "nul",
    "operations",
    "permissions",
    "prn",
    "runtime",
    "schemas",
    "server",
    "shared",
    "types",
    "round_trip",
    "std",
    "core",
    "alloc",
];

/// Methods that every struct has, or that a method of this name would hide or be taken for.
const METHODS: &[&str] = &[
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "blank",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "cmp",
    "default",
    "deref",
    "deref_mut",
    "div",
    "drop",
    "eq",
    "extra",
    "extra_mut",
    "fmt",
    "from",
    "from_str",
    "hash",
    "index",
    "index_mut",
    "into",
    "into_iter",
    "mul",
    "ne",
    "neg",
    "new",
    "next",
    "not",
    "partial_cmp",
    "read",
    "rem",
    "sample",
    "shape",
    "shl",
    "shr",
    "slot",
    "sub",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
    "view",
    "write",
];

/// What builders and argument structs have besides parameters.
const CALLS: &[&str] = &[
    "arguments",
    "blocking",
    "body",
    "body_slot",
    "call",
    "items",
    "media_type",
    "operation",
    "options",
    "pages",
    "request",
    "send",
    "send_raw",
];

/// What the client and the server's builder have besides groups.
const CLIENT: &[&str] = &[
    "authenticator",
    "base",
    "build",
    "builder",
    "configure",
    "core",
    "credentials",
    "into_router",
    "into_service",
    "options",
    "request",
    "routes",
];

/// Whether the word is a keyword.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// Whether a type may not have this name.
pub(super) fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

/// Whether a handle may not have this name.
pub(super) fn is_handle(name: &str) -> bool {
    is_type(name) || HANDLES.contains(&name)
}

/// Whether a group's module and method may not have this name.
pub(super) fn is_group(name: &str) -> bool {
    MODULES.contains(&name) || CLIENT.contains(&name) || METHODS.contains(&name)
}

/// Whether a setter or a method of a trait may not have this name.
pub(super) fn is_method(name: &str) -> bool {
    METHODS.contains(&name)
}

/// Whether the method of a handle may not have this name: handles are no numbers, so that `add` is nobody else's.
pub(super) fn is_call(name: &str) -> bool {
    name != "add" && METHODS.contains(&name)
}

/// Whether a parameter may not have this name.
pub(super) fn is_parameter(name: &str) -> bool {
    CALLS.contains(&name) || METHODS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::is_parameter;

    #[test]
    fn setters_of_parameters_hide_no_method_of_calls() {
        let calls = include_str!("../../../templates/runtime/src/client/typed.rs");
        let methods = calls.split("pub fn ").skip(1).filter_map(|rest| rest.split('(').next());
        let free: Vec<&str> = methods.filter(|name| *name != "new" && !is_parameter(name)).collect();
        assert!(free.is_empty(), "{free:?}");
    }
}
