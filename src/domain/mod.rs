//! The rules of client delegation, pure:
//! no clock, no SQL, no HTTP, no texts for users.

pub mod access;
pub mod audit;
pub mod catalogue;
pub mod client;
pub mod client_index;
pub mod collation;
pub mod delegation;
pub mod display_name;
pub mod eligibility;
pub mod number;
mod number_text;
pub mod organisation;
pub mod package;
pub mod permission;
pub mod person;
pub mod role;
mod search_index;
pub mod search_term;
pub mod spelling;
pub mod world;
pub mod world_contents;
