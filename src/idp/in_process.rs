//! The provider's documents and its token endpoint for a host that runs in the same process, which need not reach the
//! provider's public address.

use actix_web::http::StatusCode;
use openidconnect::http::{Method, Request, Response, header::AUTHORIZATION, header::CONTENT_TYPE};
use serde::Serialize;

use super::provider::Provider;
use super::{discovery, token};

impl Provider {
    /// Answers what a client asks of it without a browser, as it would over HTTP. Signs, which takes a millisecond.
    pub fn answer(&self, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        let issuer = self.issuer(request.uri().authority().map(openidconnect::http::uri::Authority::as_str));
        let path = request.uri().path().strip_prefix(issuer.url().path()).unwrap_or_default();
        match (request.method(), path) {
            (&Method::GET, "/.well-known/openid-configuration") => match discovery::metadata(&issuer) {
                Ok(metadata) => json(StatusCode::OK, &metadata),
                Err(_) => json(StatusCode::INTERNAL_SERVER_ERROR, &()),
            },
            (&Method::GET, "/jwks") => json(StatusCode::OK, &self.key_set()),
            (&Method::POST, "/token") => {
                let authorization = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
                let form = serde_html_form::from_bytes(request.body()).ok();
                let (status, body) = token::answer(self, &issuer, authorization, form);
                json(status, &body)
            }
            _ => json(StatusCode::NOT_FOUND, &()),
        }
    }
}

fn json(status: StatusCode, body: &impl Serialize) -> Response<Vec<u8>> {
    let body = serde_json::to_vec(body).unwrap_or_default();
    let response = Response::builder().status(status.as_u16()).header(CONTENT_TYPE, "application/json").body(body);
    response.unwrap_or_default()
}
