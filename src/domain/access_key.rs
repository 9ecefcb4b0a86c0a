//! What identifies a system access, or a request for one: as at Altinn, the system, the owner and the vendor's reference.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access::AccessId;
use super::external_ref::ExternalRef;
use super::number::OrganisationNumber;
use super::organisation::NAMESPACE;
use super::system::SystemId;

/// Identifies a request; approval gives the access the same id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(Uuid);

impl RequestId {
    /// The id of the nth request or access with these keys, from 0 for what a scenario brings.
    pub fn of(system: &SystemId, owner: OrganisationNumber, external_ref: &ExternalRef, nth: u32) -> Self {
        Self(Uuid::new_v5(&NAMESPACE, format!("request:{system}:{owner}:{nth}:{external_ref}").as_bytes()))
    }

    /// The id as stored and as in URLs.
    pub fn uuid(self) -> Uuid {
        self.0
    }

    /// The id of the access that approval makes.
    pub fn access(self) -> AccessId {
        self.0.into()
    }
}

impl From<Uuid> for RequestId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

/// What identifies a request or an access beside its id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessKey {
    pub system: SystemId,
    pub owner: OrganisationNumber,
    pub external_ref: ExternalRef,
}

impl AccessKey {
    /// The key of these; the owner's number stands for an absent reference.
    pub fn of(system: &SystemId, owner: OrganisationNumber, external_ref: Option<&str>) -> Self {
        Self { system: system.clone(), owner, external_ref: ExternalRef::of(external_ref, owner) }
    }

    /// The id of the nth request or access with this key.
    pub fn id(&self, nth: u32) -> RequestId {
        RequestId::of(&self.system, self.owner, &self.external_ref, nth)
    }
}
