//! The portal's own address, what lies below it, and what lies elsewhere.

use std::net::SocketAddr;

use anyhow::{Context, bail};
use url::Url;

use crate::config::Config;

/// What browsers open: as the settings say, or where the portal listens.
pub fn base_url(config: &Config, address: SocketAddr) -> anyhow::Result<Url> {
    match &config.base_url {
        Some(url) if url.path() == "/" && url.host().is_some() => Ok(url.clone()),
        Some(url) => bail!("--base-url {url} must be scheme and host only, such as https://portal.example"),
        None => Url::parse(&format!("http://{address}")).context("the address makes no URL"),
    }
}

/// An address below the base URL, without a slash at the end.
pub fn at(base_url: &Url, path: &str) -> String {
    format!("{}{path}", base_url.as_str().trim_end_matches('/'))
}

/// An external provider's origin: signing out, which is a form, is redirected there.
pub fn foreign_origin(base_url: &Url, issuer: &str) -> Option<String> {
    let issuer = Url::parse(issuer).ok()?.origin();
    (issuer != base_url.origin()).then(|| issuer.ascii_serialization())
}
