//! The line to the provider: its metadata and keys, fetched when first needed and kept. The portal must start, and say
//! why nobody can sign in, while the provider is down.

use std::sync::Arc;
use std::time::Duration;

use openidconnect::core::CoreJsonWebKeySet;
use openidconnect::reqwest::{self, redirect};
use openidconnect::{IssuerUrl, ProviderMetadataWithLogout};
use tokio::sync::Mutex;

use super::error::AuthError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

pub struct ProviderLink {
    issuer: IssuerUrl,
    http: reqwest::Client,
    /// Held while fetching, so that many visitors at once make one request.
    known: Mutex<Option<Arc<ProviderMetadataWithLogout>>>,
}

impl ProviderLink {
    pub fn new(issuer: IssuerUrl) -> Result<Self, AuthError> {
        let http = reqwest::Client::builder()
            // The provider names its endpoints itself; to follow a redirect would let it name others for us.
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            .build()
            .map_err(AuthError::unreachable)?;
        let known = Mutex::default();
        Ok(Self { issuer, http, known })
    }

    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub async fn metadata(&self) -> Result<Arc<ProviderMetadataWithLogout>, AuthError> {
        let mut known = self.known.lock().await;
        if let Some(metadata) = &*known {
            return Ok(metadata.clone());
        }
        let found = ProviderMetadataWithLogout::discover_async(self.issuer.clone(), &self.http);
        let metadata = Arc::new(found.await.map_err(AuthError::unreachable)?);
        *known = Some(metadata.clone());
        Ok(metadata)
    }

    /// Metadata with keys fetched anew: after a rotation, tokens are signed by a key that was not there before.
    pub async fn with_fresh_keys(&self) -> Result<Arc<ProviderMetadataWithLogout>, AuthError> {
        let metadata = self.metadata().await?;
        let keys = CoreJsonWebKeySet::fetch_async(metadata.jwks_uri(), &self.http);
        let keys = keys.await.map_err(AuthError::unreachable)?;
        let metadata = Arc::new(ProviderMetadataWithLogout::clone(&metadata).set_jwks(keys));
        *self.known.lock().await = Some(metadata.clone());
        Ok(metadata)
    }
}
