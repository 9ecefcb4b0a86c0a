//! `GET /agents`: an organisation's system accesses for clients.

use actix_web::{HttpRequest, HttpResponse};

use super::caller::Reader;
use super::dto::Agent;
use super::parameters::Parameters;
use super::problem::ApiError;
use super::response;
use crate::domain::number::OrganisationNumber;

/// The organisation's system accesses for clients, newest first.
#[utoipa::path(
    get,
    path = "/agents",
    tag = "Client delegation",
    operation_id = "listAgents",
    summary = "List an organisation's system accesses for clients",
    description = "Newest first. The list may be empty.",
    params(("party" = String, Query, description = "The organisation's number, nine digits", pattern = "^[0-9]{9}$", example = "310495891")),
    responses(
        (status = 200, description = "The system accesses", body = Vec<Agent>),
        (status = 400, description = "`party` is missing", body = super::schema::BindingProblem, content_type = "application/problem+json"),
        (status = 404, description = "Unknown organisation", body = super::schema::Problem, content_type = "application/problem+json")
    )
)]
pub async fn list(request: HttpRequest, caller: Reader, query: Parameters) -> Result<HttpResponse, ApiError> {
    let missing = || ApiError::Binding(vec![("party", "The party field is required.".to_owned())]);
    let party = query.get("party").ok_or_else(missing)?.to_owned();
    let agents = caller.call_service(move |caller, service| {
        let number = OrganisationNumber::try_from(party.clone()).ok();
        let known = number.map(|number| service.organisation(number)).transpose()?.flatten();
        let owner = known.ok_or(ApiError::PartyNotFound { party })?;
        let acting = caller.acting_for(service, owner.number)?;
        acting.client_administrator()?;
        Ok(acting.accesses_for_clients()?.iter().map(Agent::from).collect::<Vec<_>>())
    });
    response::list(&request, &agents.await?)
}
