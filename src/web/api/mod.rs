//! Altinn's API for programs with a bearer token: client delegation on behalf of a person, and what a vendor's program does
//! (`vendor`).
//!
//! Uses no cookies or sessions, and answers errors as problem+json.

mod access_problem;
pub mod agents;
mod authorize;
pub mod batch;
mod caller;
pub mod changes;
mod code;
pub mod connections;
mod dto;
mod idempotency;
pub mod interceptor;
pub mod lists;
pub mod openapi;
mod paging;
mod parameters;
pub mod problem;
pub mod rate_limit;
pub mod response;
pub mod schema;
mod settings;
mod state;
mod validation;
pub mod vendor;

pub use batch::SentBody;
pub use caller::{READ_SCOPE, Requester, WRITE_SCOPE};
pub use parameters::Parameters;
pub use settings::{ApiSettings, Available, Existence, Message, Requests};
pub use state::Api;

/// The base path of every API, as at Altinn.
pub const ROOT: &str = "/authentication/api/v1";
/// The Client Delegation API, below the root.
pub const CLIENT_DELEGATION: &str = "/enduser/systemuser";

/// Largest request body, in bytes.
pub const BODY_LIMIT: usize = 256 * 1024;
