//! Use case: delete an access, and tell those who come too late.

use jiff::Timestamp;

use super::changes::ConfirmedCount;
use super::{AccessManager, Result, Service, ServiceError};
use crate::domain::access::{AccessId, AccessKind, DeletedAccess, SystemAccess};
use crate::domain::audit::{Act, Deed, Subject};
use crate::domain::permission::AuthenticationLevel;
use crate::domain::person::{Person, PersonId};

/// An access that was deleted just now.
#[derive(Debug)]
pub struct Deletion {
    pub access: SystemAccess,
    /// How many clients were on it; `None` if the person may not know.
    pub clients: Option<usize>,
}

impl AccessManager<'_> {
    /// Deletes an access with its delegations and its request, which frees its ids. All or nothing, without undo.
    /// `confirmed` is how many clients the person agreed to remove; one who may not see clients need not agree.
    ///
    /// # Errors
    /// [`ServiceError::NotConfirmed`] when it has another number of clients by now.
    pub fn delete(self, id: AccessId, confirmed: usize, now: Timestamp) -> Result<Deletion> {
        let acting = self.0;
        let _guard = acting.service.snapshots.lock_for_write();
        let write = acting.service.store.write()?;
        let access = write.access(id)?.filter(|access| access.owner == acting.owner.number);
        let access = access.ok_or(ServiceError::NotFound)?;
        let clients = write.delegated(id)?;
        let sees_clients = access.kind == AccessKind::Clients && acting.permissions.client_administration;
        if sees_clients && !ConfirmedCount::Exactly(confirmed).allows(clients.len()) {
            return Err(ServiceError::NotConfirmed { clients: clients.len() });
        }
        acting.service.check_not_declined()?;
        write.delete_access(id, acting.person.id, now)?;
        let entry = acting.author().entry(Deed::Other(Act::Delete, Subject::Access(id)), now);
        write.append_audit(&entry, &clients, &[])?;
        write.commit()?;
        Ok(Deletion { access, clients: sees_clients.then_some(clients.len()) })
    }
}

impl Service {
    /// The deleted access with this id and who deleted it, if the person could have seen the access.
    pub fn deleted_access_seen_by(
        &self,
        person: PersonId,
        level: AuthenticationLevel,
        id: AccessId,
    ) -> Result<Option<(DeletedAccess, Option<Person>)>> {
        let read = self.store.read()?;
        let Some(deleted) = read.deleted_access(id)? else { return Ok(None) };
        let permissions = match self.acting_as(person, deleted.owner) {
            Err(ServiceError::NotRepresented) => return Ok(None),
            acting => acting?.signed_in_at(level).permissions,
        };
        if !permissions.sees(deleted.kind) {
            return Ok(None);
        }
        let by = read.person(deleted.by)?;
        Ok(Some((deleted, by)))
    }
}
