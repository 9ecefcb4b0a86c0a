//! The vendor's own reference to a system access.

use std::fmt;

use super::number::OrganisationNumber;

/// The vendor's own reference. Tells apart several accesses of one firm to one system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalRef(String);

impl ExternalRef {
    /// The given reference; the owner's number if it is absent or empty.
    pub fn of(given: Option<&str>, owner: OrganisationNumber) -> Self {
        let given = given.map(str::trim).filter(|given| !given.is_empty());
        Self(given.map_or_else(|| owner.to_string(), str::to_owned))
    }

    /// The reference as stored and as in the API.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExternalRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
