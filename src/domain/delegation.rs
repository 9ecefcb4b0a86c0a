//! A delegation: one client on one system access, with its packages.

use jiff::Timestamp;

use super::access::AccessId;
use super::number::OrganisationNumber;
use super::package::PackageCode;
use super::role::ErRole;

/// How the provider held a package when the client was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// Through a role in Enhetsregisteret.
    Role(ErRole),
    /// Given by the client by hand.
    Direct,
}

/// A client on a system access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    pub access: AccessId,
    pub client: OrganisationNumber,
    pub added: Timestamp,
    pub packages: Vec<(PackageCode, Via)>,
}
