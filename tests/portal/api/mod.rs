//! The Client Delegation API, as a vendor's program uses it.

mod agents;
mod batch;
mod changes;
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
mod worlds;

pub use program::{Answer, BASE, Program, agent, client};
