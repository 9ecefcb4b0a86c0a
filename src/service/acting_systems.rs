//! Use case: see which system accesses act for the organisation as a client. Altinn has no such page.

use jiff::Timestamp;

use super::{AccessManager, Result};
use crate::domain::access::SystemAccess;
use crate::domain::collation::SortKey;
use crate::domain::delegation::Via;
use crate::domain::organisation::Organisation;
use crate::domain::package::AccessPackage;

/// A provider's system access that acts for the client.
#[derive(Debug)]
pub struct ActingSystem {
    pub access: SystemAccess,
    /// Its owner.
    pub provider: Organisation,
    /// When the client was added.
    pub since: Timestamp,
    /// All that the access needs, in its order.
    pub packages: Vec<ActingPackage>,
}

/// A package of an access that acts for the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActingPackage {
    pub package: &'static AccessPackage,
    /// How the provider got it, and so what must be taken back; `None` where it acts without it.
    pub via: Option<Via>,
}

impl AccessManager<'_> {
    /// The accesses that act for the organisation, by provider's name, then by title.
    pub fn acting_systems(self) -> Result<Vec<ActingSystem>> {
        let service = &self.0.service;
        let read = service.store.read()?;
        let mut systems = Vec::new();
        for delegation in read.delegations_of_client(self.0.owner.number)? {
            let Some(access) = read.access(delegation.access)? else { continue };
            let Some(provider) = read.organisation(access.owner)? else { continue };
            let via = |package: &AccessPackage| {
                delegation.packages.iter().find(|(code, _)| *code == package.code).map(|(_, via)| *via)
            };
            let packages = access.packages.iter().filter_map(|code| service.catalogue.get(code));
            let packages = packages.map(|package| ActingPackage { package, via: via(package) }).collect();
            systems.push(ActingSystem { access, provider, since: delegation.added, packages });
        }
        systems.sort_by_cached_key(|system| (SortKey::of(&system.provider.name), SortKey::of(&system.access.title)));
        Ok(systems)
    }
}
