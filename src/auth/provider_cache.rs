//! The provider's metadata and keys, fetched when first needed and cached. The portal must start while the provider is down.

use std::sync::Arc;

use openidconnect::core::CoreJsonWebKeySet;
use openidconnect::{IssuerUrl, ProviderMetadataWithLogout};
use tokio::sync::Mutex;

use super::back_channel::BackChannel;
use super::error::AuthError;

pub struct ProviderCache {
    back_channel: BackChannel,
    /// Of the issuer asked for last. Held while fetching, so that many visitors at once make one request.
    known: Mutex<Option<Arc<ProviderMetadataWithLogout>>>,
}

impl ProviderCache {
    pub fn new(back_channel: BackChannel) -> Self {
        Self { back_channel, known: Mutex::default() }
    }

    pub fn back_channel(&self) -> &BackChannel {
        &self.back_channel
    }

    pub async fn metadata(&self, issuer: &IssuerUrl) -> Result<Arc<ProviderMetadataWithLogout>, AuthError> {
        let mut known = self.known.lock().await;
        if let Some(metadata) = known.as_ref().filter(|metadata| metadata.issuer() == issuer) {
            return Ok(metadata.clone());
        }
        let found = ProviderMetadataWithLogout::discover_async(issuer.clone(), &self.back_channel);
        let metadata = Arc::new(found.await.map_err(AuthError::unreachable)?);
        *known = Some(metadata.clone());
        Ok(metadata)
    }

    /// Metadata with keys fetched again: after a rotation, tokens are signed by a key that was not there before.
    pub async fn with_fresh_keys(&self, issuer: &IssuerUrl) -> Result<Arc<ProviderMetadataWithLogout>, AuthError> {
        let metadata = self.metadata(issuer).await?;
        let keys = CoreJsonWebKeySet::fetch_async(metadata.jwks_uri(), &self.back_channel);
        let keys = keys.await.map_err(AuthError::unreachable)?;
        let metadata = Arc::new(ProviderMetadataWithLogout::clone(&metadata).set_jwks(keys));
        *self.known.lock().await = Some(metadata.clone());
        Ok(metadata)
    }
}
