//! Everything in a world, in the order of a scenario file.

use std::borrow::Cow;

use jiff::Timestamp;

use super::access::SystemAccess;
use super::access_request::{AccessRequest, Escalation, RequestId};
use super::delegation::Delegation;
use super::number::OrganisationNumber;
use super::organisation::Organisation;
use super::package::{Localised, PackageCode};
use super::person::{Person, PersonId};
use super::relationship::Relationship;
use super::role::{ErRole, PersonRole};
use super::system::System;
use super::world::WorldClock;

/// A whole world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldContents {
    /// Lower-case letters, digits and hyphens.
    pub name: String,
    pub title: Localised,
    pub description: Localised,
    pub clock: WorldClock,
    pub organisations: Vec<Organisation>,
    pub people: Vec<PersonWithNote>,
    pub roles: Vec<RoleAssignment>,
    pub held_packages: Vec<HeldPackage>,
    pub relations: Vec<ErRelation>,
    pub added_providers: Vec<AddedProvider>,
    pub grants: Vec<PackageGrant>,
    pub systems: Vec<System>,
    pub requests: Vec<AccessRequest>,
    /// Requests made at the moment of loading, so that they wait whenever the world is loaded.
    pub undated_requests: Vec<RequestId>,
    pub accesses: Vec<SystemAccess>,
    pub delegations: Vec<Delegation>,
}

impl WorldContents {
    /// The same world loaded at this time: the undated requests are dated.
    pub fn loaded_at(&self, now: Timestamp) -> Cow<'_, Self> {
        if self.undated_requests.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut dated = self.clone();
        let at = self.clock.at(now);
        let undated = std::mem::take(&mut dated.undated_requests);
        for request in dated.requests.iter_mut().filter(|request| undated.contains(&request.id)) {
            request.created = at;
            request.escalation = request.escalation.map(|escalation| Escalation { at, ..escalation });
        }
        Cow::Owned(dated)
    }
}

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonWithNote {
    pub person: Person,
    /// The note about the person on the sign-in page.
    pub note: Localised,
}

/// A person's role in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleAssignment {
    pub person: PersonId,
    pub organisation: OrganisationNumber,
    pub role: PersonRole,
}

/// A package that a person holds in an organisation, beside roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPackage {
    pub person: PersonId,
    pub organisation: OrganisationNumber,
    pub package: PackageCode,
}

/// A provider's role for a client in Enhetsregisteret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErRelation {
    pub provider: OrganisationNumber,
    pub client: OrganisationNumber,
    pub role: ErRole,
}

/// A provider that a client has added by hand, with or without a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddedProvider {
    pub relationship: Relationship,
    pub added: Timestamp,
}

/// A package that a client has given the provider by hand.
/// The client has added the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageGrant {
    pub provider: OrganisationNumber,
    pub client: OrganisationNumber,
    pub package: PackageCode,
}
