//! An identity provider for tests, in the manner of the one that ID-porten has: choose a person, get a signed ID token.
//!
//! It stands alone so that it could be lifted out: std and crates only, nothing of the portal. Who may sign in it learns
//! through [`Directory`], and clients meet it over HTTP like any other OpenID provider, or in the same process.
//!
//! Follows OpenID Connect Core 1.0 (code flow only), RFC 7636 (PKCE, S256 only), OpenID Connect Discovery 1.0 and
//! RP-Initiated Logout 1.0. It sets no cookie and keeps no session of its own: every sign-in asks who you are.

mod access_token;
mod authorization_grant;
mod authorize;
mod claims;
mod directory;
pub mod discovery;
pub mod end_session;
pub mod exchange;
mod in_process;
mod key;
mod key_ring;
mod lang;
mod login_hint;
mod oauth_client;
mod pages;
mod provider;
mod scope;
pub mod sign_in;
mod texts;
pub mod token;
mod ttl_map;

pub use access_token::AccessTokenRequest;
pub use claims::AssuranceLevel;
pub use directory::{Directory, NotANationalId, Person};
pub use oauth_client::OAuthClient;
pub use provider::{Error, Provider, Settings, load_key};
pub use scope::API_SCOPES;
