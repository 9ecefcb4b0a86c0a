//! The audit trail: who did what, to what, for which organisation, when.
//! A change of many clients is one entry.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access::AccessId;
use super::access_request::RequestId;
use super::number::OrganisationNumber;
use super::package::PackageCode;
use super::person::PersonId;
use super::relationship::Relationship;
use super::role::ErRole;
use super::system::SystemId;

/// The actor of what no person in the portal caused: outside events, and what a vendor's program does.
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
    Page,
    /// A program; holds its client id.
    Api { client: String },
    /// A file that a person has uploaded.
    File,
    /// An event outside the portal.
    Outside,
}

impl Channel {
    /// The channel's code in the store.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Api { .. } => "api",
            Self::File => "file",
            Self::Outside => "outside",
        }
    }

    /// The program's client id, if a program asked.
    pub fn client(&self) -> Option<&str> {
        match self {
            Self::Api { client } => Some(client),
            Self::Page | Self::File | Self::Outside => None,
        }
    }

    /// The channel with this code; a program's client id comes beside it.
    pub fn from_code(code: &str, client: Option<String>) -> Option<Self> {
        match (code, client) {
            ("api", Some(client)) => Some(Self::Api { client }),
            (code, _) => [Self::Page, Self::File, Self::Outside].into_iter().find(|channel| channel.code() == code),
        }
    }
}

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Access(AccessId),
    Request(RequestId),
    System(SystemId),
    Relationship(Relationship),
    /// A package that a client gives its provider.
    Package(Relationship, PackageCode),
    /// A role of the provider's that a client registers.
    Role(Relationship, ErRole),
    Organisation(OrganisationNumber),
}

/// What was done to the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// A vendor asks for an access, or registers a system; a firm makes an access.
    Create,
    Change,
    /// Ends it; a vendor's request is withdrawn.
    Delete,
    Approve,
    Reject,
    /// Sends a request on to those who may approve it.
    Escalate,
    Give,
    TakeBack,
}

impl Act {
    const ALL: [Self; 8] = [
        Self::Create,
        Self::Change,
        Self::Delete,
        Self::Approve,
        Self::Reject,
        Self::Escalate,
        Self::Give,
        Self::TakeBack,
    ];

    /// The act's code in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Change => "change",
            Self::Delete => "delete",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Escalate => "escalate",
            Self::Give => "give",
            Self::TakeBack => "take-back",
        }
    }

    /// The act with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }
}

/// One entry. The clients of a change may be many and are stored beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    pub at: Timestamp,
    pub person: PersonId,
    pub on_behalf_of: OrganisationNumber,
    pub deed: Deed,
    pub channel: Channel,
}

/// What was done, and to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    ChangeClients(ClientChange),
    Other(Act, Subject),
}

/// A change of an access's clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientChange {
    pub access: AccessId,
    pub action: Action,
    /// How many requested clients already were as requested.
    pub already: usize,
    /// The change that this one undoes.
    pub undoes: Option<ChangeId>,
}

/// A change of clients in the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedChange {
    pub id: ChangeId,
    pub at: Timestamp,
    pub person: PersonId,
    pub on_behalf_of: OrganisationNumber,
    pub change: ClientChange,
    pub channel: Channel,
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
