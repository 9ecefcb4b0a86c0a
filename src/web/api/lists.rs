//! `GET /clients/available` and `GET /clients`: lists a system access's clients.

use actix_web::{HttpRequest, HttpResponse};

use super::caller::{Caller, Reader};
use super::dto::{Client, ClientList, Links, SystemUserInformation};
use super::parameters::Parameters;
use super::problem::ApiError;
use super::settings::Available;
use super::validation::ParameterError;
use super::{authorize, paging, response};
use crate::service::{ClientListPage, ClientListQuery, ListKind, ServiceError};

/// Whether a client has every package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Complete,
    Incomplete,
}

const STATUSES: [(&str, Status); 2] = [("complete", Status::Complete), ("incomplete", Status::Incomplete)];

/// Lists the clients that can be added to a system access.
#[utoipa::path(
    get,
    path = "/clients/available",
    tag = "Client delegation",
    operation_id = "listAvailableClients",
    summary = "List the clients that can be added to a system access",
    description = "Includes clients that have been added already, as at Altinn. By default a client is listed when it has every \
        package that the access needs; Altinn lists it when it has one (`--api-available any`).",
    params(super::schema::ListParameters),
    responses(
        (status = 200, description = "The clients, in Norwegian order", body = ClientList, headers(("ETag" = String, description = "**Only here.** For `If-None-Match`"))),
        (status = 304, description = "**Only here.** The list has not changed since the `ETag` in `If-None-Match`"),
        (status = 400, description = "A parameter is missing or wrong", body = super::schema::Problem, content_type = "application/problem+json")
    )
)]
pub async fn available(request: HttpRequest, caller: Reader, query: Parameters) -> Result<HttpResponse, ApiError> {
    let kind = match (query.one_of("status", &STATUSES)?, caller.api.settings.available) {
        (Some(Status::Complete), _) | (None, Available::Eligible) => ListKind::Every,
        (Some(Status::Incomplete), _) => ListKind::Lacking,
        (None, Available::Any) => ListKind::Some,
    };
    list(&request, &caller, &query, kind).await
}

/// Lists the clients on a system access.
#[utoipa::path(
    get,
    path = "/clients",
    tag = "Client delegation",
    operation_id = "listClients",
    summary = "List the clients on a system access",
    params(super::schema::ListParameters),
    responses(
        (status = 200, description = "The clients, in Norwegian order", body = ClientList, headers(("ETag" = String, description = "**Only here.** For `If-None-Match`"))),
        (status = 304, description = "**Only here.** The list has not changed since the `ETag` in `If-None-Match`"),
        (status = 400, description = "A parameter is missing or wrong", body = super::schema::Problem, content_type = "application/problem+json")
    )
)]
pub async fn delegated(request: HttpRequest, caller: Reader, query: Parameters) -> Result<HttpResponse, ApiError> {
    let kind = match query.one_of("status", &STATUSES)? {
        None => ListKind::Delegated,
        Some(Status::Complete) => ListKind::DelegatedEvery,
        Some(Status::Incomplete) => ListKind::DelegatedLacking,
    };
    list(&request, &caller, &query, kind).await
}

async fn list(
    request: &HttpRequest,
    caller: &Caller,
    query: &Parameters,
    kind: ListKind,
) -> Result<HttpResponse, ApiError> {
    let [agent] = query.ids(["agent"])?;
    let with_access = query.one_of("include", &[("access", true)])?.unwrap_or_default();
    let after = query.get("page").map(paging::decode);
    let list_query = ClientListQuery {
        listed: kind,
        search: query.get("search").unwrap_or_default().to_owned(),
        after: after.flatten(),
        size: caller.api.settings.page_size.map(Into::into),
    };
    let fault = (after == Some(None)).then_some(ParameterError::PageUnknown);
    let next_page = paging::link_without_token(request, &caller.api.address.of(request), "page");
    let list = caller.call_service(move |caller, service| {
        let (acting, target) = authorize::authorize(caller, service, agent, fault)?;
        let page = match acting.client_administrator()?.client_list(target.access.id, &list_query) {
            Err(ServiceError::NotFound) => return Err(ApiError::Validation(vec![ParameterError::PageUnknown])),
            page => page?,
        };
        let ClientListPage { rows, next } = page;
        Ok(ClientList {
            links: Links { next: next.map(|last| next_page + &paging::encode(last)) },
            data: rows.iter().map(|entry| Client::of(entry, with_access)).collect(),
            system_user_information: SystemUserInformation {
                system_user_id: target.access.id.uuid(),
                system_user_owner_org: target.owner.number.to_string(),
            },
        })
    });
    response::list(request, &list.await?)
}
