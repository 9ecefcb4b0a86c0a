//! Permission as a type: a person has only the methods that their roles allow.

use std::sync::Arc;

use jiff::Timestamp;

use super::snapshot::{AccessSnapshot, ProviderSnapshot};
use super::{Result, Service, ServiceError};
use crate::domain::access::AccessId;
use crate::domain::audit::Channel;
use crate::domain::giving::GivingPower;
use crate::domain::organisation::Organisation;
use crate::domain::permission::{AuthenticationLevel, Permissions};
use crate::domain::person::Person;

/// A person acting for an organisation, the owner of the system accesses.
#[derive(Clone)]
pub struct ActingAs {
    pub(super) service: Service,
    pub person: Person,
    pub owner: Organisation,
    pub permissions: Permissions,
    /// What the person can give in the organisation's name.
    pub giving: GivingPower,
    /// Whether the person may represent other organisations too.
    pub can_represent_others: bool,
    /// How the person's changes reach the portal, for the audit trail.
    pub(super) channel: Channel,
}

/// A person who may see, add and remove the owner's clients.
#[derive(Clone, Copy)]
pub struct ClientAdministrator<'a>(pub(super) &'a ActingAs);

/// A person who may make, approve, reject and delete the owner's accesses.
#[derive(Clone, Copy)]
pub struct AccessManager<'a>(pub(super) &'a ActingAs);

impl ActingAs {
    /// The same person at this sign-in level: some powers need a high one.
    #[must_use]
    pub fn signed_in_at(mut self, level: AuthenticationLevel) -> Self {
        self.permissions = self.permissions.at_level(level);
        self
    }

    /// The same person using a program, which the audit trail then names.
    #[must_use]
    pub fn by_program(mut self, client: String) -> Self {
        self.channel = Channel::Api { client };
        self
    }

    /// The world's time at this real time.
    pub fn world_time(&self, real: Timestamp) -> Result<Timestamp> {
        Ok(self.service.clock()?.at(real))
    }

    /// Client administration, if the person has that power.
    pub fn client_administrator(&self) -> Result<ClientAdministrator<'_>> {
        if self.permissions.client_administration { Ok(ClientAdministrator(self)) } else { Err(ServiceError::NoPowers) }
    }

    /// The time in the world.
    pub fn now(&self, real: Timestamp) -> Result<Timestamp> {
        Ok(self.service.clock()?.at(real))
    }

    /// Access management, if the person has that power.
    pub fn access_manager(&self) -> Result<AccessManager<'_>> {
        if self.permissions.access_management { Ok(AccessManager(self)) } else { Err(ServiceError::NoPowers) }
    }

    /// The accesses and clients of the represented organisation.
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
            kind if self.permissions.sees(kind) => Ok(snapshot),
            _ => Err(ServiceError::NoPowers),
        }
    }
}
