//! Carries out the faults on demand, before any handler: only for who has switched them on, and never on the test tools
//! themselves, where they are switched off.

use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::RETRY_AFTER;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpResponse};

use super::error::WebError;
use super::portal::Portal;
use super::urls;
use crate::auth::TypedSession;
use crate::service::ServiceError;
use crate::service::faults::{Fault, Occasion};
use crate::service::store::StoreError;

/// The faults that hit a request, for its handler.
pub struct Struck(pub Vec<Fault>);

/// A middleware inside the one that turns errors into pages.
pub async fn strike(
    portal: Data<Portal>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let struck = struck(&portal, &mut request).await?;
    for fault in &struck {
        match fault {
            Fault::Slow { milliseconds } => tokio::time::sleep(Duration::from_millis(*milliseconds)).await,
            Fault::SessionExpired => request.extract::<TypedSession>().await?.expire().map_err(WebError::from)?,
            Fault::Unavailable => {
                let answer = HttpResponse::ServiceUnavailable().insert_header((RETRY_AFTER, "1")).finish();
                return Ok(request.into_response(answer).map_into_right_body());
            }
            Fault::Busy => {
                let busy = StoreError::Busy("a fault on demand".into());
                let error = WebError::Service(ServiceError::Store(busy));
                return Ok(request.error_response(error).map_into_right_body());
            }
            _ => {}
        }
    }
    request.extensions_mut().insert(Struck(struck));
    Ok(next.call(request).await?.map_into_left_body())
}

async fn struck(portal: &Portal, request: &mut ServiceRequest) -> Result<Vec<Fault>, Error> {
    let (Some(tools), Some(occasion)) = (&portal.tools, occasion(request)) else { return Ok(Vec::new()) };
    let session = request.extract::<TypedSession>().await?;
    let world = session.world().unwrap_or_else(|| portal.world.clone());
    let of_session = session.faults().map(|key| tools.faults.of_session(key).strike(occasion)).unwrap_or_default();
    Ok(if of_session.is_empty() { tools.faults.of_world(&world).strike(occasion) } else { of_session })
}

/// `None` for what is never hit: the tools, and the ways in and out that end a sign-in that was begun.
fn occasion(request: &ServiceRequest) -> Option<Occasion> {
    let path = request.path();
    match path {
        urls::SIGN_IN | urls::TEST_BECOME => return Some(Occasion::SignIn),
        urls::SIGN_IN_CALLBACK | urls::SIGN_OUT | urls::SIGNED_OUT | urls::LANGUAGE | urls::TEST => return None,
        _ => {}
    }
    if path.strip_prefix(urls::TEST).is_some_and(|rest| rest.starts_with('/')) {
        return None;
    }
    Some(if request.method().is_safe() { Occasion::Read } else { Occasion::Change })
}
