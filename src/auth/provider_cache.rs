//! The provider's metadata and keys, fetched when first needed and cached. The portal must start while the provider is down.

use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
    CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, IssuerUrl, LogoutProviderMetadata, ProviderMetadata};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::back_channel::{ANSWER_TIMEOUT, BackChannel};
use super::error::AuthError;

/// A withdrawn key verifies for at most this long.
const MAX_AGE: SignedDuration = SignedDuration::from_mins(15);
/// A signature that does not fit makes us fetch new keys, but not more often than this: anybody can send one.
const REFETCH_AT_MOST_EVERY: SignedDuration = SignedDuration::from_secs(10);
/// While a failure is this young, the provider is not asked again.
const FAILURE_AGE: SignedDuration = SignedDuration::from_secs(3);

/// What RFC 9207 adds to the metadata.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IssParameterMetadata {
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl IssParameterMetadata {
    /// Whether every answer to an authorization request must have the parameter `iss`.
    pub fn must_name_issuer(&self) -> bool {
        self.authorization_response_iss_parameter_supported
    }
}

impl AdditionalProviderMetadata for IssParameterMetadata {}

pub type Metadata = ProviderMetadata<
    LogoutProviderMetadata<IssParameterMetadata>,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Why metadata cannot be used, if so.
pub type Check = fn(&Metadata) -> Result<(), &'static str>;

#[derive(Clone)]
pub struct ProviderCache {
    back_channel: BackChannel,
    clock: fn() -> Timestamp,
    check: Check,
    refetch_at_most_every: SignedDuration,
    /// Held while fetching, so that many visitors at once make one request and wait for the same answer.
    state: Arc<Mutex<State>>,
    /// What `state` holds, for those who cannot wait.
    latest: Arc<StdMutex<Option<Arc<Metadata>>>>,
}

/// Of the issuer that was asked for last.
#[derive(Default)]
struct State {
    fetched: Option<(Arc<Metadata>, Timestamp)>,
    refetched: Option<Timestamp>,
    failed: Option<(IssuerUrl, String, Timestamp)>,
}

impl ProviderCache {
    pub fn new(back_channel: BackChannel, clock: fn() -> Timestamp, check: Check) -> Self {
        let refetch_at_most_every = match back_channel {
            BackChannel::Network(_) => REFETCH_AT_MOST_EVERY,
            // Costs nothing.
            BackChannel::InProcess(_) => SignedDuration::ZERO,
        };
        Self { back_channel, clock, check, refetch_at_most_every, state: Arc::default(), latest: Arc::default() }
    }

    pub fn back_channel(&self) -> &BackChannel {
        &self.back_channel
    }

    /// The metadata that was fetched last, however old.
    pub fn latest(&self) -> Option<Arc<Metadata>> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The issuer's metadata with its keys.
    pub async fn metadata(&self, issuer: &IssuerUrl) -> Result<Arc<Metadata>, AuthError> {
        let (cache, issuer) = (self.clone(), issuer.clone());
        // In a task of its own: a visitor who leaves must not end the try that others wait for.
        let fetching = tokio::spawn(async move {
            let mut state = cache.state.lock().await;
            let now = (cache.clock)();
            match &state.fetched {
                Some((metadata, at)) if metadata.issuer() == &issuer && now.duration_since(*at) < MAX_AGE => {
                    Ok(metadata.clone())
                }
                _ => cache.fetch(&mut state, issuer, now).await,
            }
        });
        fetching.await.map_err(AuthError::unreachable)?
    }

    /// Metadata with keys that are newer than those used, on which a signature did not fit. `None` when they were fetched
    /// a moment ago.
    pub async fn refetch(&self, used: &Arc<Metadata>) -> Result<Option<Arc<Metadata>>, AuthError> {
        let (cache, used) = (self.clone(), used.clone());
        let fetching = tokio::spawn(async move {
            let mut state = cache.state.lock().await;
            let now = (cache.clock)();
            if let Some((metadata, _)) = &state.fetched
                && metadata.issuer() == used.issuer()
                && !Arc::ptr_eq(metadata, &used)
            {
                return Ok(Some(metadata.clone()));
            }
            if state.refetched.is_some_and(|at| now.duration_since(at) < cache.refetch_at_most_every) {
                return Ok(None);
            }
            state.refetched = Some(now);
            cache.fetch(&mut state, used.issuer().clone(), now).await.map(Some)
        });
        fetching.await.map_err(AuthError::unreachable)?
    }

