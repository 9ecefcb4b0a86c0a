//! Adds security headers to every response.
//!
//! There are no inline scripts, so the policy needs no nonce.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};

use super::page::FormTarget;
use crate::auth::RelyingParty;

/// Without `includeSubDomains`: other hosts of the domain are not the portal's.
const HSTS_ONE_YEAR: &str = "max-age=31536000";

/// What the headers depend on: the provider's origins and the scheme.
pub struct SecurityHeaders {
    relying_party: Arc<RelyingParty>,
    https: bool,
}

impl SecurityHeaders {
    /// `https`: whether browsers use https, and so get `Strict-Transport-Security`.
    pub fn new(relying_party: Arc<RelyingParty>, https: bool) -> Self {
        Self { relying_party, https }
    }

    /// `form-action` must allow the identity provider: sign-in and sign-out
    /// are forms that redirect there. A page may name one more origin.
    fn content_security(&self, page_target: Option<String>) -> HeaderValue {
        let mut targets = self.relying_party.redirect_origins();
        targets.extend(page_target);
        let policy = HeaderValue::try_from(content_security(&targets));
        policy.unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
    }
}

fn content_security(form_targets: &[String]) -> String {
    let targets = [&["'self'".to_owned()], form_targets].concat().join(" ");
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; form-action {targets}; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// Middleware that adds the headers that a response has not set itself.
pub async fn add_security_headers(
    settings: web::Data<SecurityHeaders>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let page_target = response.request().extensions().get::<FormTarget>().map(|target| target.0.clone());
    let headers = response.headers_mut();
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, settings.content_security(page_target));
    }
    if settings.https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS_ONE_YEAR));
    }
    for (name, value) in [
        (REFERRER_POLICY, "same-origin"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_lets_nothing_in_but_the_portals_own() {
        assert_eq!(
            content_security(&["https://login.example".to_owned()]),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; form-action 'self' https://login.example; base-uri 'none'; frame-ancestors 'none'"
        );
    }
}
