//! Who is at the other end: sign-in at an OpenID provider, the browser session that follows, and where posts come from.
//!
//! Below the pages and above the service: it may not know SQL, templates, or which provider it talks to.

mod bearer;
mod channel;
mod error;
mod form_token;
mod identity;
mod issuer;
mod origin;
mod pending;
mod portal_address;
mod provider_link;
mod relying_party;
mod return_to;
mod secret;
mod session;
mod session_store;
mod session_tools;

pub use bearer::{BearerError, BearerVerifier, VerifiedToken};
pub use channel::Channel;
pub use error::AuthError;
pub use identity::VerifiedIdentity;
pub use issuer::{Issuer, below};
pub use origin::{OwnOrigin, refuse_cross_site, refuse_foreign_host, send_to_configured_address};
pub use pending::{Pending, PendingSignIns, RememberedSignIn};
pub use portal_address::{BaseUrl, PortalAddress};
pub use relying_party::{Callback, PendingSignIn, RelyingParty, Settings};
pub use return_to::ReturnTo;
pub use secret::Secret;
pub use session::{SignedIn, TypedSession};
pub use session_store::{SESSION_LIFETIME, Sessions, session_cookie, session_middleware};
