//! A hook between a program's request and its response.

use std::time::Duration;

use actix_web::http::Method;

use super::code::Code;
use crate::domain::world::WorldName;
use crate::service::Declines;

/// Delays, fails or changes requests. The test tools inject faults through it.
pub trait Interceptor: Send + Sync {
    /// Called once per request with a valid token, before the handler's work.
    fn before(&self, world: &WorldName, method: &Method) -> Interception;
    /// Called once per request whose system access was found.
    fn upstream_failure(&self, world: &WorldName, method: &Method) -> Option<UpstreamFailure>;
}

/// What to do to a request.
#[derive(Clone, Default)]
pub struct Interception {
    /// Wait this long first.
    pub delay: Duration,
    /// Answer 503 with Retry-After.
    pub busy: bool,
    /// Decline some of the clients that it adds.
    pub declines: Option<Declines>,
}

/// How a service behind Altinn's API fails, by its error codes.
pub enum UpstreamFailure {
    /// The owner of the access is not in the register.
    OwnerNotFound,
    /// Any other failure.
    Coded(Code),
}
