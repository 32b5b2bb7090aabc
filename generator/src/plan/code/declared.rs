//! What declarations say about values: members of structs, results of functions, imported names.

use std::collections::HashMap;

use syn::visit::Visit;
use syn::{Field, File, GenericArgument, PathArguments, ReturnType, Signature, Type, UseTree};

use super::index::Index;
use super::value::{Value, segments};

/// Values by the names that all files declare. A name that is declared as two things is neither.
#[derive(Default)]
pub(super) struct Declared {
    fields: HashMap<String, Option<Value>>,
    functions: HashMap<String, Option<Value>>,
}

impl Declared {
    pub(super) fn add(&mut self, index: &Index<'_>, file: &File) {
        let imports = Imports::of(file);
        Declarations { index, imports: &imports, declared: self }.visit_file(file);
    }

    pub(super) fn field(&self, name: &str) -> Option<Value> {
        self.fields.get(name).copied().flatten()
    }

    pub(super) fn function(&self, name: &str) -> Option<Value> {
        self.functions.get(name).copied().flatten()
    }
}

/// The names that a file imports, with their whole paths.
#[derive(Default)]
pub(super) struct Imports(HashMap<String, Vec<String>>);

impl Imports {
    pub(super) fn of(file: &File) -> Self {
        let mut imports = Self::default();
        imports.visit_file(file);
        imports
    }

    /// A path with its first segment as it was imported.
    pub(super) fn whole(&self, path: &syn::Path) -> Vec<String> {
        let own = segments(path);
        match own.split_first().and_then(|(first, rest)| Some((self.0.get(first)?, rest))) {
            Some((known, rest)) => known.iter().chain(rest).cloned().collect(),
            None => own,
        }
    }

    /// Adds what a tree imports; `path` is what stands before it, and is left as it was.
    fn tree(&mut self, tree: &UseTree, path: &mut Vec<String>) {
        match tree {
            UseTree::Path(front) if path.len() < LONGEST => {
                path.push(front.ident.to_string());
                self.tree(&front.tree, path);
                path.pop();
            }
            UseTree::Name(name) if name.ident == "self" => {
                self.0.extend(path.last().map(|last| (last.clone(), path.clone())));
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.0.insert(name.clone(), [path.as_slice(), &[name]].concat());
            }
            UseTree::Rename(rename) if rename.ident == "self" => {
                self.0.insert(rename.rename.to_string(), path.clone());
            }
            UseTree::Rename(rename) => {
                let whole = [path.as_slice(), &[rename.ident.to_string()]].concat();
                self.0.insert(rename.rename.to_string(), whole);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, path)),
            UseTree::Path(_) | UseTree::Glob(_) => {}
        }
    }
}

/// Segments of a path that is imported. No generated module is as deep, and every name keeps the whole path.
const LONGEST: usize = 32;

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &mut Vec::new());
    }
}

/// What a type is, through references and wrappers such as `Arc` and `Option`.
pub(super) fn of_type(index: &Index<'_>, imports: &Imports, ty: &Type) -> Option<Value> {
    match ty {
        Type::Reference(reference) => of_type(index, imports, &reference.elem),
        Type::Paren(paren) => of_type(index, imports, &paren.elem),
        Type::Path(path) => {
            let whole = imports.whole(&path.path);
            if let Some(group) = index.handle(&whole) {
                return Some(Value::Handle(group, true));
            }
            if let Some(client) = of_client(index, &whole) {
                return Some(client);
            }
            let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => of_type(index, imports, ty),
                _ => None,
            })
        }
        _ => None,
    }
}

/// What a path to a client is: `okta::Client` is that of `okta`. That of an unknown module may be.
pub(super) fn of_client(index: &Index<'_>, path: &[String]) -> Option<Value> {
    let [front @ .., name] = path else { return None };
    let module = front.last()?;
    if name != "Client" {
        None
    } else if index.others.contains(module) {
        Some(Value::Foreign)
    } else {
        let is_own = *module == index.api || module == "client" || front.iter().any(|part| part == "apis");
        is_own.then_some(Value::Client)
    }
}

struct Declarations<'a, 'i> {
    index: &'a Index<'i>,
    imports: &'a Imports,
    declared: &'a mut Declared,
}

impl Declarations<'_, '_> {
    fn function(&mut self, signature: &Signature) {
        let ReturnType::Type(_, ty) = &signature.output else { return };
        if let Some(value) = of_type(self.index, self.imports, ty) {
            add(&mut self.declared.functions, &signature.ident, value);
        }
    }
}

impl<'ast> Visit<'ast> for Declarations<'_, '_> {
    fn visit_field(&mut self, field: &'ast Field) {
        if let (Some(name), Some(value)) = (&field.ident, of_type(self.index, self.imports, &field.ty)) {
            add(&mut self.declared.fields, name, value);
        }
    }

    fn visit_signature(&mut self, signature: &'ast Signature) {
        self.function(signature);
    }
}

fn add(known: &mut HashMap<String, Option<Value>>, name: &syn::Ident, value: Value) {
    let entry = known.entry(name.to_string()).or_insert(Some(value));
    if *entry != Some(value) {
        *entry = None;
    }
}
