//! An identity provider for tests, in the manner of the one that ID-porten has: choose a person, get a signed ID token.
//!
//! It stands alone so that it could be lifted out: std and crates only, nothing of the portal. Who may sign in it learns
//! through [`Directory`], and clients meet it over HTTP like any other OpenID provider, or in the same process.
//!
//! Follows OpenID Connect Core 1.0 (code flow only), RFC 7636 (PKCE, S256 only), OpenID Connect Discovery 1.0,
//! RP-Initiated Logout 1.0 and, for programs without a person, RFC 7523 (JWT bearer grant). It sets no cookie
//! and keeps no session of its own: every sign-in asks who you are.

mod access_token;
mod authorization_grant;
mod authorize;
mod claims;
mod directory;
pub mod discovery;
pub mod end_session;
pub mod exchange;
mod in_process;
mod jwt_grant;
mod key;
mod key_ring;
mod lang;
mod login_hint;
mod machine_token;
mod oauth_client;
mod pages;
mod programs;
mod provider;
mod refused;
mod scope;
pub mod sign_in;
mod texts;
pub mod token;
mod ttl_map;

pub use access_token::AccessTokenRequest;
pub use claims::AssuranceLevel;
pub use directory::{Directory, NotANationalId, Person};
pub use machine_token::MachineTokenRequest;
pub use oauth_client::OAuthClient;
pub use programs::{Program, Programs, SystemUser};
pub use provider::{Error, Provider, Settings, load_key};
pub use scope::API_SCOPES;
