//! Faults on demand for programs: those that are switched on for everybody in the world that the token opens. What a tester
//! has switched on for a browser alone hits no program.

use std::time::Duration;

use actix_web::http::Method;

use super::problem::{ApiError, BUSY};
use crate::domain::world::WorldName;
use crate::service::Service;
use crate::service::faults::{Fault, Occasion};
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
