//! The query of a request, read as ASP.NET reads it.
//!
//! Names are case-insensitive, the first value counts, and a malformed id is a binding error.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use uuid::Uuid;

use super::problem::ApiError;

/// The name–value pairs of a query.
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// The parameter's value; `None` when it is missing or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let given = self.0.iter().find(|(given, _)| given.eq_ignore_ascii_case(name));
        given.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The parameters' ids; `None` for one that is missing or all zeros.
    ///
    /// The error names every malformed id.
    pub fn ids<const N: usize>(&self, names: [&'static str; N]) -> Result<[Option<Uuid>; N], ApiError> {
        let parsed = names.map(|name| (name, self.get(name), self.get(name).map(Uuid::parse_str)));
        let faults: Vec<_> = parsed
            .iter()
            .filter(|(_, _, id)| matches!(id, Some(Err(_))))
            .map(|(name, value, _)| (*name, format!("The value '{}' is not valid.", value.unwrap_or_default())))
            .collect();
        if !faults.is_empty() {
            return Err(ApiError::Binding(faults));
        }
        Ok(parsed.map(|(_, _, id)| id.and_then(Result::ok).filter(|id| !id.is_nil())))
    }

    /// The meaning of the parameter's value; an error for a value that is not listed.
    pub fn one_of<T: Copy>(&self, name: &'static str, values: &[(&str, T)]) -> Result<Option<T>, ApiError> {
        let Some(given) = self.get(name) else { return Ok(None) };
        let known = values.iter().find(|(value, _)| *value == given).map(|(_, meaning)| *meaning);
        let fault = || ApiError::Binding(vec![(name, format!("The value '{given}' is not valid."))]);
        known.ok_or_else(fault).map(Some)
    }
}

impl FromRequest for Parameters {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(serde_urlencoded::from_str(request.query_string()).unwrap_or_default())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(query: &str) -> Parameters {
        Parameters(serde_urlencoded::from_str(query).unwrap())
    }

    #[test]
    fn names_are_read_in_any_case_and_the_first_value_counts() {
        let read = parameters("Agent=a&agent=b&client=");
        assert_eq!((read.get("agent"), read.get("client")), (Some("a"), None));
    }

    #[test]
    fn every_id_that_is_none_is_named_and_zeros_count_as_missing() {
        let nil = Uuid::nil();
        assert_eq!(parameters(&format!("agent={nil}")).ids(["agent", "client"]).unwrap(), [None, None]);
        let id = Uuid::from_u128(7);
        assert_eq!(parameters(&format!("agent={{{id}}}")).ids(["agent"]).unwrap(), [Some(id)]);
        match parameters("agent=x&client=y").ids(["agent", "client"]) {
            Err(ApiError::Binding(faults)) => assert_eq!(faults.len(), 2),
            _ => panic!("taken"),
        }
    }
}
