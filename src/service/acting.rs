//! Permission as a type: what a person may do for an organisation is which methods there are to call.

use super::store::Read;
use super::{Result, Service, ServiceError};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::organisation::Organisation;
use crate::domain::package::AccessPackage;
use crate::domain::permission::Permissions;
use crate::domain::person::Person;

/// A person acting for an organisation, the owner of the system accesses.
#[derive(Clone)]
pub struct ActingAs {
    pub(super) service: Service,
    /// Who acts.
    pub person: Person,
    /// For whom.
    pub owner: Organisation,
    /// With which powers.
    pub permissions: Permissions,
    /// Whether the person may represent others too.
    pub can_change: bool,
}

/// Somebody who may see, add and remove the owner's clients.
#[derive(Clone, Copy)]
pub struct ClientAdministrator<'a>(pub(super) &'a ActingAs);

impl ActingAs {
    /// The powers over clients, if the person has them.
    pub fn client_administrator(&self) -> Result<ClientAdministrator<'_>> {
        if self.permissions.client_administration { Ok(ClientAdministrator(self)) } else { Err(ServiceError::NoPowers) }
    }

    /// The owner's access with this id, if the person may see accesses of its kind.
    pub(super) fn visible_access(&self, read: &dyn Read, id: AccessId) -> Result<SystemAccess> {
        if !self.permissions.overview() {
            return Err(ServiceError::NoPowers);
        }
        let access = read.access(self.owner.number, id)?.ok_or(ServiceError::NotFound)?;
        match access.kind {
            AccessKind::Own if !self.permissions.access_management => Err(ServiceError::NoPowers),
            _ => Ok(access),
        }
    }

    /// The packages of an access, as the catalogue knows them.
    pub(super) fn packages(&self, access: &SystemAccess) -> Vec<&'static AccessPackage> {
        access.packages.iter().filter_map(|code| self.service.catalogue.get(code)).collect()
    }
}
