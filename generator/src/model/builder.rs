//! Building a model: names are interned on first sight, so that a type may be used before it is described.

use std::collections::{BTreeSet, HashMap};

use super::{
    Entry, Example, Group, GroupId, Json, Model, Operation, OperationId, Origin, Permission, PermissionId, Profile,
    Response, Schemas, Scheme, SchemeId, Server, Shape, Type, TypeId, TypeName,
};

/// A model under construction. Readers only add to it.
#[derive(Debug)]
pub struct Builder {
    model: Model,
    types: HashMap<String, TypeId>,
    groups: HashMap<String, GroupId>,
    permissions: HashMap<String, PermissionId>,
    schemes: HashMap<String, SchemeId>,
}

impl Builder {
    /// An empty model of the API with this short name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        let model = Model {
            name: name.into(),
            title: String::new(),
            version: None,
            docs: String::new(),
            servers: Vec::new(),
            schemes: Vec::new(),
            groups: Vec::new(),
            operations: Vec::new(),
            shadowed: BTreeSet::new(),
            types: Vec::new(),
            schemas: Schemas::default(),
            usual_responses: Vec::new(),
            permissions: Vec::new(),
            entries: Vec::new(),
            profile: None,
        };
        Self {
            model,
            types: HashMap::new(),
            groups: HashMap::new(),
            permissions: HashMap::new(),
            schemes: HashMap::new(),
        }
    }

    /// What the document says about itself. Later calls win only where earlier ones said nothing.
    pub fn describe(&mut self, title: &str, version: Option<&str>, docs: &str) {
        if self.model.title.is_empty() {
            title.clone_into(&mut self.model.title);
        }
        if self.model.version.is_none() {
            self.model.version = version.map(str::to_owned);
        }
        if self.model.docs.is_empty() {
            docs.clone_into(&mut self.model.docs);
        }
    }

    /// Adds a base address.
    pub fn server(&mut self, server: Server) {
        self.model.servers.push(server);
    }

    /// Sets how the vendor dresses what no schema describes.
    pub fn profile(&mut self, profile: Profile) {
        self.model.profile = Some(profile);
    }

    /// Adds how the API answers with a status where an operation names only the status.
    pub fn usual_response(&mut self, response: Response) {
        self.model.usual_responses.push(response);
    }

    /// What the document demands of values beyond their types.
    pub fn schemas(&mut self) -> &mut Schemas {
        &mut self.model.schemas
    }

    /// The type of this name, described or not yet. `origin` counts on first sight only.
    pub fn named(&mut self, wire: &str, origin: Origin) -> TypeId {
        if let Some(id) = self.types.get(wire) {
            return *id;
        }
        let id = self.push(TypeName::Named(wire.to_owned()), Shape::Undefined, String::new(), origin);
        self.types.insert(wire.to_owned(), id);
        id
    }

    /// Describes a type that [`Builder::named`] has given out. Returns the earlier description if there is one;
    /// the earlier one then stays.
    pub fn define(&mut self, id: TypeId, shape: Shape, docs: &str, origin: Origin) -> Result<(), Origin> {
        let ty = &mut self.model.types[id.0 as usize];
        if ty.shape != Shape::Undefined {
            return Err(ty.origin);
        }
        ty.shape = shape;
        docs.clone_into(&mut ty.docs);
        ty.origin = origin;
        Ok(())
    }

    /// Adds a type without a name. `context` tells where it is, outermost first.
    pub fn anonymous(
        &mut self,
        context: &[&str],
        title: Option<&str>,
        shape: Shape,
        docs: &str,
        origin: Origin,
    ) -> TypeId {
        let context = context.iter().map(|&part| part.to_owned()).collect();
        self.push(TypeName::Anonymous { context, title: title.map(str::to_owned) }, shape, docs.to_owned(), origin)
    }

    fn push(&mut self, name: TypeName, shape: Shape, docs: String, origin: Origin) -> TypeId {
        let id = TypeId(self.model.types.len() as u32);
        self.model.types.push(Type { name, shape, docs, deprecated: false, examples: Vec::new(), origin });
        id
    }

    /// Marks a type as one that the document advises against.
    pub fn deprecate(&mut self, id: TypeId) {
        self.model.types[id.0 as usize].deprecated = true;
    }

    /// Adds an example of a type, which must be a value of it.
    pub fn example(&mut self, id: TypeId, name: Option<&str>, value: Json, origin: Origin) {
        let example = Example { name: name.map(str::to_owned), value, fits: true, span: origin.span() };
        self.model.types[id.0 as usize].examples.push(example);
    }

    /// A look at a type that was added before.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &Type {
        self.model.ty(id)
    }

    /// The group of this name; `docs` and `origin` count on first sight, or where there were no docs yet.
    pub fn group(&mut self, wire: &str, docs: &str, origin: Origin) -> GroupId {
        if let Some(id) = self.groups.get(wire) {
            let known = &mut self.model.groups[id.0 as usize];
            if known.docs.is_empty() {
                docs.clone_into(&mut known.docs);
            }
            return *id;
        }
        let id = GroupId(self.model.groups.len() as u32);
        self.groups.insert(wire.to_owned(), id);
        self.model.groups.push(Group { wire: wire.to_owned(), docs: docs.to_owned(), origin });
        id
    }

    /// Adds an operation.
    pub fn operation(&mut self, operation: Operation) -> OperationId {
        self.model.operations.push(operation);
        OperationId(self.model.operations.len() as u32 - 1)
    }

    /// The permission of this name; what is new about it is added to what is known.
    pub fn permission(&mut self, permission: Permission) -> PermissionId {
        let next = PermissionId(self.model.permissions.len() as u32);
        let id = *self.permissions.entry(permission.wire.clone()).or_insert(next);
        if id == next {
            self.model.permissions.push(permission);
            return id;
        }
        let known = &mut self.model.permissions[id.0 as usize];
        if known.docs.is_empty() {
            known.docs = permission.docs;
        }
        if known.offerings.is_empty() {
            known.offerings = permission.offerings;
        }
        known.exception = known.exception.take().or(permission.exception);
        id
    }

    /// The permission of this name, to be described elsewhere or not at all.
    pub fn permission_named(&mut self, wire: &str, origin: Origin) -> PermissionId {
        self.permission(Permission {
            wire: wire.to_owned(),
            docs: String::new(),
            offerings: Vec::new(),
            exception: None,
            origin,
        })
    }

    /// Adds a security scheme; the first of a name stays.
    pub fn scheme(&mut self, scheme: Scheme) -> SchemeId {
        let next = SchemeId(self.model.schemes.len() as u32);
        let id = *self.schemes.entry(scheme.wire.clone()).or_insert(next);
        if id == next {
            self.model.schemes.push(scheme);
        }
        id
    }

    /// The security scheme of this name, if one was added.
    #[must_use]
    pub fn scheme_named(&self, wire: &str) -> Option<SchemeId> {
        self.schemes.get(wire).copied()
    }

    /// Adds a named request.
    pub fn entry(&mut self, entry: Entry) {
        self.model.entries.push(entry);
    }

    /// The operations added so far.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.model.operations
    }

    /// The finished model. Types that were used and never described are [`Shape::Undefined`].
    #[must_use]
    pub fn finish(self) -> Model {
        self.model
    }
}
