//! The checklist of one round: see a step, say how it went, go on to the next.

use std::num::NonZeroUsize;

use actix_web::Either;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Redirect};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::list::{self, Said};
use super::start_over::StartOver;
use super::step::{Refused, is_same, views};
use super::tally::tally;
use super::{FileLink, ListPage, Shown, StepView, files, found};
use crate::domain::round::{Decision, LONGEST_REMARK, Remark, Round, RoundId, Verdict};
use crate::i18n::fill;
use crate::service::ServiceError;
use crate::walkthrough::Walkthrough;
use crate::web::chrome::Chrome;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::pages::test::{Frame, TestForm, ToolLink, frame, said};
use crate::web::visit::Visit;
use crate::web::{present, redirect, urls};

/// The checklist.
#[derive(Template)]
#[template(path = "pages/test/round.html")]
pub struct RoundPage {
    pub chrome: Chrome,
    pub tools: Vec<ToolLink>,
    pub title: String,
    /// Label and value, such as "Tester" and "Kari".
    pub state: Vec<(String, String)>,
    /// Nothing where the walkthrough is gone.
    pub start_over: Option<StartOver>,
    /// Whether the walkthrough is another now than when the round was begun.
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
pub async fn show(visit: Visit, id: Path<Uuid>) -> Result<Page<RoundPage>, WebError> {
    Ok(Page::ok(page(&visit, id.into_inner().into(), None).await?))
}

/// Notes how a step went, and goes on to the next. What cannot be noted is not lost.
pub async fn decide(
    visit: Visit,
    id: Path<Uuid>,
    form: TestForm<DecideForm>,
) -> Result<Either<Redirect, Shown<RoundPage>>, WebError> {
    let id = RoundId::from(id.into_inner());
    let DecideForm { step, verdict, remark: typed } = form.0.ok_or(WebError::BadInput)?;
    let t = &visit.t.test.walkthroughs;
    let error = match (Verdict::from_code(&verdict), typed.parse::<Remark>()) {
        (Some(verdict), Ok(remark)) => {
            let decision = Decision { verdict, remark, decided: (visit.portal.clock)() };
            return match visit.ask(move |service| service.decide(id, step, &decision)).await {
                Ok(()) => Ok(Either::Left(redirect(&next(id, step)))),
                Err(WebError::Service(ServiceError::NotFound)) => gone(&visit, typed).await,
                Err(error) => Err(error),
            };
        }
        (None, _) => t.no_verdict.to_string(),
        (_, Err(_)) => fill(&t.too_long, &[("count", &present::count(visit.lang, LONGEST_REMARK))]),
    };
    let refused = Refused { step: step.get(), remark: typed, error };
    match page(&visit, id, Some(&refused)).await {
        Ok(page) => {
            let page = Page::with_status(page, StatusCode::UNPROCESSABLE_ENTITY);
            Ok(Either::Right(Either::Left(page)))
        }
        Err(WebError::Service(ServiceError::NotFound)) => gone(&visit, refused.remark).await,
        Err(error) => Err(error),
    }
}

/// Deletes the round.
pub async fn delete(visit: Visit, id: Path<Uuid>) -> Result<Redirect, WebError> {
    let id = RoundId::from(id.into_inner());
    let Round { title, tester, .. } = visit.ask(move |service| service.delete_round(id)).await?;
    let words = [("title", title.as_str()), ("tester", tester.as_str())];
    said(&visit, urls::TEST_WALKTHROUGHS, fill(&visit.t.test.walkthroughs.deleted, &words))
}

/// The step after this one, or what comes after the last.
fn next(id: RoundId, step: NonZeroUsize) -> String {
    format!("{}#step-{}", urls::round(urls::TEST_ROUND, id), step.get() + 1)
}

/// Somebody else has deleted the round meanwhile.
async fn gone(visit: &Visit, remark: String) -> Result<Either<Redirect, Shown<RoundPage>>, WebError> {
    let page: ListPage = list::page(visit, Said { lost_remark: remark, ..Said::default() }).await?;
    Ok(Either::Right(Either::Right(Page::with_status(page, StatusCode::NOT_FOUND))))
}

async fn page(visit: &Visit, id: RoundId, refused: Option<&Refused>) -> Result<RoundPage, WebError> {
    let (round, walkthrough) = found(visit, id).await?;
    let same = walkthrough.filter(|walkthrough| is_same(walkthrough, &round));
    let title = same.map_or_else(|| round.title.clone(), |same| same.title.resolve(visit.lang, visit.portal.wording));
    let Frame { chrome, tools } = frame(visit, urls::TEST_WALKTHROUGHS).await?;
    let chrome = Chrome { title: fill(&visit.t.common.title_suffix, &[("title", &title)]), ..chrome };
    Ok(RoundPage {
        chrome,
        tools,
        title,
        state: state(visit, &round, walkthrough),
        start_over: walkthrough.map(|walkthrough| StartOver::of(visit, &round, walkthrough)).transpose()?,
        rewritten: same.is_none(),
        lang: same.is_none().then(|| round.language.clone()),
        steps: views(visit, &round, same, refused),
        action: urls::round(urls::TEST_ROUND, id),
        delete: urls::round(urls::TEST_ROUND_DELETE, id),
        files: files(&urls::round(urls::TEST_ROUND_FILE, id)),
    })
}

fn state(visit: &Visit, round: &Round, walkthrough: Option<&Walkthrough>) -> Vec<(String, String)> {
    let t = &visit.t.test.walkthroughs;
    let who = walkthrough.map(|walkthrough| {
        let Walkthrough { person_name, organisation_name, .. } = walkthrough;
        [(&t.person, person_name.clone()), (&t.organisation, organisation_name.clone())]
    });
    let rest = [
        (&t.scenario, round.scenario.clone()),
        (&t.tester_label, round.tester.to_string()),
        (&t.begun, present::moment(round.begun)),
        (&t.version, round.version.clone()),
        (&t.result, tally(visit.t, round.tally())),
    ];
    let all = who.into_iter().flatten().chain(rest);
    all.map(|(label, value)| (label.to_string(), value)).collect()
}
