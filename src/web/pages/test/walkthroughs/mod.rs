//! `/test/walkthroughs`: the guide as a checklist beside the portal, for whoever tests by hand. A round is one walk through
//! one walkthrough; what was said of its steps is kept in the world, and outlives a new scenario.

mod export;
mod list;
mod round;
mod start_over;
mod step;
mod tally;

use actix_web::Either;

pub use export::{all as export_all, one as export};
pub use list::{ListPage, begin, show as list};
pub use round::{RoundPage, decide, delete, show};
pub use start_over::start_over;
pub use step::StepView;

use crate::domain::round::{Round, RoundId};
use crate::walkthrough::Walkthrough;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::visit::Visit;

/// The window of the portal, beside that of the checklist: where links lead to.
pub const PORTAL_WINDOW: &str = "klientportal";

/// A round as a file.
pub struct FileLink {
    pub href: String,
    /// "Markdown".
    pub label: &'static str,
}

/// A page as it should be, or one that says why not.
type Shown<T> = Either<Page<T>, Page<ListPage>>;

/// The addresses of the files whose address has this pattern.
fn files(pattern: &str) -> Vec<FileLink> {
    let file = |kind: export::Kind| FileLink { href: pattern.replace("{kind}", kind.ending()), label: kind.label() };
    export::Kind::ALL.map(file).into()
}

/// The built-in walkthrough of this name.
fn named<'w>(walkthroughs: &'w [Walkthrough], name: &str) -> Option<&'w Walkthrough> {
    walkthroughs.iter().find(|walkthrough| walkthrough.name == name)
}

/// Those to walk, read off the async threads when they are first asked for.
async fn walkthroughs(visit: &Visit) -> Result<&'static [Walkthrough], WebError> {
    let read = visit.tools()?.walkthroughs;
    let read = actix_web::web::block(read).await;
    read.map_err(|error| WebError::Internal(error.into()))
}

/// A round, and the walkthrough of its name.
async fn found(visit: &Visit, id: RoundId) -> Result<(Round, Option<&'static Walkthrough>), WebError> {
    let walkthroughs = walkthroughs(visit).await?;
    let round = visit.ask(move |service| service.round(id)).await?;
    let walkthrough = named(walkthroughs, &round.walkthrough);
    Ok((round, walkthrough))
}
