//! The Client Delegation API: Altinn's contract over the portal's own service, for programs with a bearer token. No cookie,
//! session or page of the portal reaches in here, and errors have a form of their own.

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
mod replay_cache;
pub mod response;
pub mod schema;
mod settings;
mod state;
mod validation;

pub use batch::SentBody;
pub use caller::Requester;
pub use settings::{ApiSettings, Available, Existence, Message};
pub use state::Api;

/// Where the API is, as at Altinn.
pub const BASE: &str = "/authentication/api/v1/enduser/systemuser";

/// Bytes that a request's body may have.
pub const BODY_LIMIT: usize = 256 * 1024;
