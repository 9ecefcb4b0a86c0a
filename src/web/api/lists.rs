//! `GET /clients/available` and `GET /clients`: lists a system access's clients.

use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::Url;
use url::form_urlencoded::Serializer;

use super::caller::{Caller, Reader};
use super::dto::{Client, ClientList, Links, SystemUserInformation};
use super::parameters::Parameters;
use super::problem::ApiError;
use super::settings::Available;
use super::validation::ParameterError;
use super::{authorize, response};
use crate::auth::same_origin_url;
use crate::domain::number::OrganisationNumber;
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
    let after = query.get("page").map(decode_page_token);
    let list_query = ClientListQuery {
        listed: kind,
        search: query.get("search").unwrap_or_default().to_owned(),
        after: after.flatten(),
        size: caller.api.settings.page_size.map(Into::into),
    };
    let fault = (after == Some(None)).then_some(ParameterError::PageUnknown);
    let next_page_prefix = next_page_prefix(request, &caller.api.address.of(request));
    let list = caller.call_service(move |caller, service| {
        let (acting, target) = authorize::authorize(caller, service, agent, fault)?;
        let page = match acting.client_administrator()?.client_list(target.access.id, &list_query) {
            Err(ServiceError::NotFound) => return Err(ApiError::Validation(vec![ParameterError::PageUnknown])),
            page => page?,
        };
        let ClientListPage { rows, next } = page;
        Ok(ClientList {
            links: Links { next: next.map(|last| format!("{next_page_prefix}page={}", encode_page_token(last))) },
            data: rows.iter().map(|entry| Client::of(entry, with_access)).collect(),
            system_user_information: SystemUserInformation {
                system_user_id: target.access.id.uuid(),
                system_user_owner_org: target.owner.number.to_string(),
            },
        })
    });
    response::list(request, &list.await?)
}

/// The token of the page that begins after this client.
fn encode_page_token(last: OrganisationNumber) -> String {
    URL_SAFE_NO_PAD.encode(format!("after {last}"))
}

/// The client before the page; `None` for an invalid token.
fn decode_page_token(token: &str) -> Option<OrganisationNumber> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    text.strip_prefix("after ")?.parse().ok()
}

/// The request's own address without its page, ending where `page=…` goes.
fn next_page_prefix(request: &HttpRequest, base: &Url) -> String {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(request.query_string()).unwrap_or_default();
    let others = pairs.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("page"));
    let query = Serializer::new(String::new()).extend_pairs(others).finish();
    format!("{}?{query}&", same_origin_url(base, request.path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_token_leads_back_to_its_client_and_a_made_up_one_to_nobody() {
        let number: OrganisationNumber = "310495883".parse().unwrap();
        assert_eq!(decode_page_token(&encode_page_token(number)), Some(number));
        for made_up in ["", "310495883", "YWZ0ZXIgMQ", "%%%"] {
            assert_eq!(decode_page_token(made_up), None, "{made_up}");
        }
    }
}
