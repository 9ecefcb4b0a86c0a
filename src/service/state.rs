//! What the service remembers of the store between requests: who may represent whom, and each owner's clients ready for
//! questions. Valid for one revision of the store, so that nobody sees an old answer, whoever made the change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::{Result, ServiceError};
use super::representation::Representation;
use super::store::{Read, ReadDelegations, ReadPeople, Store};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::audit::{Action, ChangeId};
use crate::domain::catalogue::Catalogue;
use crate::domain::number::OrganisationNumber;
use crate::domain::package::AccessPackage;
use crate::domain::person::{Person, PersonId};
use crate::domain::roster::{Clients, Eligible, Roster};
use crate::domain::world::WorldClock;

/// One owner's accesses and clients.
#[derive(Debug, Clone)]
pub struct Owner {
    pub roster: Arc<Roster>,
    /// Newest first.
    pub books: Vec<Arc<Book>>,
}

/// One system access with who is on it and who may be.
#[derive(Debug, Clone)]
pub struct Book {
    pub access: SystemAccess,
    pub packages: Vec<&'static AccessPackage>,
    /// Empty sets for an own access.
    pub eligible: Eligible,
    pub assigned: Clients,
    pub counts: ClientCounts,
    pub last_change: ChangeId,
}

/// How many clients are on an access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClientCounts {
    pub assigned: usize,
    /// Of those, how many no longer have every package.
    pub lost: usize,
}

/// A person and whom the person may represent.
pub struct KnownPerson {
    pub person: Person,
    pub choices: Vec<Representation>,
}

/// Everything that was asked for at one revision.
#[derive(Default)]
struct Remembered {
    revision: u64,
    clock: Option<WorldClock>,
    people: HashMap<PersonId, Option<Arc<KnownPerson>>>,
    owners: HashMap<OrganisationNumber, Arc<Owner>>,
}

/// The memory of one store.
#[derive(Default)]
pub struct State {
    remembered: Mutex<Remembered>,
    /// Held by whoever reads an owner, so that its clients are not in memory once for each who asks.
    reading: Mutex<()>,
    /// Held by whoever changes the store until the memory has followed.
    changing: Mutex<()>,
}

/// The questions name a revision: the answer is of that one or a later one.
impl State {
    /// Whether all that the person's pages for the owner begin with is in memory, so that nobody has to wait for it.
    pub fn has(&self, revision: u64, person: PersonId, owner: OrganisationNumber) -> bool {
        let remembered = self.lock();
        remembered.revision >= revision
            && remembered.clock.is_some()
            && remembered.people.contains_key(&person)
            && remembered.owners.contains_key(&owner)
    }

    /// What time it is in the world.
    pub fn clock(&self, store: &dyn Store, revision: u64) -> Result<WorldClock> {
        if let Some(clock) = self.at(revision).clock {
            return Ok(clock);
        }
        let read = store.read()?;
        let clock = read.clock()?;
        self.keep(read.revision()?, |remembered| remembered.clock = Some(clock));
        Ok(clock)
    }

    /// A person and whom the person may represent; `None` for nobody of this world.
    pub fn person(&self, store: &dyn Store, revision: u64, id: PersonId) -> Result<Option<Arc<KnownPerson>>> {
        if let Some(known) = self.at(revision).people.get(&id) {
            return Ok(known.clone());
        }
        let read = store.read()?;
        let person = read.person(id)?;
        let known = person.map(|person| known(&*read, person)).transpose()?.map(Arc::new);
        self.keep(read.revision()?, |remembered| drop(remembered.people.insert(id, known.clone())));
        Ok(known)
    }

    /// An owner's accesses and clients.
    pub fn owner(
        &self,
        store: &dyn Store,
        revision: u64,
        catalogue: &'static Catalogue,
        number: OrganisationNumber,
    ) -> Result<Arc<Owner>> {
        let remembered = || self.at(revision).owners.get(&number).cloned();
        if let Some(owner) = remembered() {
            return Ok(owner);
        }
        let _turn = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(owner) = remembered() {
            return Ok(owner);
        }
        let read = store.read()?;
        let owner = Arc::new(Owner::read(&*read, catalogue, number)?);
        self.keep(read.revision()?, |remembered| drop(remembered.owners.insert(number, owner.clone())));
        Ok(owner)
    }

