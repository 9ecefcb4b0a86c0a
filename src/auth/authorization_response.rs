//! What the provider sends the browser back with: a code, or an error.

use openidconnect::{AuthorizationCode, CsrfToken, IssuerUrl};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::error::AuthError;

/// The parameters with which the provider sends the browser back.
#[derive(Default, Deserialize)]
pub struct Callback {
    pub code: Option<String>,
    pub state: Option<String>,
    pub error: Option<String>,
    /// RFC 9207: who answers.
    pub iss: Option<String>,
}

impl Callback {
    /// The code of an answer to this sign-in from this issuer.
    pub(super) fn checked_code(self, state: &CsrfToken, issuer: &IssuerUrl) -> Result<AuthorizationCode, AuthError> {
        let answered = self.state.unwrap_or_default();
        if !bool::from(answered.as_bytes().ct_eq(state.secret().as_bytes())) {
            return Err(AuthError::StateMismatch);
        }
        if self.iss.is_some_and(|named| named != issuer.as_str()) {
            return Err(AuthError::StateMismatch);
        }
        match (self.error, self.code) {
            (Some(error), _) if error == "access_denied" => Err(AuthError::Denied),
            (Some(error), _) => Err(AuthError::refused(&error)),
            (None, Some(code)) => Ok(AuthorizationCode::new(code)),
            (None, None) => Err(AuthError::Refused("no code".into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn callback(code: &str, state: &str, error: &str) -> Callback {
        let some = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
        Callback { code: some(code), state: some(state), error: some(error), iss: None }
    }

    fn checked(callback: Callback) -> Result<AuthorizationCode, AuthError> {
        let issuer = IssuerUrl::new("http://issuer.example".into()).unwrap();
        callback.checked_code(&CsrfToken::new("state".into()), &issuer)
    }

    #[test]
    fn an_answer_with_another_state_or_none_is_never_looked_at() {
        for state in ["", "stat", "state2", "STATE"] {
            let refused = checked(callback("code", state, "access_denied"));
            assert!(matches!(refused, Err(AuthError::StateMismatch)), "{state}");
        }
    }

    #[test]
    fn a_refusal_is_told_apart_from_a_fault() {
        let denied = checked(callback("", "state", "access_denied"));
        assert!(matches!(denied, Err(AuthError::Denied)));
        let refused = checked(callback("code", "state", "invalid_scope"));
        assert!(matches!(refused, Err(AuthError::Refused(code)) if code == "invalid_scope"));
        assert!(matches!(checked(callback("", "state", "")), Err(AuthError::Refused(_))));
    }

    #[test]
    fn the_code_comes_through() {
        let code = checked(callback("code", "state", "")).unwrap();
        assert_eq!(code.secret(), "code");
    }

    #[test]
    fn an_answer_of_another_issuer_is_refused_and_one_that_names_none_is_not() {
        let from = |issuer: &str| Callback { iss: Some(issuer.to_owned()), ..callback("code", "state", "") };
        assert!(matches!(checked(from("http://evil.example")), Err(AuthError::StateMismatch)));
        assert!(checked(from("http://issuer.example")).is_ok());
    }
}
