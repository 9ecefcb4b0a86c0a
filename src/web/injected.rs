//! What a tester has ordered for one request. The middleware of the test tools puts it among the request's extensions
//! before any handler; without it, all is as usual.

use crate::service::Declines;

/// What is out of the ordinary for a request.
#[derive(Clone, Default)]
pub struct Injected {
    /// Declines clients when they are added.
    pub declines: Option<Declines>,
    /// What the embedded identity provider is to do wrong in this sign-in, in its own words.
    pub login_hint: Option<String>,
    /// What the test banner says of it, in the reader's language; empty while there is nothing to say.
    pub banner: String,
}
