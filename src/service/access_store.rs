//! What use cases need of a store about systems, requests for accesses, and accesses.

use jiff::Timestamp;
use uuid::Uuid;

use super::store_error::Result;
use crate::domain::access::{AccessId, AccessKind, DeletedAccess, SystemAccess};
use crate::domain::access_request::{AccessKey, AccessRequest, Escalation, RequestAnswer, RequestId};
use crate::domain::number::OrganisationNumber;
use crate::domain::package::PackageCode;
use crate::domain::person::PersonId;
use crate::domain::system::{System, SystemId};

/// The register of systems.
pub trait ReadSystems {
    /// The system with this id, deleted or not.
    fn system(&self, id: &SystemId) -> Result<Option<System>>;
    /// All systems, deleted ones too, in the order in which they were registered.
    fn systems(&self) -> Result<Vec<System>>;
    /// The system that this OAuth client fetches tokens for, deleted or not.
    fn system_of_oauth_client(&self, client: Uuid) -> Result<Option<System>>;
}

pub trait WriteSystems {
    /// Registers a system; an error if its id or one of its OAuth clients is taken.
    fn add_system(&self, system: &System) -> Result<()>;
    /// Replaces the packages that requests may ask for. Accesses and requests keep theirs.
    fn set_system_packages(&self, system: &SystemId, packages: &[PackageCode]) -> Result<()>;
    /// Marks a system as deleted. Its accesses and requests stay.
    fn delete_system(&self, system: &SystemId) -> Result<()>;
}

/// Vendors' requests for system accesses.
pub trait ReadRequests {
    /// The request with this id.
    fn request(&self, id: RequestId) -> Result<Option<AccessRequest>>;
    /// The request with this key.
    fn request_by_key(&self, key: &AccessKey) -> Result<Option<AccessRequest>>;
    /// A system's requests of this kind after this one, by id, up to a limit.
    fn requests_of_system(
        &self,
        system: &SystemId,
        kind: AccessKind,
        after: Option<RequestId>,
        limit: usize,
    ) -> Result<Vec<AccessRequest>>;
    /// The owner's requests that were sent on and have no answer, newest first. Expired ones too.
    fn escalated_requests(&self, owner: OrganisationNumber) -> Result<Vec<AccessRequest>>;
    /// All requests, oldest first.
    fn all_requests(&self) -> Result<Vec<AccessRequest>>;
}

pub trait WriteRequests {
    /// Adds a request; an error if its id or key is taken.
    fn add_request(&self, request: &AccessRequest) -> Result<()>;
    /// Sends a request on.
    fn escalate_request(&self, id: RequestId, escalation: Escalation) -> Result<()>;
    /// Answers a request.
    fn answer_request(&self, id: RequestId, answer: RequestAnswer) -> Result<()>;
    /// Deletes a request, which frees its key.
    fn delete_request(&self, id: RequestId) -> Result<()>;
    /// Counts the requests and accesses that were made with this key, from 1.
    /// Outlives them, and the world that was loaded: no id is handed out twice.
    fn next_nth(&self, key: &AccessKey) -> Result<u32>;
}

/// System accesses.
pub trait ReadAccesses {
    /// The owner's system accesses, newest first, then by title.
    fn accesses(&self, owner: OrganisationNumber) -> Result<Vec<SystemAccess>>;
    /// The system access with this id, of any owner.
    fn access(&self, id: AccessId) -> Result<Option<SystemAccess>>;
    /// The access with this key.
    fn access_by_key(&self, key: &AccessKey) -> Result<Option<SystemAccess>>;
    /// A system's accesses after this one, by id, up to a limit.
    fn accesses_of_system(&self, system: &SystemId, after: Option<AccessId>, limit: usize)
    -> Result<Vec<SystemAccess>>;
    /// All system accesses, in the order in which they were made.
    fn all_accesses(&self) -> Result<Vec<SystemAccess>>;
    /// What is known of a deleted access. Loading a scenario forgets it.
    fn deleted_access(&self, id: AccessId) -> Result<Option<DeletedAccess>>;
}

pub trait WriteAccesses {
    /// Adds an access; an error if its id or key is taken.
    fn add_access(&self, access: &SystemAccess) -> Result<()>;
    /// Says when the owner itself was added to an access for clients, or that it is not on it.
    fn set_own_organisation(&self, access: AccessId, added: Option<Timestamp>) -> Result<()>;
    /// Deletes an access with its delegations and its request. Its audit trail stays, and who deleted it when.
    fn delete_access(&self, access: AccessId, by: PersonId, at: Timestamp) -> Result<()>;
}
