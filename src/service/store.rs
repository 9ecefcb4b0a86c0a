//! What the service needs of a store: one trait for each aggregate, so that a use case names what it needs. `store`
//! implements them; the service never sees SQL. The suite in `src/store/tests/` holds an engine to what is promised here.
//!
//! Calls block. Only [`Store::revision`] may be called on an async thread.

use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::access::{AccessId, SystemAccess};
use crate::domain::audit::{AuditEntry, ChangeId, ClientOutcome, RecordedChange};
use crate::domain::client::Client;
use crate::domain::delegation::Via;
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::organisation::{OrgForm, Organisation};
use crate::domain::package::{Localised, PackageCode};
use crate::domain::person::{Person, PersonId};
use crate::domain::role::{ErRole, PersonRole};
use crate::domain::world::WorldClock;
use crate::domain::world_contents::WorldContents;

/// What can go wrong in a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another change holds the store; trying again later may succeed.
    #[error("the store is busy")]
    Busy(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store failed or holds something that it should not.
    #[error("the store failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

type Result<T> = std::result::Result<T, StoreError>;

/// What a world was made from.
#[derive(Debug, Clone)]
pub struct LoadedScenario {
    pub name: String,
    pub title: Localised,
    pub description: Localised,
    /// In real time.
    pub loaded: Timestamp,
}

/// A world's data.
pub trait Store: Send + Sync {
    /// How often the data has changed. Cheap, and waits for no writer: asked for on every request. What this program has
    /// changed is in it at once; what another program has, after a moment too short to be noticed.
    fn revision(&self) -> Result<u64>;
    /// A view of the present state.
    fn read(&self) -> Result<Box<dyn Read + '_>>;
    /// The one writer. Waits for another writer, in this program or another, up to the store's time limit.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the other writer has not finished by then.
    fn write(&self) -> Result<Box<dyn Write + '_>>;
    /// Throws the world away, with its audit trail, and makes it as the scenario says, whose text is kept. All or nothing;
    /// a new revision.
    fn load(&self, contents: &WorldContents, source: &str, now: Timestamp) -> Result<()>;
}

/// Questions to one consistent state: from the first question on, no change is seen.
pub trait Read: ReadWorld + ReadPeople + ReadClients + ReadAccesses + ReadDelegations {}

impl<T: ReadWorld + ReadPeople + ReadClients + ReadAccesses + ReadDelegations> Read for T {}

/// Changes, all or none of which last: dropped without `commit` they leave no trace. The only ones at a time, so what it
/// reads is the present state and its own changes.
pub trait Write: Read + WriteWorld + WriteClients + WriteAccesses + WriteDelegations {
    /// Makes the changes last; the new revision.
    fn commit(self: Box<Self>) -> Result<u64>;
}

/// The world as a whole.
pub trait ReadWorld {
    /// The state's revision; for a writer, that of the state it began with.
    fn revision(&self) -> Result<u64>;
    /// What the world was made from; `None` while it is empty.
    fn loaded(&self) -> Result<Option<LoadedScenario>>;
    /// The text of the scenario file, which may be megabytes; `None` while the world is empty.
    fn source(&self) -> Result<Option<String>>;
    /// What time it is in the world.
    fn clock(&self) -> Result<WorldClock>;
    /// The whole world; `None` while it is empty.
    fn contents(&self) -> Result<Option<WorldContents>>;
}

pub trait WriteWorld {
    /// Sets what time it is in the world, to the millisecond.
    fn set_clock(&self, clock: WorldClock) -> Result<()>;
}

/// People and their roles in organisations.
pub trait ReadPeople {
    /// All people with what the sign-in page says of each, in the scenario's order.
    fn people(&self) -> Result<Vec<(Person, Localised)>>;
    /// The person with this national id.
    fn person_by_national_id(&self, national_id: &NationalId) -> Result<Option<Person>>;
    /// The person with this id.
    fn person(&self, id: PersonId) -> Result<Option<Person>>;
    /// The organisations in which the person has roles, with those roles, by number.
    fn representations(&self, person: PersonId) -> Result<Vec<(Organisation, Vec<PersonRole>)>>;
}

/// Organisations, and the powers that clients give providers.
pub trait ReadClients {
    /// Everybody who has given the provider powers, and everybody who is on one of its accesses: each once, in any order.
    fn clients(&self, provider: OrganisationNumber) -> Result<Vec<Client>>;
    /// The organisation with this number.
    fn organisation(&self, number: OrganisationNumber) -> Result<Option<Organisation>>;
    /// Those of these organisations that there are, by number.
    fn organisations_by_number(&self, numbers: &[OrganisationNumber]) -> Result<Vec<Organisation>>;
    /// The organisations that the API knows by these ids, each where its id stands.
    fn organisations_by_id(&self, ids: &[Uuid]) -> Result<Vec<Option<Organisation>>>;
    /// The first so many organisations, by number.
    fn organisations(&self, limit: usize) -> Result<Vec<Organisation>>;
}

pub trait WriteClients {
    /// Registers an organisation; an error when there is one with its number.
    fn add_organisation(&self, organisation: &Organisation) -> Result<()>;
    /// Changes an organisation's form.
    fn set_form(&self, organisation: OrganisationNumber, form: OrgForm) -> Result<()>;
    /// Registers the provider in a role for the client, or takes it out. Whether that was a change.
    fn set_role(
        &self,
        provider: OrganisationNumber,
        client: OrganisationNumber,
        role: ErRole,
        on: bool,
    ) -> Result<bool>;
    /// Gives the provider a package of the client's, or takes it back. Whether that was a change.
    fn set_package(
        &self,
        provider: OrganisationNumber,
        client: OrganisationNumber,
        package: &PackageCode,
        on: bool,
    ) -> Result<bool>;
}

/// System accesses.
pub trait ReadAccesses {
    /// The owner's system accesses, newest first; those of the same moment by title.
    fn accesses(&self, owner: OrganisationNumber) -> Result<Vec<SystemAccess>>;
    /// The system access with this id, whoever owns it.
    fn access(&self, id: AccessId) -> Result<Option<SystemAccess>>;
    /// Everybody's system accesses, in the order in which they were made.
    fn all_accesses(&self) -> Result<Vec<SystemAccess>>;
}

pub trait WriteAccesses {
    /// Deletes an access with all delegations on it. Its audit trail stays.
    fn delete_access(&self, access: AccessId) -> Result<()>;
}

/// Who is on which access, and the audit trail of how that came about.
pub trait ReadDelegations {
    /// The clients on an access, in any order.
    fn delegated(&self, access: AccessId) -> Result<Vec<OrganisationNumber>>;
    /// What a client on an access has brought and not lost, by package; `None` when it is not on it.
    fn brought(&self, access: AccessId, client: OrganisationNumber) -> Result<Option<Vec<BroughtPackage>>>;
    /// The change with this id, if it is one of the access.
    fn change(&self, access: AccessId, id: ChangeId) -> Result<Option<RecordedChange>>;
    /// The clients of a change that met this fate, by number, at most so many.
    fn clients_of_change(&self, id: ChangeId, outcome: ClientOutcome, limit: usize) -> Result<Vec<OrganisationNumber>>;
    /// The latest change of the access; zero when there is none.
    fn last_change(&self, access: AccessId) -> Result<ChangeId>;
    /// The changes of the access after this one that added or removed clients and were not made by this person: the
    /// oldest first, at most a hundred.
    fn changes_by_others(&self, access: AccessId, after: ChangeId, person: PersonId) -> Result<Vec<RecordedChange>>;
}

/// A package that a client brings, and how it came by it.
pub type BroughtPackage = (PackageCode, Via);

pub trait WriteDelegations {
    /// Puts clients that bring the same packages on an access; an error when one is on it already.
    fn add(
        &self,
        access: AccessId,
        at: Timestamp,
        packages: &[BroughtPackage],
        clients: &[OrganisationNumber],
    ) -> Result<()>;
    /// Takes clients off an access; those that are not on it are left out.
    fn remove(&self, access: AccessId, clients: &[OrganisationNumber]) -> Result<()>;
    /// Takes packages from a client that stays on an access.
    fn lose(&self, access: AccessId, client: OrganisationNumber, packages: &[PackageCode]) -> Result<()>;
    /// Appends to the audit trail, with the clients that were changed and those that were refused. Later changes have
    /// higher ids.
    fn append_audit(
        &self,
        entry: &AuditEntry,
        changed: &[OrganisationNumber],
        refused: &[OrganisationNumber],
    ) -> Result<ChangeId>;
}
