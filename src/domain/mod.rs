//! The rules of client delegation, pure: no clock, no SQL, no HTTP, no words for a reader.

pub mod access;
pub mod audit;
pub mod catalogue;
pub mod client;
pub mod contents;
pub mod delegation;
pub mod eligibility;
mod index;
pub mod name;
pub mod number;
pub mod order;
pub mod organisation;
pub mod package;
pub mod permission;
pub mod person;
pub mod role;
pub mod roster;
pub mod search;
pub mod world;
