//! The store as the service needs it: one trait per aggregate.
//! A use case names the traits it needs, and never sees SQL. The suite in `src/store/tests/` checks an engine against
//! what is promised here.
//!
//! Calls block. Only [`Store::revision`] may be called on an async thread.

use jiff::Timestamp;
use uuid::Uuid;

pub use super::access_store::{ReadAccesses, ReadRequests, ReadSystems, WriteAccesses, WriteRequests, WriteSystems};
pub use super::relationship_store::{ReadRelationships, WriteRelationships};
use super::representation::Representation;
use super::store_error::Result;
pub use super::store_error::StoreError;
use crate::domain::access::AccessId;
use crate::domain::audit::{AuditEntry, ChangeId, ClientOutcome, RecordedChange};
use crate::domain::client::Client;
use crate::domain::delegation::Via;
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::organisation::{OrgForm, Organisation};
use crate::domain::package::{Localised, PackageCode};
use crate::domain::person::{Person, PersonId};
use crate::domain::relationship::Relationship;
use crate::domain::role::{ErRole, PersonRole};
use crate::domain::world::WorldClock;
use crate::domain::world_contents::WorldContents;

/// The scenario that a world was loaded from.
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
    /// Counts the changes of the data.
    /// Cheap, and never waits for a writer: every request asks. Includes changes of this process at once, and of
    /// another process after a few milliseconds.
    fn revision(&self) -> Result<u64>;
    /// Begins a read transaction.
    fn read(&self) -> Result<Box<dyn Read + '_>>;
    /// Begins the only write transaction.
    /// Waits for another writer, in this process or another, up to the store's time limit.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the other writer has not finished by then.
    fn write(&self) -> Result<Box<dyn Write + '_>>;
    /// Replaces the world, its audit trail and kept answers by a scenario, and keeps its text.
    /// All or nothing; makes a new revision.
    fn load(&self, contents: &WorldContents, source: &str, now: Timestamp) -> Result<()>;
}

/// Reads one consistent state: after the first read no change is seen.
pub trait Read:
    ReadWorld
    + ReadPeople
    + ReadClients
    + ReadRelationships
    + ReadSystems
    + ReadRequests
    + ReadAccesses
    + ReadDelegations
    + ReadAudit
{
}

impl<T> Read for T where
    T: ReadWorld
        + ReadPeople
        + ReadClients
        + ReadRelationships
        + ReadSystems
        + ReadRequests
        + ReadAccesses
        + ReadDelegations
        + ReadAudit
{
}

/// A write transaction: without `commit` its changes are dropped.
/// The only one at a time, so it reads the latest state and its own changes.
pub trait Write:
    Read
    + WriteWorld
    + WriteClients
    + WriteRelationships
    + WriteSystems
    + WriteRequests
    + WriteAccesses
    + WriteDelegations
    + WriteAudit
    + WriteAnswers
{
    /// Commits; the new revision.
    fn commit(self: Box<Self>) -> Result<u64>;
}

/// The world as a whole.
pub trait ReadWorld {
    /// The state's revision; in a write transaction the one that it began with.
    fn revision(&self) -> Result<u64>;
    /// The scenario that the world was loaded from; `None` while it is empty.
    fn loaded(&self) -> Result<Option<LoadedScenario>>;
    /// The scenario file's text, which may be megabytes;
    /// `None` while the world is empty.
    fn source(&self) -> Result<Option<String>>;
    /// The world's clock.
    fn clock(&self) -> Result<WorldClock>;
    /// The whole world; `None` while it is empty.
    fn contents(&self) -> Result<Option<WorldContents>>;
}

pub trait WriteWorld {
    /// Sets the world's clock, with millisecond precision.
    /// Like every stored time, also the last that there is, which may lose its fraction of a second.
    fn set_clock(&self, clock: WorldClock) -> Result<()>;
}

/// People and their roles in organisations.
pub trait ReadPeople {
    /// All people with their notes of the sign-in page, in the scenario's order.
    fn people(&self) -> Result<Vec<(Person, Localised)>>;
    /// The person with this national id.
    fn person_by_national_id(&self, national_id: &NationalId) -> Result<Option<Person>>;
    /// The person with this id.
    fn person(&self, id: PersonId) -> Result<Option<Person>>;
    /// The organisations in which the person has roles or packages, with both, by number.
    fn representations(&self, person: PersonId) -> Result<Vec<Representation>>;
    /// The people with roles in the organisation, in the scenario's order, each with all of them.
    fn people_with_roles_in(&self, organisation: OrganisationNumber) -> Result<Vec<(Person, Vec<PersonRole>)>>;
}

/// Organisations, and the powers that clients give providers.
pub trait ReadClients {
    /// All organisations that added the provider, gave it powers or are on its accesses.
    /// Each once, in any order.
    fn clients(&self, provider: OrganisationNumber) -> Result<Vec<Client>>;
    /// The organisation with this number.
    fn organisation(&self, number: OrganisationNumber) -> Result<Option<Organisation>>;
    /// The existing ones of these organisations, by number.
    fn organisations_by_number(&self, numbers: &[OrganisationNumber]) -> Result<Vec<Organisation>>;
    /// The organisations with these API ids, in the order of the ids.
    fn organisations_by_id(&self, ids: &[Uuid]) -> Result<Vec<Option<Organisation>>>;
    /// The first organisations by number, up to a limit.
    fn organisations(&self, limit: usize) -> Result<Vec<Organisation>>;
}

