//! Use case: put the own organisation on an access for clients, beside the clients.
//! The owner gives the packages itself, so every one must be one that can be given. It is no client: no list, no count
//! and no change of clients has it.

use jiff::Timestamp;

use super::{AccessManager, ActingAs, Result, ServiceError};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::audit::{Act, Action};
use crate::domain::giving::CannotGive;
use crate::domain::package::AccessPackage;

/// Whether the owner itself is on an access for clients.
#[derive(Debug, PartialEq, Eq)]
pub enum OwnOrganisation {
    Added,
    /// This person can add it.
    Addable,
    /// These packages stand in the way.
    Blocked(Vec<(&'static AccessPackage, CannotGive)>),
}

/// What adding or removing the owner itself did.
#[derive(Debug, PartialEq, Eq)]
pub struct OwnOrganisationChange {
    pub action: Action,
    /// False if it already was so.
    pub changed: bool,
}

impl ActingAs {
    /// Where the owner itself stands; `None` if that is not for this person or this kind of access.
    pub(super) fn own_organisation(&self, access: &SystemAccess) -> Option<OwnOrganisation> {
        if access.kind == AccessKind::Own || !self.permissions.access_management {
            return None;
        }
        if access.own_organisation.is_some() {
            return Some(OwnOrganisation::Added);
        }
        // The own powers, so the rule is that of an own access.
        let obstacles = self.obstacles(AccessKind::Own, &access.packages);
        Some(if obstacles.is_empty() { OwnOrganisation::Addable } else { OwnOrganisation::Blocked(obstacles) })
    }
}

impl AccessManager<'_> {
    /// Adds the owner itself to an access for clients, or removes it. Repeating it succeeds and changes nothing.
    pub fn change_own_organisation(
        self,
        id: AccessId,
        action: Action,
        now: Timestamp,
    ) -> Result<OwnOrganisationChange> {
        let acting = self.0;
        let _guard = acting.service.snapshots.lock_for_write();
        let write = acting.service.store.write()?;
        let access = write.access(id)?.filter(|access| access.owner == acting.owner.number);
        let access = access.ok_or(ServiceError::NotFound)?;
        if access.kind == AccessKind::Own {
            return Err(ServiceError::NotForClients);
        }
        let wanted = action == Action::Add;
        if access.own_organisation.is_some() == wanted {
            return Ok(OwnOrganisationChange { action, changed: false });
        }
        if wanted {
            acting.check_giving(AccessKind::Own, &access.packages)?;
        }
        acting.service.check_not_declined()?;
        write.set_own_organisation(id, wanted.then_some(now))?;
        acting.audit_access(&*write, if wanted { Act::Give } else { Act::TakeBack }, id, now)?;
        write.commit()?;
        Ok(OwnOrganisationChange { action, changed: true })
    }
}
