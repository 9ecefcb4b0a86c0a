//! The rules of client delegation, pure:
//! no clock, no SQL, no HTTP, no texts for users.

pub mod access;
pub mod access_key;
pub mod access_request;
pub mod audit;
pub mod catalogue;
pub mod client;
pub mod client_index;
pub mod collation;
pub mod delegation;
pub mod display_name;
pub mod eligibility;
pub mod external_ref;
pub mod giving;
pub mod number;
mod number_text;
pub mod organisation;
pub mod package;
pub mod permission;
pub mod person;
pub mod redirect_url;
pub mod relationship;
pub mod role;
mod search_index;
pub mod search_term;
pub mod spelling;
pub mod system;
pub mod world;
pub mod world_contents;
