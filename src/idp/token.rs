//! `POST /token`: a code for an ID token and an access token, once; or a program's assertion for a token of its own.

use actix_web::http::{StatusCode, header};
use actix_web::web::{self, Data, Form};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openidconnect::core::{CoreErrorResponseType, CoreTokenType};
use openidconnect::{AccessToken, EmptyExtraTokenFields, IdTokenFields, IssuerUrl, StandardErrorResponse};
use serde::{Deserialize, Serialize};

use super::access_token::{ACCESS_TOKEN_LIFETIME, AccessTokenRequest};
use super::authorization_grant::AuthorizationGrant;
use super::claims::TokenResponse;
use super::jwt_grant::{self, MachineToken};
use super::provider::Provider;
use super::refused::Refused;

#[derive(Default, Deserialize)]
pub struct TokenRequest {
    grant_type: Option<String>,
    client_id: Option<String>,
    code: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
    assertion: Option<String>,
}

/// The client id of `Authorization: Basic`, as some libraries send it for public clients too: with an empty secret.
/// RFC 6749 section 2.3.1: both parts are form-encoded before they are joined.
fn basic_client(authorization: &str) -> Result<Option<String>, Refused> {
    let Some((scheme, credentials)) = authorization.split_once(' ') else { return Ok(None) };
    if !scheme.eq_ignore_ascii_case("basic") {
        return Ok(None);
    }
    let malformed = || Refused(CoreErrorResponseType::InvalidClient, "the Authorization header cannot be read");
    let decoded = STANDARD.decode(credentials.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let decoded = decoded.ok_or_else(malformed)?;
    let (id, secret) = decoded.split_once(':').ok_or_else(malformed)?;
    if !secret.is_empty() {
        return Err(Refused(CoreErrorResponseType::InvalidClient, "clients are public here: send no secret"));
    }
    let (id, _) = url::form_urlencoded::parse(id.as_bytes()).next().ok_or_else(malformed)?;
    Ok(Some(id.into_owned()))
}

/// What the endpoint answers with, as JSON.
#[derive(Serialize)]
#[serde(untagged)]
pub enum TokenAnswer {
    Token(Box<TokenResponse>),
    Machine(MachineResponse),
    Error(StandardErrorResponse<CoreErrorResponseType>),
}

/// A token without a person.
#[derive(Serialize)]
pub struct MachineResponse {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
    scope: String,
}

pub async fn redeem(provider: Data<Provider>, http: HttpRequest, request: Option<Form<TokenRequest>>) -> HttpResponse {
    let authorization = http.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (authorization, issuer) = (authorization.map(str::to_owned), provider.issuer_of(&http));
    let request = request.map(Form::into_inner);
    let answered = web::block(move || answer(&provider, &issuer, authorization.as_deref(), request)).await;
    let Ok((status, body)) = answered else { return private(StatusCode::INTERNAL_SERVER_ERROR).finish() };
    let mut response = private(status);
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"token\""));
    }
    response.json(body)
}

/// The answer to a request with an `Authorization` header, if it has one; `None` for a body that is no form.
pub fn answer(
    provider: &Provider,
    issuer: &IssuerUrl,
    authorization: Option<&str>,
    request: Option<TokenRequest>,
) -> (StatusCode, TokenAnswer) {
    let answer = request
        .ok_or(Refused(CoreErrorResponseType::InvalidRequest, "not a form"))
        .and_then(|request| token(provider, issuer, authorization, &request));
    match answer {
        Ok(token) => (StatusCode::OK, token),
        Err(Refused(error, description)) => {
            tracing::warn!(?error, description, "token request refused");
            let status = match error {
                CoreErrorResponseType::InvalidClient => StatusCode::UNAUTHORIZED,
                CoreErrorResponseType::Extension(ref code) if code == "server_error" => {
                    StatusCode::INTERNAL_SERVER_ERROR
                }
                _ => StatusCode::BAD_REQUEST,
            };
            (status, TokenAnswer::Error(StandardErrorResponse::new(error, Some(description.into()), None)))
        }
    }
}

