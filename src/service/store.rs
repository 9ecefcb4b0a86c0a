//! What the service needs of a store. `store` implements it; the service never sees SQL.
//!
//! A [`Read`] sees one consistent state. A [`Write`] is the only one at a time; dropped without `commit` it leaves
//! no trace.

use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::access::{AccessId, SystemAccess};
use crate::domain::audit::{AuditEntry, ChangeId};
use crate::domain::client::Client;
use crate::domain::delegation::Via;
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::organisation::Organisation;
use crate::domain::package::{Localised, PackageCode};
use crate::domain::person::{Person, PersonId};
use crate::domain::role::PersonRole;

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

/// A world's data.
pub trait Store: Send + Sync {
    /// How often the data has changed. Cheap: asked for on every request.
    fn revision(&self) -> Result<u64>;
    /// A view of the present state.
    fn read(&self) -> Result<Box<dyn Read + '_>>;
    /// The one writer. Waits for another writer up to the store's time limit.
    fn write(&self) -> Result<Box<dyn Write + '_>>;
}

/// Questions to one consistent state.
pub trait Read {
    /// The state's revision.
    fn revision(&self) -> Result<u64>;
    /// All people with what the sign-in page says of each, in the scenario's order.
    fn people(&self) -> Result<Vec<(Person, Localised)>>;
    /// The person with this national id.
    fn person_by_national_id(&self, national_id: &NationalId) -> Result<Option<Person>>;
    /// The person with this id.
    fn person(&self, id: PersonId) -> Result<Option<Person>>;
    /// Every organisation in which the person is something, with what.
    fn representations(&self, person: PersonId) -> Result<Vec<(Organisation, Vec<PersonRole>)>>;
    /// The owner's system accesses, newest first.
    fn accesses(&self, owner: OrganisationNumber) -> Result<Vec<SystemAccess>>;
    /// The system access with this id, whoever owns it.
    fn access(&self, id: AccessId) -> Result<Option<SystemAccess>>;
    /// Everybody who has given the provider powers, and everybody who is on one of its accesses.
    fn clients(&self, provider: OrganisationNumber) -> Result<Vec<Client>>;
    /// The organisation with this number.
    fn organisation(&self, number: OrganisationNumber) -> Result<Option<Organisation>>;
    /// The organisation that the API knows by this id.
    fn organisation_by_id(&self, id: Uuid) -> Result<Option<Organisation>>;
    /// The clients on an access.
    fn delegated(&self, access: AccessId) -> Result<Vec<OrganisationNumber>>;
    /// The change of the access with this id.
    fn change(&self, access: AccessId, id: ChangeId) -> Result<Option<AuditEntry>>;
    /// The latest change of the access; zero when there is none.
    fn last_change(&self, access: AccessId) -> Result<ChangeId>;
    /// The changes of the access after this one, the oldest first, at most a hundred.
    fn changes_after(&self, access: AccessId, id: ChangeId) -> Result<Vec<(ChangeId, AuditEntry)>>;
}

/// A client to add, with the packages that it brings.
pub type Brought<'a> = (OrganisationNumber, &'a [(PackageCode, Via)]);

/// Changes, all or none of which last.
pub trait Write: Read {
    /// Puts clients on an access on which they are not.
    fn add(&self, access: AccessId, at: Timestamp, clients: &mut dyn Iterator<Item = Brought<'_>>) -> Result<()>;
    /// Takes clients off an access.
    fn remove(&self, access: AccessId, clients: &[OrganisationNumber]) -> Result<()>;
    /// Appends to the audit trail.
    fn append_audit(&self, entry: &AuditEntry) -> Result<ChangeId>;
    /// Makes the changes last; the new revision.
    fn commit(self: Box<Self>) -> Result<u64>;
}
