//! `GET /authentication/api/v1/exchange/id-porten`: an access token of the sign-in for one of the API's own, as Altinn asks
//! for. The answer is the bare token.

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
    let Some(claims) = token.and_then(|token| provider.read(token)) else {
        return HttpResponse::Unauthorized()
            .insert_header((WWW_AUTHENTICATE, r#"Bearer error="invalid_token""#))
            .finish();
    };
    match sign(&provider.key(), &exchanged(&provider, claims)) {
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

fn exchanged(provider: &Provider, claims: AccessClaims) -> AccessClaims {
    let now = provider.now();
    let level = AssuranceLevel::ALL.into_iter().find(|level| level.acr() == claims.acr);
    AccessClaims {
        iat: now.as_second(),
        exp: now.as_second() + EXCHANGED_LIFETIME.as_secs(),
        jti: random_key(),
        altinn_level: level.map(|level| level.number().to_string()),
        ..claims
    }
}
