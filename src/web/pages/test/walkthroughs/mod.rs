//! `/test/walkthroughs`: the guide as a checklist beside the portal, for manual testing. A test run is one walk
//! through one walkthrough; what was said of its steps is kept in the world, and outlives a new scenario.

mod export;
mod list;
mod start_over;
mod step;
mod tally;
mod test_run;
mod test_run_calls;

use actix_web::Either;
use actix_web::web::{self, Data};

pub use export::{all as export_all, one as export};
pub use list::{ListPage, begin, show as list};
pub use start_over::start_over;
pub use step::StepView;
pub use test_run::{TestRunPage, decide, delete, show};
use test_run_calls::call_test_runs;

use crate::test_tools::TestTools;
use crate::test_tools::test_run::{TestRun, TestRunId};
use crate::walkthrough::Walkthrough;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;

/// The window of the portal, beside that of the checklist: where links lead to.
pub const PORTAL_WINDOW: &str = "klientportal";

/// A test run as a file.
pub struct FileLink {
    pub href: String,
    /// "Markdown".
    pub label: &'static str,
}

/// A page as it should be, or one that says why not.
type PageOrList<T> = Either<Page<T>, Page<ListPage>>;

/// The addresses of the files whose address has this pattern.
fn files(pattern: &str) -> Vec<FileLink> {
    let file = |format: export::ExportFormat| FileLink {
        href: pattern.replace("{kind}", format.extension()),
        label: format.label(),
    };
    export::ExportFormat::ALL.map(file).into()
}

/// The built-in walkthrough of this name.
fn find_walkthrough<'w>(walkthroughs: &'w [Walkthrough], name: &str) -> Option<&'w Walkthrough> {
    walkthroughs.iter().find(|walkthrough| walkthrough.name == name)
}

/// Those to walk, read off the async threads when they are first asked for.
async fn walkthroughs(tools: &TestTools) -> Result<&'static [Walkthrough], WebError> {
    let read = web::block(tools.walkthroughs).await;
    read.map_err(|error| WebError::Internal(error.into()))
}

/// A test run, and the walkthrough of its name.
async fn find_test_run(
    context: &RequestContext,
    tools: &Data<TestTools>,
    id: TestRunId,
) -> Result<(TestRun, Option<&'static Walkthrough>), WebError> {
    let walkthroughs = walkthroughs(tools).await?;
    let run = call_test_runs(context, tools, move |runs| runs.get(id)).await?;
    let walkthrough = find_walkthrough(walkthroughs, &run.walkthrough);
    Ok((run, walkthrough))
}
