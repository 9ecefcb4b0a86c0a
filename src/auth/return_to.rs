//! Where to go after signing in. Comes from the address bar, so it must not be able to lead off the site.

use serde::{Deserialize, Serialize};

/// Longer than any address of ours, shorter than what a session should hold.
const MAX_LENGTH: usize = 2048;

/// A path on this site, with its query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReturnTo(String);

impl ReturnTo {
    /// Begins with one slash and has visible ASCII only, no backslash: browsers read `//host` and `/\host` as another
    /// site, and drop control characters before they look.
    pub fn parse(text: &str) -> Option<Self> {
        let local = text.starts_with('/') && !text.starts_with("//");
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        (local && plain && text.len() <= MAX_LENGTH).then(|| Self(text.to_owned()))
    }

    /// What was asked for, or the front page.
    pub fn or_front_page(text: Option<&str>) -> Self {
        text.and_then(Self::parse).unwrap_or_default()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ReturnTo {
    fn default() -> Self {
        Self("/".into())
    }
}

#[derive(Debug, thiserror::Error)]
#[error("not a path on this site")]
pub struct NotLocal;

impl TryFrom<String> for ReturnTo {
    type Error = NotLocal;

    fn try_from(text: String) -> Result<Self, NotLocal> {
        Self::parse(&text).ok_or(NotLocal)
    }
}

impl From<ReturnTo> for String {
    fn from(path: ReturnTo) -> Self {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    #[test]
    fn known_tricks_lead_to_the_front_page() {
        let tricks = [
            "",
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n//evil.example",
            " /overview",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: b=c",
            "/æ",
        ];
        for trick in tricks {
            assert_eq!(ReturnTo::or_front_page(Some(trick)).as_str(), "/", "{trick:?}");
        }
    }

    #[test]
    fn a_path_with_query_is_kept_as_it_is() {
        let path = "/accessmanagement/ui/systemuser/overview?page=2&q=%C3%A6";
        assert_eq!(ReturnTo::parse(path).unwrap().as_str(), path);
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_stays_on_the_site(text in "[/\\\\.:@?#%a-z\t\r\n ]{0,12}|\\PC{0,12}|/\\PC{0,12}") {
            let site = Url::parse("https://portal.example/auth/callback").unwrap();
            if let Some(path) = ReturnTo::parse(&text) {
                prop_assert_eq!(site.join(path.as_str()).unwrap().origin(), site.origin());
            }
        }

        #[test]
        fn every_ordinary_path_is_accepted(path in "(/[a-zA-Z0-9_~-][a-zA-Z0-9._~-]{0,8}){1,4}(\\?[a-z]=[a-z0-9%&=]{0,9})?") {
            prop_assert!(ReturnTo::parse(&path).is_some());
        }

        #[test]
        fn a_path_survives_the_session(path in "/[!-\\[\\]-~]{0,30}") {
            if let Some(path) = ReturnTo::parse(&path) {
                let json = serde_json::to_string(&path).unwrap();
                prop_assert_eq!(serde_json::from_str::<ReturnTo>(&json).unwrap(), path);
            }
        }
    }
}
