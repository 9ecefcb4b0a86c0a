//! Where something may come between a program's request and its answer.

use std::time::Duration;

use actix_web::http::Method;

use super::problem::Code;
use crate::domain::world::WorldName;
use crate::service::Declines;

/// Comes between requests and their answers: the test tools inject faults so.
pub trait Interceptor: Send + Sync {
    /// Asked once for each request whose token holds, before it is answered.
    fn before(&self, world: &WorldName, method: &Method) -> Interception;
    /// Asked once for each request about a system access that was found.
    fn upstream_failure(&self, world: &WorldName, method: &Method) -> Option<UpstreamFailure>;
}

/// What happens to a request.
#[derive(Clone, Default)]
pub struct Interception {
    /// How long it waits first.
    pub delay: Duration,
    /// Whether it is told to come again later.
    pub busy: bool,
    /// Declines clients that it adds.
    pub declines: Option<Declines>,
}

/// How a part behind the API fails (Altinn's Client Delegation API, error codes).
pub enum UpstreamFailure {
    /// The owner of the access is in no register.
    OwnerNotFound,
    /// Any other failure.
    Coded(Code),
}
