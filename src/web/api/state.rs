//! What the API's handlers share.

use actix_web::web::Data;

use super::interceptor::Interceptor;
use super::limits::Limiter;
use super::replays::Replays;
use super::settings::Switches;
use crate::auth::{BearerVerifier, PortalAddress};

/// The API's own state.
pub struct Api {
    pub(super) verifier: BearerVerifier,
    pub(super) switches: Switches,
    /// For the addresses that answers name.
    pub(super) address: PortalAddress,
    pub limiter: Data<Limiter>,
    pub(super) replays: Replays,
    /// What comes between a request and its answer, if anything.
    pub(super) interceptor: Option<Box<dyn Interceptor>>,
}

impl Api {
    /// The API that takes the tokens which the verifier takes.
    pub fn new(
        verifier: BearerVerifier,
        switches: Switches,
        address: PortalAddress,
        interceptor: Option<Box<dyn Interceptor>>,
    ) -> Self {
        let limiter = Data::new(Limiter::new(switches.requests_a_minute));
        Self { verifier, switches, address, limiter, replays: Replays::default(), interceptor }
    }
}
