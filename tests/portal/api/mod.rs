//! The Client Delegation API from outside, as a vendor's program meets it.

mod agents;
mod agree;
mod batch;
mod changes;
mod document;
mod limits;
mod lists;
mod powers;
mod program;
mod refusals;
mod repeated;
mod requests;
mod switches;
mod tokens;
mod worlds;

pub use program::{Answer, BASE, Program, agent, client};
