//! What can happen outside the portal, what it did, and why it cannot happen.

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::OrgForm;
use crate::domain::package::PackageCode;
use crate::domain::role::ErRole;

/// Something that happens outside the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The client registers the provider in a role.
    RegisterRole { provider: OrganisationNumber, client: OrganisationNumber, role: ErRole },
    /// The client takes the provider out of a role.
    DropRole { provider: OrganisationNumber, client: OrganisationNumber, role: ErRole },
    /// The client gives the provider a package by hand.
    GivePackage { provider: OrganisationNumber, client: OrganisationNumber, package: PackageCode },
    /// The client takes a package back that it gave by hand.
    TakeBackPackage { provider: OrganisationNumber, client: OrganisationNumber, package: PackageCode },
    /// The organisation gets another form.
    ChangeForm { client: OrganisationNumber, form: OrgForm },
    /// An organisation comes into being and has the provider in a role, or gives it a package, or both.
    NewClient {
        provider: OrganisationNumber,
        name: String,
        form: OrgForm,
        /// One that is free, if there is none here.
        #[serde(default, deserialize_with = "filled_in")]
        number: Option<OrganisationNumber>,
        #[serde(default, deserialize_with = "filled_in")]
        role: Option<ErRole>,
        #[serde(default, deserialize_with = "filled_in")]
        package: Option<PackageCode>,
    },
    /// The vendor withdraws a system: accesses for it are gone, with the delegations on them.
    DeleteSystem { vendor: OrganisationNumber, system: String },
}

/// What an event did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct EventOutcome {
    /// False when it already was so.
    pub changed: bool,
    /// How many delegations went.
    pub delegations_gone: usize,
    /// How many delegations stayed with fewer packages.
    pub delegations_reduced: usize,
    /// How many system accesses went.
    pub accesses_gone: usize,
    /// The client that came into being.
    pub new_client: Option<OrganisationNumber>,
}

/// Why an event cannot happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImpossibleEvent {
    #[error("no organisation has this number")]
    UnknownOrganisation,
    #[error("an organisation already has this number")]
    KnownOrganisation,
    #[error("an organisation cannot be its own client")]
    OwnClient,
    #[error("no access package has this code")]
    UnknownPackage,
    #[error("the package comes with a role and cannot be given by hand")]
    NotAssignable,
    #[error("the organisation has no name")]
    Nameless,
    #[error("a new client has a role or gives a package")]
    NoClient,
    #[error("the vendor has no system of this name here")]
    UnknownSystem,
}

/// A form sends an empty text for what was left open.
fn filled_in<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> std::result::Result<Option<T>, D::Error> {
    let text = Option::<String>::deserialize(from)?.filter(|text| !text.trim().is_empty());
    text.map(|text| T::deserialize(serde::de::value::StringDeserializer::new(text))).transpose()
}

impl EventOutcome {
    /// Something changed; of which delegations is to be counted.
    pub(super) fn changed() -> Self {
        Self { changed: true, ..Self::default() }
    }
}
