//! A client's relationship with a provider: what it has registered and given, which makes it a client.

use jiff::{SignedDuration, Timestamp};

use super::catalogue::Catalogue;
use super::number::OrganisationNumber;
use super::organisation::OrgForm;
use super::package::{AccessPackage, PackageCode};
use super::role::{ErRole, ROLE_GRANTS};

/// When a client added its provider, where nobody has said so: 1 January 2020.
pub const ADDED_LONG_AGO: Timestamp = Timestamp::constant(1_577_836_800, 0);

/// How long a relationship is marked as new, as at Altinn.
const NEW_FOR: SignedDuration = SignedDuration::from_hours(1);

/// A client, and the provider that it gives powers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Relationship {
    pub provider: OrganisationNumber,
    pub client: OrganisationNumber,
}

/// Which of the two an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It gives powers.
    Client,
    /// It has been given powers.
    Provider,
}

impl Side {
    /// The relationship of the organisation on this side with the other one.
    pub fn relationship(self, own: OrganisationNumber, other: OrganisationNumber) -> Relationship {
        match self {
            Self::Client => Relationship { provider: other, client: own },
            Self::Provider => Relationship { provider: own, client: other },
        }
    }
}

/// What a client has registered and given in a relationship.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Powers {
    /// Roles in Enhetsregisteret.
    pub roles: Vec<ErRole>,
    /// Packages given by hand.
    pub given: Vec<PackageCode>,
    /// When the client added the provider by hand; `None` when it has only registered it.
    pub added: Option<Timestamp>,
}

/// A package that a provider holds for a client, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPower<'c> {
    pub package: &'c AccessPackage,
    /// The roles in Enhetsregisteret that give it.
    pub roles: Vec<ErRole>,
    /// Whether the client has given it by hand.
    pub given: bool,
}

impl Powers {
    /// The packages that the provider holds for a client of this form, by code.
    pub fn packages<'c>(&self, catalogue: &'c Catalogue, form: OrgForm) -> Vec<HeldPower<'c>> {
        let mut codes: Vec<PackageCode> = self.given.clone();
        codes.extend(ROLE_GRANTS.iter().flat_map(|grant| grant.packages).copied().map(PackageCode::from));
        codes.sort_unstable();
        codes.dedup();
        let held = |code: &PackageCode| {
            let of_role = |role: &&ErRole| role.gives(code.as_str(), form);
            let roles: Vec<_> = self.roles.iter().filter(of_role).copied().collect();
            let given = self.given.contains(code);
            let package = catalogue.get(code).filter(|_| given || !roles.is_empty())?;
            Some(HeldPower { package, roles, given })
        };
        codes.iter().filter_map(held).collect()
    }

    /// Whether the client added the provider within the last hour.
    pub fn is_new(&self, now: Timestamp) -> bool {
        self.added.is_some_and(|added| (SignedDuration::ZERO..NEW_FOR).contains(&now.duration_since(added)))
    }
}
