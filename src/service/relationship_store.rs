//! What use cases need of a store about relationships between clients and providers.

use jiff::Timestamp;

use super::store_error::Result;
use crate::domain::delegation::Delegation;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::relationship::{Powers, Relationship};

/// Relationships, seen from the client and one by one.
/// Those of a provider are its clients: see `ReadClients`.
pub trait ReadRelationships {
    /// The providers that a client has added or registered, each once, in any order.
    fn providers(&self, client: OrganisationNumber) -> Result<Vec<(Organisation, Powers)>>;
    /// The clients that have added a provider by hand, by number, each with when.
    fn clients_by_hand(&self, provider: OrganisationNumber) -> Result<Vec<(OrganisationNumber, Timestamp)>>;
    /// What a client has registered and given; `None` where it has neither added nor registered the provider.
    /// Packages and roles by code.
    fn powers(&self, pair: Relationship) -> Result<Option<Powers>>;
    /// The delegations of a client on anybody's accesses, in the order in which these were made.
    fn delegations_of_client(&self, client: OrganisationNumber) -> Result<Vec<Delegation>>;
}

pub trait WriteRelationships {
    /// Adds a provider by hand; false if the client has done so before.
    fn add_relationship(&self, pair: Relationship, added: Timestamp) -> Result<bool>;
    /// Removes what a client has done by hand, with the packages given; registered roles stay. False if there is nothing.
    fn remove_relationship(&self, pair: Relationship) -> Result<bool>;
}
