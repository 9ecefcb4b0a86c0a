//! The names under which the portal is opened, and the address that a request was made to.

use std::future::{Ready, ready};
use std::net::Ipv4Addr;

use actix_web::dev::Payload;
use actix_web::http::{header, uri::Authority};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use url::Url;

/// The portal's own address: the one of the settings, or the one that each request used.
#[derive(Debug, Clone)]
pub struct PortalAddress {
    configured: Option<Url>,
    /// For requests without a Host header, and for what no request asks for.
    listening: Url,
}

impl PortalAddress {
    /// `configured` is scheme, host and port only. Without it, the address follows the Host of each request.
    pub fn new(configured: Option<Url>, listening: Url) -> Self {
        Self { configured, listening }
    }

    /// The address of the settings, if they name one.
    pub fn configured(&self) -> Option<&Url> {
        self.configured.as_ref()
    }

    /// An address that browsers on this machine can open.
    pub fn any(&self) -> &Url {
        self.configured.as_ref().unwrap_or(&self.listening)
    }

    /// What the sender of the request opened. Its Host must be an own name, as [`super::refuse_foreign_host`] ensures.
    pub fn of(&self, request: &HttpRequest) -> Url {
        self.configured
            .clone()
            .or_else(|| host(request).and_then(|host| Url::parse(&format!("http://{host}")).ok()))
            .unwrap_or_else(|| self.listening.clone())
    }

    /// Whether the request came under one of the portal's own names; one without a Host header is no browser's.
    pub fn is_own(&self, request: &HttpRequest) -> bool {
        host(request).is_none_or(|host| self.is_own_name(&host))
    }

    /// Whether a host, with or without a port, is an own name. A page can be served under a name that is then made to
    /// point to this machine, and would be same-origin with the portal: so names must be known. Numbers need not: no page of
    /// somebody else is served from ours. The port does not count: proxies and published ports change it.
    pub fn is_own_name(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        let name = authority.host().trim_end_matches('.').to_ascii_lowercase();
        let is_number = name.starts_with('[') || name.parse::<Ipv4Addr>().is_ok();
        let is_local = name == "localhost" || name.ends_with(".localhost");
        is_number || is_local || self.any().host_str() == Some(&name)
    }

    /// Whether the request came under another own name than the one of the settings.
    pub fn is_other_name(&self, request: &HttpRequest) -> bool {
        let (Some(configured), Some(host)) = (&self.configured, host(request)) else { return false };
        let given = Url::parse(&format!("http://{host}")).ok();
        given.is_none_or(|given| given.host() != configured.host())
    }
}

fn host(request: &HttpRequest) -> Option<String> {
    let header = || request.headers().get(header::HOST)?.to_str().ok().map(str::to_owned);
    request.uri().authority().map(ToString::to_string).or_else(header)
}

/// The address that a request was made to, as an extractor: scheme, host and port.
pub struct BaseUrl(pub Url);

impl FromRequest for BaseUrl {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let address = request.app_data::<Data<PortalAddress>>().expect("the app has its address");
        ready(Ok(Self(address.of(request))))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn configured() -> PortalAddress {
        PortalAddress::new(Some(url("https://portal.example:8443")), url("http://127.0.0.1:8080"))
    }

    fn asked(host: &str) -> HttpRequest {
        TestRequest::get().insert_header(("host", host)).to_http_request()
    }

    #[test]
    fn names_are_own_or_foreign_and_numbers_are_always_own() {
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
            assert_eq!(configured().is_own(&asked(host)), expected, "{host}");
        }
        assert!(configured().is_own(&TestRequest::get().to_http_request()));
    }

    #[test]
    fn without_settings_the_address_is_the_one_in_use() {
        let address = PortalAddress::new(None, url("http://127.0.0.1:8080"));
        for (host, expected) in [
            ("localhost:8080", "http://localhost:8080/"),
            ("192.168.1.7:9000", "http://192.168.1.7:9000/"),
            ("[::1]:8080", "http://[::1]:8080/"),
            ("localhost:80", "http://localhost/"),
        ] {
            assert_eq!(address.of(&asked(host)).as_str(), expected);
        }
        assert_eq!(address.of(&TestRequest::get().to_http_request()).as_str(), "http://127.0.0.1:8080/");
        assert!(!address.is_other_name(&asked("localhost:8080")));
    }

    #[test]
    fn with_settings_it_is_theirs_and_other_own_names_are_told_apart() {
        assert_eq!(configured().of(&asked("localhost:8080")), url("https://portal.example:8443"));
        assert!(configured().is_other_name(&asked("localhost:8443")));
        for same in ["portal.example", "PORTAL.EXAMPLE:8080"] {
            assert!(!configured().is_other_name(&asked(same)), "{same}: a proxy may drop or change the port");
        }
    }
}
