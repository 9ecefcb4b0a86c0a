//! Why the token endpoint refuses.

use openidconnect::core::CoreErrorResponseType;

/// An error, in OAuth's code and in words.
pub struct Refused(pub CoreErrorResponseType, pub &'static str);
