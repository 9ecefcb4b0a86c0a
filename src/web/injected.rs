//! Faults injected into one request.
//!
//! The test tools' middleware stores them in the request's extensions; without it there are none.

use crate::service::Declines;

/// The faults of a request that its handler has to apply.
#[derive(Clone, Default)]
pub struct Injected {
    /// Declines some of the clients that are added.
    pub declines: Option<Declines>,
    /// Declines approvals of requests, with this code.
    pub declines_accesses: Option<&'static str>,
    /// The fault for the embedded identity provider, as a part of `login_hint`.
    pub login_hint: Option<String>,
    /// The text for the test banner, in the reader's language; empty without faults.
    pub banner: String,
}
