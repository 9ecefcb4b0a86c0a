//! `/systemuser/…`: look-ups of system accesses (system users) by a vendor, and by Maskinporten.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use super::body;
use super::caller::{LooksUpSystemUsers, Scoped, WritesRegister, WritesRequests};
use super::dto::SystemUserList;
use super::requests::page_token;
use super::systems::vendor_of;
use crate::domain::access::AccessId;
use crate::domain::number::OrganisationNumber;
use crate::service::AccessProblem;
use crate::web::api::dto::{Agent, Links};
use crate::web::api::parameters::Parameters;
use crate::web::api::problem::ApiError;
use crate::web::api::schema::{BindingProblem, Problem};
use crate::web::api::{paging, response};

/// A vendor's access of either kind, by what identifies it beside its id.
#[utoipa::path(
    get,
    path = "/systemuser/vendor/byquery",
    tag = "System users",
    operation_id = "findSystemUser",
    summary = "Look up a system access by its external reference",
    params(
        ("system-id" = String, Query, description = "The system's id"),
        ("orgno" = String, Query, description = "The owner's organisation number"),
        ("external-ref" = Option<String>, Query, description = "The external reference; by default the owner's number")
    ),
    responses(
        (status = 200, description = "The system access", body = Agent),
        (status = 400, description = "A parameter is missing", body = BindingProblem, content_type = "application/problem+json"),
        (status = 404, description = "Unknown, or another vendor's", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn by_query(program: Scoped<WritesRequests>, query: Parameters) -> Result<HttpResponse, ApiError> {
    let (system, owner) = (query.get("system-id"), query.get("orgno"));
    body::missing(&[("system-id", system.is_some()), ("orgno", owner.is_some())])?;
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let (system, owner, external_ref) = (text(system), text(owner), query.get("external-ref").map(str::to_owned));
    let found = program.call(program.vendor()?, move |vendor, _| {
        Ok(Agent::from(&vendor.access_by_key(&system, &owner, external_ref.as_deref())?))
    });
    response::one(StatusCode::OK, &found.await?)
}

/// The accesses of one of a vendor's systems.
#[utoipa::path(
    get,
    path = "/systemuser/vendor/bysystem/{systemId}",
    tag = "System users",
    operation_id = "listSystemUsers",
    summary = "List a system's accesses of both kinds",
    description = "50 a page, by id. Those of a removed system are listed too.",
    params(
        ("systemId" = String, Path, description = "The system's id"),
        ("token" = Option<String>, Query, description = "A page, from `links.next`")
    ),
    responses(
        (status = 200, description = "The system accesses", body = SystemUserList, headers(("ETag" = String, description = "**Only here.** For `If-None-Match`"))),
        (status = 304, description = "**Only here.** The list has not changed since the `ETag` in `If-None-Match`"),
        (status = 400, description = "The token is none that `links.next` gave", body = BindingProblem, content_type = "application/problem+json"),
        (status = 404, description = "The system is unknown or another vendor's", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn by_system(
    http: HttpRequest,
    program: Scoped<WritesRegister>,
    system: Path<String>,
    query: Parameters,
) -> Result<HttpResponse, ApiError> {
    let after = page_token::<Uuid>(&query)?.map(AccessId::from);
    let next_page = paging::link_without_token(&http, &program.api.address.of(&http), "token");
    let vendor = program.registrar(vendor_of(&system))?;
    let page = program.call(vendor, move |vendor, _| {
        let page = vendor.accesses_of_system(&system, after)?;
        let next = page.next.map(|last| next_page + &paging::encode(last.uuid()));
        Ok(SystemUserList { links: Links { next }, data: page.rows.iter().map(Agent::from).collect() })
    });
    response::list(&http, &page.await?)
}

/// The access that a program may fetch a token for, as Maskinporten asks.
#[utoipa::path(
    get,
    path = "/systemuser/byExternalId",
    tag = "System users",
    operation_id = "findSystemUserOfClient",
    summary = "Look up the system access that an OAuth client may act for, as Maskinporten does",
    description = "Nothing is found for a removed system.",
    params(
        ("clientId" = Uuid, Query, description = "The OAuth client's id"),
        ("systemProviderOrgNo" = String, Query, description = "The vendor's organisation number"),
        ("systemUserOwnerOrgNo" = String, Query, description = "The owner's organisation number"),
        ("externalRef" = Option<String>, Query, description = "The external reference; by default the owner's number")
    ),
    responses(
        (status = 200, description = "The system access", body = Agent),
        (status = 400, description = "A parameter is missing or malformed", body = BindingProblem, content_type = "application/problem+json"),
        (status = 404, description = "No system access matches", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn by_external_id(program: Scoped<LooksUpSystemUsers>, query: Parameters) -> Result<HttpResponse, ApiError> {
    let number = |name| query.get(name).map(|text| text.parse::<OrganisationNumber>().ok());
    let (client, vendor, owner) =
        (query.get("clientId"), number("systemProviderOrgNo"), number("systemUserOwnerOrgNo"));
    body::missing(&[
        ("clientId", client.is_some()),
        ("systemProviderOrgNo", vendor.is_some()),
        ("systemUserOwnerOrgNo", owner.is_some()),
    ])?;
    let [client] = query.ids(["clientId"])?;
    let external_ref = query.get("externalRef").map(str::to_owned);
    let found = program.run(move |service| {
        let unknown = || ApiError::Access(AccessProblem::UnknownAccess);
        let (client, owner) = (client.ok_or_else(unknown)?, owner.flatten().ok_or_else(unknown)?);
        let found = service.access_of_oauth_client(client, owner, external_ref.as_deref())?;
        let matches = found.filter(|(_, system)| vendor.flatten() == Some(system.vendor.number));
        let (access, system) = matches.ok_or_else(unknown)?;
        // Altinn puts the system's id in both.
        Ok(Agent { product_name: system.id.to_string(), ..Agent::from(&access) })
    });
    response::one(StatusCode::OK, &found.await?)
}
