//! The second lock on forms, behind the check of where a post comes from: a token that only this session's pages know.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngCore;
use rand::rngs::OsRng;
use subtle::ConstantTimeEq;

/// 128 random bits in base64url.
pub fn new() -> String {
    let mut bytes = [0; 16];
    OsRng.fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// In a time that does not depend on where they differ.
pub fn are_same(expected: &str, given: &str) -> bool {
    expected.as_bytes().ct_eq(given.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_128_bits_and_differ() {
        assert_eq!(new().len(), 22);
        assert_ne!(new(), new());
    }

    #[test]
    fn only_the_same_token_is_the_same() {
        let token = new();
        assert!(are_same(&token, &token.clone()));
        assert!(!are_same(&token, &token[1..]));
        assert!(!are_same(&token, ""));
    }
}
