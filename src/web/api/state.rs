//! State shared by the API's handlers.

use actix_web::web::Data;

use super::interceptor::Interceptor;
use super::rate_limit::RateLimiter;
use super::settings::ApiSettings;
use crate::auth::{BearerVerifier, PortalAddress};

/// The API's shared state.
pub struct Api {
    pub(super) verifier: BearerVerifier,
    pub(super) settings: ApiSettings,
    /// For absolute links in responses.
    pub(super) address: PortalAddress,
    pub limiter: Data<RateLimiter>,
    pub(super) interceptor: Option<Box<dyn Interceptor>>,
}

impl Api {
    /// An API that accepts the tokens that `verifier` accepts.
    pub fn new(
        verifier: BearerVerifier,
        settings: ApiSettings,
        address: PortalAddress,
        interceptor: Option<Box<dyn Interceptor>>,
    ) -> Self {
        let limiter = Data::new(RateLimiter::new(settings.requests_per_minute));
        Self { verifier, settings, address, limiter, interceptor }
    }
}
