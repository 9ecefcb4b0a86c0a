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
use crate::domain::person::Person;
use crate::domain::redirect_url::RedirectUrl;
use crate::service::{RequestLookup, RequestPage as FoundRequest, Service};
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
    let (person, real) = (context.person()?, (context.portal.clock)());
    let (kind, id) = (link.kind, link.id().and_then(Result::ok));
    let find = move |service: &Service| {
        let (person, _) = service.representations(person)?;
        let Some(id) = id else { return Ok((person, None)) };
        let lookup = service.request_page(person.id, kind, id, service.clock()?.at(real))?;
        Ok((person, Some(lookup)))
    };
    let (person, lookup) = context.call_service(find).await?;
    let r = &context.t.request;
    let (status, heading, next) = match lookup {
        Some(RequestLookup::Found(found)) => return Ok(show_found(&context, &link, &person, &found)),
        Some(RequestLookup::Unknown) => (StatusCode::NOT_FOUND, &r.unknown, &r.unknown_next),
        Some(RequestLookup::NoRelation) => (StatusCode::FORBIDDEN, &r.no_relation, &r.no_relation_next),
        None if link.id().is_some() => (StatusCode::BAD_REQUEST, &r.malformed, &r.no_id_next),
        None => (StatusCode::BAD_REQUEST, &r.no_id, &r.no_id_next),
    };
    let problem = Problem { heading: heading.to_string(), next: next.to_string() };
    Ok(Page::with_status(page(&context, &link, &person, RequestBody::Problem(problem)), status))
}

fn show_found(
    context: &RequestContext,
    link: &RequestLink,
    person: &Person,
    found: &FoundRequest,
) -> Page<RequestPage> {
    let address = found.request.redirect_url.as_ref().and_then(RedirectUrl::web_address);
    let target = address.map(|url| url.origin().ascii_serialization());
    let refusal = context.take_refusal();
    let body = if context.session.represented() == Some(found.party.number) {
        RequestBody::Request(Box::new(RequestView::of(context, link, found, refusal.as_ref())))
    } else {
        RequestBody::OtherParty(Offer::of(context, link.kind, &found.party))
    };
    let page = Page::ok(page(context, link, person, body));
    match target {
        Some(origin) => page.with_form_target(origin),
        None => page,
    }
}

fn page(context: &RequestContext, link: &RequestLink, person: &Person, body: RequestBody) -> RequestPage {
    let mut layout = context.layout(view::title(context.t, link.kind), Section::Outside);
    layout.user = Some(person.display_name());
    RequestPage { layout, back_url: link.back_url(), body }
}
