//! The APIs for programs: client delegation, and what a vendor's program does (`vendor`).

mod agents;
mod batch;
mod changes;
pub mod connections;
mod consistency;
mod errors;
mod idempotency;
mod lists;
mod openapi;
mod permissions;
mod program;
mod rate_limit;
mod requests;
mod settings;
mod tokens;
pub mod vendor;
mod worlds;

pub use program::{Answer, BASE, Program, agent, client};
