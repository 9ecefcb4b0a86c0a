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
pub struct Contents {
    /// Lower-case letters, digits and hyphens.
    pub name: String,
    pub title: Localised,
    pub description: Localised,
    /// What time it is in the world.
    pub clock: WorldClock,
    pub organisations: Vec<Organisation>,
    pub people: Vec<KnownPerson>,
    pub roles: Vec<HeldRole>,
    pub relations: Vec<Relation>,
    pub grants: Vec<Grant>,
    pub accesses: Vec<SystemAccess>,
    pub delegations: Vec<Delegation>,
}

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    pub person: Person,
    /// What the sign-in page says of the person.
    pub note: Localised,
}

/// What a person is in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldRole {
    pub person: PersonId,
    pub organisation: OrganisationNumber,
    pub role: PersonRole,
}

/// What a client has registered the provider as in Enhetsregisteret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relation {
    pub provider: OrganisationNumber,
    pub client: OrganisationNumber,
    pub role: ErRole,
}

/// A package that a client has given the provider by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub provider: OrganisationNumber,
    pub client: OrganisationNumber,
    pub package: PackageCode,
}
