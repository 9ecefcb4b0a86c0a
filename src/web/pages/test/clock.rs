//! `/test/clock`: what time it is in the world.

use actix_web::Either;
use actix_web::http::StatusCode;
use actix_web::web::Redirect;
use askama::Template;
use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::{Frame, TestForm, ToolLink, frame, said};
use crate::domain::world::WorldClock;
use crate::web::chrome::Chrome;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::visit::Visit;
use crate::web::{notes, urls};

/// The clock and how to set it.
#[derive(Template)]
#[template(path = "pages/test/clock.html")]
pub struct ClockPage {
    pub chrome: Chrome,
    pub tools: Vec<ToolLink>,
    /// "Klokka står på 01.03.2026 10:00."
    pub now: String,
    /// As a browser's field for date and time wants it.
    pub moment: String,
    /// Why the clock could not be set; empty when nothing went wrong.
    pub error: String,
}

/// One of three buttons with its field.
#[derive(Deserialize)]
pub struct ClockForm {
    set: Set,
    #[serde(default)]
    moment: String,
    #[serde(default)]
    hours: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Set {
    Real,
    Fixed,
    Moved,
}

/// Shows the clock.
pub async fn show(visit: Visit) -> Result<Page<ClockPage>, WebError> {
    Ok(Page::ok(page(&visit, String::new()).await?))
}

/// Sets it.
pub async fn change(visit: Visit, form: TestForm<ClockForm>) -> Result<Either<Redirect, Page<ClockPage>>, WebError> {
    let t = &visit.t.test.clock;
    let Some(clock) = form.0.and_then(|form| form.clock()) else {
        let page = page(&visit, t.wrong.clone()).await?;
        return Ok(Either::Right(Page::with_status(page, StatusCode::UNPROCESSABLE_ENTITY)));
    };
    visit.ask(move |service| service.set_clock(clock)).await?;
    said(&visit, urls::TEST_CLOCK, t.changed.clone()).map(Either::Left)
}

impl ClockForm {
    fn clock(&self) -> Option<WorldClock> {
        match self.set {
            Set::Real => Some(WorldClock::Real),
            Set::Fixed => {
                let moment: DateTime = self.moment.trim().parse().ok()?;
                Some(WorldClock::Fixed(moment.to_zoned(TimeZone::get("Europe/Oslo").ok()?).ok()?.timestamp()))
            }
            Set::Moved => {
                let hours: i32 = self.hours.trim().replace('\u{2212}', "-").parse().ok()?;
                Some(WorldClock::Moved(SignedDuration::from_hours(hours.into())))
            }
        }
    }
}

async fn page(visit: &Visit, error: String) -> Result<ClockPage, WebError> {
    let now = visit.now().await?;
    let oslo = TimeZone::get("Europe/Oslo").unwrap_or(TimeZone::UTC);
    let Frame { chrome, tools } = frame(visit, urls::TEST_CLOCK).await?;
    Ok(ClockPage {
        chrome,
        tools,
        now: notes::clock(visit),
        moment: now.to_zoned(oslo).strftime("%Y-%m-%dT%H:%M").to_string(),
        error,
    })
}
