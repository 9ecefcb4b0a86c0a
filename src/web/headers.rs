//! Security headers of every answer.
//!
//! The one script is a file of the portal's own and no page has an inline one, so `'self'` says it all: no nonce is
//! needed, and a page's bytes do not change from one answer to the next.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::{Error, web};

/// The portal's content security policy.
#[derive(Clone)]
pub struct Policy(HeaderValue);

impl Policy {
    /// The policy, with where the sign-out form may be redirected to: an external identity provider's origin.
    pub fn new(sign_out_target: Option<&str>) -> Result<Self, actix_web::http::header::InvalidHeaderValue> {
        let target = sign_out_target.map(|origin| format!(" {origin}")).unwrap_or_default();
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; form-action 'self'{target}; base-uri 'none'; frame-ancestors 'none'"
        );
        HeaderValue::try_from(policy).map(Self)
    }
}

/// Adds the headers to whatever the inner services answer, unless they have set their own policy.
pub async fn secure(
    policy: web::Data<Policy>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, policy.0.clone());
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
            Policy::new(Some("https://login.example")).unwrap().0,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; form-action 'self' https://login.example; base-uri 'none'; frame-ancestors 'none'"
        );
    }
}
