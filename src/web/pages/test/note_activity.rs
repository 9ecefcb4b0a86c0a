//! Notes which browsers are used in a world, and asks before work of others is thrown away.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::auth::TypedSession;
use crate::test_tools::TestTools;
use crate::test_tools::activity::is_recent;
use crate::web::portal::Portal;
use crate::web::request_context::RequestContext;
use crate::web::urls;

/// Middleware: notes the pages of people who are signed in, except the test tools.
pub async fn note_activity(
    tools: Option<Data<TestTools>>,
    portal: Data<Portal>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let session = request.extract::<TypedSession>().await?;
    if let Some(tools) = tools
        && session.person().is_some()
        && !is_tool(request.path())
    {
        let browser = session.browser_key()?;
        if request.path() == urls::SIGN_OUT {
            tools.activity.forget(browser);
        } else {
            let world = session.world().unwrap_or_else(|| portal.world.clone());
            tools.activity.note(&world, browser, (portal.clock)());
        }
    }
    next.call(request).await
}

fn is_tool(path: &str) -> bool {
    path.strip_prefix(urls::TEST).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether somebody else was active in the session's world lately: another browser, or a program for another person.
pub fn others_are_active(context: &RequestContext, tools: &TestTools) -> bool {
    let (now, me) = ((context.portal.clock)(), context.person().ok());
    let is_other = |program: Option<_>| program.is_some() && program != me;
    let mut requests = tools.requests.latest().into_iter();
    tools.activity.has_others(&context.world, context.session.browser(), now)
        || requests.any(|request| {
            request.world.as_ref() == Some(&context.world) && is_other(request.person) && is_recent(request.at, now)
        })
}