    async fn fetch(&self, state: &mut State, issuer: IssuerUrl, now: Timestamp) -> Result<Arc<Metadata>, AuthError> {
        if let Some((failed, reason, at)) = &state.failed
            && *failed == issuer
            && now.duration_since(*at) < FAILURE_AGE
        {
            return Err(AuthError::unreachable(format!("{reason} (remembered)")));
        }
        match self.discover(&issuer).await {
            Ok(metadata) => {
                *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(metadata.clone());
                (state.fetched, state.failed) = (Some((metadata.clone(), now)), None);
                Ok(metadata)
            }
            Err(reason) => {
                state.failed = Some((issuer, reason.clone(), (self.clock)()));
                Err(AuthError::unreachable(reason))
            }
        }
    }

    async fn discover(&self, issuer: &IssuerUrl) -> Result<Arc<Metadata>, String> {
        let found = timeout(ANSWER_TIMEOUT, Metadata::discover_async(issuer.clone(), &self.back_channel)).await;
        let metadata = found.map_err(|_| "no answer in time".to_owned())?.map_err(|error| chain(&error))?;
        (self.check)(&metadata).map_err(|lacks| format!("the metadata has no {lacks}"))?;
        Ok(Arc::new(metadata))
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

    use openidconnect::HttpResponse;

    use super::*;

    const ISSUER: &str = "http://issuer.example";

    /// A provider in the process that counts how often its metadata is asked for.
    fn cache(asked: &Arc<AtomicUsize>, clock: fn() -> Timestamp) -> ProviderCache {
        let asked = asked.clone();
        let answer = move |request: openidconnect::HttpRequest| {
            let body = if request.uri().path() == "/jwks" {
                r#"{"keys":[]}"#.to_owned()
            } else {
                asked.fetch_add(1, Ordering::Relaxed);
                format!(
                    r#"{{"issuer":"{ISSUER}","authorization_endpoint":"{ISSUER}/a","jwks_uri":"{ISSUER}/jwks",
                    "response_types_supported":["code"],"subject_types_supported":["public"],
                    "id_token_signing_alg_values_supported":["RS256"]}}"#
                )
            };
            HttpResponse::new(body.into_bytes())
        };
        ProviderCache::new(BackChannel::InProcess(Arc::new(answer)), clock, |_| Ok(()))
    }

    static CLOCK: AtomicI64 = AtomicI64::new(0);

    fn clock() -> Timestamp {
        Timestamp::from_second(CLOCK.load(Ordering::Relaxed)).unwrap()
    }

    #[tokio::test]
    async fn keys_are_fetched_again_when_they_are_old() {
        let asked = Arc::default();
        let cache = cache(&asked, clock);
        let issuer = IssuerUrl::new(ISSUER.to_owned()).unwrap();
        for (age, expected) in [(0, 1), (MAX_AGE.as_secs() - 1, 1), (MAX_AGE.as_secs(), 2)] {
            CLOCK.store(age, Ordering::Relaxed);
            cache.metadata(&issuer).await.unwrap();
            assert_eq!(asked.load(Ordering::Relaxed), expected, "{age} s");
        }
    }

    #[tokio::test]
    async fn signatures_that_do_not_fit_fetch_keys_at_a_bounded_rate() {
        let asked = Arc::default();
        let mut cache = cache(&asked, || Timestamp::UNIX_EPOCH);
        cache.refetch_at_most_every = REFETCH_AT_MOST_EVERY;
        let first = cache.metadata(&IssuerUrl::new(ISSUER.to_owned()).unwrap()).await.unwrap();
        let second = cache.refetch(&first).await.unwrap().unwrap();
        let again = cache.refetch(&first).await.unwrap().unwrap();
        assert!(Arc::ptr_eq(&again, &second), "somebody has fetched them already");
        assert!(cache.refetch(&second).await.unwrap().is_none());
        assert_eq!(asked.load(Ordering::Relaxed), 2);
    }
}
