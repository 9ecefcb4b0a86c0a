//! Security headers of every answer, with a fresh nonce for the one script.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand::RngCore;

/// Marks the script of one answer as the portal's own.
#[derive(Clone)]
pub struct Nonce(String);

impl Nonce {
    fn new() -> Self {
        let mut bytes = [0; 16];
        rand::rngs::OsRng.fill_bytes(&mut bytes);
        Self(STANDARD.encode(bytes))
    }

    /// The nonce of the answer to this request.
    pub fn of(request: &HttpRequest) -> String {
        request.extensions().get::<Self>().map(|nonce| nonce.0.clone()).unwrap_or_default()
    }
}

/// Where forms may lead: the portal, and the identity provider to which signing out redirects.
#[derive(Clone)]
pub struct FormTargets(pub String);

/// Adds the headers to whatever the inner services answer, unless they have set their own policy.
pub async fn secure(
    targets: web::Data<FormTargets>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let http = request.request().clone();
    // An error of a middleware further in becomes its plain answer here, or it would go without the headers.
    let mut response = match next.call(request).await {
        Ok(response) => response.map_into_left_body(),
        Err(error) => ServiceResponse::from_err(error, http).map_into_right_body(),
    };
    let headers = response.headers_mut();
    if !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&policy(&nonce, &targets))
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (REFERRER_POLICY, "same-origin"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

fn policy(Nonce(nonce): &Nonce, FormTargets(targets): &FormTargets) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; form-action 'self'{targets}; base-uri 'none'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_lets_nothing_in_but_the_portals_own() {
        let policy = policy(&Nonce("n0nce".into()), &FormTargets(" https://login.example".into()));
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'nonce-n0nce'; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; form-action 'self' https://login.example; base-uri 'none'; frame-ancestors 'none'"
        );
    }

    #[test]
    fn no_two_answers_have_the_same_nonce() {
        assert_ne!(Nonce::new().0, Nonce::new().0);
    }
}
