//! The audit trail: who did what for whom, on what, when. A change of many clients is one entry.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::access::AccessId;
use super::number::OrganisationNumber;
use super::person::PersonId;

/// What is done with clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Put on a system access.
    Add,
    /// Taken off a system access.
    Remove,
}

impl Action {
    /// The action's code in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Add => "add-clients",
            Self::Remove => "remove-clients",
        }
    }

    /// The action with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Add, Self::Remove].into_iter().find(|action| action.code() == code)
    }

    /// What undoes it.
    #[must_use]
    pub fn reverse(self) -> Self {
        match self {
            Self::Add => Self::Remove,
            Self::Remove => Self::Add,
        }
    }
}

/// Identifies a change; later changes have higher ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChangeId(i64);

impl ChangeId {
    /// The id as stored and as in URLs.
    pub fn value(self) -> i64 {
        self.0
    }
}

impl From<i64> for ChangeId {
    fn from(id: i64) -> Self {
        Self(id)
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    pub at: Timestamp,
    /// Who.
    pub person: PersonId,
    /// For whom.
    pub on_behalf_of: OrganisationNumber,
    /// What.
    pub action: Action,
    /// On what.
    pub access: AccessId,
    /// The clients that were added or removed.
    pub changed: Vec<OrganisationNumber>,
    /// The clients that could not be.
    pub refused: Vec<OrganisationNumber>,
    /// How many others already were as they should be.
    pub already: usize,
    /// The change that this one takes back.
    pub undoes: Option<ChangeId>,
}
