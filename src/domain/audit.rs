//! The audit trail: who did what for whom, on what, when. A change of many clients is one entry.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::access::AccessId;
use super::number::OrganisationNumber;
use super::person::PersonId;

/// Who stands in the trail for what nobody in the portal did: an event in the registers outside it.
pub const OUTSIDE: PersonId = PersonId::NOBODY;

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

/// By what way a change came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Channel {
    /// Somebody pressed a button.
    #[default]
    Portal,
    /// A program asked for it, with a token of the person's; the program's client id.
    Api { client: String },
}

impl Channel {
    /// The channel's code in the store.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Api { .. } => "api",
        }
    }

    /// The client id of the program that asked, if one did.
    pub fn client(&self) -> Option<&str> {
        match self {
            Self::Portal => None,
            Self::Api { client } => Some(client),
        }
    }
}

/// One change. Its clients may be very many and stand beside it.
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
    /// How many others already were as they should be.
    pub already: usize,
    /// The change that this one takes back.
    pub undoes: Option<ChangeId>,
    /// How.
    pub channel: Channel,
}

/// A change that stands in the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedChange {
    pub id: ChangeId,
    pub entry: AuditEntry,
    /// How many clients were added or removed.
    pub changed: usize,
    /// How many clients could not be.
    pub refused: usize,
}

/// The clients of a change by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientOutcome {
    /// Added or removed.
    Changed,
    /// Not added, for lack of a package.
    Refused,
}
