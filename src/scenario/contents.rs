//! What a checked scenario holds: domain values in the order of the file.

use std::ops::Deref;

use crate::document::Fault;
use crate::domain::access::SystemAccess;
use crate::domain::catalogue::Catalogue;
use crate::domain::delegation::Delegation;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::{Localised, PackageCode};
use crate::domain::person::{Person, PersonId};
use crate::domain::role::{ErRole, PersonRole};

use super::check;

/// A world that was checked. Made by [`Scenario::parse`] alone, so whoever has one need not check again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario(Contents);

impl Scenario {
    /// Reads and checks a scenario file.
    ///
    /// # Errors
    /// Every fault of the file in its order; where the text is not TOML, the first that the parser meets.
    pub fn parse(file_name: &str, text: &str, catalogue: &Catalogue) -> Result<Self, Vec<Fault>> {
        check::contents(file_name, text, catalogue).map(Self)
    }
}

impl Deref for Scenario {
    type Target = Contents;

    fn deref(&self) -> &Contents {
        &self.0
    }
}

/// The parts of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Lower-case letters, digits and hyphens.
    pub name: String,
    pub title: Localised,
    pub description: Localised,
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
