//! A whole world: everything that there is at one moment, in the order in which it was written.

use super::access::SystemAccess;
use super::delegation::Delegation;
use super::number::OrganisationNumber;
use super::organisation::Organisation;
use super::package::{Localised, PackageCode};
use super::person::{Person, PersonId};
use super::role::{ErRole, PersonRole};
use super::world::WorldClock;

/// A whole world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldContents {
    /// Lower-case letters, digits and hyphens.
    pub name: String,
    pub title: Localised,
    pub description: Localised,
    /// What time it is in the world.
    pub clock: WorldClock,
    pub organisations: Vec<Organisation>,
    pub people: Vec<PersonWithNote>,
    pub roles: Vec<RoleAssignment>,
    pub relations: Vec<ErRelation>,
    pub grants: Vec<PackageGrant>,
    pub accesses: Vec<SystemAccess>,
    pub delegations: Vec<Delegation>,
}

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonWithNote {
    pub person: Person,
    /// What the sign-in page says of the person.
    pub note: Localised,
}

/// What a person is in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleAssignment {
    pub person: PersonId,
    pub organisation: OrganisationNumber,
    pub role: PersonRole,
}

/// What a client has registered the provider as in Enhetsregisteret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErRelation {
    pub provider: OrganisationNumber,
    pub client: OrganisationNumber,
    pub role: ErRole,
}

/// A package that a client has given the provider by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageGrant {
    pub provider: OrganisationNumber,
    pub client: OrganisationNumber,
    pub package: PackageCode,
}