fn token(
    provider: &Provider,
    issuer: &IssuerUrl,
    authorization: Option<&str>,
    request: &TokenRequest,
) -> Result<TokenAnswer, Refused> {
    if request.grant_type.as_deref() == Some(jwt_grant::GRANT_TYPE) {
        return machine_token(provider, issuer, request.assertion.as_deref()).map(TokenAnswer::Machine);
    }
    persons_token(provider, issuer, authorization, request).map(|response| TokenAnswer::Token(Box::new(response)))
}

fn machine_token(provider: &Provider, issuer: &IssuerUrl, assertion: Option<&str>) -> Result<MachineResponse, Refused> {
    let assertion = assertion.ok_or(Refused(CoreErrorResponseType::InvalidRequest, "assertion is needed"))?;
    let MachineToken { token, scope } = jwt_grant::redeem(provider, issuer, assertion)?;
    Ok(MachineResponse {
        access_token: token,
        token_type: "Bearer",
        expires_in: ACCESS_TOKEN_LIFETIME.as_secs(),
        scope,
    })
}

fn persons_token(
    provider: &Provider,
    issuer: &IssuerUrl,
    authorization: Option<&str>,
    request: &TokenRequest,
) -> Result<TokenResponse, Refused> {
    use CoreErrorResponseType as Code;
    let in_header = authorization.map(basic_client).transpose()?.flatten();
    if in_header.is_some() && request.client_id.is_some() && in_header != request.client_id {
        return Err(Refused(Code::InvalidRequest, "the header and the form name different clients"));
    }
    let client = in_header.as_deref().or(request.client_id.as_deref());
    let client = client.and_then(|id| provider.client(id)).ok_or(Refused(Code::InvalidClient, "unknown client"))?;
    if request.grant_type.as_deref() != Some("authorization_code") {
        return Err(Refused(Code::UnsupportedGrantType, "only codes and assertions are redeemed"));
    }
    let (Some(code), Some(redirect_uri), Some(verifier)) =
        (&request.code, &request.redirect_uri, &request.code_verifier)
    else {
        return Err(Refused(Code::InvalidRequest, "code, redirect_uri and code_verifier are needed"));
    };
    let now = provider.now();
    // Taken before it is checked: a code that somebody guesses at is spent.
    let grant =
        provider.codes.take(code, now).ok_or(Refused(Code::InvalidGrant, "the code is used, too old or unknown"))?;
    if !grant.is_redeemable(&client.id, redirect_uri, verifier) {
        return Err(Refused(Code::InvalidGrant, "the code belongs to another request"));
    }
    let access_token = access_token(provider, issuer, &grant)?;
    let id_token = grant.id_token(issuer, &provider.key(), &access_token, now).map_err(|error| {
        tracing::error!(%error, "the ID token could not be signed");
        Refused(Code::Extension("server_error".into()), "signing failed")
    })?;
    let fields = IdTokenFields::new(Some(id_token), EmptyExtraTokenFields {});
    let mut response = TokenResponse::new(access_token, CoreTokenType::Bearer, fields);
    response.set_expires_in(Some(&ACCESS_TOKEN_LIFETIME.unsigned_abs()));
    Ok(response)
}

fn access_token(provider: &Provider, issuer: &IssuerUrl, grant: &AuthorizationGrant) -> Result<AccessToken, Refused> {
    let claims = AccessTokenRequest {
        national_id: grant.national_id.clone(),
        client: grant.client.clone(),
        scope: grant.scope.clone(),
        level: grant.level,
        lifetime: ACCESS_TOKEN_LIFETIME,
        world: grant.world.clone(),
    };
    provider.issue_access_token_as(issuer, &claims).map(AccessToken::new).map_err(|error| {
        tracing::error!(%error, "the access token could not be signed");
        Refused(CoreErrorResponseType::Extension("server_error".into()), "signing failed")
    })
}

fn private(status: StatusCode) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    response
}
