//! Permission as a type: what a person may do for an organisation is which methods there are to call.

use std::sync::Arc;

use jiff::Timestamp;

use super::snapshot::{AccessSnapshot, ProviderSnapshot};
use super::{Result, Service, ServiceError};
use crate::domain::access::{AccessId, AccessKind};
use crate::domain::audit::Channel;
use crate::domain::organisation::Organisation;
use crate::domain::permission::{AuthenticationLevel, Permissions};
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
    pub can_represent_others: bool,
    /// By what way what the person asks for comes.
    pub(super) channel: Channel,
}

/// Somebody who may see, add and remove the owner's clients.
#[derive(Clone, Copy)]
pub struct ClientAdministrator<'a>(pub(super) &'a ActingAs);

impl ActingAs {
    /// The same person as surely known as this: some powers need a sign-in of a higher level.
    #[must_use]
    pub fn signed_in_at(mut self, level: AuthenticationLevel) -> Self {
        self.permissions = self.permissions.at_level(level);
        self
    }

    /// The same person asking by a program: what is changed is recorded as changed by it.
    #[must_use]
    pub fn by_program(mut self, client: String) -> Self {
        self.channel = Channel::Api { client };
        self
    }

    /// What time it is in the world at this real time.
    pub fn world_time(&self, real: Timestamp) -> Result<Timestamp> {
        Ok(self.service.clock()?.at(real))
    }

    /// The powers over clients, if the person has them.
    pub fn client_administrator(&self) -> Result<ClientAdministrator<'_>> {
        if self.permissions.client_administration { Ok(ClientAdministrator(self)) } else { Err(ServiceError::NoPowers) }
    }

    /// The represented organisation's accesses and clients.
    pub(super) fn provider_snapshot(&self) -> Result<Arc<ProviderSnapshot>> {
        self.service.provider_snapshot(self.owner.number)
    }

    /// The access with this id, if the person may see accesses of its kind.
    pub(super) fn visible<'p>(&self, provider: &'p ProviderSnapshot, id: AccessId) -> Result<&'p AccessSnapshot> {
        if !self.permissions.overview() {
            return Err(ServiceError::NoPowers);
        }
        let snapshot = provider.access(id).ok_or(ServiceError::NotFound)?;
        match snapshot.access.kind {
            AccessKind::Own if !self.permissions.access_management => Err(ServiceError::NoPowers),
            _ => Ok(snapshot),
        }
    }
}
