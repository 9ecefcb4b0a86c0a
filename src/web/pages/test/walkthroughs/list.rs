//! The walkthroughs to begin, and the rounds that have been walked.

use actix_web::Either;
use actix_web::http::StatusCode;
use actix_web::web::Redirect;
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::tally::tally;
use super::{FileLink, files, named, walkthroughs};
use crate::domain::round::{LONGEST_NAME, Round, RoundId, RoundStep, Tester};
use crate::i18n::fill;
use crate::service::Service;
use crate::walkthrough::Walkthrough;
use crate::web::chrome::Chrome;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::pages::test::{Frame, TestForm, ToolLink, frame, said};
use crate::web::visit::Visit;
use crate::web::{present, redirect, urls};

/// The portal's own, noted with each round.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What there is to walk, and who has walked.
#[derive(Template)]
#[template(path = "pages/test/walkthroughs.html")]
pub struct ListPage {
    pub chrome: Chrome,
    pub tools: Vec<ToolLink>,
    /// Of this very page: what it sends twice is begun once.
    pub form_id: Uuid,
    /// The tester's name, as typed or as remembered.
    pub tester: String,
    /// Why the name was refused; empty when nothing went wrong.
    pub error: String,
    /// What was typed into a round that is gone; empty when nothing was.
    pub lost_remark: String,
    pub walkthroughs: Vec<WalkthroughView>,
    pub rounds: Vec<RoundView>,
    /// All rounds.
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

/// A round that was begun.
pub struct RoundView {
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

/// Lists walkthroughs and rounds.
pub async fn show(visit: Visit) -> Result<Page<ListPage>, WebError> {
    Ok(Page::ok(page(&visit, Said::default()).await?))
}

/// Begins a round and goes to its checklist.
pub async fn begin(visit: Visit, form: TestForm<BeginForm>) -> Result<Either<Redirect, Page<ListPage>>, WebError> {
    let BeginForm { tester: typed, walkthrough, form_id } = form.0.ok_or(WebError::BadInput)?;
    let t = &visit.t.test.walkthroughs;
    let Ok(tester) = typed.parse::<Tester>() else {
        let error = fill(&t.no_tester, &[("count", &LONGEST_NAME.to_string())]);
        let page = page(&visit, Said { tester: Some(typed), error, ..Said::default() }).await?;
        return Ok(Either::Right(Page::with_status(page, StatusCode::UNPROCESSABLE_ENTITY)));
    };
    visit.session.put_tester(&tester)?;
    let Some(name) = walkthrough else {
        let words = fill(&t.remembered, &[("tester", tester.as_str())]);
        return said(&visit, urls::TEST_WALKTHROUGHS, words).map(Either::Left);
    };
    let walkthrough = named(walkthroughs(&visit).await?, &name).ok_or(WebError::BadInput)?;
    let id = form_id.map(|form| RoundId::of(form, &walkthrough.name)).unwrap_or_default();
    let round = begun(&visit, walkthrough, tester, id);
    let address = urls::round(urls::TEST_ROUND, round.id);
    visit.ask(move |service| service.begin_round(&round)).await?;
    Ok(Either::Left(redirect(&address)))
}

/// The walkthrough's steps as the reader has them now.
fn begun(visit: &Visit, walkthrough: &Walkthrough, tester: Tester, id: RoundId) -> Round {
    let say = |text: &crate::walkthrough::GuideText| text.resolve(visit.lang, visit.portal.wording);
    let steps = walkthrough.steps.iter().map(|step| RoundStep {
        instruction: say(&step.instruction),
        expected: say(&step.expected),
        decision: None,
    });
    Round {
        id,
        walkthrough: walkthrough.name.clone(),
        title: say(&walkthrough.title),
        scenario: walkthrough.scenario.clone(),
        language: visit.lang.code().to_owned(),
        tester,
        begun: (visit.portal.clock)(),
        version: VERSION.to_owned(),
        steps: steps.collect(),
    }
}

/// The page, to be sent as it is or with a status that says what went wrong.
pub async fn page(visit: &Visit, said: Said) -> Result<ListPage, WebError> {
    let walkthroughs = walkthroughs(visit).await?;
    let rounds = visit.ask(Service::rounds).await?;
    let Frame { chrome, tools } = frame(visit, urls::TEST_WALKTHROUGHS).await?;
    let remembered = || visit.session.tester().map(|tester| tester.to_string());
    Ok(ListPage {
        chrome,
        tools,
        form_id: Uuid::new_v4(),
        tester: said.tester.or_else(remembered).unwrap_or_default(),
        error: said.error,
        lost_remark: said.lost_remark,
        walkthroughs: walkthroughs.iter().map(|walkthrough| view(visit, walkthrough)).collect(),
        rounds: rounds.iter().map(|round| round_view(visit, round)).collect(),
        files: files(urls::TEST_ROUNDS_FILE),
    })
}

fn view(visit: &Visit, walkthrough: &Walkthrough) -> WalkthroughView {
    let t = &visit.t.test.walkthroughs;
    let title = walkthrough.title.resolve(visit.lang, visit.portal.wording);
    let values = [("person", &*walkthrough.person_name), ("organisation", &*walkthrough.organisation_name)];
    WalkthroughView {
        name: walkthrough.name.clone(),
        description: walkthrough.description.resolve(visit.lang, visit.portal.wording),
        who: fill(&t.who, &values),
        scenario: walkthrough.scenario.clone(),
        steps: walkthrough.steps.len(),
        begin_label: fill(&t.begin, &[("title", &title)]),
        title,
    }
}

fn round_view(visit: &Visit, round: &Round) -> RoundView {
    RoundView {
        href: urls::round(urls::TEST_ROUND, round.id),
        title: round.title.clone(),
        tester: round.tester.to_string(),
        begun: present::moment(round.begun),
        version: round.version.clone(),
        scenario: round.scenario.clone(),
        tally: tally(visit.t, round.tally()),
        files: files(&urls::round(urls::TEST_ROUND_FILE, round.id)),
    }
}
