//! What the service remembers of the store between requests: who may represent whom, and each owner's clients ready for
//! questions. Valid for one revision of the store, so that nobody ever sees an old answer, whoever made the change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::store::{Read, Store};
use super::{Representation, Result, ServiceError};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::audit::ChangeId;
use crate::domain::catalogue::Catalogue;
use crate::domain::number::OrganisationNumber;
use crate::domain::package::AccessPackage;
use crate::domain::person::{Person, PersonId};
use crate::domain::roster::{Clients, Eligible, Roster};

/// One owner's accesses and clients.
#[derive(Clone)]
pub struct Owner {
    pub roster: Arc<Roster>,
    /// Newest first.
    pub books: Vec<Arc<Book>>,
}

/// One system access with who is on it and who may be.
#[derive(Clone)]
pub struct Book {
    pub access: SystemAccess,
    pub packages: Vec<&'static AccessPackage>,
    /// Empty sets for an own access.
    pub eligible: Eligible,
    pub assigned: Clients,
    pub last_change: ChangeId,
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
    people: HashMap<PersonId, Option<Arc<KnownPerson>>>,
    owners: HashMap<OrganisationNumber, Arc<Owner>>,
}

/// The memory of one store.
#[derive(Default)]
pub struct State {
    remembered: Mutex<Remembered>,
    /// Held by whoever changes the store until the memory has followed.
    changing: Mutex<()>,
}

impl State {
    /// A person and whom the person may represent; `None` for nobody of this world.
    pub fn person(&self, store: &dyn Store, id: PersonId) -> Result<Option<Arc<KnownPerson>>> {
        let mut remembered = self.at_present(store)?;
        if let Some(known) = remembered.people.get(&id) {
            return Ok(known.clone());
        }
        let read = store.read()?;
        let person = read.person(id)?;
        let known = person.map(|person| known(&*read, person)).transpose()?.map(Arc::new);
        if read.revision()? == remembered.revision {
            remembered.people.insert(id, known.clone());
        }
        Ok(known)
    }

    /// An owner's accesses and clients.
    pub fn owner(
        &self,
        store: &dyn Store,
        catalogue: &'static Catalogue,
        number: OrganisationNumber,
    ) -> Result<Arc<Owner>> {
        let mut remembered = self.at_present(store)?;
        if let Some(owner) = remembered.owners.get(&number) {
            return Ok(owner.clone());
        }
        let read = store.read()?;
        let owner = Arc::new(Owner::read(&*read, catalogue, number)?);
        if read.revision()? == remembered.revision {
            remembered.owners.insert(number, owner.clone());
        }
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

    /// What is remembered, emptied if the store has changed behind it.
    fn at_present(&self, store: &dyn Store) -> Result<MutexGuard<'_, Remembered>> {
        let revision = store.revision()?;
        let remembered = self.lock();
        if remembered.revision >= revision {
            return Ok(remembered);
        }
        drop(remembered);
        // Somebody here may have committed and be about to say so: cheaper to wait than to read everything again.
        drop(self.change());
        let mut remembered = self.lock();
        if remembered.revision < revision {
            *remembered = Remembered { revision, ..Remembered::default() };
        }
        Ok(remembered)
    }

    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn known(read: &dyn Read, person: Person) -> Result<KnownPerson> {
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
    pub fn book_for_clients(&self, id: AccessId) -> Result<&Book> {
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
    fn read(read: &dyn Read, catalogue: &'static Catalogue, roster: &Roster, access: SystemAccess) -> Result<Self> {
        let packages: Vec<_> = access.packages.iter().filter_map(|code| catalogue.get(code)).collect();
        let mut assigned = roster.none();
        if access.kind == AccessKind::Own {
            let eligible = Eligible { every: roster.none(), some: roster.none() };
            return Ok(Self { access, packages, eligible, assigned, last_change: ChangeId::default() });
        }
        for client in read.delegated(access.id)? {
            if let Some(place) = roster.place(client) {
                assigned.insert(place);
            }
        }
        let last_change = read.last_change(access.id)?;
        Ok(Self { eligible: roster.eligible(&packages), access, packages, assigned, last_change })
    }
}
