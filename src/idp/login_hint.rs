//! The `login_hint` parameter: words such as `within:NAME`, `person:12836810064` and
//! `fault:wrong-nonce`. Without test hints, only `within` counts.

/// An error to produce on request, so that a client can be tested against it. It spoils the one sign-in that asks for it
/// and changes nothing in the provider: anybody can send a browser to an address with such a hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InjectedFault {
    /// The person cancels.
    Denied,
    /// The ID token has the nonce of another sign-in.
    WrongNonce,
    /// The ID token is too old.
    ExpiredToken,
    /// The ID token's signature does not fit.
    BadSignature,
}

impl InjectedFault {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Denied, "denied"),
        (Self::WrongNonce, "wrong-nonce"),
        (Self::ExpiredToken, "expired-token"),
        (Self::BadSignature, "bad-signature"),
    ];
}

/// A parsed `login_hint`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoginHint {
    /// The set of people to choose from.
    pub world: Option<String>,
    /// National id of the person to sign in without showing the list.
    pub person: Option<String>,
    pub fault: Option<InjectedFault>,
}

impl LoginHint {
    /// Unknown words are ignored.
    pub fn parse(text: &str) -> Self {
        let mut hint = Self::default();
        for word in text.split_ascii_whitespace() {
            match word.split_once(':') {
                Some(("within", name)) => hint.world = Some(name.to_owned()),
                Some(("person", national_id)) => hint.person = Some(national_id.to_owned()),
                Some(("fault", code)) => {
                    hint.fault = InjectedFault::ALL.iter().find(|(_, known)| *known == code).map(|(fault, _)| *fault);
                }
                _ => {}
            }
        }
        hint
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read() {
        for (fault, code) in InjectedFault::ALL {
            let hint = LoginHint { world: Some("main".into()), person: Some("12836810064".into()), fault: Some(fault) };
            assert_eq!(LoginHint::parse(&format!("within:main person:12836810064 fault:{code}")), hint);
        }
        assert_eq!(LoginHint::parse(""), LoginHint::default());
    }

    #[test]
    fn what_is_not_understood_is_passed_over() {
        let hint = LoginHint::parse("kari@example.no fault:nonsense within:b colour:red");
        assert_eq!(hint, LoginHint { world: Some("b".into()), ..LoginHint::default() });
    }
}
