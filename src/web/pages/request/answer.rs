//! Posts of a request's page: approve, reject, send on, close.

use actix_web::web::Redirect;
use serde::Deserialize;

use super::link::{RequestLink, RequestQuery};
use crate::auth::BaseUrl;
use crate::domain::access::AccessKind;
use crate::domain::access_request::{AccessRequest, RequestId};
use crate::service::{self, AccessProblem, ActingAs, ServiceError};
use crate::web::error::WebError;
use crate::web::flash::{Flash, RequestAnswered};
use crate::web::form::ProtectedForm;
use crate::web::pages::sign_in::end_session;
use crate::web::refusal::{Attempt, Refusal};
use crate::web::request_context::RequestContext;
use crate::web::{redirect, urls};

/// What the person pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Approve,
    Reject,
    Escalate,
    /// Leaves without an answer.
    Close,
}

/// The page's form.
#[derive(Deserialize)]
pub struct AnswerForm {
    #[serde(flatten)]
    link: RequestQuery,
    answer: Answer,
}

/// Answers a request for an access for clients.
pub async fn answer_for_clients(
    context: RequestContext,
    base: BaseUrl,
    form: ProtectedForm<AnswerForm>,
) -> Result<Redirect, WebError> {
    answer(context, base, AccessKind::Clients, form).await
}

/// Answers a request for an own access.
pub async fn answer_own(
    context: RequestContext,
    base: BaseUrl,
    form: ProtectedForm<AnswerForm>,
) -> Result<Redirect, WebError> {
    answer(context, base, AccessKind::Own, form).await
}

async fn answer(
    context: RequestContext,
    BaseUrl(base): BaseUrl,
    kind: AccessKind,
    form: ProtectedForm<AnswerForm>,
) -> Result<Redirect, WebError> {
    let AnswerForm { link, answer } = form.verified(&context)?;
    let link = RequestLink::of(kind, link);
    let Some(Ok(id)) = link.id() else { return Err(WebError::BadInput) };
    if answer == Answer::Close {
        return if link.skip_logout { Ok(redirect(urls::OVERVIEW)) } else { end_session(&context, &base, None).await };
    }
    let real = (context.portal.clock)();
    let act = move |acting: &ActingAs| {
        let now = acting.now(real)?;
        give(acting, kind, id, answer, now)
    };
    match context.call_acting(act).await {
        Ok((_, request)) => after(&context, &base, &link, answer, request).await,
        // The page shows the request as it is now.
        Err(WebError::Service(ServiceError::NoPowers)) => Ok(redirect(&link.url())),
        Err(WebError::Service(error @ ServiceError::Problem(_))) => {
            // An answered or unknown request, and another party's, are what the page tells by itself.
            let ServiceError::Problem(problem) = &error else { return Err(error.into()) };
            if !matches!(problem, AccessProblem::NotNew(_) | AccessProblem::WrongParty) {
                let attempt = if answer == Answer::Approve { Attempt::Approve } else { Attempt::Reject };
                let refusal = Refusal::of(attempt, &error);
                context.session.put_flash(&Flash { refusal, ..Flash::default() })?;
            }
            Ok(redirect(&link.url()))
        }
        Err(error) => Err(error),
    }
}

fn give(
    acting: &ActingAs,
    kind: AccessKind,
    id: RequestId,
    answer: Answer,
    now: jiff::Timestamp,
) -> service::Result<AccessRequest> {
    match answer {
        Answer::Approve => acting.access_manager()?.approve(kind, id, now),
        Answer::Reject => acting.access_manager()?.reject(kind, id, now),
        Answer::Escalate | Answer::Close => acting.escalate(kind, id, now),
    }
}

/// Back to the overview, or out: to the vendor, if it has named an address.
async fn after(
    context: &RequestContext,
    base: &url::Url,
    link: &RequestLink,
    answer: Answer,
    request: AccessRequest,
) -> Result<Redirect, WebError> {
    if answer == Answer::Escalate {
        return Ok(redirect(&link.url()));
    }
    if !link.skip_logout {
        return end_session(context, base, Some(request.id)).await;
    }
    let approved = answer == Answer::Approve;
    let answered = RequestAnswered { title: request.title, new_access: approved.then(|| request.id.access()) };
    context.session.put_flash(&Flash { request: Some(answered), ..Flash::default() })?;
    Ok(redirect(urls::OVERVIEW))
}
