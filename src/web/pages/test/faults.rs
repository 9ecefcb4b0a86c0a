//! `/test/faults`: what is to go wrong for this session, how often; and what is switched on.

use std::num::NonZeroUsize;

use actix_web::web::Redirect;
use askama::Template;
use serde::Deserialize;

use super::{Frame, TestForm, ToolLink, frame, said};
use crate::i18n::fill;
use crate::service::faults::{Active, Fault, LONGEST_DELAY_MS, MOST_REQUESTS};
use crate::web::chrome::Chrome;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::visit::Visit;
use crate::web::{notes, urls};

/// The faults to choose from, and those that are on.
#[derive(Template)]
#[template(path = "pages/test/faults.html")]
pub struct FaultsPage {
    pub chrome: Chrome,
    pub tools: Vec<ToolLink>,
    /// Code and name.
    pub faults: Vec<(&'static str, String)>,
    /// "trege svar (3 til)".
    pub active: Vec<String>,
    /// Switched on for everybody in the world, by a script.
    pub of_world: Vec<String>,
    pub most_requests: u32,
    pub longest_delay: u64,
}

/// What was pressed: a fault with its figures, or to switch all off.
#[derive(Deserialize)]
pub struct FaultForm {
    off: Option<String>,
    fault: Option<String>,
    requests: Option<u32>,
    milliseconds: Option<u64>,
    every: Option<NonZeroUsize>,
}

/// Lists the faults.
pub async fn show(visit: Visit) -> Result<Page<FaultsPage>, WebError> {
    // The strip tells the time of the world, which a question brings.
    visit.now().await?;
    let switched = visit.tools()?;
    let words = |active: Vec<Active>| active.into_iter().map(|one| notes::fault_left(visit.t, one)).collect();
    let of_session = visit.session.faults().map(|key| switched.faults.of_session(key).active()).unwrap_or_default();
    let offered = Fault::ALL.into_iter().filter(|fault| switched.can_become || !fault.is_of_provider());
    let Frame { chrome, tools } = frame(&visit, urls::TEST_FAULTS).await?;
    Ok(Page::ok(FaultsPage {
        chrome,
        tools,
        faults: offered.map(|fault| (fault.code(), notes::fault_name(visit.t, fault).to_owned())).collect(),
        active: words(of_session),
        of_world: words(switched.faults.of_world(&visit.world).active()),
        most_requests: MOST_REQUESTS,
        longest_delay: LONGEST_DELAY_MS,
    }))
}

/// Switches a fault on, or all off.
pub async fn change(visit: Visit, form: TestForm<FaultForm>) -> Result<Redirect, WebError> {
    let form = form.0.ok_or(WebError::BadInput)?;
    let tools = visit.tools()?;
    let t = &visit.t.test.faults;
    let words = if form.off.is_some() {
        visit.session.faults().into_iter().for_each(|key| tools.faults.of_session(key).clear());
        tools.faults.of_world(&visit.world).clear();
        t.switched_off.clone()
    } else {
        let fault = form.fault().ok_or(WebError::BadInput)?;
        tools.faults.of_session(visit.session.faults_key()?).set(fault, form.requests.unwrap_or(1));
        fill(&t.switched_on, &[("fault", notes::fault_name(visit.t, fault))])
    };
    said(&visit, urls::TEST_FAULTS, words)
}

impl FaultForm {
    fn fault(&self) -> Option<Fault> {
        let code = self.fault.as_deref()?;
        let fault = Fault::ALL.into_iter().find(|fault| fault.code() == code)?;
        Some(match fault {
            Fault::Slow { milliseconds } => Fault::Slow { milliseconds: self.milliseconds.unwrap_or(milliseconds) },
            Fault::RefuseAdds { every } => Fault::RefuseAdds { every: self.every.unwrap_or(every) },
            other => other,
        })
    }
}
