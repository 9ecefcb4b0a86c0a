//! `/test/clock`: shows and sets the world's clock.

use actix_web::Either;
use actix_web::web::Redirect;
use askama::Template;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::form_errors::FormErrors;
use super::{TestForm, ToolLayout, ToolLink, form_layout, redirect_with_message, unprocessable};
use crate::domain::world::WorldClock;
use crate::i18n::Texts;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{test_banner, urls};

/// The clock, and forms to set it.
#[derive(Template)]
#[template(path = "pages/test/clock.html")]
pub struct ClockPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    /// "Klokka er stoppet på 01.03.2026 10:00."
    pub now: String,
    /// In the format of `<input type="datetime-local">`.
    pub moment: String,
    pub hours: String,
    pub errors: FormErrors,
}

/// Most hours that the clock can be moved: a century.
const FARTHEST: i64 = 876_000;

/// The pressed button, and the fields.
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
pub async fn show(context: RequestContext) -> Result<Page<ClockPage>, WebError> {
    Ok(Page::ok(page(&context, None, FormErrors::default()).await?))
}

/// Sets the clock.
pub async fn change(
    context: RequestContext,
    form: TestForm<ClockForm>,
) -> Result<Either<Redirect, Page<ClockPage>>, WebError> {
    let form = form.0.ok_or(WebError::BadInput)?;
    let clock = match form.clock(context.t) {
        Ok(clock) => clock,
        Err(errors) => return Ok(Either::Right(unprocessable(page(&context, Some(form), errors).await?))),
    };
    context.call_service(move |service| service.set_clock(clock)).await?;
    redirect_with_message(&context, urls::TEST_CLOCK, context.t.test.clock.changed.to_string()).map(Either::Left)
}

impl ClockForm {
    fn clock(&self, t: &Texts) -> Result<WorldClock, FormErrors> {
        let mut errors = FormErrors::default();
        let clock = match self.set {
            Set::Real => Some(WorldClock::Real),
            Set::Fixed => in_oslo(&self.moment).and_then(|at| WorldClock::fixed(at).ok()),
            Set::Moved => {
                let hours = errors.whole(t, "hours", &self.hours, [-FARTHEST, FARTHEST]);
                hours.map(|hours| WorldClock::Moved(SignedDuration::from_hours(hours)))
            }
        };
        if clock.is_none() && errors.is_empty() {
            errors.add("moment", &t.test.clock.no_moment);
        }
        clock.ok_or(errors)
    }
}

fn in_oslo(typed: &str) -> Option<Timestamp> {
    let moment: DateTime = typed.trim().parse().ok()?;
    Some(moment.to_zoned(TimeZone::get("Europe/Oslo").ok()?).ok()?.timestamp())
}

async fn page(context: &RequestContext, typed: Option<ClockForm>, errors: FormErrors) -> Result<ClockPage, WebError> {
    let now = context.now().await?;
    let oslo = TimeZone::get("Europe/Oslo").unwrap_or(TimeZone::UTC);
    let (mut moment, mut hours) = (now.to_zoned(oslo).strftime("%Y-%m-%dT%H:%M").to_string(), "24".to_owned());
    match typed {
        Some(ClockForm { set: Set::Fixed, moment: typed, .. }) => moment = typed,
        Some(ClockForm { set: Set::Moved, hours: typed, .. }) => hours = typed,
        _ => {}
    }
    let ToolLayout { layout, tools } = form_layout(context, urls::TEST_CLOCK, &errors).await?;
    Ok(ClockPage { layout, tools, now: test_banner::clock(context), moment, hours, errors })
}
