//! The audit trail: who did what, for which organisation, on which access, when.
//! A change of many clients is one entry.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access::AccessId;
use super::number::OrganisationNumber;
use super::person::PersonId;

/// The actor of outside events, which no person in the portal caused.
pub const OUTSIDE: PersonId = PersonId::NOBODY;

/// What a change does with clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Adds them to a system access.
    Add,
    /// Removes them from a system access.
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

    /// The action that undoes this one.
    #[must_use]
    pub fn reverse(self) -> Self {
        match self {
            Self::Add => Self::Remove,
            Self::Remove => Self::Add,
        }
    }
}

/// Identifies a change: random, so that no other change ever has it, after a reset or in another world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ChangeId(Uuid);

impl ChangeId {
    /// Before the first change.
    pub const NONE: Self = Self(Uuid::nil());

    /// A new id.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// The id as stored and as in URLs.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl From<Uuid> for ChangeId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl TryFrom<String> for ChangeId {
    type Error = uuid::Error;

    /// Pages of earlier versions have numbers: they name no change.
    fn try_from(text: String) -> Result<Self, uuid::Error> {
        if text.parse::<u64>().is_ok() { Ok(Self(Uuid::max())) } else { text.parse().map(Self) }
    }
}

/// How a change reached the portal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Channel {
    /// A person in a browser.
    #[default]
    Portal,
    /// A program with a person's token; holds the program's client id.
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

    /// The program's client id, if a program asked.
    pub fn client(&self) -> Option<&str> {
        match self {
            Self::Portal => None,
            Self::Api { client } => Some(client),
        }
    }
}

/// One change. Its clients may be many and are stored beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    pub at: Timestamp,
    pub person: PersonId,
    pub on_behalf_of: OrganisationNumber,
    pub action: Action,
    pub access: AccessId,
    /// How many requested clients already were as requested.
    pub already: usize,
    /// The change that this one undoes.
    pub undoes: Option<ChangeId>,
    pub channel: Channel,
}

/// A change in the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedChange {
    pub id: ChangeId,
    pub entry: AuditEntry,
    /// How many clients were added or removed.
    pub changed: usize,
    /// How many clients were refused.
    pub refused: usize,
}

/// What happened to a client in a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientOutcome {
    /// Added or removed.
    Changed,
    /// Not added, for lack of a package.
    Refused,
}
