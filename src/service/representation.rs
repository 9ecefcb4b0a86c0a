//! An organisation that a person may represent.

use crate::domain::organisation::Organisation;
use crate::domain::role::PersonRole;

/// An organisation that a person may represent, and as what.
#[derive(Debug, Clone)]
pub struct Representation {
    pub organisation: Organisation,
    pub roles: Vec<PersonRole>,
}
