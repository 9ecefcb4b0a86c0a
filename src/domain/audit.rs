//! The audit trail: who did what for whom, on what, when.

use jiff::Timestamp;

use super::access::AccessId;
use super::organisation::OrganisationId;
use super::person::PersonId;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A client was put on a system access.
    AddClient,
    /// A client was taken off a system access.
    RemoveClient,
}

impl Action {
    /// The action's code in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::AddClient => "add-client",
            Self::RemoveClient => "remove-client",
        }
    }

    /// The action with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::AddClient, Self::RemoveClient].into_iter().find(|action| action.code() == code)
    }
}

/// One row of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    pub at: Timestamp,
    /// Who.
    pub person: PersonId,
    /// For whom.
    pub on_behalf_of: OrganisationId,
    /// What.
    pub action: Action,
    /// On what.
    pub access: AccessId,
    pub client: OrganisationId,
}
