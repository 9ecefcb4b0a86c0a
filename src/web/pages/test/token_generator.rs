//! `GET /test/api/GetEnterpriseToken` and `GetPersonalToken`: tokens as Altinn's token generator for testers gives them.
//!
//! A suite that is written for the generator needs only another host: same query, any credentials (basic authentication),
//! and the token as text. `env` names an environment of Altinn's and is ignored; `world` is this portal's own.

use std::str::FromStr;

use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, ContentType, WWW_AUTHENTICATE};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use jiff::SignedDuration;

use super::api::{TestApiError, api_error};
use super::{IssueTokenRequest, TokenHolder, TokenTools};
use crate::domain::world::WorldName;
use crate::web::api::Parameters;
use crate::web::portal::Portal;

/// Seconds, as at Altinn.
const DEFAULT_TTL: u32 = 1800;
/// A year.
const LONGEST_TTL: u32 = 365 * 24 * 3600;
/// Altinn's own default.
const DEFAULT_LEVEL: u8 = 3;
const CLIENT_ID: &str = "token-generator";

/// A token of an organisation's program.
pub async fn enterprise(
    http: HttpRequest,
    portal: Data<Portal>,
    tools: Data<TokenTools>,
    query: Parameters,
) -> Result<HttpResponse, TestApiError> {
    let holder = || Ok(TokenHolder::Organisation(required(&query, "orgNo")?));
    issue(&http, &portal, &tools, &query, holder)
}

/// A token of a person.
pub async fn personal(
    http: HttpRequest,
    portal: Data<Portal>,
    tools: Data<TokenTools>,
    query: Parameters,
) -> Result<HttpResponse, TestApiError> {
    let holder = || {
        let level = optional(&query, "authLvl")?.unwrap_or(DEFAULT_LEVEL);
        if ![0, 3, 4].contains(&level) {
            return Err(wrong("authLvl"));
        }
        Ok(TokenHolder::Person { national_id: required(&query, "pid")?, level })
    };
    issue(&http, &portal, &tools, &query, holder)
}

fn issue(
    http: &HttpRequest,
    portal: &Portal,
    tools: &TokenTools,
    query: &Parameters,
    holder: impl FnOnce() -> Result<TokenHolder, TestApiError>,
) -> Result<HttpResponse, TestApiError> {
    let token_issuer = tools.token_issuer()?;
    if !has_credentials(http) {
        let refused = "give any user name and password (basic authentication), as the generator at Altinn demands them";
        return Ok(HttpResponse::Unauthorized()
            .insert_header((WWW_AUTHENTICATE, "Basic realm=\"token generator\""))
            .body(refused));
    }
    let scopes: String = required(query, "scopes")?;
    let scopes: Vec<_> = scopes.split([' ', ',']).filter(|scope| !scope.is_empty()).collect();
    let ttl = optional(query, "ttl")?.unwrap_or(DEFAULT_TTL);
    if !(1..=LONGEST_TTL).contains(&ttl) {
        return Err(wrong("ttl"));
    }
    let world: Option<WorldName> = optional(query, "world")?;
    let request = IssueTokenRequest {
        holder: holder()?,
        client_id: CLIENT_ID.to_owned(),
        scope: scopes.join(" "),
        lifetime: SignedDuration::from_secs(ttl.into()),
        world: world.unwrap_or_else(|| portal.world.clone()),
    };
    let token = token_issuer.issue(&request).map_err(|error| {
        tracing::error!(error = &*error.into_boxed_dyn_error(), "a token could not be issued");
        api_error(StatusCode::INTERNAL_SERVER_ERROR, "the token could not be issued")
    })?;
    let mut response = HttpResponse::Ok();
    Ok(response.insert_header(ContentType::plaintext()).insert_header((CACHE_CONTROL, "no-store")).body(token))
}

fn has_credentials(http: &HttpRequest) -> bool {
    let given = http.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    given.and_then(|given| given.split_once(' ')).is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
}

fn required<T: FromStr>(query: &Parameters, name: &str) -> Result<T, TestApiError> {
    optional(query, name)?.ok_or_else(|| api_error(StatusCode::BAD_REQUEST, &format!("{name} is missing")))
}

fn optional<T: FromStr>(query: &Parameters, name: &str) -> Result<Option<T>, TestApiError> {
    query.get(name).map(|text| text.parse().map_err(|_| wrong(name))).transpose()
}

fn wrong(name: &str) -> TestApiError {
    api_error(StatusCode::BAD_REQUEST, &format!("{name} is invalid"))
}
