//! The programs that may send people here, and where they may be sent back to.

/// A service that may send people here. It is a public client: PKCE instead of a secret.
#[derive(Debug, Clone)]
pub struct OAuthClient {
    pub id: String,
    /// Compared character by character; one that begins with a slash is on the issuer's own origin.
    pub redirect_uris: Vec<String>,
    pub post_logout_redirect_uris: Vec<String>,
}

/// Whether a client's list has the address. `origin` is the issuer's.
pub fn lists(addresses: &[String], address: &str, origin: &str) -> bool {
    addresses
        .iter()
        .any(|listed| listed == address || (listed.starts_with('/') && address.strip_prefix(origin) == Some(listed)))
}
