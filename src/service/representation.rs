//! An organisation that a person may represent.

use crate::domain::organisation::Organisation;
use crate::domain::role::PersonRole;

/// An organisation, and the person's roles in it.
#[derive(Debug, Clone)]
pub struct Representation {
    pub organisation: Organisation,
    pub roles: Vec<PersonRole>,
}
