//! Lists the walkthroughs and the test runs.

use actix_web::Either;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Redirect};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::tally::tally;
use super::test_run_calls::call_test_runs;
use super::{FileLink, files, find_walkthrough, walkthroughs};
use crate::i18n::fill;
use crate::test_tools::TestTools;
use crate::test_tools::test_run::{MAX_NAME_LENGTH, TestRun, TestRunId, TestRunStep, Tester};
use crate::test_tools::test_run_store::TestRuns;
use crate::walkthrough::Walkthrough;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::pages::test::{TestForm, ToolLayout, ToolLink, redirect_with_message, tool_layout};
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

/// The portal's version, stored with each test run.
const VERSION: &str = env!("KLIENTPORTAL_VERSION");

/// The walkthroughs, and the test runs.
#[derive(Template)]
#[template(path = "pages/test/walkthroughs.html")]
pub struct ListPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    /// Identifies this page load, so that a form sent twice begins one test run.
    pub form_id: Uuid,
    /// The tester's name, as typed or as remembered.
    pub tester: String,
    /// The error at the name; empty without one.
    pub error: String,
    /// A remark for a test run that has been deleted meanwhile; empty without one.
    pub lost_remark: String,
    pub walkthroughs: Vec<WalkthroughView>,
    pub runs: Vec<TestRunView>,
    /// Exports of all test runs.
    pub files: Vec<FileLink>,
}

/// A walkthrough.
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

/// A test run.
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

/// The walkthrough to begin; without one, the tester's name is only stored.
#[derive(Deserialize)]
pub struct BeginForm {
    tester: String,
    walkthrough: Option<String>,
    form_id: Option<Uuid>,
}

/// Input and errors to show above the lists.
#[derive(Default)]
pub struct ListMessages {
    pub tester: Option<String>,
    pub error: String,
    pub lost_remark: String,
}

/// Lists walkthroughs and test runs.
pub async fn show(context: RequestContext, tools: Data<TestTools>) -> Result<Page<ListPage>, WebError> {
    Ok(Page::ok(page(&context, &tools, ListMessages::default()).await?))
}

/// Begins a test run, and redirects to its checklist.
pub async fn begin(
    context: RequestContext,
    tools: Data<TestTools>,
    form: TestForm<BeginForm>,
) -> Result<Either<Redirect, Page<ListPage>>, WebError> {
    let BeginForm { tester: typed, walkthrough, form_id } = form.0.ok_or(WebError::BadInput)?;
    let t = &context.t.test.walkthroughs;
    let Ok(tester) = typed.parse::<Tester>() else {
        let error = fill(&t.no_tester, &[("count", &MAX_NAME_LENGTH.to_string())]);
        let page =
            page(&context, &tools, ListMessages { tester: Some(typed), error, ..ListMessages::default() }).await?;
        return Ok(Either::Right(Page::with_status(page, StatusCode::UNPROCESSABLE_ENTITY)));
    };
    context.session.put_tester(tester.as_str())?;
    let Some(name) = walkthrough else {
        let words = fill(&t.remembered, &[("tester", tester.as_str())]);
        return redirect_with_message(&context, urls::TEST_WALKTHROUGHS, words).map(Either::Left);
    };
    let walkthrough = find_walkthrough(walkthroughs(&tools).await?, &name).ok_or(WebError::BadInput)?;
    let run = new_test_run(&context, walkthrough, tester);
    let id = call_test_runs(&context, &tools, move |runs| runs.begin(&run, form_id)).await?;
    Ok(Either::Left(redirect(&urls::test_run(urls::TEST_RUN, id.uuid()))))
}

/// A test run with the walkthrough's texts in the reader's language.
fn new_test_run(context: &RequestContext, walkthrough: &Walkthrough, tester: Tester) -> TestRun {
    let say = |text: &crate::walkthrough::GuideText| text.resolve(context.lang, context.portal.wording);
    let steps = walkthrough.steps.iter().map(|step| TestRunStep {
        instruction: say(&step.instruction),
        expected: say(&step.expected),
        result: None,
    });
    TestRun {
        id: TestRunId::new(),
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

/// The page, for any status.
pub async fn page(
    context: &RequestContext,
    test_tools: &Data<TestTools>,
    messages: ListMessages,
) -> Result<ListPage, WebError> {
    let walkthroughs = walkthroughs(test_tools).await?;
    let runs = call_test_runs(context, test_tools, TestRuns::all).await?;
    let ToolLayout { layout, tools } = tool_layout(context, urls::TEST_WALKTHROUGHS).await?;
    Ok(ListPage {
        layout,
        tools,
        form_id: Uuid::new_v4(),
        tester: messages.tester.or_else(|| context.session.tester()).unwrap_or_default(),
        error: messages.error,
        lost_remark: messages.lost_remark,
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
        begun: format::date_time(run.begun),
        version: run.version.clone(),
        scenario: run.scenario.clone(),
        tally: tally(context.t, run.tally()),
        files: files(&urls::test_run(urls::TEST_RUN_FILE, run.id.uuid())),
    }
}