pub trait WriteClients {
    /// Registers an organisation; an error if its number is taken.
    fn add_organisation(&self, organisation: &Organisation) -> Result<()>;
    /// Changes an organisation's form.
    fn set_form(&self, organisation: OrganisationNumber, form: OrgForm) -> Result<()>;
    /// Registers the provider in a role for the client, or removes it;
    /// whether that changed anything.
    fn set_role(
        &self,
        provider: OrganisationNumber,
        client: OrganisationNumber,
        role: ErRole,
        on: bool,
    ) -> Result<bool>;
    /// Gives a provider that the client has added a package by hand, or takes it back;
    /// whether that changed anything. An error for a provider that was not added.
    fn set_package(
        &self,
        provider: OrganisationNumber,
        client: OrganisationNumber,
        package: &PackageCode,
        on: bool,
    ) -> Result<bool>;
}

/// Delegations and their audit trail.
pub trait ReadDelegations {
    /// The clients on an access, in any order.
    fn delegated(&self, access: AccessId) -> Result<Vec<OrganisationNumber>>;
    /// The packages that a client brought to an access and has not lost, by package.
    /// `None` when it is not on the access.
    fn brought(&self, access: AccessId, client: OrganisationNumber) -> Result<Option<Vec<BroughtPackage>>>;
    /// The change with this id, if it is a change of this access.
    fn change(&self, access: AccessId, id: ChangeId) -> Result<Option<RecordedChange>>;
    /// The clients of a change with this outcome, by number, up to a limit.
    fn clients_of_change(&self, id: ChangeId, outcome: ClientOutcome, limit: usize) -> Result<Vec<OrganisationNumber>>;
    /// The latest change of the access; [`ChangeId::NONE`] when there is none.
    fn last_change(&self, access: AccessId) -> Result<ChangeId>;
    /// Changes of the access by others, after this one, that added or removed clients.
    /// Oldest first, at most a hundred; none after a change that is not there.
    fn changes_by_others(&self, access: AccessId, after: ChangeId, person: PersonId) -> Result<Vec<RecordedChange>>;
}

/// A package that a client brings, and how it got it.
pub type BroughtPackage = (PackageCode, Via);

pub trait WriteDelegations {
    /// Adds clients that bring the same packages; an error if one is assigned already.
    fn add(
        &self,
        access: AccessId,
        at: Timestamp,
        packages: &[BroughtPackage],
        clients: &[OrganisationNumber],
    ) -> Result<()>;
    /// Removes clients from an access; ignores those that are not on it.
    fn remove(&self, access: AccessId, clients: &[OrganisationNumber]) -> Result<()>;
    /// Removes packages of a client that stays on an access.
    fn lose(&self, access: AccessId, client: OrganisationNumber, packages: &[PackageCode]) -> Result<()>;
    /// Adds packages that a client on an access does not bring yet.
    fn regain(&self, access: AccessId, client: OrganisationNumber, packages: &[BroughtPackage]) -> Result<()>;
}

/// The audit trail as a whole.
pub trait ReadAudit {
    /// What was done for the organisation, the latest first, up to a limit.
    fn activity(&self, on_behalf_of: OrganisationNumber, limit: usize) -> Result<Vec<AuditEntry>>;
    /// Who made the access in the portal; `None` for one that was asked for, or came with the scenario.
    fn creator(&self, access: AccessId) -> Result<Option<PersonId>>;
    /// The entry with this id.
    fn audit_entry(&self, id: ChangeId) -> Result<Option<AuditEntry>>;
    /// The latest entry about a package in a relationship, or about the whole relationship.
    fn last_about_package(&self, pair: Relationship, package: &PackageCode) -> Result<Option<ChangeId>>;
}

pub trait WriteAudit {
    /// Appends to the audit trail, with the changed and the refused clients of a change of clients.
    /// A new id.
    fn append_audit(
        &self,
        entry: &AuditEntry,
        changed: &[OrganisationNumber],
        refused: &[OrganisationNumber],
    ) -> Result<ChangeId>;
}

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// The answer to a request with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Hash of what was asked.
    pub request: Hash,
    pub text: String,
    /// In real time.
    pub at: Timestamp,
}

/// Answers to requests that are carried out once. Loading a scenario forgets them.
pub trait WriteAnswers {
    /// The answer under this key.
    fn kept_answer(&self, key: &Hash) -> Result<Option<KeptAnswer>>;
    /// Keeps an answer; an error if the key has one.
    fn keep_answer(&self, key: &Hash, answer: &KeptAnswer) -> Result<()>;
    /// Forgets the answers from before this moment.
    fn forget_answers(&self, before: Timestamp) -> Result<()>;
}
