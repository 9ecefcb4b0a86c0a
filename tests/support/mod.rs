//! What tests of the running portal are written in: a portal on a port of its own, visitors with a browser's manners,
//! and pages that are read by selector. Knows the portal by its addresses only, beside the one call that builds it.

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
