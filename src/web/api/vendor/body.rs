//! Request bodies, read as ASP.NET reads them: names in any capitals, unknown members ignored.
//!
//! What was ignored is told in the header `Warning`, which the request log shows: a misspelt member is easily missed.

use actix_web::http::header::HeaderValue;
use actix_web::{HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::web::api::problem::ApiError;

/// Most members that a warning names, and the characters kept of each.
const NAMED: usize = 5;
const KEPT: usize = 40;

/// The value of the header `Warning`, kept in the request's extensions for any answer to it.
pub struct BodyWarning(pub HeaderValue);

/// Reads an object with these members.
pub fn read<T: DeserializeOwned>(http: &HttpRequest, bytes: &[u8], members: &[&str]) -> Result<T, ApiError> {
    let malformed = |error: serde_json::Error| ApiError::Body(error.to_string());
    let sent: Map<String, Value> = serde_json::from_slice(bytes).map_err(malformed)?;
    let (mut known, mut unknown) = (Map::new(), Vec::new());
    for (name, value) in sent {
        match members.iter().find(|member| member.eq_ignore_ascii_case(&name)) {
            Some(member) => drop(known.insert((*member).to_owned(), value)),
            None => unknown.push(name),
        }
    }
    if let Some(warning) = warning(&unknown) {
        http.extensions_mut().insert(BodyWarning(warning));
    }
    serde_json::from_value(Value::Object(known)).map_err(malformed)
}

fn warning(unknown: &[String]) -> Option<HeaderValue> {
    if unknown.is_empty() {
        return None;
    }
    let names: Vec<_> = unknown.iter().take(NAMED).map(|name| printable(name)).collect();
    let warning = format!("299 klientportal \"Ignored members of the body: {}\"", names.join(", "));
    HeaderValue::try_from(warning).ok()
}

fn printable(name: &str) -> String {
    let is_plain = |letter: &char| letter.is_ascii_graphic() && !['"', '\\'].contains(letter);
    name.chars().take(KEPT).map(|letter| if is_plain(&letter) { letter } else { '?' }).collect()
}

/// The error of required members that are missing, by the names of the contract's types.
pub fn missing(members: &[(&'static str, bool)]) -> Result<(), ApiError> {
    let missing: Vec<_> = members.iter().filter(|(_, present)| !present).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let fault = |(name, _): &&(&'static str, bool)| (*name, format!("The {name} field is required."));
    Err(ApiError::Binding(missing.iter().map(fault).collect()))
}

/// Whether a required text is there.
pub fn given(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Sample {
        #[serde(rename = "systemId")]
        system: Option<String>,
    }

    #[test]
    fn names_have_any_capitals_and_what_is_unknown_is_named_without_breaking_the_header() {
        let http = TestRequest::default().to_http_request();
        let body = br#"{"SystemID": "a", "externalReference": "b", "\"\n\u00e6": 1}"#;
        let read: Sample = read(&http, body, &["systemId"]).unwrap();
        assert_eq!(read.system.as_deref(), Some("a"));
        let extensions = http.extensions();
        let warning = extensions.get::<BodyWarning>().unwrap().0.to_str().unwrap();
        assert!(warning.starts_with("299 klientportal \"Ignored members of the body: "), "{warning}");
        assert!(warning.contains("externalReference") && warning.contains("???"), "{warning}");
    }

    #[test]
    fn a_body_that_is_no_object_is_refused_and_one_without_unknown_members_warns_of_nothing() {
        let http = TestRequest::default().to_http_request();
        for wrong in ["", "[]", "null", "{", r#"{"systemId": 1}"#] {
            let read = read::<Sample>(&http, wrong.as_bytes(), &["systemId"]);
            assert!(matches!(read, Err(ApiError::Body(_))), "{wrong}");
        }
        assert!(read::<Sample>(&http, b"{}", &["systemId"]).is_ok());
        assert!(http.extensions().get::<BodyWarning>().is_none());
    }
}
