//! `/test/faults`: what is to go wrong for this session, how often; and what is switched on.

use std::num::NonZeroUsize;

use actix_web::Either;
use actix_web::web::{Data, Redirect};
use askama::Template;
use serde::Deserialize;

use super::fault_words::{fault_left, fault_name};
use super::refusal::Refusal;
use super::{Frame, TestForm, ToolLink, frame_with, refused, said};
use crate::i18n::{Texts, fill};
use crate::test_tools::TestTools;
use crate::test_tools::faults::{ActiveFault, Fault, MAX_DELAY_MS, MAX_REQUESTS};
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::urls;

/// The faults to choose from, and those that are on.
#[derive(Template)]
#[template(path = "pages/test/faults.html")]
pub struct FaultsPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    /// Code and name.
    pub faults: Vec<(&'static str, String)>,
    /// "trege svar (3 til)".
    pub active: Vec<String>,
    /// Switched on for everybody in the world, by a script.
    pub of_world: Vec<String>,
    pub most_requests: u32,
    pub longest_delay: u64,
    pub most_every: usize,
    pub typed: FaultForm,
    pub refusal: Refusal,
}

/// Of so many clients one may be refused: more than any list of them that a page sends.
const MOST_EVERY: usize = 1000;

/// What was pressed: a fault with its figures, or to switch all off.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub struct FaultForm {
    off: Option<String>,
    pub fault: String,
    pub requests: String,
    pub milliseconds: String,
    pub every: String,
}

impl Default for FaultForm {
    fn default() -> Self {
        let [requests, milliseconds, every] = ["1", "2000", "2"].map(str::to_owned);
        Self { off: None, fault: Fault::ALL[0].code().to_owned(), requests, milliseconds, every }
    }
}

/// Lists the faults.
pub async fn show(context: RequestContext, tools: Data<TestTools>) -> Result<Page<FaultsPage>, WebError> {
    Ok(Page::ok(page(&context, &tools, FaultForm::default(), Refusal::default()).await?))
}

/// Switches a fault on, or all off.
pub async fn change(
    context: RequestContext,
    tools: Data<TestTools>,
    form: TestForm<FaultForm>,
) -> Result<Either<Redirect, Page<FaultsPage>>, WebError> {
    let form = form.0.ok_or(WebError::BadInput)?;
    let t = &context.t.test.faults;
    if form.off.is_some() {
        context.session.faults().into_iter().for_each(|key| tools.faults.of_session(key).clear());
        tools.faults.of_world(&context.world).clear();
        return said(&context, urls::TEST_FAULTS, t.switched_off.to_string()).map(Either::Left);
    }
    match form.fault(context.t) {
        Ok((fault, requests)) => {
            tools.faults.of_session(context.session.faults_key()?).set(fault, requests);
            let words = fill(&t.switched_on, &[("fault", fault_name(context.t, fault))]);
            said(&context, urls::TEST_FAULTS, words).map(Either::Left)
        }
        Err(refusal) => Ok(Either::Right(refused(page(&context, &tools, form, refusal).await?))),
    }
}

impl FaultForm {
    /// The fault, and for how many requests.
    fn fault(&self, t: &Texts) -> Result<(Fault, u32), Refusal> {
        let mut refusal = Refusal::default();
        let fault = Fault::ALL.into_iter().find(|fault| fault.code() == self.fault);
        if fault.is_none() {
            refusal.add("fault", &t.test.form.choose);
        }
        let requests = refusal.whole(t, "requests", &self.requests, [1, MAX_REQUESTS]);
        let milliseconds = refusal.whole(t, "milliseconds", &self.milliseconds, [0, MAX_DELAY_MS]);
        let every = refusal.whole(t, "every", &self.every, [1, MOST_EVERY]).and_then(NonZeroUsize::new);
        let (Some(fault), Some(requests), Some(milliseconds), Some(every)) = (fault, requests, milliseconds, every)
        else {
            return Err(refusal);
        };
        let fault = match fault {
            Fault::Slow { .. } => Fault::Slow { milliseconds },
            Fault::RefuseAdds { .. } => Fault::RefuseAdds { every },
            other => other,
        };
        Ok((fault, requests))
    }
}

async fn page(
    context: &RequestContext,
    test_tools: &TestTools,
    typed: FaultForm,
    refusal: Refusal,
) -> Result<FaultsPage, WebError> {
    // The strip tells the time of the world, which a question brings.
    context.now().await?;
    let words = |active: Vec<ActiveFault>| active.into_iter().map(|one| fault_left(context.t, one)).collect();
    let of_session = context.session.faults().map(|key| test_tools.faults.of_session(key).active()).unwrap_or_default();
    let offered = Fault::ALL.into_iter().filter(|fault| context.portal.can_become || !fault.is_of_provider());
    let Frame { layout, tools } = frame_with(context, urls::TEST_FAULTS, &refusal).await?;
    Ok(FaultsPage {
        layout,
        tools,
        faults: offered.map(|fault| (fault.code(), fault_name(context.t, fault).to_owned())).collect(),
        active: words(of_session),
        of_world: words(test_tools.faults.of_world(&context.world).active()),
        most_requests: MAX_REQUESTS,
        longest_delay: MAX_DELAY_MS,
        most_every: MOST_EVERY,
        typed,
        refusal,
    })
}
