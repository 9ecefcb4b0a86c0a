//! Page tokens, and the links that carry them.

use std::fmt::Display;
use std::str::FromStr;

use actix_web::HttpRequest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::Url;
use url::form_urlencoded::Serializer;

use crate::auth::same_origin_url;

/// The token of the page that begins after this id.
pub fn encode(last: impl Display) -> String {
    URL_SAFE_NO_PAD.encode(format!("after {last}"))
}

/// The id before the page; `None` for an invalid token.
pub fn decode<T: FromStr>(token: &str) -> Option<T> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    text.strip_prefix("after ")?.parse().ok()
}

/// The request's own address, ending where the token of another page goes.
pub fn link_without_token(request: &HttpRequest, base: &Url, parameter: &str) -> String {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(request.query_string()).unwrap_or_default();
    let others = pairs.iter().filter(|(name, _)| !name.eq_ignore_ascii_case(parameter));
    let query = Serializer::new(String::new()).extend_pairs(others).finish();
    let query = if query.is_empty() { query } else { format!("{query}&") };
    format!("{}?{query}{parameter}=", same_origin_url(base, request.path()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::OrganisationNumber;

    #[test]
    fn a_page_token_leads_back_to_its_client_and_a_made_up_one_to_nobody() {
        let number: OrganisationNumber = "310495883".parse().unwrap();
        assert_eq!(decode(&encode(number)), Some(number));
        for made_up in ["", "310495883", "YWZ0ZXIgMQ", "%%%"] {
            assert_eq!(decode::<OrganisationNumber>(made_up), None, "{made_up}");
        }
    }
}
