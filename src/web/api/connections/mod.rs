//! `/accessmanagement/api/v1/enduser/connections`: what organisations have given each other, on behalf of a person with
//! access management. Paths, names and codes are Altinn's.

mod caller;
mod dto;
pub mod packages;
mod parties;
pub mod problem;
pub mod relationships;
pub mod schema;

pub use caller::{FROM_OTHERS_READ, FROM_OTHERS_WRITE, PORTAL_SCOPE, TO_OTHERS_READ, TO_OTHERS_WRITE};

/// The base path, as at Altinn.
pub const ROOT: &str = "/accessmanagement/api/v1";
/// What the paths below it begin with.
pub const CONNECTIONS: &str = "/enduser/connections";
