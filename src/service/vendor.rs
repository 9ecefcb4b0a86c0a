//! A vendor's program: what it may see and do with the vendor's own systems, requests and accesses.

use jiff::Timestamp;
use uuid::Uuid;

use super::problem::AccessProblem;
use super::request_page::final_state;
use super::store::{ReadSystems, Write};
use super::{Result, Service};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::access_request::{AccessKey, AccessRequest, RequestId, RequestStatus};
use crate::domain::audit::{Act, AuditEntry, Channel, Deed, OUTSIDE, Subject};
use crate::domain::number::OrganisationNumber;
use crate::domain::system::System;

/// A vendor, as the token of its program says.
#[derive(Clone)]
pub struct ActingVendor {
    pub(super) service: Service,
    pub number: OrganisationNumber,
    pub(super) channel: Channel,
    /// Whether to behave as Altinn does where that is odd.
    pub(super) as_original: bool,
}

/// A page of a vendor's list, by id. `next` begins the following page.
#[derive(Debug)]
pub struct VendorPage<T, Id> {
    pub rows: Vec<T>,
    /// The last id on this page, if more follow.
    pub next: Option<Id>,
}

/// Rows of a page of a vendor's list.
const PAGE_SIZE: usize = 50;

impl Service {
    /// The vendor with this number, through a program.
    pub fn acting_vendor(&self, number: OrganisationNumber, client: String) -> ActingVendor {
        ActingVendor { service: self.clone(), number, channel: Channel::Api { client }, as_original: false }
    }

    /// The vendor with this number, outside the portal.
    pub(super) fn outside_vendor(&self, number: OrganisationNumber) -> ActingVendor {
        ActingVendor { service: self.clone(), number, channel: Channel::Outside, as_original: false }
    }

    /// The system, also a deleted one, that an OAuth client belongs to.
    pub fn system_of_oauth_client(&self, client: Uuid) -> Result<Option<System>> {
        Ok(self.store.read()?.system_of_oauth_client(client)?)
    }

    /// The access that an OAuth client may fetch a token for, with its system.
    /// `None` if nothing matches, also if the system is deleted.
    pub fn access_of_oauth_client(
        &self,
        client: Uuid,
        owner: OrganisationNumber,
        external_ref: Option<&str>,
    ) -> Result<Option<(SystemAccess, System)>> {
        let read = self.store.read()?;
        let Some(system) = read.system_of_oauth_client(client)?.filter(|system| !system.deleted) else {
            return Ok(None);
        };
        let access = read.access_by_key(&AccessKey::of(&system.id, owner, external_ref))?;
        Ok(access.map(|access| (access, system)))
    }
}

impl ActingVendor {
    /// The same vendor where oddities of the original are wanted: a rejected request answers a repeat, and a request
    /// can be deleted in any state and by any vendor.
    #[must_use]
    pub fn as_original(self, as_original: bool) -> Self {
        Self { as_original, ..self }
    }

    /// The vendor's request with this id.
    pub fn request(&self, kind: AccessKind, id: RequestId) -> Result<AccessRequest> {
        let found = self.service.store.read()?.request(id)?.filter(|request| request.kind == kind);
        let request = found.ok_or(AccessProblem::UnknownRequest)?;
        if request.system.vendor.number == self.number { Ok(request) } else { Err(AccessProblem::UnknownSystem.into()) }
    }

    /// The vendor's request with these ids.
    pub fn request_by_key(
        &self,
        kind: AccessKind,
        system: &str,
        owner: &str,
        external_ref: Option<&str>,
    ) -> Result<AccessRequest> {
        let key = key(system, owner, external_ref).ok_or(AccessProblem::UnknownRequest)?;
        let found = self.service.store.read()?.request_by_key(&key)?;
        let is_own = |request: &AccessRequest| request.kind == kind && request.system.vendor.number == self.number;
        Ok(found.filter(is_own).ok_or(AccessProblem::UnknownRequest)?)
    }

    /// A page of the requests of one of the vendor's systems.
    pub fn requests_of_system(
        &self,
        kind: AccessKind,
        system: &str,
        after: Option<RequestId>,
    ) -> Result<VendorPage<AccessRequest, RequestId>> {
        let read = self.service.store.read()?;
        let system = self.own_system(&*read, system)?;
        let rows = read.requests_of_system(&system.id, kind, after, PAGE_SIZE + 1)?;
        Ok(page(rows, |request| request.id))
    }

    /// The access with these ids on one of the vendor's systems.
    pub fn access_by_key(&self, system: &str, owner: &str, external_ref: Option<&str>) -> Result<SystemAccess> {
        let key = key(system, owner, external_ref).ok_or(AccessProblem::UnknownAccess)?;
        let found = self.service.store.read()?.access_by_key(&key)?;
        let own = found.filter(|access| access.system.vendor.number == self.number);
        Ok(own.ok_or(AccessProblem::UnknownAccess)?)
    }

    /// A page of the accesses of one of the vendor's systems.
    pub fn accesses_of_system(
        &self,
        system: &str,
        after: Option<AccessId>,
    ) -> Result<VendorPage<SystemAccess, AccessId>> {
        let read = self.service.store.read()?;
        let system = self.own_system(&*read, system)?;
        let rows = read.accesses_of_system(&system.id, after, PAGE_SIZE + 1)?;
        Ok(page(rows, |access| access.id))
    }

    /// Withdraws a request, which frees its ids. An accepted one ends only with its access.
    pub fn withdraw(&self, id: RequestId, now: Timestamp) -> Result<()> {
        let _guard = self.service.snapshots.lock_for_write();
        let write = self.service.store.write()?;
        self.withdraw_in(&*write, id, now)?;
        write.commit()?;
        Ok(())
    }

    /// The same, within a transaction.
    pub(super) fn withdraw_in(&self, write: &dyn Write, id: RequestId, now: Timestamp) -> Result<()> {
        let request = write.request(id)?.ok_or(AccessProblem::UnknownRequest)?;
        if request.system.vendor.number != self.number && !self.as_original {
            return Err(AccessProblem::UnknownRequest.into());
        }
        if request.status(now) == RequestStatus::Accepted && !self.as_original {
            return Err(AccessProblem::NotNew(Box::new(final_state(write, &request, now)?)).into());
        }
        write.delete_request(id)?;
        self.audit(write, Act::Delete, Subject::Request(id), now)
    }

    /// The vendor's system with this id, deleted ones too.
    pub(super) fn own_system(&self, read: &dyn ReadSystems, id: &str) -> Result<System> {
        let system = id.parse().ok().map(|id| read.system(&id)).transpose()?.flatten();
        let own = system.filter(|system| system.vendor.number == self.number);
        Ok(own.ok_or(AccessProblem::UnknownSystem)?)
    }

    pub(super) fn audit(&self, write: &dyn Write, act: Act, subject: Subject, now: Timestamp) -> Result<()> {
        let entry = AuditEntry {
            at: now,
            person: OUTSIDE,
            on_behalf_of: self.number,
            deed: Deed::Other(act, subject),
            channel: self.channel.clone(),
        };
        write.append_audit(&entry, &[], &[])?;
        Ok(())
    }
}

fn key(system: &str, owner: &str, external_ref: Option<&str>) -> Option<AccessKey> {
    Some(AccessKey::of(&system.parse().ok()?, owner.parse().ok()?, external_ref))
}

fn page<T, Id>(mut rows: Vec<T>, id: impl Fn(&T) -> Id) -> VendorPage<T, Id> {
    let more = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    VendorPage { next: rows.last().filter(|_| more).map(id), rows }
}
