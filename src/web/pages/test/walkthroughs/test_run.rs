//! The checklist of one test run.

use std::num::NonZeroUsize;

use actix_web::Either;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Redirect};
use askama::Template;
use uuid::Uuid;

use super::list::{self, ListMessages};
use super::start_over::StartOver;
use super::step::{RejectedStep, Remarks, Typed, is_unchanged, step_views};
use super::tally::tally;
use super::test_run_calls::call_test_runs;
use super::{FileLink, ListPage, PageOrList, StepView, files, find_test_run};
use crate::i18n::fill;
use crate::service::{self, ServiceError};
use crate::test_tools::TestTools;
use crate::test_tools::test_run::{MAX_REMARK_LENGTH, Remark, StepResult, TestRun, TestRunId, Verdict};
use crate::test_tools::test_run_store::TestRuns;
use crate::walkthrough::Walkthrough;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::pages::test::{TestForm, ToolLayout, ToolLink, redirect_with_message, tool_layout};
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
    /// `None` if the walkthrough no longer exists.
    pub start_over: Option<StartOver>,
    /// Whether the walkthrough has changed since the test run began.
    pub rewritten: bool,
    /// Language of the steps, if not the page's.
    pub lang: Option<String>,
    pub steps: Vec<StepView>,
    pub action: String,
    pub delete: String,
    pub files: Vec<FileLink>,
}

/// What the checklist's form sends: the verdict on one step, and the remarks on all.
struct DecideForm {
    /// Counted from 1.
    step: NonZeroUsize,
    verdict: String,
    remark: String,
    /// The remarks typed at other steps.
    others: Remarks,
}

impl DecideForm {
    /// The button's value is "2:passed", and "remark-2" the remark on that step.
    /// A program may send `step`, `verdict` and `remark` instead.
    fn read(fields: &[(String, String)]) -> Option<Self> {
        let field = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let verdict = field("verdict").unwrap_or_default();
        let (step, verdict) = verdict.split_once(':').or_else(|| Some((field("step")?, verdict)))?;
        let step: NonZeroUsize = step.parse().ok()?;
        let mut others: Remarks = fields
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("remark-")?.parse().ok()?, value.clone())))
            .collect();
        let own = others.remove(&step.get()).unwrap_or_default();
        let remark = field("remark").map_or(own, str::to_owned);
        Some(Self { step, verdict: verdict.to_owned(), remark, others })
    }
}

/// Shows the checklist.
pub async fn show(
    context: RequestContext,
    tools: Data<TestTools>,
    id: Path<Uuid>,
) -> Result<Page<TestRunPage>, WebError> {
    let id = id.into_inner();
    let typed = Typed { remarks: context.session.remarks(id), rejected: None };
    Ok(Page::ok(page(&context, &tools, id.into(), &typed).await?))
}

/// Stores a step's result, or shows the input again with an error.
pub async fn decide(
    context: RequestContext,
    tools: Data<TestTools>,
    id: Path<Uuid>,
    form: TestForm<Vec<(String, String)>>,
) -> Result<Either<Redirect, PageOrList<TestRunPage>>, WebError> {
    let id = TestRunId::from(id.into_inner());
    let fields = form.0.ok_or(WebError::BadInput)?;
    let DecideForm { step, verdict, remark: typed, others } = DecideForm::read(&fields).ok_or(WebError::BadInput)?;
    let t = &context.t.test.walkthroughs;
    let error = match (Verdict::from_code(&verdict), typed.parse::<Remark>()) {
        (Some(verdict), Ok(remark)) => {
            let result = StepResult { verdict, remark, decided: (context.portal.clock)() };
            let save = move |runs: &TestRuns| {
                runs.set_result(id, step, &result)?;
                save_others(runs, id, others)
            };
            return match call_test_runs(&context, &tools, save).await {
                Ok(unsaved) => {
                    context.session.put_remarks(id.uuid(), &unsaved)?;
                    Ok(Either::Left(redirect(&next(id, step))))
                }
                Err(WebError::Service(ServiceError::NotFound)) => list_without_test_run(&context, &tools, typed).await,
                Err(error) => Err(error),
            };
        }
        (None, _) => t.no_verdict.to_string(),
        (_, Err(_)) => fill(&t.too_long, &[("count", &format::count(context.lang, MAX_REMARK_LENGTH))]),
    };
    let typed = Typed { remarks: others, rejected: Some(RejectedStep { step: step.get(), remark: typed, error }) };
    match page(&context, &tools, id, &typed).await {
        Ok(page) => {
            let page = Page::with_status(page, StatusCode::UNPROCESSABLE_ENTITY);
            Ok(Either::Right(Either::Left(page)))
        }
        Err(WebError::Service(ServiceError::NotFound)) => {
            let remark = typed.rejected.map(|rejected| rejected.remark).unwrap_or_default();
            list_without_test_run(&context, &tools, remark).await
        }
        Err(error) => Err(error),
    }
}

