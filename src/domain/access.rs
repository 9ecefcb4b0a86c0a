//! A system access (systemtilgang):
//! lets a system act for its owner or the owner's clients.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::external_ref::ExternalRef;
use super::number::OrganisationNumber;
use super::organisation::NAMESPACE;
use super::package::PackageCode;
use super::person::PersonId;
use super::system::SystemSummary;

/// Identifies a system access.
/// One that was asked for has its request's id; a scenario's is derived from its owner and title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccessId(Uuid);

impl AccessId {
    /// The id of the owner's access with this title.
    pub fn of(owner: OrganisationNumber, title: &str) -> Self {
        Self(Uuid::new_v5(&NAMESPACE, format!("access:{owner}:{title}").as_bytes()))
    }

    /// The id as stored and as in URLs.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl From<Uuid> for AccessId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

/// Whether the system acts for its owner or for clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccessKind {
    /// For the owner itself (Altinn's standard system user). Takes no clients.
    Own,
    /// For the owner's clients (Altinn's agent system user).
    Clients,
}

impl AccessKind {
    /// The kind's code in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Clients => "clients",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Own, Self::Clients].into_iter().find(|kind| kind.code() == code)
    }
}

/// An approved system access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemAccess {
    pub id: AccessId,
    pub owner: OrganisationNumber,
    pub kind: AccessKind,
    /// The integration's title, chosen by the vendor; shown unchanged, and may repeat.
    pub title: String,
    pub system: SystemSummary,
    /// Unique together with owner and system.
    pub external_ref: ExternalRef,
    /// The packages it needs for every client. Never empty for kind `Clients`.
    pub packages: Vec<PackageCode>,
    pub created: Timestamp,
    /// When the owner itself was added to an access for clients; `None` while it is not on it.
    pub own_organisation: Option<Timestamp>,
}

/// What is known of a deleted access, for a person who comes too late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedAccess {
    pub owner: OrganisationNumber,
    pub kind: AccessKind,
    pub title: String,
    pub at: Timestamp,
    /// [`OUTSIDE`](super::audit::OUTSIDE) if no person in the portal deleted it.
    pub by: PersonId,
}
