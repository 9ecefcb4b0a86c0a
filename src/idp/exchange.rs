//! `GET /authentication/api/v1/exchange/id-porten`: an access token of the sign-in for one of the API's own, as Altinn asks
//! for. The answer is the bare token.
//!
//! A token of the exchange is not exchanged again, and none outlives the one that it was made of: else any token could be
//! renewed for ever.

use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, ContentType, WWW_AUTHENTICATE};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::access_token::{AccessClaims, EXCHANGED_LIFETIME, sign};
use super::claims::AssuranceLevel;
use super::provider::Provider;
use super::ttl_map::random_key;

pub const PATH: &str = "/authentication/api/v1/exchange/id-porten";

pub async fn exchange(provider: Data<Provider>, http: HttpRequest) -> HttpResponse {
    let given = http.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = given.and_then(|given| given.strip_prefix("Bearer "));
    let exchanged = token.and_then(|token| provider.read(token)).and_then(|claims| exchanged(&provider, claims));
    let Some(claims) = exchanged else {
        return HttpResponse::Unauthorized()
            .insert_header((WWW_AUTHENTICATE, r#"Bearer error="invalid_token""#))
            .finish();
    };
    match sign(&provider.key(), &claims) {
        Ok(token) => HttpResponse::Ok()
            .insert_header(ContentType::plaintext())
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(token),
        Err(error) => {
            tracing::error!(%error, "the exchanged token could not be signed");
            HttpResponse::InternalServerError().finish()
        }
    }
}

/// The claims of the new token; `None` for a token that was exchanged before.
fn exchanged(provider: &Provider, claims: AccessClaims) -> Option<AccessClaims> {
    if claims.altinn_level.is_some() {
        return None;
    }
    let now = provider.now().as_second();
    let level = AssuranceLevel::ALL.into_iter().find(|level| level.acr() == claims.acr)?;
    Some(AccessClaims {
        iat: now,
        exp: claims.exp.min(now + EXCHANGED_LIFETIME.as_secs()),
        jti: random_key(),
        altinn_level: Some(level.number().to_string()),
        ..claims
    })
}
