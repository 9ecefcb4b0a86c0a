//! What the API's handlers share.

use actix_web::web::Data;

use super::interceptor::Interceptor;
use super::rate_limit::RateLimiter;
use super::replay_cache::ReplayCache;
use super::settings::ApiSettings;
use crate::auth::{BearerVerifier, PortalAddress};

/// The API's own state.
pub struct Api {
    pub(super) verifier: BearerVerifier,
    pub(super) settings: ApiSettings,
    /// For the addresses that answers name.
    pub(super) address: PortalAddress,
    pub limiter: Data<RateLimiter>,
    pub(super) replays: ReplayCache,
    /// What comes between a request and its answer, if anything.
    pub(super) interceptor: Option<Box<dyn Interceptor>>,
}

impl Api {
    /// The API that takes the tokens which the verifier takes.
    pub fn new(
        verifier: BearerVerifier,
        settings: ApiSettings,
        address: PortalAddress,
        interceptor: Option<Box<dyn Interceptor>>,
    ) -> Self {
        let limiter = Data::new(RateLimiter::new(settings.requests_per_minute));
        Self { verifier, settings, address, limiter, replays: ReplayCache::default(), interceptor }
    }
}
