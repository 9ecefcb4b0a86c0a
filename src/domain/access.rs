//! A system access (systemtilgang):
//! lets a system act for its owner or the owner's clients.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::number::OrganisationNumber;
use super::organisation::NAMESPACE;
use super::package::PackageCode;

/// Identifies a system access; derived from its owner's number and its title.
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

/// The vendor's program that an access is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    pub name: String,
    pub vendor: Vendor,
}

impl System {
    /// The id in Altinn's system register: the vendor's number and a short name.
    pub fn id(&self) -> String {
        let short = self.name.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        format!("{}_{short}", self.vendor.number)
    }

    /// The register's internal id, derived from the other one.
    pub fn uuid(&self) -> Uuid {
        Uuid::new_v5(&NAMESPACE, format!("system:{}", self.id()).as_bytes())
    }
}

/// The organisation that makes a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendor {
    pub number: OrganisationNumber,
    /// As registered, usually in capitals.
    pub name: String,
}

/// An approved system access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemAccess {
    pub id: AccessId,
    pub owner: OrganisationNumber,
    pub kind: AccessKind,
    /// The integration's title, chosen by the vendor; shown unchanged.
    pub title: String,
    pub system: System,
    /// The packages it needs for every client. Never empty for kind `Clients`.
    pub packages: Vec<PackageCode>,
    pub created: Timestamp,
}
