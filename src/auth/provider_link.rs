//! The line to the provider: its metadata and keys, fetched when first needed and kept. The portal must start, and say
//! why nobody can sign in, while the provider is down.

use std::sync::Arc;

use openidconnect::core::CoreJsonWebKeySet;
use openidconnect::{IssuerUrl, ProviderMetadataWithLogout};
use tokio::sync::Mutex;

use super::channel::Channel;
use super::error::AuthError;

pub struct ProviderLink {
    channel: Channel,
    /// Of the issuer asked for last. Held while fetching, so that many visitors at once make one request.
    known: Mutex<Option<Arc<ProviderMetadataWithLogout>>>,
}

impl ProviderLink {
    pub fn new(channel: Channel) -> Self {
        Self { channel, known: Mutex::default() }
    }

    pub fn channel(&self) -> &Channel {
        &self.channel
    }

    pub async fn metadata(&self, issuer: &IssuerUrl) -> Result<Arc<ProviderMetadataWithLogout>, AuthError> {
        let mut known = self.known.lock().await;
        if let Some(metadata) = known.as_ref().filter(|metadata| metadata.issuer() == issuer) {
            return Ok(metadata.clone());
        }
        let found = ProviderMetadataWithLogout::discover_async(issuer.clone(), &self.channel);
        let metadata = Arc::new(found.await.map_err(AuthError::unreachable)?);
        *known = Some(metadata.clone());
        Ok(metadata)
    }

    /// Metadata with keys fetched again: after a rotation, tokens are signed by a key that was not there before.
    pub async fn with_fresh_keys(&self, issuer: &IssuerUrl) -> Result<Arc<ProviderMetadataWithLogout>, AuthError> {
        let metadata = self.metadata(issuer).await?;
        let keys = CoreJsonWebKeySet::fetch_async(metadata.jwks_uri(), &self.channel);
        let keys = keys.await.map_err(AuthError::unreachable)?;
        let metadata = Arc::new(ProviderMetadataWithLogout::clone(&metadata).set_jwks(keys));
        *self.known.lock().await = Some(metadata.clone());
        Ok(metadata)
    }
}
