//! Whose tokens count: an issuer elsewhere, or the embedded provider under any of the portal's own names.

use openidconnect::IssuerUrl;
use url::Url;

use super::error::AuthError;
use super::portal_address::PortalAddress;

/// An OpenID provider, by its issuer address.
#[derive(Debug, Clone)]
pub enum Issuer {
    /// Compared to the letter with what its metadata and tokens say.
    Fixed(IssuerUrl),
    /// Below the portal's own address, which may have several names; `path` begins with a slash.
    Embedded { portal: PortalAddress, path: &'static str },
}

impl Issuer {
    /// An issuer by the address that it says of itself.
    pub fn fixed(address: String) -> Result<Self, AuthError> {
        IssuerUrl::new(address).map(Self::Fixed).map_err(AuthError::Settings)
    }

    /// The issuer's address for a browser that opened the portal at `base`.
    pub fn at(&self, base: &Url) -> Result<IssuerUrl, AuthError> {
        match self {
            Self::Fixed(address) => Ok(address.clone()),
            Self::Embedded { path, .. } => IssuerUrl::new(same_origin_url(base, path)).map_err(AuthError::Settings),
        }
    }

    /// The issuer's address where no browser asks.
    pub fn any(&self) -> Result<IssuerUrl, AuthError> {
        match self {
            Self::Fixed(address) => Ok(address.clone()),
            Self::Embedded { portal, .. } => self.at(portal.any()),
        }
    }

    /// Whether a token that names this issuer was issued here.
    pub fn matches(&self, named: &str) -> bool {
        match self {
            Self::Fixed(address) => address.as_str() == named,
            Self::Embedded { portal, path } => Url::parse(named).is_ok_and(|url| {
                let is_own = portal.configured().map_or_else(
                    || url.scheme() == "http" && portal.is_own_name(url.authority()),
                    |configured| configured.origin() == url.origin(),
                );
                is_own && same_origin_url(&url, path) == named
            }),
        }
    }
}

/// An address on the same origin; `path` begins with a slash.
pub fn same_origin_url(base: &Url, path: &str) -> String {
    format!("{}{path}", base.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded(configured: Option<&str>) -> Issuer {
        let configured = configured.map(|url| Url::parse(url).unwrap());
        let portal = PortalAddress::new(configured, Url::parse("http://127.0.0.1:8080").unwrap());
        Issuer::Embedded { portal, path: "/idp" }
    }

    #[test]
    fn the_embedded_issuer_has_every_own_name_and_no_other() {
        let issuer = embedded(None);
        let base = Url::parse("http://localhost:8080/").unwrap();
        assert_eq!(issuer.at(&base).unwrap().as_str(), "http://localhost:8080/idp");
        for own in ["http://localhost:8080/idp", "http://127.0.0.1:9000/idp", "http://[::1]:8080/idp"] {
            assert!(issuer.matches(own), "{own}");
        }
        for other in [
            "http://evil.example/idp",
            "https://localhost/idp",
            "http://localhost/idp/",
            "http://localhost/x",
            "idp",
            "",
        ] {
            assert!(!issuer.matches(other), "{other}");
        }
    }

    #[test]
    fn with_an_address_in_the_settings_only_that_one_counts() {
        let issuer = embedded(Some("https://portal.example"));
        assert_eq!(issuer.any().unwrap().as_str(), "https://portal.example/idp");
        assert!(issuer.matches("https://portal.example/idp"));
        assert!(!issuer.matches("http://localhost:8080/idp"));
    }

    #[test]
    fn another_issuer_is_compared_to_the_letter() {
        let issuer = Issuer::fixed("https://login.example".to_owned()).unwrap();
        assert!(issuer.matches("https://login.example") && !issuer.matches("https://login.example/"));
    }
}
