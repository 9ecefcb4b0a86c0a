//! What the service needs of a store. `store` implements it; the service never sees SQL.
//!
//! A [`Read`] sees one consistent state. A [`Write`] is the only one at a time; dropped without `commit` it leaves
//! no trace.

use crate::domain::access::{AccessId, SystemAccess};
use crate::domain::audit::AuditEntry;
use crate::domain::client::Client;
use crate::domain::delegation::Delegation;
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::organisation::Organisation;
use crate::domain::package::Localised;
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
    /// A view of the present state.
    fn read(&self) -> Result<Box<dyn Read + '_>>;
    /// The one writer. Waits for another writer up to the store's time limit.
    fn write(&self) -> Result<Box<dyn Write + '_>>;
}

/// Questions to one consistent state.
pub trait Read {
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
    /// The owner's system access with this id; another owner's is not found.
    fn access(&self, owner: OrganisationNumber, id: AccessId) -> Result<Option<SystemAccess>>;
    /// Everybody who has given the provider powers.
    fn clients(&self, provider: OrganisationNumber) -> Result<Vec<Client>>;
    /// One organisation as the provider's client; `None` when it has given no powers.
    fn client(&self, provider: OrganisationNumber, client: OrganisationNumber) -> Result<Option<Client>>;
    /// The organisation with this number.
    fn organisation(&self, number: OrganisationNumber) -> Result<Option<Organisation>>;
    /// The clients on an access.
    fn delegated(&self, access: AccessId) -> Result<Vec<OrganisationNumber>>;
}

/// Changes, all or none of which last.
pub trait Write: Read {
    /// Puts a client on an access; `false` when it is already there.
    fn add_delegation(&self, delegation: &Delegation) -> Result<bool>;
    /// Takes a client off an access; `false` when it is not there.
    fn remove_delegation(&self, access: AccessId, client: OrganisationNumber) -> Result<bool>;
    /// Appends to the audit trail.
    fn append_audit(&self, entry: &AuditEntry) -> Result<()>;
    /// Makes the changes last.
    fn commit(self: Box<Self>) -> Result<()>;
}
