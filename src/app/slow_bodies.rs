//! Middleware that cuts bodies that trickle in, as the server cuts headers that do.
//!
//! Wraps the body itself, so that it holds for every handler, whatever reads the body.

use std::cell::Cell;
use std::io::ErrorKind;
use std::rc::Rc;
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::ConnectionType;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, HttpResponse};
use futures_util::{Stream, StreamExt, stream};
use tokio::time::{Instant, timeout_at};

/// From the first read on, and at most at any time; as long as the server waits for headers.
const PATIENCE: Duration = Duration::from_secs(5);
/// What each byte earns: 4 KiB a second will do, so that a large file may come on a slow line.
const EARNED_BY_BYTE: Duration = Duration::from_nanos(1_000_000_000 / 4096);

/// Answers 408 to a body that takes too long, and closes the connection.
pub async fn cut_slow_bodies(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let late = Rc::new(Cell::new(false));
    match request.take_payload() {
        Payload::None => {}
        payload => request.set_payload(Payload::Stream { payload: Box::pin(in_time(payload, late.clone())) }),
    }
    let response = next.call(request).await?;
    if !late.get() {
        return Ok(response.map_into_left_body());
    }
    let mut timeout = HttpResponse::RequestTimeout().finish();
    timeout.head_mut().set_connection_type(ConnectionType::Close);
    Ok(response.into_response(timeout).map_into_right_body())
}

/// The same body, ending in an error and a mark once it is late.
fn in_time(payload: Payload, late: Rc<Cell<bool>>) -> impl Stream<Item = Result<Bytes, PayloadError>> {
    let body = stream::unfold(Some((payload, None)), move |state| {
        let late = late.clone();
        async move {
            let (mut payload, deadline) = state?;
            let deadline = deadline.unwrap_or_else(|| Instant::now() + PATIENCE);
            match timeout_at(deadline, payload.next()).await {
                Ok(Some(Ok(bytes))) => {
                    let deadline = (deadline + earned(&bytes)).min(Instant::now() + PATIENCE);
                    Some((Ok(bytes), Some((payload, Some(deadline)))))
                }
                Ok(Some(Err(error))) => Some((Err(error), None)),
                Ok(None) => None,
                Err(_) => {
                    late.set(true);
                    Some((Err(PayloadError::Io(ErrorKind::TimedOut.into())), None))
                }
            }
        }
    });
    // The multipart reader polls again after the end.
    body.fuse()
}

fn earned(bytes: &Bytes) -> Duration {
    EARNED_BY_BYTE.saturating_mul(u32::try_from(bytes.len()).unwrap_or(u32::MAX))
}
