//! `POST /clients` and `DELETE /clients`: add or remove one client.
//!
//! Both are idempotent.

use actix_web::{HttpRequest, HttpResponse};

use super::caller::Writer;
use super::dto::Delegation;
use super::parameters::Parameters;
use super::problem::ApiError;
use super::validation::ParameterError;
use super::{authorize, idempotency, response};
use crate::domain::audit::Action;
use crate::service::ChangeRequest;

/// Adds a client to a system access.
#[utoipa::path(
    post,
    path = "/clients",
    tag = "Client delegation",
    operation_id = "addClient",
    summary = "Add a client to a system access",
    description = "The client must have every package that the access needs. Succeeds if the client has been added already. \
        The request has no body.",
    params(super::schema::ChangeParameters, super::schema::IdempotencyHeader),
    responses(
        (status = 200, description = "The client is on the access", body = Delegation),
        (status = 400, description = "A parameter is missing or wrong, or the client lacks a package", body = super::schema::Problem, content_type = "application/problem+json"),
        (status = 422, description = "**Only here.** The key was used for another request", body = super::schema::Problem, content_type = "application/problem+json")
    )
)]
pub async fn add(request: HttpRequest, caller: Writer, query: Parameters) -> Result<HttpResponse, ApiError> {
    change(&request, &caller, &query, Action::Add).await
}

/// Removes a client from a system access.
#[utoipa::path(
    delete,
    path = "/clients",
    tag = "Client delegation",
    operation_id = "removeClient",
    summary = "Remove a client from a system access",
    description = "Succeeds if the client is not on the access, or is no client.",
    params(super::schema::ChangeParameters, super::schema::IdempotencyHeader),
    responses(
        (status = 200, description = "The client is not on the access", body = Delegation),
        (status = 400, description = "A parameter is missing or wrong", body = super::schema::Problem, content_type = "application/problem+json"),
        (status = 422, description = "**Only here.** The key was used for another request", body = super::schema::Problem, content_type = "application/problem+json")
    )
)]
pub async fn remove(request: HttpRequest, caller: Writer, query: Parameters) -> Result<HttpResponse, ApiError> {
    change(&request, &caller, &query, Action::Remove).await
}

async fn change(
    request: &HttpRequest,
    caller: &Writer,
    query: &Parameters,
    action: Action,
) -> Result<HttpResponse, ApiError> {
    let ids = query.ids(["agent", "client"])?;
    let [agent, client] = ids;
    let missing = client.is_none().then_some(ParameterError::ClientMissing);
    let content = format!("{}?{ids:?}", request.path().trim_end_matches('/'));
    let once = idempotency::of(request, caller, content.as_bytes())?;
    let work = caller.call_service(move |caller, service| {
        let (acting, target) = authorize::authorize(caller, service, agent, missing)?;
        let client = client.unwrap_or_default();
        let organisation = service.organisation_by_id(client)?;
        let change = ChangeRequest::listed(action, organisation.map(|one| one.number).into_iter().collect());
        let (access, now) = (target.access.id, caller.now(service)?);
        idempotency::change(&acting, access, &change, once.as_ref(), now, |plan| {
            // An organisation that is not there is not on the access either.
            if action == Action::Add {
                plan.only()?;
            }
            response::json(&Delegation { agent: access.uuid(), client })
        })
    });
    Ok(response::changed(work.await?))
}
