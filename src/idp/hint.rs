//! What a client says beforehand of a sign-in, in `login_hint`: words such as `within:NAME`, `person:12836810064` and
//! `fault:wrong-nonce`. A provider that does not obey hints reads `within` alone.

/// What is to go wrong with a sign-in, to see what the client does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The person cancels.
    Denied,
    /// The ID token has the nonce of another sign-in.
    WrongNonce,
    /// The ID token is too old.
    ExpiredToken,
    /// The ID token's signature does not fit.
    BadSignature,
    /// The provider has a new key from now on: the client should notice and go on.
    RotatedKey,
}

impl Fault {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Denied, "denied"),
        (Self::WrongNonce, "wrong-nonce"),
        (Self::ExpiredToken, "expired-token"),
        (Self::BadSignature, "bad-signature"),
        (Self::RotatedKey, "rotated-key"),
    ];
}

/// A hint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hint {
    /// Where the people are to be sought.
    pub within: Option<String>,
    /// National id of who signs in, so that nobody is asked.
    pub person: Option<String>,
    pub fault: Option<Fault>,
}

impl Hint {
    /// What is not understood is passed over: a hint is no order.
    pub fn parse(text: &str) -> Self {
        let mut hint = Self::default();
        for word in text.split_ascii_whitespace() {
            match word.split_once(':') {
                Some(("within", name)) => hint.within = Some(name.to_owned()),
                Some(("person", national_id)) => hint.person = Some(national_id.to_owned()),
                Some(("fault", code)) => {
                    hint.fault = Fault::ALL.iter().find(|(_, known)| *known == code).map(|(fault, _)| *fault);
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
        for (fault, code) in Fault::ALL {
            let hint = Hint { within: Some("main".into()), person: Some("12836810064".into()), fault: Some(fault) };
            assert_eq!(Hint::parse(&format!("within:main person:12836810064 fault:{code}")), hint);
        }
        assert_eq!(Hint::parse(""), Hint::default());
    }

    #[test]
    fn what_is_not_understood_is_passed_over() {
        let hint = Hint::parse("kari@example.no fault:nonsense within:b colour:red");
        assert_eq!(hint, Hint { within: Some("b".into()), ..Hint::default() });
    }
}
