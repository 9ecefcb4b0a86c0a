//! The checklist of one test run: see a step, say how it went, go on to the next.

use std::num::NonZeroUsize;

use actix_web::Either;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Redirect};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::ask::ask_test_runs;
use super::list::{self, Said};
use super::start_over::StartOver;
use super::step::{Refused, is_same, views};
use super::tally::tally;
use super::{FileLink, ListPage, Shown, StepView, files, found};
use crate::i18n::fill;
use crate::service::ServiceError;
use crate::test_tools::TestTools;
use crate::test_tools::test_run::{LONGEST_REMARK, Remark, StepResult, TestRun, TestRunId, Verdict};
use crate::walkthrough::Walkthrough;
use crate::web::chrome::Chrome;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::pages::test::{Frame, TestForm, ToolLink, frame, said};
use crate::web::visit::Visit;
use crate::web::{present, redirect, urls};

/// The checklist.
#[derive(Template)]
#[template(path = "pages/test/test_run.html")]
pub struct TestRunPage {
    pub chrome: Chrome,
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
pub async fn show(visit: Visit, tools: Data<TestTools>, id: Path<Uuid>) -> Result<Page<TestRunPage>, WebError> {
    Ok(Page::ok(page(&visit, &tools, id.into_inner().into(), None).await?))
}

/// Notes how a step went, and goes on to the next. What cannot be noted is not lost.
pub async fn decide(
    visit: Visit,
    tools: Data<TestTools>,
    id: Path<Uuid>,
    form: TestForm<DecideForm>,
) -> Result<Either<Redirect, Shown<TestRunPage>>, WebError> {
    let id = TestRunId::from(id.into_inner());
    let DecideForm { step, verdict, remark: typed } = form.0.ok_or(WebError::BadInput)?;
    let t = &visit.t.test.walkthroughs;
    let error = match (Verdict::from_code(&verdict), typed.parse::<Remark>()) {
        (Some(verdict), Ok(remark)) => {
            let result = StepResult { verdict, remark, decided: (visit.portal.clock)() };
            return match ask_test_runs(&visit, &tools, move |runs| runs.set_result(id, step, &result)).await {
                Ok(()) => Ok(Either::Left(redirect(&next(id, step)))),
                Err(WebError::Service(ServiceError::NotFound)) => gone(&visit, &tools, typed).await,
                Err(error) => Err(error),
            };
        }
        (None, _) => t.no_verdict.to_string(),
        (_, Err(_)) => fill(&t.too_long, &[("count", &present::count(visit.lang, LONGEST_REMARK))]),
    };
    let refused = Refused { step: step.get(), remark: typed, error };
    match page(&visit, &tools, id, Some(&refused)).await {
        Ok(page) => {
            let page = Page::with_status(page, StatusCode::UNPROCESSABLE_ENTITY);
            Ok(Either::Right(Either::Left(page)))
        }
        Err(WebError::Service(ServiceError::NotFound)) => gone(&visit, &tools, refused.remark).await,
        Err(error) => Err(error),
    }
}

/// Deletes the test run.
pub async fn delete(visit: Visit, tools: Data<TestTools>, id: Path<Uuid>) -> Result<Redirect, WebError> {
    let id = TestRunId::from(id.into_inner());
    let TestRun { title, tester, .. } = ask_test_runs(&visit, &tools, move |runs| runs.delete(id)).await?;
    let words = [("title", title.as_str()), ("tester", tester.as_str())];
    said(&visit, urls::TEST_WALKTHROUGHS, fill(&visit.t.test.walkthroughs.deleted, &words))
}

/// The step after this one, or what comes after the last.
fn next(id: TestRunId, step: NonZeroUsize) -> String {
    format!("{}#step-{}", urls::test_run(urls::TEST_RUN, id.uuid()), step.get() + 1)
}

/// Somebody else has deleted the test run meanwhile.
async fn gone(
    visit: &Visit,
    tools: &Data<TestTools>,
    remark: String,
) -> Result<Either<Redirect, Shown<TestRunPage>>, WebError> {
    let page: ListPage = list::page(visit, tools, Said { lost_remark: remark, ..Said::default() }).await?;
    Ok(Either::Right(Either::Right(Page::with_status(page, StatusCode::NOT_FOUND))))
}

async fn page(
    visit: &Visit,
    test_tools: &Data<TestTools>,
    id: TestRunId,
    refused: Option<&Refused>,
) -> Result<TestRunPage, WebError> {
    let (run, walkthrough) = found(visit, test_tools, id).await?;
    let same = walkthrough.filter(|walkthrough| is_same(walkthrough, &run));
    let title = same.map_or_else(|| run.title.clone(), |same| same.title.resolve(visit.lang, visit.portal.wording));
    let Frame { chrome, tools } = frame(visit, urls::TEST_WALKTHROUGHS).await?;
    let chrome = Chrome { title: fill(&visit.t.common.title_suffix, &[("title", &title)]), ..chrome };
    Ok(TestRunPage {
        chrome,
        tools,
        title,
        state: state(visit, &run, walkthrough),
        start_over: walkthrough.map(|walkthrough| StartOver::of(visit, &run, walkthrough)),
        rewritten: same.is_none(),
        lang: same.is_none().then(|| run.language.clone()),
        steps: views(visit, &run, same, refused),
        action: urls::test_run(urls::TEST_RUN, id.uuid()),
        delete: urls::test_run(urls::TEST_RUN_DELETE, id.uuid()),
        files: files(&urls::test_run(urls::TEST_RUN_FILE, id.uuid())),
    })
}

fn state(visit: &Visit, run: &TestRun, walkthrough: Option<&Walkthrough>) -> Vec<(String, String)> {
    let t = &visit.t.test.walkthroughs;
    let who = walkthrough.map(|walkthrough| {
        let Walkthrough { person_name, organisation_name, .. } = walkthrough;
        [(&t.person, person_name.clone()), (&t.organisation, organisation_name.clone())]
    });
    let rest = [
        (&t.scenario, run.scenario.clone()),
        (&t.tester_label, run.tester.to_string()),
        (&t.begun, present::moment(run.begun)),
        (&t.version, run.version.clone()),
        (&t.result, tally(visit.t, run.tally())),
    ];
    let all = who.into_iter().flatten().chain(rest);
    all.map(|(label, value)| (label.to_string(), value)).collect()
}
