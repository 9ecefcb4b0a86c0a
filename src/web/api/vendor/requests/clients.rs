//! `/systemuser/request/vendor/agent`: requests for accesses for clients, at Altinn of kind agent.

use actix_web::web::{Bytes, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::domain::access::AccessKind;
use crate::web::api::parameters::Parameters;
use crate::web::api::problem::ApiError;
use crate::web::api::schema::{BindingProblem, Problem};
use crate::web::api::vendor::caller::{ReadsRequests, Scoped, WritesRequests};
use crate::web::api::vendor::dto::{NewRequestBody, Request, RequestList};

/// Asks for a system access for clients.
#[utoipa::path(
    post,
    path = "/systemuser/request/vendor/agent",
    tag = "Requests for system accesses",
    operation_id = "createAgentRequest",
    summary = "Ask a firm for a system access for clients",
    description = "Repeating a request that waits for an answer gets that one, and what is sent now is ignored. Unknown members \
        of the body are ignored; **only here**, the header `Warning` names them.",
    request_body = NewRequestBody,
    responses(
        (status = 201, description = "The request; a person answers it at `confirmUrl`", body = Request, headers(("Location" = String, description = "The request's address for the vendor"))),
        (status = 200, description = "The request that was there already", body = Request),
        (status = 400, description = "The body is wrong, or an access or an answered request has the same ids", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing or invalid. Empty; `WWW-Authenticate` says why. `AUTH-00023` if it names no vendor"),
        (status = 404, description = "The system is unknown, deleted, or another vendor's", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn ask(http: HttpRequest, program: Scoped<WritesRequests>, body: Bytes) -> Result<HttpResponse, ApiError> {
    super::ask(AccessKind::Clients, &http, &program, body).await
}

/// A request for clients, by its id.
#[utoipa::path(
    get,
    path = "/systemuser/request/vendor/agent/{id}",
    tag = "Requests for system accesses",
    operation_id = "getAgentRequest",
    summary = "Look up a request for clients",
    params(("id" = Uuid, Path, description = "The request's id")),
    responses(
        (status = 200, description = "The request", body = Request),
        (status = 400, description = "The id is malformed", body = BindingProblem, content_type = "application/problem+json"),
        (status = 404, description = "Unknown, of the other kind, or another vendor's", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn show(
    http: HttpRequest,
    program: Scoped<ReadsRequests>,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    super::show(AccessKind::Clients, &http, &program, &id).await
}

/// A request for clients, by what identifies it beside its id.
#[utoipa::path(
    get,
    path = "/systemuser/request/vendor/agent/byexternalref/{systemId}/{orgNo}/{externalRef}",
    tag = "Requests for system accesses",
    operation_id = "getAgentRequestByExternalRef",
    summary = "Look up a request for clients by its external reference",
    params(
        ("systemId" = String, Path, description = "The system's id"),
        ("orgNo" = String, Path, description = "The firm's organisation number"),
        ("externalRef" = String, Path, description = "The external reference; the firm's number if none was given")
    ),
    responses(
        (status = 200, description = "The request", body = Request),
        (status = 404, description = "Unknown, of the other kind, or another vendor's", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn show_by_reference(
    http: HttpRequest,
    program: Scoped<ReadsRequests>,
    ids: Path<(String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    super::show_by_reference(AccessKind::Clients, &http, &program, ids.into_inner()).await
}

/// The requests for clients of a system.
#[utoipa::path(
    get,
    path = "/systemuser/request/vendor/agent/bysystem/{systemId}",
    tag = "Requests for system accesses",
    operation_id = "listAgentRequests",
    summary = "List a system's requests for clients",
    description = "50 a page, by id.",
    params(
        ("systemId" = String, Path, description = "The system's id"),
        ("token" = Option<String>, Query, description = "A page, from `links.next`")
    ),
    responses(
        (status = 200, description = "The requests", body = RequestList, headers(("ETag" = String, description = "**Only here.** For `If-None-Match`"))),
        (status = 304, description = "**Only here.** The list has not changed since the `ETag` in `If-None-Match`"),
        (status = 400, description = "The token is none that `links.next` gave", body = BindingProblem, content_type = "application/problem+json"),
        (status = 404, description = "The system is unknown or another vendor's", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn list(
    http: HttpRequest,
    program: Scoped<ReadsRequests>,
    system: Path<String>,
    query: Parameters,
) -> Result<HttpResponse, ApiError> {
    super::list(AccessKind::Clients, &http, &program, system.into_inner(), &query).await
}
