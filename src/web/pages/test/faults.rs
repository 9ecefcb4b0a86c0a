//! `/test/faults`: activates faults for this session, and lists the active ones.

use std::num::NonZeroUsize;

use actix_web::Either;
use actix_web::web::{Data, Redirect};
use askama::Template;
use serde::Deserialize;

use super::fault_text::{fault_name, fault_with_count};
use super::form_errors::FormErrors;
use super::{TestForm, ToolLayout, ToolLink, form_layout, redirect_with_message, unprocessable};
use crate::i18n::{Texts, fill};
use crate::test_tools::TestTools;
use crate::test_tools::decline_code::DeclineCode;
use crate::test_tools::faults::{ActiveFault, Fault, MAX_DELAY_MS, MAX_REQUESTS};
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::urls;

/// The faults to choose from, and the active ones.
#[derive(Template)]
#[template(path = "pages/test/faults.html")]
pub struct FaultsPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    /// Code and name.
    pub faults: Vec<(&'static str, String)>,
    /// "trege svar (3 til)".
    pub active: Vec<String>,
    /// Activated by a script, for everybody in the world.
    pub of_world: Vec<String>,
    pub most_requests: u32,
    pub longest_delay: u64,
    pub most_every: usize,
    pub codes: Vec<&'static str>,
    pub typed: FaultForm,
    pub errors: FormErrors,
}

/// Upper limit of "every nth client".
const MOST_EVERY: usize = 1000;

/// A fault with its numbers, or `off` to clear all.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub struct FaultForm {
    off: Option<String>,
    pub fault: String,
    pub requests: String,
    pub milliseconds: String,
    pub every: String,
    pub code: String,
}

impl Default for FaultForm {
    fn default() -> Self {
        let [requests, milliseconds, every] = ["1", "2000", "2"].map(str::to_owned);
        let code = DeclineCode::ALL[0].as_str().to_owned();
        Self { off: None, fault: Fault::ALL[0].code().to_owned(), requests, milliseconds, every, code }
    }
}

/// Lists the faults.
pub async fn show(context: RequestContext, tools: Data<TestTools>) -> Result<Page<FaultsPage>, WebError> {
    Ok(Page::ok(page(&context, &tools, FaultForm::default(), FormErrors::default()).await?))
}

/// Activates a fault, or clears all.
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
        return redirect_with_message(&context, urls::TEST_FAULTS, t.switched_off.to_string()).map(Either::Left);
    }
    match form.fault(context.t) {
        Ok((fault, requests)) => {
            tools.faults.of_session(context.session.faults_key()?).set(fault, requests);
            let words = fill(&t.switched_on, &[("fault", fault_name(context.t, fault))]);
            redirect_with_message(&context, urls::TEST_FAULTS, words).map(Either::Left)
        }
        Err(errors) => Ok(Either::Right(unprocessable(page(&context, &tools, form, errors).await?))),
    }
}

impl FaultForm {
    /// The fault, and for how many requests.
    fn fault(&self, t: &Texts) -> Result<(Fault, u32), FormErrors> {
        let mut errors = FormErrors::default();
        let fault = Fault::ALL.into_iter().find(|fault| fault.code() == self.fault);
        if fault.is_none() {
            errors.add("fault", &t.test.form.choose);
        }
        let requests = errors.whole(t, "requests", &self.requests, [1, MAX_REQUESTS]);
        let milliseconds = errors.whole(t, "milliseconds", &self.milliseconds, [0, MAX_DELAY_MS]);
        let every = errors.whole(t, "every", &self.every, [1, MOST_EVERY]).and_then(NonZeroUsize::new);
        let code = errors.choice(t, "code", &self.code);
        let (Some(fault), Some(requests), Some(milliseconds), Some(every), Some(code)) =
            (fault, requests, milliseconds, every, code)
        else {
            return Err(errors);
        };
        let fault = match fault {
            Fault::Slow { .. } => Fault::Slow { milliseconds },
            Fault::RefuseAdds { .. } => Fault::RefuseAdds { every },
            Fault::DeclineAccesses { .. } => Fault::DeclineAccesses { code },
            other => other,
        };
        Ok((fault, requests))
    }
}

async fn page(
    context: &RequestContext,
    test_tools: &TestTools,
    typed: FaultForm,
    errors: FormErrors,
) -> Result<FaultsPage, WebError> {
    // The banner needs the world's clock, which a service call reads.
    context.now().await?;
    let words = |active: Vec<ActiveFault>| active.into_iter().map(|one| fault_with_count(context.t, one)).collect();
    let of_session = context.session.faults().map(|key| test_tools.faults.of_session(key).active()).unwrap_or_default();
    let offered = Fault::ALL.into_iter().filter(|fault| context.portal.can_become || !fault.is_of_provider());
    let ToolLayout { layout, tools } = form_layout(context, urls::TEST_FAULTS, &errors).await?;
    Ok(FaultsPage {
        layout,
        tools,
        faults: offered.map(|fault| (fault.code(), fault_name(context.t, fault).to_owned())).collect(),
        active: words(of_session),
        of_world: words(test_tools.faults.of_world(&context.world).active()),
        most_requests: MAX_REQUESTS,
        longest_delay: MAX_DELAY_MS,
        most_every: MOST_EVERY,
        codes: DeclineCode::ALL.map(DeclineCode::as_str).into(),
        typed,
        errors,
    })
}
