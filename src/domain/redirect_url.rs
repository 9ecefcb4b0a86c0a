//! Where a person is sent after answering a request: an address of the vendor.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// Stands for the vendor's own receipt page, at whatever address the portal has.
pub const VENDOR_RECEIPT: &str = "portal:/test/vendor/receipt";

/// An address that a person may be sent to: https, or http on this machine.
/// Kept as given; compared and followed in normal form, as a browser reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RedirectUrl {
    given: String,
    url: Url,
}

/// Why a text is not such an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRedirectUrl {
    #[error("is not an absolute address")]
    Malformed,
    #[error("is neither https nor http on this machine")]
    Scheme,
    #[error("has user information or a fragment")]
    UserOrFragment,
}

impl RedirectUrl {
    /// The address as the vendor gave it.
    pub fn as_str(&self) -> &str {
        &self.given
    }

    /// The address to send the browser to; `None` for [`VENDOR_RECEIPT`].
    pub fn web_address(&self) -> Option<&Url> {
        (!self.is_vendor_receipt()).then_some(&self.url)
    }

    /// Whether it is the vendor's receipt page in the portal.
    pub fn is_vendor_receipt(&self) -> bool {
        self.url.scheme() == "portal"
    }

    /// Whether it equals a registered address up to and including the path. The query is free.
    pub fn matches(&self, registered: &Self) -> bool {
        let (own, other) = (&self.url, &registered.url);
        let origin =
            |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default());
        origin(own) == origin(other) && own.path() == other.path()
    }
}

impl FromStr for RedirectUrl {
    type Err = InvalidRedirectUrl;

    fn from_str(text: &str) -> Result<Self, InvalidRedirectUrl> {
        let given = text.trim();
        // Browsers ignore line breaks and tabs within an address: what is read is not what is followed.
        if given.contains(char::is_control) {
            return Err(InvalidRedirectUrl::Malformed);
        }
        let url = Url::parse(given).map_err(|_| InvalidRedirectUrl::Malformed)?;
        let path = given.split_once('?').map_or(given, |(path, _)| path);
        match url.scheme() {
            "https" => {}
            "http" if is_this_machine(&url) => {}
            "portal" if path == VENDOR_RECEIPT => {}
            _ => return Err(InvalidRedirectUrl::Scheme),
        }
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(InvalidRedirectUrl::UserOrFragment);
        }
        Ok(Self { given: given.to_owned(), url })
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl TryFrom<String> for RedirectUrl {
    type Error = InvalidRedirectUrl;

    fn try_from(text: String) -> Result<Self, InvalidRedirectUrl> {
        text.parse()
    }
}

impl From<RedirectUrl> for String {
    fn from(url: RedirectUrl) -> Self {
        url.given
    }
}

impl fmt::Display for RedirectUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.given)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> RedirectUrl {
        text.parse().unwrap_or_else(|error| panic!("{text} {error}"))
    }

    #[test]
    fn an_address_is_https_or_http_on_this_machine() {
        for text in ["https://vendor.no/done", "http://localhost:8080/x", "http://127.0.0.1/", "http://[::1]:1/a?b=c"] {
            assert_eq!(url(text).as_str(), text);
        }
        for text in ["http://vendor.no/", "http://localhost.vendor.no/", "http://127.0.0.1.no/", "http://0.0.0.0/"] {
            assert_eq!(text.parse::<RedirectUrl>(), Err(InvalidRedirectUrl::Scheme), "{text}");
        }
        for text in ["javascript:alert(1)", "data:text/html,x", "ftp://vendor.no/", "portal:/sign-out", "portal:x"] {
            assert_eq!(text.parse::<RedirectUrl>(), Err(InvalidRedirectUrl::Scheme), "{text}");
        }
        for text in ["", "vendor.no", "/done", "//vendor.no/", "https://", "https://a b/", "https://vendor.no/\n/x"] {
            assert_eq!(text.parse::<RedirectUrl>(), Err(InvalidRedirectUrl::Malformed), "{text}");
        }
    }

    #[test]
    fn user_information_and_fragments_are_refused() {
        for text in
            ["https://vendor.no@other.no/", "https://a:b@vendor.no/", "https://:b@vendor.no/", "https://vendor.no/#x"]
        {
            assert_eq!(text.parse::<RedirectUrl>(), Err(InvalidRedirectUrl::UserOrFragment), "{text}");
        }
    }

    #[test]
    fn an_address_equals_a_registered_one_up_to_and_including_the_path() {
        let registered = url("https://vendor.no/done");
        let long = format!("https://vendor.no/done?state={}", "a".repeat(300));
        let same = ["https://VENDOR.no/done", "https://vendor.no:443/done?x=1", "https://vendor.no/a/../done", &long];
        for text in same {
            assert!(url(text).matches(&registered), "{text}");
            assert_eq!(url(text).as_str(), text, "kept as given");
        }
        let others = [
            "https://vendor.no/done/",
            "https://vendor.no/done/more",
            "https://vendor.no/",
            "https://vendor.no:444/done",
            "https://vendor.no.other.no/done",
            "https://www.vendor.no/done",
            "https://vendor.no/Done",
            "https://vendor.no/done%2Fmore",
            "http://localhost/done",
        ];
        for text in others {
            assert!(!url(text).matches(&registered), "{text}");
        }
        assert!(!url("http://localhost/x").matches(&url("https://localhost/x")));
    }

    #[test]
    fn the_vendors_receipt_page_is_at_no_web_address() {
        let receipt = url("portal:/test/vendor/receipt?order=7");
        assert!(receipt.is_vendor_receipt() && receipt.web_address().is_none());
        assert!(receipt.matches(&url(VENDOR_RECEIPT)));
        assert!(!receipt.matches(&url("https://vendor.no/test/vendor/receipt")));
        assert!(url("https://vendor.no/a").web_address().is_some());
    }
}
