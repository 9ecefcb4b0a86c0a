//! Outside events, what they change, and why one cannot happen.

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::access::AccessId;
use crate::domain::access_request::RequestId;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::OrgForm;
use crate::domain::package::PackageCode;
use crate::domain::role::ErRole;
use crate::domain::system::SystemId;

/// Something that happens outside the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The client registers the provider in a role.
    RegisterRole { provider: OrganisationNumber, client: OrganisationNumber, role: ErRole },
    /// The client takes the provider out of a role.
    DropRole { provider: OrganisationNumber, client: OrganisationNumber, role: ErRole },
    /// The client adds the provider, without any power.
    AddRelationship { provider: OrganisationNumber, client: OrganisationNumber },
    /// The client removes the provider, with all the packages that it has given.
    RemoveRelationship { provider: OrganisationNumber, client: OrganisationNumber },
    /// The client gives the provider a package by hand, and adds it first where it has to.
    GivePackage { provider: OrganisationNumber, client: OrganisationNumber, package: PackageCode },
    /// The client takes back a package that it gave by hand.
    TakeBackPackage { provider: OrganisationNumber, client: OrganisationNumber, package: PackageCode },
    /// The organisation's form changes.
    ChangeForm { client: OrganisationNumber, form: OrgForm },
    /// A new organisation registers the provider, gives it a package, or both.
    NewClient {
        provider: OrganisationNumber,
        name: String,
        form: OrgForm,
        /// By default a free number.
        #[serde(default, deserialize_with = "filled_in")]
        number: Option<OrganisationNumber>,
        #[serde(default, deserialize_with = "filled_in")]
        role: Option<ErRole>,
        #[serde(default, deserialize_with = "filled_in")]
        package: Option<PackageCode>,
    },
    /// The vendor deletes a system, named by its id or its Norwegian name; its accesses end with their delegations.
    DeleteSystem { vendor: OrganisationNumber, system: String },
    /// The vendor changes what its system may ask for; its accesses keep their packages.
    ChangeSystem { system: SystemId, packages: Vec<PackageCode> },
    /// An access is deleted; its delegations end.
    DeleteAccess { access: AccessId },
    /// The vendor withdraws a request.
    WithdrawRequest { request: RequestId },
}

/// What an event changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct EventOutcome {
    /// False when the world already was so.
    pub changed: bool,
    /// Delegations that ended.
    pub delegations_gone: usize,
    /// Delegations that stay with fewer packages.
    pub delegations_reduced: usize,
    /// System accesses that were deleted.
    pub accesses_gone: usize,
    /// The new client's number.
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
    #[error("only people can have the package, no organisation")]
    NotForOrganisations,
    #[error("the organisation has no name")]
    Nameless,
    #[error("a new client has a role or gives a package")]
    NoClient,
    #[error("the vendor has no system of this name here")]
    UnknownSystem,
    #[error("no system access has this id")]
    UnknownAccess,
    #[error("no request that could be withdrawn has this id")]
    UnknownRequest,
}

/// Reads an empty text as `None`: forms send it for a field left open.
fn filled_in<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> std::result::Result<Option<T>, D::Error> {
    let text = Option::<String>::deserialize(from)?.filter(|text| !text.trim().is_empty());
    text.map(|text| T::deserialize(serde::de::value::StringDeserializer::new(text))).transpose()
}

impl EventOutcome {
    /// An event that changed something; the caller counts delegations.
    pub(super) fn changed() -> Self {
        Self { changed: true, ..Self::default() }
    }
}