    /// The turn to change the store: one at a time, until the guard is dropped.
    pub fn change(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The owner at the revision that the one who changes the store sees.
    pub fn owner_at(
        &self,
        read: &dyn Read,
        catalogue: &'static Catalogue,
        number: OrganisationNumber,
    ) -> Result<Arc<Owner>> {
        let revision = read.revision()?;
        let remembered = self.lock();
        match remembered.owners.get(&number) {
            Some(owner) if remembered.revision == revision => Ok(owner.clone()),
            _ => {
                drop(remembered);
                Owner::read(read, catalogue, number).map(Arc::new)
            }
        }
    }

    /// Follows a change of one owner from one revision to the next.
    pub fn follow(&self, from: u64, to: u64, number: OrganisationNumber, owner: Owner) {
        let mut remembered = self.lock();
        if remembered.revision == from {
            remembered.revision = to;
            remembered.owners.insert(number, Arc::new(owner));
        }
    }

    /// What is remembered, emptied if it is older than this revision.
    fn at(&self, revision: u64) -> MutexGuard<'_, Remembered> {
        let remembered = self.lock();
        if remembered.revision >= revision {
            return remembered;
        }
        drop(remembered);
        // Somebody here may have committed and be about to say so: cheaper to wait than to read everything again.
        drop(self.change());
        let mut remembered = self.lock();
        if remembered.revision < revision {
            *remembered = Remembered { revision, ..Remembered::default() };
        }
        remembered
    }

    /// Remembers what was read at this revision, unless that is past.
    fn keep(&self, revision: u64, add: impl FnOnce(&mut Remembered)) {
        let mut remembered = self.lock();
        if remembered.revision == revision {
            add(&mut remembered);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn known(read: &dyn ReadPeople, person: Person) -> Result<KnownPerson> {
    let represented = read.representations(person.id)?;
    let choices = represented.into_iter().map(|(organisation, roles)| Representation { organisation, roles });
    Ok(KnownPerson { choices: choices.collect(), person })
}

impl Owner {
    fn read(read: &dyn Read, catalogue: &'static Catalogue, number: OrganisationNumber) -> Result<Self> {
        let roster = Roster::new(read.clients(number)?);
        let books = read.accesses(number)?.into_iter().map(|access| Book::read(read, catalogue, &roster, access));
        let books = books.map(|book| book.map(Arc::new)).collect::<Result<_>>()?;
        Ok(Self { roster: Arc::new(roster), books })
    }

    /// The access with this id.
    pub fn book(&self, id: AccessId) -> Option<&Arc<Book>> {
        self.books.iter().find(|book| book.access.id == id)
    }

    /// The access for clients with this id.
    pub fn book_for_clients(&self, id: AccessId) -> Result<&Arc<Book>> {
        let book = self.book(id).ok_or(ServiceError::NotFound)?;
        if book.access.kind == AccessKind::Clients { Ok(book) } else { Err(ServiceError::NotForClients) }
    }

    /// The owner with one access changed.
    pub fn with(&self, changed: Book) -> Self {
        let changed = Arc::new(changed);
        let replace = |book: &Arc<Book>| {
            if book.access.id == changed.access.id { changed.clone() } else { book.clone() }
        };
        Self { roster: self.roster.clone(), books: self.books.iter().map(replace).collect() }
    }
}

impl Book {
    fn read(
        read: &dyn ReadDelegations,
        catalogue: &'static Catalogue,
        roster: &Roster,
        access: SystemAccess,
    ) -> Result<Self> {
        let packages: Vec<_> = access.packages.iter().filter_map(|code| catalogue.get(code)).collect();
        let mut assigned = roster.none();
        if access.kind == AccessKind::Own {
            let eligible = Eligible { every: roster.none(), some: roster.none() };
            let (counts, last_change) = Default::default();
            return Ok(Self { access, packages, eligible, assigned, counts, last_change });
        }
        for client in read.delegated(access.id)? {
            if let Some(place) = roster.place(client) {
                assigned.insert(place);
            }
        }
        let last_change = read.last_change(access.id)?;
        let eligible = roster.eligible(&packages);
        let counts = ClientCounts::of(&assigned, &eligible);
        Ok(Self { access, packages, eligible, assigned, counts, last_change })
    }

    /// The access after this change of it.
    pub fn after(&self, action: Action, changed: &Clients, last_change: ChangeId) -> Self {
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
    fn of(assigned: &Clients, eligible: &Eligible) -> Self {
        let count = assigned.count_ones(..);
        Self { assigned: count, lost: count - assigned.intersection_count(&eligible.every) }
    }
}
