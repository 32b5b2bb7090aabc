//! Security schemes, and the security requirements of operations. Knows no format.

use std::collections::BTreeSet;

use super::{Model, Origin, PermissionId};

/// Index into [`Model::schemes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemeId(pub u32);

/// A way to prove who one is (OpenAPI's security scheme).
#[derive(Debug, Clone, PartialEq)]
pub struct Scheme {
    /// Name in the document.
    pub wire: String,
    /// How it works.
    pub kind: SchemeKind,
    /// The flows of OAuth 2.0, which are alternatives.
    pub flows: Vec<Flow>,
    /// Where OpenID Connect is described.
    pub discovery: Option<String>,
    /// Prose.
    pub docs: String,
    /// Where it stands.
    pub origin: Origin,
}

/// How a [`Scheme`] works.
pub type SchemeKind = gatewright_runtime::profile::SchemeKind<String>;

impl Scheme {
    /// A scheme of which nothing else is known.
    #[must_use]
    pub fn new(wire: impl Into<String>, kind: SchemeKind, origin: Origin) -> Self {
        Self { wire: wire.into(), kind, flows: Vec::new(), discovery: None, docs: String::new(), origin }
    }

    /// Whether its proofs carry scopes.
    #[must_use]
    pub fn has_scopes(&self) -> bool {
        matches!(self.kind, SchemeKind::OAuth2 | SchemeKind::OpenIdConnect)
    }
}

/// An OAuth 2.0 flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// OpenAPI's name: `clientCredentials`, `authorizationCode`, `implicit`, `password`, `deviceAuthorization`.
    pub kind: String,
    /// Where tokens come from; may be relative.
    pub token_url: Option<String>,
    /// Where the user is sent; may be relative.
    pub authorization_url: Option<String>,
    /// Where tokens are refreshed; may be relative.
    pub refresh_url: Option<String>,
    /// The scopes that the flow lists.
    pub scopes: Vec<PermissionId>,
}

/// What the documents say of an operation's callers: any one of the requirements must be met. Without a requirement
/// anybody may call.
#[derive(Debug, Clone, PartialEq)]
pub struct Security {
    /// Each stands on its own.
    pub requirements: Vec<SecurityRequirement>,
    /// Whether it is what the document says of all operations that say nothing themselves.
    pub shared: bool,
    /// Where it stands.
    pub origin: Origin,
}

impl Security {
    /// What one operation says.
    #[must_use]
    pub fn new(requirements: Vec<SecurityRequirement>, origin: Origin) -> Self {
        Self { requirements, shared: false, origin }
    }

    /// Whether anybody may call, with or without a proof.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.requirements.is_empty() || self.requirements.iter().any(SecurityRequirement::is_empty)
    }

    /// The permissions that any of the requirements names, each once.
    #[must_use]
    pub fn permissions(&self) -> BTreeSet<PermissionId> {
        self.requirements.iter().flat_map(SecurityRequirement::all_permissions).collect()
    }
}

/// One way to be let in: all of the schemes, each with its permissions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SecurityRequirement {
    /// The schemes; callers need a proof for each.
    pub schemes: Vec<SchemeRequirement>,
    /// Permissions that the documents name at no scheme, as entitlement tables do: some proof of the caller must have them
    /// all, by whatever scheme.
    pub permissions: Vec<PermissionId>,
}

/// A scheme of a [`SecurityRequirement`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SchemeRequirement {
    /// What is proven.
    pub scheme: SchemeId,
    /// What whoever proves it must be allowed.
    pub permissions: Vec<PermissionId>,
}

impl SecurityRequirement {
    /// One scheme with some permissions.
    #[must_use]
    pub fn scheme(scheme: SchemeId, permissions: Vec<PermissionId>) -> Self {
        Self { schemes: vec![SchemeRequirement { scheme, permissions }], permissions: Vec::new() }
    }

    /// Permissions, by whatever scheme.
    #[must_use]
    pub fn permissions(permissions: Vec<PermissionId>) -> Self {
        Self { schemes: Vec::new(), permissions }
    }

    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.schemes.is_empty() && self.permissions.is_empty()
    }

    /// The permissions of its schemes, then those that stand with none.
    pub fn all_permissions(&self) -> impl Iterator<Item = PermissionId> {
        let of_schemes = self.schemes.iter().flat_map(|one| &one.permissions);
        of_schemes.chain(&self.permissions).copied()
    }

    /// Every use of a permission, to be replaced.
    pub fn permissions_mut(&mut self) -> impl Iterator<Item = &mut PermissionId> {
        let of_schemes = self.schemes.iter_mut().flat_map(|one| &mut one.permissions);
        of_schemes.chain(&mut self.permissions)
    }
}

impl Model {
    /// The scheme with this id.
    #[must_use]
    pub fn scheme(&self, id: SchemeId) -> Option<&Scheme> {
        self.schemes.get(id.0 as usize)
    }

    /// Whether it matters by what a caller of this operation proves who they are: not every scheme of the API will do
    /// alike.
    #[must_use]
    pub fn tells_schemes(&self, security: &Security) -> bool {
        let requirements = &security.requirements;
        let sets: BTreeSet<BTreeSet<PermissionId>> =
            requirements.iter().map(|one| one.all_permissions().collect()).collect();
        let is_one_of_all = requirements.iter().all(|one| one.schemes.len() <= 1)
            && (0..)
                .map(SchemeId)
                .take(self.schemes.len())
                .all(|id| requirements.iter().flat_map(|requirement| &requirement.schemes).any(|one| one.scheme == id));
        !(requirements.is_empty() || sets.len() == 1 && is_one_of_all)
    }
}
