//! Resets the world to the start of a walkthrough.

use actix_web::web::{Data, Path, Redirect};
use actix_web::{Either, HttpResponse};
use uuid::Uuid;

use super::find_test_run;
use crate::auth::ReturnTo;
use crate::i18n::fill;
use crate::service::ServiceError;
use crate::test_tools::TestTools;
use crate::test_tools::test_run::TestRun;
use crate::walkthrough::{Start, Walkthrough};
use crate::web::error::WebError;
use crate::web::pages::sign_in::{self, SignInRequest};
use crate::web::pages::test::redirect_with_message;
use crate::web::pages::test::scenarios::{find_scenario, load_into};
use crate::web::request_context::RequestContext;
use crate::web::{redirect, urls};

/// The button to start over.
pub struct StartOver {
    pub action: String,
    /// What it discards, and who will be signed in.
    pub intro: String,
    /// Whether it opens the portal's window; else it returns to the checklist.
    pub opens_portal: bool,
}

impl StartOver {
    /// The button of a test run.
    pub fn of(context: &RequestContext, run: &TestRun, walkthrough: &Walkthrough) -> Self {
        let t = &context.t.test.walkthroughs;
        let opens_portal = context.portal.can_become;
        let text = match (opens_portal, walkthrough.start) {
            (false, _) => &t.start_over_external,
            (true, Start::Overview) => &t.start_over_intro,
            (true, Start::SignedOut) => &t.start_over_signed_out,
        };
        let Walkthrough { scenario, person_name, .. } = walkthrough;
        let values = [("world", context.world.as_str()), ("scenario", scenario), ("person", person_name)];
        let action = urls::test_run(urls::TEST_RUN_START_OVER, run.id.uuid());
        Self { action, intro: fill(text, &values), opens_portal }
    }
}

/// Loads the scenario, then signs in as the walkthrough's person, or signs out.
///
/// With an external identity provider the person cannot be chosen, so it only loads the scenario.
pub async fn start_over(
    context: RequestContext,
    tools: Data<TestTools>,
    request: SignInRequest,
    id: Path<Uuid>,
) -> Result<Either<Redirect, HttpResponse>, WebError> {
    let (run, walkthrough) = find_test_run(&context, &tools, id.into_inner().into()).await?;
    let walkthrough = walkthrough.ok_or(WebError::Service(ServiceError::NotFound))?;
    let scenario = find_scenario(&context.portal, walkthrough.scenario.clone()).await?;
    // Built in or generated, so an error in it is the portal's.
    let scenario = scenario.map_err(|faults| WebError::Internal(anyhow::anyhow!(faults.join("\n"))))?;
    load_into(&context, scenario).await?;
    let first = walkthrough.step_paths().next().and_then(ReturnTo::parse).unwrap_or_default();
    if !context.portal.can_become {
        let words = fill(&context.t.test.walkthroughs.was_reset, &[("scenario", &walkthrough.scenario)]);
        return Ok(Either::Left(redirect_with_message(
            &context,
            &urls::test_run(urls::TEST_RUN, run.id.uuid()),
            words,
        )?));
    }
    if walkthrough.start == Start::SignedOut {
        context.session.browser().into_iter().for_each(|browser| tools.activity.forget(browser));
        context.session.sign_out();
        return Ok(Either::Left(redirect(first.as_str())));
    }
    Ok(Either::Right(sign_in::begin(&context, &request, Some(&walkthrough.person), &first).await?))
}
