//! The checklist of one test run: see a step, say how it went, go on to the next.

use std::num::NonZeroUsize;

use actix_web::Either;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Redirect};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::list::{self, Said};
use super::start_over::StartOver;
use super::step::{Refused, is_same, views};
use super::tally::tally;
use super::test_run_calls::call_test_runs;
use super::{FileLink, ListPage, Shown, StepView, files, found};
use crate::i18n::fill;
use crate::service::ServiceError;
use crate::test_tools::TestTools;
use crate::test_tools::test_run::{MAX_REMARK_LENGTH, Remark, StepResult, TestRun, TestRunId, Verdict};
use crate::walkthrough::Walkthrough;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::pages::test::{Frame, TestForm, ToolLink, frame, said};
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

/// The checklist.
#[derive(Template)]
#[template(path = "pages/test/test_run.html")]
pub struct TestRunPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    pub title: String,
    /// Label and value, such as "Tester" and "Kari".
    pub state: Vec<(String, String)>,
    /// Nothing where the walkthrough is gone.
    pub start_over: Option<StartOver>,
    /// Whether the walkthrough is another now than when the test run was begun.
    pub rewritten: bool,
    /// Of the steps, where it is not the page's.
    pub lang: Option<String>,
    pub steps: Vec<StepView>,
    pub action: String,
    pub delete: String,
    pub files: Vec<FileLink>,
}

/// What was said of a step. What is missing was not sent by the page.
#[derive(Deserialize)]
pub struct DecideForm {
    step: NonZeroUsize,
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    remark: String,
}

/// Shows the checklist.
pub async fn show(
    context: RequestContext,
    tools: Data<TestTools>,
    id: Path<Uuid>,
) -> Result<Page<TestRunPage>, WebError> {
    Ok(Page::ok(page(&context, &tools, id.into_inner().into(), None).await?))
}

/// Notes how a step went, and goes on to the next. What cannot be noted is not lost.
pub async fn decide(
    context: RequestContext,
    tools: Data<TestTools>,
    id: Path<Uuid>,
    form: TestForm<DecideForm>,
) -> Result<Either<Redirect, Shown<TestRunPage>>, WebError> {
    let id = TestRunId::from(id.into_inner());
    let DecideForm { step, verdict, remark: typed } = form.0.ok_or(WebError::BadInput)?;
    let t = &context.t.test.walkthroughs;
    let error = match (Verdict::from_code(&verdict), typed.parse::<Remark>()) {
        (Some(verdict), Ok(remark)) => {
            let result = StepResult { verdict, remark, decided: (context.portal.clock)() };
            return match call_test_runs(&context, &tools, move |runs| runs.set_result(id, step, &result)).await {
                Ok(()) => Ok(Either::Left(redirect(&next(id, step)))),
                Err(WebError::Service(ServiceError::NotFound)) => gone(&context, &tools, typed).await,
                Err(error) => Err(error),
            };
        }
        (None, _) => t.no_verdict.to_string(),
        (_, Err(_)) => fill(&t.too_long, &[("count", &format::count(context.lang, MAX_REMARK_LENGTH))]),
    };
    let refused = Refused { step: step.get(), remark: typed, error };
    match page(&context, &tools, id, Some(&refused)).await {
        Ok(page) => {
            let page = Page::with_status(page, StatusCode::UNPROCESSABLE_ENTITY);
            Ok(Either::Right(Either::Left(page)))
        }
        Err(WebError::Service(ServiceError::NotFound)) => gone(&context, &tools, refused.remark).await,
        Err(error) => Err(error),
    }
}

/// Deletes the test run.
pub async fn delete(context: RequestContext, tools: Data<TestTools>, id: Path<Uuid>) -> Result<Redirect, WebError> {
    let id = TestRunId::from(id.into_inner());
    let TestRun { title, tester, .. } = call_test_runs(&context, &tools, move |runs| runs.delete(id)).await?;
    let words = [("title", title.as_str()), ("tester", tester.as_str())];
    said(&context, urls::TEST_WALKTHROUGHS, fill(&context.t.test.walkthroughs.deleted, &words))
}

/// The step after this one, or what comes after the last.
fn next(id: TestRunId, step: NonZeroUsize) -> String {
    format!("{}#step-{}", urls::test_run(urls::TEST_RUN, id.uuid()), step.get() + 1)
}

/// Somebody else has deleted the test run meanwhile.
async fn gone(
    context: &RequestContext,
    tools: &Data<TestTools>,
    remark: String,
) -> Result<Either<Redirect, Shown<TestRunPage>>, WebError> {
    let page: ListPage = list::page(context, tools, Said { lost_remark: remark, ..Said::default() }).await?;
    Ok(Either::Right(Either::Right(Page::with_status(page, StatusCode::NOT_FOUND))))
}

async fn page(
    context: &RequestContext,
    test_tools: &Data<TestTools>,
    id: TestRunId,
    refused: Option<&Refused>,
) -> Result<TestRunPage, WebError> {
    let (run, walkthrough) = found(context, test_tools, id).await?;
    let same = walkthrough.filter(|walkthrough| is_same(walkthrough, &run));
    let title = same.map_or_else(|| run.title.clone(), |same| same.title.resolve(context.lang, context.portal.wording));
    let Frame { layout, tools } = frame(context, urls::TEST_WALKTHROUGHS).await?;
    let layout = Layout { title: fill(&context.t.common.title_suffix, &[("title", &title)]), ..layout };
    Ok(TestRunPage {
        layout,
        tools,
        title,
        state: state(context, &run, walkthrough),
        start_over: walkthrough.map(|walkthrough| StartOver::of(context, &run, walkthrough)),
        rewritten: same.is_none(),
        lang: same.is_none().then(|| run.language.clone()),
        steps: views(context, &run, same, refused),
        action: urls::test_run(urls::TEST_RUN, id.uuid()),
        delete: urls::test_run(urls::TEST_RUN_DELETE, id.uuid()),
        files: files(&urls::test_run(urls::TEST_RUN_FILE, id.uuid())),
    })
}

fn state(context: &RequestContext, run: &TestRun, walkthrough: Option<&Walkthrough>) -> Vec<(String, String)> {
    let t = &context.t.test.walkthroughs;
    let who = walkthrough.map(|walkthrough| {
        let Walkthrough { person_name, organisation_name, .. } = walkthrough;
        [(&t.person, person_name.clone()), (&t.organisation, organisation_name.clone())]
    });
    let rest = [
        (&t.scenario, run.scenario.clone()),
        (&t.tester_label, run.tester.to_string()),
        (&t.begun, format::moment(run.begun)),
        (&t.version, run.version.clone()),
        (&t.result, tally(context.t, run.tally())),
    ];
    let all = who.into_iter().flatten().chain(rest);
    all.map(|(label, value)| (label.to_string(), value)).collect()
}
