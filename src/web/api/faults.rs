//! Faults on demand for programs: those that are switched on for everybody in the world that the token opens. What a tester
//! has switched on for a browser alone hits no program.

use std::time::Duration;

use actix_web::http::Method;

use super::problem::{self, ApiError, BUSY, Code};
use crate::domain::world::WorldName;
use crate::service::Service;
use crate::service::faults::{Fault, Occasion, Upstream};
use crate::web::portal::Portal;

/// Carries out what hits this request; the service with which to answer it.
pub async fn strike(
    portal: &Portal,
    world: &WorldName,
    method: &Method,
    mut service: Service,
) -> Result<Service, ApiError> {
    let Some(tools) = &portal.tools else { return Ok(service) };
    let occasion = if method.is_safe() { Occasion::Read } else { Occasion::Change };
    for fault in tools.faults.of_world(world).strike_program(occasion) {
        match fault {
            Fault::Slow { milliseconds } => tokio::time::sleep(Duration::from_millis(milliseconds)).await,
            Fault::Unavailable | Fault::Busy => return Err(ApiError::Numbered(BUSY)),
            Fault::RefuseAdds { every } => service = service.refusing(every),
            _ => {}
        }
    }
    Ok(service)
}

/// What a request about a system access is told of parts behind the API, if a tester wants to hear it.
pub fn upstream(portal: &Portal, world: &WorldName, method: &Method) -> Option<Upstream> {
    let faults = portal.tools.as_ref()?.faults.of_world(world);
    faults.strike_upstream(|answer| match answer {
        Upstream::DelegationFailed => *method == Method::POST,
        Upstream::RevocationFailed => *method == Method::DELETE,
        Upstream::ListUnauthorized | Upstream::ListForbidden | Upstream::ListFailed => method.is_safe(),
        Upstream::NotForClients | Upstream::PackageUnknown | Upstream::OwnerNotFound => true,
    })
}

/// The numbered problem; a missing owner has no number.
pub fn code(answer: Upstream) -> Option<Code> {
    Some(match answer {
        Upstream::DelegationFailed => problem::DELEGATION_FAILED,
        Upstream::RevocationFailed => problem::REVOCATION_FAILED,
        Upstream::NotForClients => problem::NOT_AN_AGENT,
        Upstream::ListUnauthorized => problem::LIST_UNAUTHORIZED,
        Upstream::ListForbidden => problem::LIST_FORBIDDEN,
        Upstream::ListFailed => problem::LIST_FAILED,
        Upstream::PackageUnknown => problem::PACKAGE_UNKNOWN,
        Upstream::OwnerNotFound => return None,
    })
}
