//! The registered OAuth clients and their redirect addresses.

/// A registered public client: PKCE instead of a secret.
#[derive(Debug, Clone)]
pub struct OAuthClient {
    pub id: String,
    /// Compared character by character; one that begins with a slash is on the issuer's own origin.
    pub redirect_uris: Vec<String>,
    pub post_logout_redirect_uris: Vec<String>,
}

/// Whether the address is in a client's list. `origin` is the issuer's.
pub fn is_registered(addresses: &[String], address: &str, origin: &str) -> bool {
    addresses
        .iter()
        .any(|listed| listed == address || (listed.starts_with('/') && address.strip_prefix(origin) == Some(listed)))
}
