//! Refuses, before any handler sees it, what another site makes a visitor's browser send: posts across sites, and anything
//! under a foreign name that was made to lead here.

use std::net::Ipv4Addr;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header, uri::Authority};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};
use url::Url;

use super::error::AuthError;

/// Where the portal is reached, and what the check leaves out.
#[derive(Debug, Clone)]
pub struct OwnOrigin {
    origin: String,
    /// Without the port.
    host: String,
    exempt: Vec<String>,
}

/// What is said to whoever comes by a foreign name.
const NOT_OURS: &str = "This portal does not answer to that name. Open it by the address that it prints when it starts, \
                        or start it with --base-url and the address that you use.\n";

impl OwnOrigin {
    pub fn new(base_url: &Url) -> Self {
        let origin = base_url.origin().ascii_serialization();
        let host = base_url.host_str().unwrap_or_default().to_owned();
        Self { origin, host, exempt: Vec::new() }
    }

    /// Leaves out a path and all below it: only for what acts on no cookie.
    #[must_use]
    pub fn exempting(mut self, path: &str) -> Self {
        self.exempt.push(path.trim_end_matches('/').to_owned());
        self
    }

    fn exempts(&self, path: &str) -> bool {
        self.exempt.iter().any(|exempt| {
            let rest = path.strip_prefix(exempt.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Whether the request came by a name of ours. A page can be served under a name that leads to this machine a moment
    /// later, and is then same-origin with us; so names count, and numbers do not: nobody else's page has ours. No port:
    /// it is not where the danger is, and proxies drop it. Without a Host it is no browser.
    fn is_meant(&self, request: &ServiceRequest) -> bool {
        let header = || request.headers().get(header::HOST)?.to_str().ok().map(str::to_owned);
        let Some(given) = request.uri().authority().map(ToString::to_string).or_else(header) else { return true };
        let Ok(authority) = given.parse::<Authority>() else { return false };
        let name = authority.host().trim_end_matches('.').to_ascii_lowercase();
        let is_number = name.starts_with('[') || name.parse::<Ipv4Addr>().is_ok();
        let is_local = name == "localhost" || name.ends_with(".localhost");
        is_number || is_local || name == self.host
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
            (None, Some(origin)) => origin == self.origin.as_str(),
            (None, None) => true,
        }
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
    if own.is_meant(&request) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    tracing::warn!(host = ?request.headers().get(header::HOST), "request by a foreign name refused");
    let answer =
        HttpResponse::build(StatusCode::MISDIRECTED_REQUEST).content_type("text/plain; charset=utf-8").body(NOT_OURS);
    Ok(request.into_response(answer).map_into_right_body())
}

#[cfg(test)]
mod tests {
    use actix_web::http::Method;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, HttpResponse};

    use super::*;

    fn own() -> OwnOrigin {
        let base = Url::parse("https://portal.example:8443/base").unwrap();
        OwnOrigin::new(&base).exempting("/idp/token")
    }

    fn allowed(method: Method, path: &str, headers: &[(&str, &str)]) -> bool {
        let request = TestRequest::with_uri(path).method(method);
        let request = headers.iter().fold(request, |request, pair| request.insert_header(*pair));
        own().allows(&request.to_srv_request())
    }

    #[test]
    fn names_are_ours_or_foreign_and_numbers_nobodys() {
        for (host, expected) in [
            ("portal.example:8443", true),
            ("portal.example", true),
            ("PORTAL.example.", true),
            ("localhost:1", true),
            ("portal.localhost", true),
            ("127.0.0.1:8080", true),
            ("192.168.1.7", true),
            ("[::1]:8080", true),
            ("evil.example", false),
            ("portal.example.evil.example", false),
            ("evil.example:8443", false),
            ("127.0.0.1.evil.example", false),
            ("localhost.evil.example", false),
            ("", false),
            ("a b", false),
        ] {
            let request = TestRequest::get().insert_header(("host", host)).to_srv_request();
            assert_eq!(own().is_meant(&request), expected, "{host}");
        }
        assert!(own().is_meant(&TestRequest::get().to_srv_request()));
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
