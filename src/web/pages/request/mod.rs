//! A vendor's request for a system access: `/accessmanagement/ui/systemuser/agentrequest?id=` for an access for clients,
//! `…/request?id=` for one of the organisation's own. Both are bare pages without a side menu, as at Altinn.

mod answer;
mod link;
mod view;

pub use answer::{answer_for_clients, answer_own};
pub use link::{RequestQuery, from_page};
pub use view::{AnswerBox, Offer, Problem, RequestBody, RequestPage, RequestView, StatusNote};

use actix_web::http::StatusCode;
use actix_web::web::Query;

use self::link::RequestLink;
use crate::domain::access::AccessKind;
use crate::domain::redirect_url::RedirectUrl;
use crate::service::{RequestLookup, RequestPage as FoundRequest};
use crate::web::error::WebError;
use crate::web::layout::Section;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;

/// Shows a request for an access for clients.
pub async fn show_for_clients(
    context: RequestContext,
    query: Query<RequestQuery>,
) -> Result<Page<RequestPage>, WebError> {
    show(context, RequestLink::of(AccessKind::Clients, query.into_inner())).await
}

/// Shows a request for an own access.
pub async fn show_own(context: RequestContext, query: Query<RequestQuery>) -> Result<Page<RequestPage>, WebError> {
    show(context, RequestLink::of(AccessKind::Own, query.into_inner())).await
}

async fn show(context: RequestContext, link: RequestLink) -> Result<Page<RequestPage>, WebError> {
    let person = context.person()?;
    let r = &context.t.request;
    let id = match link.id() {
        Some(Ok(id)) => id,
        Some(Err(_)) => return problem(&context, &link, StatusCode::BAD_REQUEST, (&r.malformed, &r.no_id_next)).await,
        None => return problem(&context, &link, StatusCode::BAD_REQUEST, (&r.no_id, &r.no_id_next)).await,
    };
    let (kind, real) = (link.kind, (context.portal.clock)());
    let find = context.call_service(move |service| service.request_page(person, kind, id, service.clock()?.at(real)));
    match find.await? {
        RequestLookup::Unknown => problem(&context, &link, StatusCode::NOT_FOUND, (&r.unknown, &r.unknown_next)).await,
        RequestLookup::NoRelation => {
            problem(&context, &link, StatusCode::FORBIDDEN, (&r.no_relation, &r.no_relation_next)).await
        }
        RequestLookup::Found(found) => show_found(&context, &link, *found).await,
    }
}

async fn show_found(
    context: &RequestContext,
    link: &RequestLink,
    found: FoundRequest,
) -> Result<Page<RequestPage>, WebError> {
    let address = found.request.redirect_url.as_ref().and_then(RedirectUrl::web_address);
    let target = address.map(|url| url.origin().ascii_serialization());
    let refusal = context.take_refusal();
    let body = if context.session.represented() == Some(found.party.number) {
        RequestBody::Request(Box::new(RequestView::of(context, link, &found, refusal.as_ref())))
    } else {
        RequestBody::OtherParty(Offer::of(context, link.kind, &found.party))
    };
    let page = Page::ok(page(context, link, body).await?);
    Ok(match target {
        Some(origin) => page.with_form_target(origin),
        None => page,
    })
}

async fn problem(
    context: &RequestContext,
    link: &RequestLink,
    status: StatusCode,
    (heading, next): (&str, &str),
) -> Result<Page<RequestPage>, WebError> {
    let problem = Problem { heading: heading.to_owned(), next: next.to_owned() };
    Ok(Page::with_status(page(context, link, RequestBody::Problem(problem)).await?, status))
}

async fn page(context: &RequestContext, link: &RequestLink, body: RequestBody) -> Result<RequestPage, WebError> {
    let (person, _) = context.representations().await?;
    let mut layout = context.layout(view::title(context.t, link.kind), Section::Outside);
    layout.user = Some(person.display_name());
    Ok(RequestPage { layout, back_url: link.back_url(), body })
}
