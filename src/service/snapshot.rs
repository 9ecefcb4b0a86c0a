//! Caches people, providers and the clock between requests.
//! The cache holds for one revision of the store, so that nobody sees an old answer after a change by anyone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::{Result, ServiceError};
use super::representation::Representation;
use super::store::{Read, ReadDelegations, ReadPeople, Store};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::access_request::AccessRequest;
use crate::domain::audit::{Action, ChangeId};
use crate::domain::catalogue::Catalogue;
use crate::domain::client_index::{ClientIndex, ClientSet, EligibleClients};
use crate::domain::collation::SortKey;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::AccessPackage;
use crate::domain::person::{Person, PersonId};
use crate::domain::relationship::Powers;
use crate::domain::world::WorldClock;

/// One organisation's accesses and clients, and the providers that it is a client of.
#[derive(Debug, Clone)]
pub struct ProviderSnapshot {
    /// Clients, organisations that have only added the provider, and former clients that are still on its accesses.
    pub client_index: Arc<ClientIndex>,
    /// Those with a role or a package that can be delegated: only they are clients.
    pub clients: ClientSet,
    /// Those that have a role, have given any package, or have added the provider.
    pub related: ClientSet,
    /// In Norwegian order.
    pub providers: Arc<[(Organisation, Powers)]>,
    /// Newest first.
    pub accesses: Vec<Arc<AccessSnapshot>>,
    /// Requests that were sent on and have no answer, newest first. Expired ones too.
    pub escalated: Arc<[AccessRequest]>,
}

/// One system access with its assigned and eligible clients.
#[derive(Debug, Clone)]
pub struct AccessSnapshot {
    pub access: SystemAccess,
    pub packages: Vec<&'static AccessPackage>,
    /// Empty for an own access.
    pub eligible: EligibleClients,
    pub assigned: ClientSet,
    pub counts: ClientCounts,
    pub last_change: ChangeId,
}

/// How many clients are on an access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClientCounts {
    pub assigned: usize,
    /// How many of them no longer have every package.
    pub lost: usize,
}

/// A person and the organisations that the person may represent.
pub struct PersonSnapshot {
    pub person: Person,
    pub representations: Vec<Representation>,
}

/// Everything cached for one revision.
#[derive(Default)]
struct CachedRevision {
    revision: u64,
    clock: Option<WorldClock>,
    people: HashMap<PersonId, Option<Arc<PersonSnapshot>>>,
    providers: HashMap<OrganisationNumber, Arc<ProviderSnapshot>>,
}

/// The cache over one store.
#[derive(Default)]
pub struct SnapshotCache {
    cached: Mutex<CachedRevision>,
    /// Held while a provider is read: concurrent requests need one reading.
    loading: Mutex<()>,
    /// Held from before a change until the cache has followed it.
    writing: Mutex<()>,
}

/// Callers name a revision; answers are of that one or a later one.
impl SnapshotCache {
    /// Whether clock, person and provider are cached: then reading will not block.
    pub fn contains(&self, revision: u64, person: PersonId, number: OrganisationNumber) -> bool {
        let cached = self.lock();
        cached.revision >= revision
            && cached.clock.is_some()
            && cached.people.contains_key(&person)
            && cached.providers.contains_key(&number)
    }

    /// The world's clock.
    pub fn clock(&self, store: &dyn Store, revision: u64) -> Result<WorldClock> {
        if let Some(clock) = self.at_revision(revision).clock {
            return Ok(clock);
        }
        let read = store.read()?;
        let clock = read.clock()?;
        self.insert(read.revision()?, |cached| cached.clock = Some(clock));
        Ok(clock)
    }

    /// A person and their representations; `None` if the world has no such person.
    pub fn person(&self, store: &dyn Store, revision: u64, id: PersonId) -> Result<Option<Arc<PersonSnapshot>>> {
        if let Some(known) = self.at_revision(revision).people.get(&id) {
            return Ok(known.clone());
        }
        let read = store.read()?;
        let person = read.person(id)?;
        let known = person.map(|person| known(&*read, person)).transpose()?.map(Arc::new);
        self.insert(read.revision()?, |cached| drop(cached.people.insert(id, known.clone())));
        Ok(known)
    }

    /// A provider's accesses and clients.
    pub fn provider(
        &self,
        store: &dyn Store,
        revision: u64,
        catalogue: &'static Catalogue,
        number: OrganisationNumber,
    ) -> Result<Arc<ProviderSnapshot>> {
        let cached = || self.at_revision(revision).providers.get(&number).cloned();
        if let Some(provider) = cached() {
            return Ok(provider);
        }
        let _guard = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(provider) = cached() {
            return Ok(provider);
        }
        let read = store.read()?;
        let provider = Arc::new(ProviderSnapshot::read(&*read, catalogue, number)?);
        self.insert(read.revision()?, |cached| drop(cached.providers.insert(number, provider.clone())));
        Ok(provider)
    }

