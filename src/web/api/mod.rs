//! The Client Delegation API: Altinn's contract, for programs with a bearer token.
//!
//! Uses no cookies or sessions, and answers errors as problem+json.

pub mod agents;
mod authorize;
pub mod batch;
mod caller;
pub mod changes;
mod dto;
mod idempotency;
pub mod interceptor;
pub mod lists;
pub mod openapi;
mod parameters;
pub mod problem;
pub mod rate_limit;
pub mod response;
pub mod schema;
mod settings;
mod state;
mod validation;

pub use batch::SentBody;
pub use caller::{READ_SCOPE, Requester, WRITE_SCOPE};
pub use settings::{ApiSettings, Available, Existence, Message};
pub use state::Api;

/// The API's base path, as at Altinn.
pub const BASE: &str = "/authentication/api/v1/enduser/systemuser";

/// Largest request body, in bytes.
pub const BODY_LIMIT: usize = 256 * 1024;
