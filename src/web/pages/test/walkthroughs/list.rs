//! The walkthroughs to begin, and the test runs that have been walked.

use actix_web::Either;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Redirect};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::tally::tally;
use super::test_run_calls::call_test_runs;
use super::{FileLink, files, named, walkthroughs};
use crate::i18n::fill;
use crate::test_tools::TestTools;
use crate::test_tools::test_run::{MAX_NAME_LENGTH, TestRun, TestRunId, TestRunStep, Tester};
use crate::test_tools::test_run_store::TestRuns;
use crate::walkthrough::Walkthrough;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::pages::test::{Frame, TestForm, ToolLink, frame, said};
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

/// The portal's own, noted with each test run.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What there is to walk, and who has walked.
#[derive(Template)]
#[template(path = "pages/test/walkthroughs.html")]
pub struct ListPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    /// Of this very page: what it sends twice is begun once.
    pub form_id: Uuid,
    /// The tester's name, as typed or as remembered.
    pub tester: String,
    /// Why the name was refused; empty when nothing went wrong.
    pub error: String,
    /// What was typed into a test run that is gone; empty when nothing was.
    pub lost_remark: String,
    pub walkthroughs: Vec<WalkthroughView>,
    pub runs: Vec<TestRunView>,
    /// All test runs.
    pub files: Vec<FileLink>,
}

/// A walkthrough to begin.
pub struct WalkthroughView {
    pub name: String,
    pub title: String,
    pub description: String,
    /// "Gild Kanne, for Diskret Nær Tiger AS".
    pub who: String,
    pub scenario: String,
    pub steps: usize,
    pub begin_label: String,
}

/// A test run that was begun.
pub struct TestRunView {
    pub href: String,
    pub title: String,
    pub tester: String,
    pub begun: String,
    pub version: String,
    pub scenario: String,
    pub tally: String,
    pub files: Vec<FileLink>,
}

/// What to begin; without it, the name is only to be remembered.
#[derive(Deserialize)]
pub struct BeginForm {
    tester: String,
    walkthrough: Option<String>,
    form_id: Option<Uuid>,
}

/// What the page says beside its lists.
#[derive(Default)]
pub struct Said {
    pub tester: Option<String>,
    pub error: String,
    pub lost_remark: String,
}

/// Lists walkthroughs and test runs.
pub async fn show(context: RequestContext, tools: Data<TestTools>) -> Result<Page<ListPage>, WebError> {
    Ok(Page::ok(page(&context, &tools, Said::default()).await?))
}

/// Begins a test run and goes to its checklist.
pub async fn begin(
    context: RequestContext,
    tools: Data<TestTools>,
    form: TestForm<BeginForm>,
) -> Result<Either<Redirect, Page<ListPage>>, WebError> {
    let BeginForm { tester: typed, walkthrough, form_id } = form.0.ok_or(WebError::BadInput)?;
    let t = &context.t.test.walkthroughs;
    let Ok(tester) = typed.parse::<Tester>() else {
        let error = fill(&t.no_tester, &[("count", &MAX_NAME_LENGTH.to_string())]);
        let page = page(&context, &tools, Said { tester: Some(typed), error, ..Said::default() }).await?;
        return Ok(Either::Right(Page::with_status(page, StatusCode::UNPROCESSABLE_ENTITY)));
    };
    context.session.put_tester(tester.as_str())?;
    let Some(name) = walkthrough else {
        let words = fill(&t.remembered, &[("tester", tester.as_str())]);
        return said(&context, urls::TEST_WALKTHROUGHS, words).map(Either::Left);
    };
    let walkthrough = named(walkthroughs(&tools).await?, &name).ok_or(WebError::BadInput)?;
    let id = form_id.map(|form| TestRunId::of(form, &walkthrough.name)).unwrap_or_default();
    let run = begun(&context, walkthrough, tester, id);
    let address = urls::test_run(urls::TEST_RUN, run.id.uuid());
    call_test_runs(&context, &tools, move |runs| runs.begin(&run)).await?;
    Ok(Either::Left(redirect(&address)))
}

/// The walkthrough's steps as the reader has them now.
fn begun(context: &RequestContext, walkthrough: &Walkthrough, tester: Tester, id: TestRunId) -> TestRun {
    let say = |text: &crate::walkthrough::GuideText| text.resolve(context.lang, context.portal.wording);
    let steps = walkthrough.steps.iter().map(|step| TestRunStep {
        instruction: say(&step.instruction),
        expected: say(&step.expected),
        result: None,
    });
    TestRun {
        id,
        walkthrough: walkthrough.name.clone(),
        title: say(&walkthrough.title),
        scenario: walkthrough.scenario.clone(),
        language: context.lang.code().to_owned(),
        tester,
        begun: (context.portal.clock)(),
        version: VERSION.to_owned(),
        steps: steps.collect(),
    }
}

/// The page, to be sent as it is or with a status that says what went wrong.
pub async fn page(context: &RequestContext, test_tools: &Data<TestTools>, said: Said) -> Result<ListPage, WebError> {
    let walkthroughs = walkthroughs(test_tools).await?;
    let runs = call_test_runs(context, test_tools, TestRuns::all).await?;
    let Frame { layout, tools } = frame(context, urls::TEST_WALKTHROUGHS).await?;
    Ok(ListPage {
        layout,
        tools,
        form_id: Uuid::new_v4(),
        tester: said.tester.or_else(|| context.session.tester()).unwrap_or_default(),
        error: said.error,
        lost_remark: said.lost_remark,
        walkthroughs: walkthroughs.iter().map(|walkthrough| view(context, walkthrough)).collect(),
        runs: runs.iter().map(|run| test_run_view(context, run)).collect(),
        files: files(urls::TEST_RUNS_FILE),
    })
}

fn view(context: &RequestContext, walkthrough: &Walkthrough) -> WalkthroughView {
    let t = &context.t.test.walkthroughs;
    let title = walkthrough.title.resolve(context.lang, context.portal.wording);
    let values = [("person", &*walkthrough.person_name), ("organisation", &*walkthrough.organisation_name)];
    WalkthroughView {
        name: walkthrough.name.clone(),
        description: walkthrough.description.resolve(context.lang, context.portal.wording),
        who: fill(&t.who, &values),
        scenario: walkthrough.scenario.clone(),
        steps: walkthrough.steps.len(),
        begin_label: fill(&t.begin, &[("title", &title)]),
        title,
    }
}

fn test_run_view(context: &RequestContext, run: &TestRun) -> TestRunView {
    TestRunView {
        href: urls::test_run(urls::TEST_RUN, run.id.uuid()),
        title: run.title.clone(),
        tester: run.tester.to_string(),
        begun: format::moment(run.begun),
        version: run.version.clone(),
        scenario: run.scenario.clone(),
        tally: tally(context.t, run.tally()),
        files: files(&urls::test_run(urls::TEST_RUN_FILE, run.id.uuid())),
    }
}
