//! What a vendor's program does: asks for system accesses, looks up those that it has, and registers systems.
//!
//! Its token is the organisation's, with no person. Paths, names, codes and the order of checks are Altinn's.

pub mod body;
mod caller;
mod dto;
pub mod left_out;
pub mod requests;
pub mod system_users;
pub mod systems;

pub use caller::{MASKINPORTEN_SCOPE, REGISTER_SCOPE, REQUEST_READ_SCOPE, REQUEST_WRITE_SCOPE, VENDOR_SCOPES};
