//! Use case: see one system access.

use super::{ActingAs, ClientPage, ClientQuery, Result, Service, ServiceError};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::organisation::Organisation;
use crate::domain::package::AccessPackage;
use crate::domain::permission::AuthenticationLevel;
use crate::domain::person::PersonId;

/// A system access, as far as the person may see it.
#[derive(Debug)]
pub struct AccessDetail {
    pub access: SystemAccess,
    pub packages: Vec<&'static AccessPackage>,
    /// The assigned clients;
    /// `None` when the access takes none or the person may not see them.
    pub clients: Option<ClientPage>,
}

impl ActingAs {
    /// The access with this id; for a client administrator, with its clients.
    pub fn access(&self, id: AccessId, query: &ClientQuery) -> Result<AccessDetail> {
        let provider = self.provider_snapshot()?;
        let snapshot = self.visible(&provider, id)?;
        let sees_clients = snapshot.access.kind == AccessKind::Clients && self.permissions.client_administration;
        let clients = sees_clients.then(|| ClientPage::of(&provider, snapshot, query));
        Ok(AccessDetail { access: snapshot.access.clone(), packages: snapshot.packages.clone(), clients })
    }
}

impl Service {
    /// The access's owner, if the person may represent it and see the access there.
    pub fn owner_seen_by(
        &self,
        person: PersonId,
        level: AuthenticationLevel,
        id: AccessId,
    ) -> Result<Option<Organisation>> {
        let Some(access) = self.store.read()?.access(id)? else { return Ok(None) };
        let acting = match self.acting_as(person, access.owner) {
            Err(ServiceError::NotRepresented) => return Ok(None),
            acting => acting?.signed_in_at(level),
        };
        match acting.visible(&*acting.provider_snapshot()?, id) {
            Ok(_) => Ok(Some(acting.owner.clone())),
            Err(ServiceError::NotFound | ServiceError::NoPowers) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