/// Stores the remarks on steps that have a result; returns those that cannot be stored yet.
fn save_others(runs: &TestRuns, id: TestRunId, others: Remarks) -> service::Result<Remarks> {
    let run = runs.get(id)?;
    let mut unsaved = Remarks::new();
    for (number, typed) in others {
        let step = number.checked_sub(1).and_then(|index| run.steps.get(index));
        let (Some(step), Some(place)) = (step, NonZeroUsize::new(number)) else { continue };
        match (&step.result, typed.parse::<Remark>()) {
            (Some(result), Ok(remark)) if remark == result.remark => {}
            (Some(result), Ok(remark)) => runs.set_result(id, place, &StepResult { remark, ..result.clone() })?,
            (None, _) if typed.trim().is_empty() => {}
            _ => drop(unsaved.insert(number, typed)),
        }
    }
    Ok(unsaved)
}

/// Deletes the test run.
pub async fn delete(context: RequestContext, tools: Data<TestTools>, id: Path<Uuid>) -> Result<Redirect, WebError> {
    let id = TestRunId::from(id.into_inner());
    let TestRun { title, tester, .. } = call_test_runs(&context, &tools, move |runs| runs.delete(id)).await?;
    let words = [("title", title.as_str()), ("tester", tester.as_str())];
    redirect_with_message(&context, urls::TEST_WALKTHROUGHS, fill(&context.t.test.walkthroughs.deleted, &words))
}

/// The URL of the next step, or of the section after the last.
fn next(id: TestRunId, step: NonZeroUsize) -> String {
    format!("{}#step-{}", urls::test_run(urls::TEST_RUN, id.uuid()), step.get() + 1)
}

/// The list, with the remark for a test run that somebody has deleted meanwhile.
async fn list_without_test_run(
    context: &RequestContext,
    tools: &Data<TestTools>,
    remark: String,
) -> Result<Either<Redirect, PageOrList<TestRunPage>>, WebError> {
    let page: ListPage =
        list::page(context, tools, ListMessages { lost_remark: remark, ..ListMessages::default() }).await?;
    Ok(Either::Right(Either::Right(Page::with_status(page, StatusCode::NOT_FOUND))))
}

async fn page(
    context: &RequestContext,
    test_tools: &Data<TestTools>,
    id: TestRunId,
    typed: &Typed,
) -> Result<TestRunPage, WebError> {
    let (run, walkthrough) = find_test_run(context, test_tools, id).await?;
    let same = walkthrough.filter(|walkthrough| is_unchanged(walkthrough, &run));
    let title = same.map_or_else(|| run.title.clone(), |same| same.title.resolve(context.lang, context.portal.wording));
    let ToolLayout { layout, tools } = tool_layout(context, urls::TEST_WALKTHROUGHS).await?;
    let layout = Layout { title: fill(&context.t.common.title_suffix, &[("title", &title)]), ..layout };
    Ok(TestRunPage {
        layout,
        tools,
        title,
        state: state(context, &run, walkthrough),
        start_over: walkthrough.map(|walkthrough| StartOver::of(context, &run, walkthrough)),
        rewritten: same.is_none(),
        lang: same.is_none().then(|| run.language.clone()),
        steps: step_views(context, &run, same, typed),
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
        (&t.begun, format::date_time(run.begun)),
        (&t.version, run.version.clone()),
        (&t.result, tally(context.t, run.tally())),
    ];
    let all = who.into_iter().flatten().chain(rest);
    all.map(|(label, value)| (label.to_string(), value)).collect()
}
