//! Moves a session whose world is gone to the portal's own world, and says so once.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::LOCATION;
use actix_web::middleware::Next;
use actix_web::web::{self, Data};
use actix_web::{Error, HttpResponse};

use crate::auth::TypedSession;
use crate::domain::world::WorldName;
use crate::i18n::{fill, texts};
use crate::service::worlds::WorldsError;
use crate::web::error::WebError;
use crate::web::flash::Flash;
use crate::web::portal::Portal;
use crate::web::request_context::chosen_language;
use crate::web::urls;

/// Middleware, around whatever reads the session's world; opens that world, so that no handler waits for it.
pub async fn leave_lost_world(
    portal: Data<Portal>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let session = request.extract::<TypedSession>().await?;
    let chosen = session.world().filter(|world| portal.test_tools && *world != portal.world);
    let Some(world) = chosen else { return Ok(next.call(request).await?.map_into_left_body()) };
    let t = &texts(chosen_language(request.request()), portal.wording).test.worlds;
    let text = match open(&portal, world.clone()).await? {
        // A busy store or a full disk passes: the page says so.
        Ok(()) => return Ok(next.call(request).await?.map_into_left_body()),
        Err(WorldsError::Unknown) => &t.left_deleted,
        Err(error) => {
            tracing::error!(%world, error = &error as &dyn std::error::Error, "a world cannot be opened");
            &t.left_broken
        }
    };
    let words = fill(text, &[("world", world.as_str()), ("default", portal.world.as_str())]);
    session.leave_world();
    session.put_flash(&Flash { message: Some(words), ..Flash::default() })?;
    if request.method().is_safe() {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    // What was meant for another world is not done in this one.
    let elsewhere = HttpResponse::SeeOther().insert_header((LOCATION, urls::TEST_WORLDS)).finish();
    Ok(request.into_response(elsewhere).map_into_right_body())
}

/// Why the world cannot be had, if waiting does not help.
async fn open(portal: &Data<Portal>, world: WorldName) -> Result<Result<(), WorldsError>, WebError> {
    if portal.worlds.is_open(&world) {
        return Ok(Ok(()));
    }
    let portal = portal.clone();
    let opened = web::block(move || portal.worlds.open(&world).map(drop)).await;
    Ok(match opened.map_err(|error| WebError::Internal(error.into()))? {
        Err(WorldsError::Store(error)) if error.may_pass() => Ok(()),
        opened => opened,
    })
}
