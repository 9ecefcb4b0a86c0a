//! `connections`: relationships as a whole.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::caller::{EndUser, Use};
use super::dto::{Assignment, Connection, ConnectionList};
use super::parties::Parties;
use crate::domain::relationship::Side;
use crate::service::{Agreement, ConnectionProblem, ServiceError};
use crate::web::api::dto::Links;
use crate::web::api::parameters::Parameters;
use crate::web::api::problem::ApiError;
use crate::web::api::response;
use crate::web::api::schema::Problem;

/// The party's relationships.
#[utoipa::path(
    get,
    path = "/enduser/connections",
    tag = "Connections",
    operation_id = "listConnections",
    summary = "List a party's relationships in one direction",
    description = "With `from` equal to `party`: its providers. With `to` equal to `party`: its clients.",
    params(super::schema::ListedParties),
    responses(
        (status = 200, description = "The relationships, in Norwegian order", body = ConnectionList),
        (status = 304, description = "**Only here.** The list has not changed since the `ETag` in `If-None-Match`"),
        (status = 400, description = "A parameter is missing or malformed, or neither `from` nor `to` is the party; `AM.VLD-00009`: giver and receiver are the same", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn list(http: HttpRequest, caller: EndUser, query: Parameters) -> Result<HttpResponse, ApiError> {
    let parties = Parties::listed(&query)?;
    caller.require_scope(parties.side, Use::Reads)?;
    let list = caller.call(parties.party, move |_, acting, _| {
        let manager = acting.access_manager()?;
        let systems = if parties.side == Side::Client { manager.acting_systems()? } else { Vec::new() };
        let details = parties.relationships(acting)?;
        Ok(ConnectionList {
            links: Links::default(),
            data: details.iter().map(|detail| Connection::of(detail, &systems)).collect(),
        })
    });
    response::list(&http, &list.await?)
}

/// Adds a provider.
#[utoipa::path(
    post,
    path = "/enduser/connections",
    tag = "Connections",
    operation_id = "addConnection",
    summary = "Add an organisation, without any power",
    description = "Again answers with what exists.",
    params(super::schema::GivingParties),
    responses(
        (status = 200, description = "The relationship", body = Assignment),
        (status = 400, description = "A parameter is missing or malformed; `AM.VLD-00006`: no organisation has the id; `AM.VLD-00009`: giver and receiver are the same", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn add(caller: EndUser, query: Parameters) -> Result<HttpResponse, ApiError> {
    let parties = Parties::giving(&query)?;
    caller.require_scope(Side::Client, Use::Writes)?;
    let assignment = caller.call(parties.party, move |service, acting, now| {
        let provider = parties.known_other(service)?;
        acting.access_manager()?.add_provider(provider.number, now)?;
        Ok(Assignment::of(&acting.owner, &provider))
    });
    response::one(StatusCode::OK, &assignment.await?)
}

/// Removes a relationship.
#[utoipa::path(
    delete,
    path = "/enduser/connections",
    tag = "Connections",
    operation_id = "removeConnection",
    summary = "Remove an organisation, with all the packages given",
    description = "By the client, or by the provider. Registered roles stay. Delegations that rest on the packages end. Also 204 when nothing was there.",
    params(super::schema::BothParties, ("cascade" = Option<bool>, Query, description = "Whether packages may go along; by default no")),
    responses(
        (status = 204, description = "There is no relationship by hand any more"),
        (status = 400, description = "A parameter is missing or malformed; `AM.VLD-00010`: it has packages and `cascade` is not true", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn remove(caller: EndUser, query: Parameters) -> Result<HttpResponse, ApiError> {
    let parties = Parties::both(&query)?;
    let cascade = query.one_of("cascade", &[("true", true), ("false", false)])?.unwrap_or_default();
    let agreement = if cascade { Agreement::Everything } else { Agreement::NoPackages };
    caller.require_scope(parties.side, Use::Writes)?;
    let removed = caller.call(parties.party, move |_, acting, now| {
        let other = parties.other.unwrap_or_default();
        match acting.access_manager()?.remove_relationship(parties.side, other, agreement, now) {
            Ok(_) | Err(ServiceError::NotFound | ServiceError::Connection(ConnectionProblem::RegisteredOnly)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    });
    removed.await.map(|()| HttpResponse::NoContent().finish())
}
