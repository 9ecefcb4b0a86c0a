//! `/test/walkthroughs`: checklists for manual testing.
//!
//! A test run records the results of one pass through a walkthrough. The world keeps it when a scenario is loaded.

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

/// Link target: the portal's window, beside the checklist's.
pub const PORTAL_WINDOW: &str = "klientportal";

/// A link to an export.
pub struct FileLink {
    pub href: String,
    /// "Markdown".
    pub label: &'static str,
}

/// A page, or the list if its test run is gone.
type PageOrList<T> = Either<Page<T>, Page<ListPage>>;

/// The export links for a URL pattern.
fn files(pattern: &str) -> Vec<FileLink> {
    let file = |format: export::ExportFormat| FileLink {
        href: pattern.replace("{kind}", format.extension()) + format.query(),
        label: format.label(),
    };
    export::ExportFormat::ALL.map(file).into()
}

fn find_walkthrough<'w>(walkthroughs: &'w [Walkthrough], name: &str) -> Option<&'w Walkthrough> {
    walkthroughs.iter().find(|walkthrough| walkthrough.name == name)
}

/// The built-in walkthroughs. Parsed on first use, on a blocking thread.
async fn walkthroughs(tools: &TestTools) -> Result<&'static [Walkthrough], WebError> {
    let read = web::block(tools.walkthroughs).await;
    read.map_err(|error| WebError::Internal(error.into()))
}

/// A test run, and its walkthrough if it still exists.
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
