//! The Client Delegation API: Altinn's contract over the portal's own service, for programs with a bearer token. No cookie,
//! session or page of the portal reaches in here, and errors have a form of their own.

pub mod agents;
pub mod answer;
pub mod batch;
pub mod changes;
pub mod document;
mod gate;
mod idempotency;
pub mod interceptor;
pub mod limits;
pub mod lists;
mod parameters;
pub mod problem;
mod replays;
pub mod schema;
mod settings;
mod state;
mod token;
mod validation;
mod wire;

pub use batch::SentBody;
pub use settings::{Available, Existence, Message, Switches};
pub use state::Api;
pub use token::Requester;

/// Where the API is, as at Altinn.
pub const BASE: &str = "/authentication/api/v1/enduser/systemuser";

/// Bytes that a request's body may have.
pub const BODY_LIMIT: usize = 256 * 1024;
