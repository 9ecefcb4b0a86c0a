//! Refuses, before any handler sees it, what another site makes a visitor's browser send: posts across sites, and anything
//! under a foreign name that was made to lead here.

use actix_web::body::MessageBody;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::error::AuthError;
use super::issuer::same_origin_url;
use super::portal_address::PortalAddress;

/// Which requests are the portal's own, and what the checks leave out.
#[derive(Debug, Clone)]
pub struct OwnOrigin {
    address: PortalAddress,
    exempt: Vec<&'static str>,
    served_at_every_name: Vec<&'static str>,
}

/// The answer to a request under a foreign name.
const NOT_OURS: &str = "This portal does not answer to that name. Open it by the address that it prints when it starts, \
                        or start it with --base-url and the address that you use.\n";

/// Remembers for a moment what was sent on.
const SENT_ON: &str = "sent-on";
const SENT_ON_LIFETIME: Duration = Duration::seconds(10);

impl OwnOrigin {
    pub fn new(address: PortalAddress) -> Self {
        Self { address, exempt: Vec::new(), served_at_every_name: Vec::new() }
    }

    /// Lets posts from other sites reach a path and all below it: only for what acts on no cookie.
    #[must_use]
    pub fn exempting(mut self, path: &'static str) -> Self {
        self.exempt.push(path);
        self
    }

    /// Sends nobody on from this path: programs read it.
    #[must_use]
    pub fn serving_at_every_name(mut self, path: &'static str) -> Self {
        self.served_at_every_name.push(path);
        self
    }

    fn exempts(&self, path: &str) -> bool {
        self.exempt.iter().any(|exempt| {
            let rest = path.strip_prefix(exempt);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Sec-Fetch-Site decides where there is one, as no page can forge it. Browsers leave it out over plain http to other
    /// hosts than localhost; Origin serves there. With neither it is no browser, and has no visitor's cookie to misuse.
    fn allows(&self, request: &ServiceRequest) -> bool {
        if request.method().is_safe() || self.exempts(request.path()) {
            return true;
        }
        let headers = request.headers();
        match (headers.get("sec-fetch-site"), headers.get(header::ORIGIN)) {
            (Some(site), _) => site == "same-origin" || site == "none",
            (None, Some(origin)) => {
                origin == self.address.of(request.request()).origin().ascii_serialization().as_str()
            }
            (None, None) => true,
        }
    }

    /// Where a request is to be sent on to, if it is.
    fn elsewhere(&self, request: &ServiceRequest) -> Option<String> {
        let configured = self.address.configured()?;
        let headers = request.headers();
        let is_proxied = headers.contains_key("x-forwarded-host") || headers.contains_key(header::FORWARDED);
        let stays = self.served_at_every_name.contains(&request.path());
        if !request.method().is_safe() || is_proxied || stays || !self.address.is_other_name(request.request()) {
            return None;
        }
        let there = same_origin_url(configured, request.uri().path_and_query().map_or("/", |here| here.as_str()));
        let was_sent = request.cookie(SENT_ON).is_some_and(|cookie| cookie.value() == mark(&there));
        (!was_sent).then_some(there)
    }
}

/// For `from_fn`; finds its [`OwnOrigin`] in the app data. Answers with [`AuthError::CrossSite`] as the answer's error:
/// what turns errors into pages must be wrapped around it.
pub async fn refuse_cross_site(
    own: web::Data<OwnOrigin>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if own.allows(&request) {
        Ok(next.call(request).await?.map_into_left_body())
    } else {
        Ok(request.error_response(AuthError::CrossSite).map_into_right_body())
    }
}

/// For `from_fn`, around everything: 421 for whatever comes by a foreign name.
pub async fn refuse_foreign_host(
    own: web::Data<OwnOrigin>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if own.address.is_own(request.request()) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    tracing::warn!(host = ?request.headers().get(header::HOST), "request by a foreign name refused");
    let answer =
        HttpResponse::build(StatusCode::MISDIRECTED_REQUEST).content_type("text/plain; charset=utf-8").body(NOT_OURS);
    Ok(request.into_response(answer).map_into_right_body())
}

/// For `from_fn`, around the pages: with an address in the settings, a page that is opened under another own name is sent
/// on to the same path there, as cookies and the sign-in are bound to that address. A browser is sent once: behind a proxy
/// that changes Host, every request seems to come under another name.
pub async fn send_to_configured_address(
    own: web::Data<OwnOrigin>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let Some(there) = own.elsewhere(&request) else { return Ok(next.call(request).await?.map_into_left_body()) };
    let cookie = Cookie::build(SENT_ON, mark(&there))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(SENT_ON_LIFETIME)
        .finish();
    let answer = HttpResponse::SeeOther().cookie(cookie).insert_header((header::LOCATION, there)).finish();
    Ok(request.into_response(answer).map_into_right_body())
}

/// Of an address, short enough for a cookie.
fn mark(address: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(address)[..12])
}

#[cfg(test)]
mod tests {
    use actix_web::http::Method;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, HttpResponse};
    use url::Url;

    use super::*;

    fn own() -> OwnOrigin {
        let [base, listening] =
            ["https://portal.example:8443/base", "http://127.0.0.1:8080"].map(|url| Url::parse(url).unwrap());
        OwnOrigin::new(PortalAddress::new(Some(base), listening)).exempting("/idp/token")
    }

    fn allowed(method: Method, path: &str, headers: &[(&str, &str)]) -> bool {
        let request = TestRequest::with_uri(path).method(method);
        let request = headers.iter().fold(request, |request, pair| request.insert_header(*pair));
        own().allows(&request.to_srv_request())
    }

    #[test]
    fn sec_fetch_site_decides_where_there_is_one() {
        for (site, expected) in [("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false)] {
            let headers = [("sec-fetch-site", site), ("origin", "https://portal.example:8443")];
            assert_eq!(allowed(Method::POST, "/x", &headers), expected, "{site}");
        }
    }

    #[test]
    fn without_it_the_origin_must_be_our_own() {
        for (origin, expected) in [
            ("https://portal.example:8443", true),
            ("https://portal.example", false),
            ("http://portal.example:8443", false),
            ("https://evil.example", false),
            ("null", false),
        ] {
            assert_eq!(allowed(Method::POST, "/x", &[("origin", origin)]), expected, "{origin}");
        }
        assert!(allowed(Method::POST, "/x", &[]));
    }

    #[test]
    fn reading_is_allowed_from_anywhere_and_every_way_of_writing_is_not() {
        let cross = [("sec-fetch-site", "cross-site")];
        assert!(allowed(Method::GET, "/x", &cross));
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            assert!(!allowed(method, "/x", &cross));
        }
    }

    #[test]
    fn an_exemption_covers_its_path_and_no_lookalike() {
        let cross = [("sec-fetch-site", "cross-site")];
        assert!(allowed(Method::POST, "/idp/token", &cross));
        assert!(!allowed(Method::POST, "/idp/tokens", &cross));
        assert!(!allowed(Method::POST, "/x/idp/token", &cross));
    }

    #[actix_web::test]
    async fn the_refusal_is_an_error_that_can_be_told_from_others() {
        let app = App::new()
            .app_data(web::Data::new(own()))
            .wrap(from_fn(refuse_cross_site))
            .default_service(web::to(HttpResponse::Ok));
        let app = init_service(app).await;
        let post = TestRequest::post().insert_header(("sec-fetch-site", "cross-site"));
        let answer = call_service(&app, post.to_request()).await;
        let error = answer.response().error().unwrap();
        assert!(matches!(error.as_error(), Some(AuthError::CrossSite)));
    }
}
