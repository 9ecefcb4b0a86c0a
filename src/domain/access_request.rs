//! A request (forespørsel): a vendor asks a firm for a system access.

use jiff::{SignedDuration, Timestamp};

use super::access::{AccessKind, SystemAccess};
pub use super::access_key::{AccessKey, RequestId};
pub use super::external_ref::ExternalRef;
use super::number::OrganisationNumber;
use super::package::PackageCode;
use super::person::PersonId;
use super::redirect_url::RedirectUrl;
use super::system::SystemSummary;

/// How long a request can be answered. Altinn calls older ones timed out.
pub const ANSWERABLE_FOR: SignedDuration = SignedDuration::from_hours(180 * 24);

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestStatus {
    /// Waits for an answer.
    New,
    Accepted,
    Rejected,
    /// Was not answered in time.
    Timedout,
}

impl RequestStatus {
    /// The status as in Altinn's API.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Accepted => "Accepted",
            Self::Rejected => "Rejected",
            Self::Timedout => "Timedout",
        }
    }
}

/// Who answered a request, when, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestAnswer {
    pub approved: bool,
    pub by: PersonId,
    pub at: Timestamp,
}

/// Who sent a request on to those who may approve it, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Escalation {
    pub by: PersonId,
    pub at: Timestamp,
}

/// A vendor's request for a system access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRequest {
    pub id: RequestId,
    pub kind: AccessKind,
    pub system: SystemSummary,
    pub owner: OrganisationNumber,
    pub external_ref: ExternalRef,
    /// The title that the access gets; shown unchanged.
    pub title: String,
    /// What the system asks for. Never empty.
    pub packages: Vec<PackageCode>,
    /// Where to send the person who answers.
    pub redirect_url: Option<RedirectUrl>,
    pub created: Timestamp,
    pub escalation: Option<Escalation>,
    pub answer: Option<RequestAnswer>,
}

impl AccessRequest {
    /// Where the request stands at this time.
    pub fn status(&self, now: Timestamp) -> RequestStatus {
        match self.answer {
            Some(answer) if answer.approved => RequestStatus::Accepted,
            Some(_) => RequestStatus::Rejected,
            None if now.duration_since(self.created) >= ANSWERABLE_FOR => RequestStatus::Timedout,
            None => RequestStatus::New,
        }
    }

    /// Whether those who may approve it find it in their list.
    pub fn is_pending(&self, now: Timestamp) -> bool {
        self.escalation.is_some() && self.status(now) == RequestStatus::New
    }

    /// What identifies it beside its id.
    pub fn key(&self) -> AccessKey {
        AccessKey { system: self.system.id.clone(), owner: self.owner, external_ref: self.external_ref.clone() }
    }

    /// The access that approval makes.
    pub fn approved(&self, at: Timestamp) -> SystemAccess {
        SystemAccess {
            id: self.id.access(),
            owner: self.owner,
            kind: self.kind,
            title: self.title.clone(),
            system: self.system.clone(),
            external_ref: self.external_ref.clone(),
            packages: self.packages.clone(),
            created: at,
            own_organisation: None,
        }
    }
}

#[cfg(test)]
#[path = "access_request_tests.rs"]
mod tests;
