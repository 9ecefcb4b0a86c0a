//! An organisation that a person may represent.

use crate::domain::organisation::Organisation;
use crate::domain::package::PackageCode;
use crate::domain::role::PersonRole;

/// An organisation, and what the person has there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Representation {
    pub organisation: Organisation,
    pub roles: Vec<PersonRole>,
    /// Packages held beside what the roles give.
    pub packages: Vec<PackageCode>,
}
