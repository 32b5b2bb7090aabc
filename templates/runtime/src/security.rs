//! What the documents require of callers: schemes and permissions, as OpenAPI's security requirements have them.

/// One way to be let in: a proof for each of the schemes, by whoever has its permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// The schemes, each with its permissions; all of them are needed.
    pub schemes: &'static [SchemeRequirement],
    /// Permissions that the documents name at no scheme: any one proof of the caller must have all of them, by whatever
    /// scheme.
    pub permissions: &'static [&'static str],
}

/// A scheme by its name in the documents, as in the [`Profile`](crate::profile::Profile), and what whoever proves it must
/// be allowed: a permission that another proof has does not count.
pub type SchemeRequirement = (&'static str, &'static [&'static str]);

impl SecurityRequirement {
    /// Asks for nothing: anybody may call.
    pub const NONE: Self = Self { schemes: &[], permissions: &[] };

    /// Schemes that are needed together.
    #[must_use]
    pub const fn schemes(schemes: &'static [SchemeRequirement]) -> Self {
        Self { schemes, permissions: &[] }
    }

    /// Permissions that are needed together, by whatever scheme.
    #[must_use]
    pub const fn permissions(permissions: &'static [&'static str]) -> Self {
        Self { schemes: &[], permissions }
    }

    /// Whether it asks for nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.schemes.is_empty() && self.permissions.is_empty()
    }

    /// The permissions of its schemes, then those that stand with none.
    pub fn all_permissions(&self) -> impl Iterator<Item = &'static str> + use<> {
        let of_schemes = self.schemes.iter().flat_map(|(_, permissions)| *permissions);
        of_schemes.chain(self.permissions).copied()
    }
}
