//! Who is at the other end: sign-in at an OpenID provider, the browser session that follows, and where posts come from.
//!
//! Below the pages and above the service: it may not know SQL, templates, or which provider it talks to.

mod authorization_response;
mod back_channel;
mod bearer;
mod error;
mod form_token;
mod identity;
mod issuer;
mod origin;
mod portal_address;
mod provider_cache;
mod relying_party;
mod return_to;
mod secret;
mod session;
mod session_cookie;
mod session_fields;
mod session_store;
mod session_tools;
mod sign_in_cookies;

pub use authorization_response::Callback;
pub use back_channel::BackChannel;
pub use bearer::{BearerError, BearerVerifier, VerifiedToken};
pub use error::AuthError;
pub use identity::VerifiedIdentity;
pub use issuer::{Issuer, same_origin_url};
pub use origin::{OwnOrigin, refuse_cross_site, refuse_foreign_host, send_to_configured_address};
pub use portal_address::{BaseUrl, PortalAddress};
pub use relying_party::{PendingSignIn, RelyingParty, Settings};
pub use return_to::ReturnTo;
pub use secret::Secret;
pub use session::{SignedIn, TypedSession};
pub use session_cookie::{keep_session, session_cookie, session_cookie_middleware};
pub use session_store::{SESSION_LIFETIME, Sessions};
pub use session_tools::ComeBack;
pub use sign_in_cookies::{PendingSignIns, RememberedSignIn, SignInCookies};
