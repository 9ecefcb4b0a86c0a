//! Use case: see one system access.

use super::{ActingAs, ClientPage, ClientQuery, OwnOrganisation, Result, Service, ServiceError};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::organisation::Organisation;
use crate::domain::package::AccessPackage;
use crate::domain::permission::AuthenticationLevel;
use crate::domain::person::{Person, PersonId};

/// A system access, as far as the person may see it.
#[derive(Debug)]
pub struct AccessDetail {
    pub access: SystemAccess,
    pub packages: Vec<&'static AccessPackage>,
    /// The assigned clients;
    /// `None` when the access takes none or the person may not see them.
    pub clients: Option<ClientPage>,
    /// Whether the owner itself is on an access for clients; `None` when that is not for this person.
    pub own_organisation: Option<OwnOrganisation>,
    /// Whether the person may delete it.
    pub deletable: bool,
}

impl ActingAs {
    /// The access with this id; for a client administrator, with its clients.
    pub fn access(&self, id: AccessId, query: &ClientQuery) -> Result<AccessDetail> {
        let provider = self.provider_snapshot()?;
        let snapshot = self.visible(&provider, id)?;
        let sees_clients = snapshot.access.kind == AccessKind::Clients && self.permissions.client_administration;
        let clients = sees_clients.then(|| ClientPage::of(&provider, snapshot, query));
        Ok(AccessDetail {
            clients,
            own_organisation: self.own_organisation(&snapshot.access),
            deletable: self.permissions.access_management,
            access: snapshot.access.clone(),
            packages: snapshot.packages.clone(),
        })
    }

    /// Who approved the request for an access, or made it; `None` if the portal does not know.
    pub fn maker(&self, id: AccessId) -> Result<Option<Person>> {
        let read = self.service.store.read()?;
        let answer = read.request(id.uuid().into())?.and_then(|request| request.answer);
        let person = answer.map_or_else(|| read.creator(id), |answer| Ok(Some(answer.by)))?;
        Ok(person.map(|person| read.person(person)).transpose()?.flatten())
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