    /// Locks the store for one change, until the guard is dropped.
    pub fn lock_for_write(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The provider as a write transaction sees it.
    pub fn provider_for_write(
        &self,
        read: &dyn Read,
        catalogue: &'static Catalogue,
        number: OrganisationNumber,
    ) -> Result<Arc<ProviderSnapshot>> {
        let revision = read.revision()?;
        let cached = self.lock();
        match cached.providers.get(&number) {
            Some(provider) if cached.revision == revision => Ok(provider.clone()),
            _ => {
                drop(cached);
                ProviderSnapshot::read(read, catalogue, number).map(Arc::new)
            }
        }
    }

    /// Advances the cache over a change of one provider, instead of emptying it.
    pub fn advance(&self, from: u64, to: u64, number: OrganisationNumber, provider: ProviderSnapshot) {
        let mut cached = self.lock();
        if cached.revision == from {
            cached.revision = to;
            cached.providers.insert(number, Arc::new(provider));
        }
    }

    /// The cache, emptied if it is older than this revision.
    fn at_revision(&self, revision: u64) -> MutexGuard<'_, CachedRevision> {
        let cached = self.lock();
        if cached.revision >= revision {
            return cached;
        }
        drop(cached);
        // A writer of this process may have committed and be about to advance the cache: waiting is cheaper than
        // reading everything again.
        drop(self.lock_for_write());
        let mut cached = self.lock();
        if cached.revision < revision {
            *cached = CachedRevision { revision, ..CachedRevision::default() };
        }
        cached
    }

    /// Adds what was read at this revision, unless the cache has moved on.
    fn insert(&self, revision: u64, add: impl FnOnce(&mut CachedRevision)) {
        let mut cached = self.lock();
        if cached.revision == revision {
            add(&mut cached);
        }
    }

    fn lock(&self) -> MutexGuard<'_, CachedRevision> {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn known(read: &dyn ReadPeople, person: Person) -> Result<PersonSnapshot> {
    Ok(PersonSnapshot { representations: read.representations(person.id)?, person })
}

impl ProviderSnapshot {
    fn read(read: &dyn Read, catalogue: &'static Catalogue, number: OrganisationNumber) -> Result<Self> {
        let client_index = ClientIndex::new(read.clients(number)?);
        let clients = client_index.with_powers(|code| catalogue.get(code).is_some_and(|package| package.delegable));
        let mut related = client_index.with_powers(|_| true);
        let by_hand = read.clients_by_hand(number)?.into_iter();
        related.extend(by_hand.filter_map(|(client, _)| client_index.position(client)));
        let mut providers = read.providers(number)?;
        providers.sort_by_cached_key(|(provider, _)| (SortKey::of(&provider.name), provider.number));
        let accesses = read
            .accesses(number)?
            .into_iter()
            .map(|access| AccessSnapshot::read(read, catalogue, &client_index, access));
        let accesses = accesses.map(|snapshot| snapshot.map(Arc::new)).collect::<Result<_>>()?;
        let escalated = read.escalated_requests(number)?.into();
        let client_index = Arc::new(client_index);
        Ok(Self { client_index, clients, related, providers: providers.into(), accesses, escalated })
    }

    /// The access with this id.
    pub fn access(&self, id: AccessId) -> Option<&Arc<AccessSnapshot>> {
        self.accesses.iter().find(|snapshot| snapshot.access.id == id)
    }

    /// The access for clients with this id.
    pub fn access_for_clients(&self, id: AccessId) -> Result<&Arc<AccessSnapshot>> {
        let snapshot = self.access(id).ok_or(ServiceError::NotFound)?;
        if snapshot.access.kind == AccessKind::Clients { Ok(snapshot) } else { Err(ServiceError::NotForClients) }
    }

    /// The same provider with one access replaced.
    pub fn with_access(&self, changed: AccessSnapshot) -> Self {
        let changed = Arc::new(changed);
        let replace = |snapshot: &Arc<AccessSnapshot>| {
            if snapshot.access.id == changed.access.id { changed.clone() } else { snapshot.clone() }
        };
        Self { accesses: self.accesses.iter().map(replace).collect(), ..self.clone() }
    }
}

impl AccessSnapshot {
    fn read(
        read: &dyn ReadDelegations,
        catalogue: &'static Catalogue,
        client_index: &ClientIndex,
        access: SystemAccess,
    ) -> Result<Self> {
        let packages: Vec<_> = access.packages.iter().filter_map(|code| catalogue.get(code)).collect();
        let mut assigned = client_index.none();
        if access.kind == AccessKind::Own {
            let eligible = EligibleClients { every: client_index.none(), some: client_index.none() };
            let (counts, last_change) = Default::default();
            return Ok(Self { access, packages, eligible, assigned, counts, last_change });
        }
        for client in read.delegated(access.id)? {
            if let Some(position) = client_index.position(client) {
                assigned.insert(position);
            }
        }
        let last_change = read.last_change(access.id)?;
        let eligible = client_index.eligible(&packages);
        let counts = ClientCounts::of(&assigned, &eligible);
        Ok(Self { access, packages, eligible, assigned, counts, last_change })
    }

    /// The same access after a change.
    pub fn after_change(&self, action: Action, changed: &ClientSet, last_change: ChangeId) -> Self {
        let mut after = Self { last_change, ..self.clone() };
        match action {
            Action::Add => after.assigned.union_with(changed),
            Action::Remove => after.assigned.difference_with(changed),
        }
        after.counts = ClientCounts::of(&after.assigned, &after.eligible);
        after
    }
}

impl ClientCounts {
    fn of(assigned: &ClientSet, eligible: &EligibleClients) -> Self {
        let count = assigned.count_ones(..);
        Self { assigned: count, lost: count - assigned.intersection_count(&eligible.every) }
    }
}
