//! A client (klient, kunde):
//! an organisation that has given the provider powers, by ER role or directly.

use super::organisation::Organisation;
use super::package::PackageCode;
use super::role::ErRole;

/// A client, seen from one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub organisation: Organisation,
    /// Roles in which it has registered the provider.
    pub roles: Vec<ErRole>,
    /// Packages that it has given the provider by hand.
    pub direct: Vec<PackageCode>,
}

impl Client {
    /// An organisation that has given nothing, or nothing any more.
    pub fn without_powers(organisation: Organisation) -> Self {
        Self { organisation, roles: Vec::new(), direct: Vec::new() }
    }
}
