//! Test support: a running portal, visitors without JavaScript, and pages.
//!
//! Uses the portal through HTTP, except to build it and to inspect its databases.

pub mod database;
pub mod issuer;
pub mod page;
pub mod people;
pub mod portal;
pub mod program;
pub mod visitor;

pub use database::Database;
pub use page::Page;
pub use people::*;
pub use portal::Portal;
pub use visitor::Visitor;
