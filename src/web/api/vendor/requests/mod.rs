//! `/systemuser/request/vendor…`: a vendor asks firms for system accesses.
//!
//! The paths of the two kinds are apart, and an id of one kind is unknown at those of the other.

pub mod clients;
pub mod own;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{Bytes, Path};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use url::Url;
use uuid::Uuid;

use super::body;
use super::caller::{ReadsRequests, Scoped, WritesRequests};
use super::dto::{NewRequestBody, Request, RequestList, Right, request_members};
use crate::auth::same_origin_url;
use crate::domain::access::AccessKind;
use crate::domain::access_request::{AccessRequest, RequestId};
use crate::service::{AskedRequest, NewRequest};
use crate::web::api::batch::SentBody;
use crate::web::api::dto::Links;
use crate::web::api::parameters::Parameters;
use crate::web::api::problem::{ApiError, VENDOR_UNKNOWN};
use crate::web::api::schema::{BindingProblem, Problem};
use crate::web::api::settings::Requests;
use crate::web::api::{ROOT, paging, response};
use crate::web::urls;

/// Withdraws a request of either kind.
#[utoipa::path(
    delete,
    path = "/systemuser/request/vendor/{id}",
    tag = "Requests for system accesses",
    operation_id = "deleteRequest",
    summary = "Withdraw a request",
    description = "Frees its system, firm and reference for another one. An accepted request ends with its access.",
    params(("id" = Uuid, Path, description = "The request's id, of either kind")),
    responses(
        (status = 202, description = "The request is withdrawn. Empty"),
        (status = 400, description = "The id is malformed", body = BindingProblem, content_type = "application/problem+json"),
        (status = 404, description = "Unknown, or another vendor's", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "**Only here.** It was accepted", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn withdraw(program: Scoped<WritesRequests>, id: Path<String>) -> Result<HttpResponse, ApiError> {
    let id = request_id(&id)?;
    program.call(program.vendor()?, move |vendor, now| Ok(vendor.withdraw(id, now)?)).await?;
    Ok(HttpResponse::Accepted().finish())
}

async fn ask(
    kind: AccessKind,
    http: &HttpRequest,
    program: &Scoped<WritesRequests>,
    bytes: Bytes,
) -> Result<HttpResponse, ApiError> {
    http.extensions_mut().insert(SentBody(bytes.clone()));
    let content = body::read(http, &bytes, request_members(kind))?;
    check_required(kind, &content)?;
    let vendor = program.organisation.ok_or(ApiError::Coded(VENDOR_UNKNOWN))?;
    let new = new_request(kind, content);
    let asked = program.call(vendor, move |vendor, now| {
        let AskedRequest { request, existed } = vendor.ask(&new, now)?;
        Ok((Request::of(&request, request.status(now)), existed))
    });
    let (mut answer, existed) = asked.await?;
    let base = program.api.address.of(http);
    answer.confirm_url = Some(confirm_url(kind, &base, answer.id));
    tell_escalated(program, &mut answer, false);
    let status = if existed { StatusCode::OK } else { StatusCode::CREATED };
    let mut response = response::one(status, &answer)?;
    if !existed && let Ok(location) = address(kind, &base, answer.id).try_into() {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

fn check_required(kind: AccessKind, body: &NewRequestBody) -> Result<(), ApiError> {
    let packages = kind == AccessKind::Own || body.access_packages.is_some();
    body::missing(&[
        ("SystemId", body::given(body.system_id.as_ref())),
        ("PartyOrgNo", body::given(body.party_org_no.as_ref())),
        ("AccessPackages", packages),
    ])
}

fn new_request(kind: AccessKind, body: NewRequestBody) -> NewRequest {
    let packages = body
        .access_packages
        .map(|packages| packages.into_iter().map(|package| package.urn.unwrap_or_default()).collect());
    NewRequest {
        kind,
        system: body.system_id.unwrap_or_default(),
        owner: body.party_org_no.unwrap_or_default().trim().to_owned(),
        external_ref: body.external_ref,
        title: body.integration_title,
        packages,
        rights: body.rights.map(|rights| rights.iter().map(resource).collect()),
        redirect_url: body.redirect_url,
    }
}

/// The resource that a right is to.
pub(super) fn resource(right: &Right) -> String {
    let values = right.resource.iter().filter_map(|attribute| attribute.value.as_deref());
    values.collect::<Vec<_>>().join("/")
}

async fn show(
    kind: AccessKind,
    http: &HttpRequest,
    program: &Scoped<ReadsRequests>,
    id: &str,
) -> Result<HttpResponse, ApiError> {
    let id = request_id(id)?;
    let found = program.call(program.vendor()?, move |vendor, now| Ok(answer(&vendor.request(kind, id)?, now)));
    one(kind, http, program, found.await?, false)
}

async fn show_by_reference(
    kind: AccessKind,
    http: &HttpRequest,
    program: &Scoped<ReadsRequests>,
    (system, owner, reference): (String, String, String),
) -> Result<HttpResponse, ApiError> {
    let found = program.call(program.vendor()?, move |vendor, now| {
        Ok(answer(&vendor.request_by_key(kind, &system, &owner, Some(&reference))?, now))
    });
    one(kind, http, program, found.await?, kind == AccessKind::Clients)
}

async fn list(
    kind: AccessKind,
    http: &HttpRequest,
    program: &Scoped<ReadsRequests>,
    system: String,
    query: &Parameters,
) -> Result<HttpResponse, ApiError> {
    let after = page_token::<Uuid>(query)?.map(RequestId::from);
    let next_page = paging::link_without_token(http, &program.api.address.of(http), "token");
    let page = program.call(program.vendor()?, move |vendor, now| {
        let page = vendor.requests_of_system(kind, &system, after)?;
        let next = page.next.map(|last| next_page + &paging::encode(last.uuid()));
        let data = page.rows.iter().map(|request| answer(request, now)).collect();
        Ok(RequestList { links: Links { next }, data })
    });
    response::list(http, &page.await?)
}

fn answer(request: &AccessRequest, now: jiff::Timestamp) -> Request {
    Request::of(request, request.status(now))
}

fn one(
    kind: AccessKind,
    http: &HttpRequest,
    program: &Scoped<ReadsRequests>,
    mut answer: Request,
    told_at_altinn: bool,
) -> Result<HttpResponse, ApiError> {
    answer.confirm_url = Some(confirm_url(kind, &program.api.address.of(http), answer.id));
    tell_escalated(program, &mut answer, told_at_altinn);
    response::one(StatusCode::OK, &answer)
}

/// Altinn fills `escalated` in some answers only.
fn tell_escalated<N>(program: &Scoped<N>, answer: &mut Request, told_at_altinn: bool) {
    answer.escalated &= told_at_altinn || program.api.settings.requests == Requests::Consistent;
}

fn request_id(text: &str) -> Result<RequestId, ApiError> {
    let fault = |_| ApiError::Binding(vec![("id", format!("The value '{text}' is not valid."))]);
    Uuid::parse_str(text).map(RequestId::from).map_err(fault)
}

/// The id after which the page begins; an error for a token that no `links.next` gave.
pub(super) fn page_token<T: std::str::FromStr>(query: &Parameters) -> Result<Option<T>, ApiError> {
    let Some(token) = query.get("token") else { return Ok(None) };
    let fault = || ApiError::Binding(vec![("token", format!("The value '{token}' is not valid."))]);
    paging::decode(token).ok_or_else(fault).map(Some)
}

/// The vendor's own address of the request.
fn address(kind: AccessKind, base: &Url, id: Uuid) -> String {
    let kind = if kind == AccessKind::Clients { "agent/" } else { "" };
    same_origin_url(base, &format!("{ROOT}/systemuser/request/vendor/{kind}{id}"))
}

/// The page where a person answers the request, with the query that Altinn writes.
fn confirm_url(kind: AccessKind, base: &Url, id: Uuid) -> String {
    let page = if kind == AccessKind::Clients { urls::CLIENTS_REQUEST } else { urls::OWN_REQUEST };
    same_origin_url(base, &format!("{page}?id={id}&DONTCHOOSEREPORTEE=true"))
}
