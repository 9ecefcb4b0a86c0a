//! The caller of `connections`, and the scopes for each direction.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::relationship::Side;
use crate::service::{ActingAs, Service};
use crate::web::api::caller::Caller;
use crate::web::api::problem::ApiError;

/// Altinn's own portal: everything.
pub const PORTAL_SCOPE: &str = "altinn:portal/enduser";
pub const TO_OTHERS_READ: &str = "altinn:accessmanagement/enduser:connections:toothers.read";
pub const TO_OTHERS_WRITE: &str = "altinn:accessmanagement/enduser:connections:toothers.write";
pub const FROM_OTHERS_READ: &str = "altinn:accessmanagement/enduser:connections:fromothers.read";
pub const FROM_OTHERS_WRITE: &str = "altinn:accessmanagement/enduser:connections:fromothers.write";

const SCOPES: [&str; 5] = [PORTAL_SCOPE, TO_OTHERS_READ, TO_OTHERS_WRITE, FROM_OTHERS_READ, FROM_OTHERS_WRITE];

/// A caller whose token has one of the scopes; the direction decides on the right one.
pub struct EndUser(Caller);

/// What a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Reads,
    Writes,
}

impl EndUser {
    /// Checks that the token may read or write what the party has given, or been given.
    pub fn require_scope(&self, side: Side, use_: Use) -> Result<(), ApiError> {
        let needed = match (side, use_) {
            (Side::Client, Use::Reads) => TO_OTHERS_READ,
            (Side::Client, Use::Writes) => TO_OTHERS_WRITE,
            (Side::Provider, Use::Reads) => FROM_OTHERS_READ,
            (Side::Provider, Use::Writes) => FROM_OTHERS_WRITE,
        };
        let has_one = self.scopes.iter().any(|scope| [PORTAL_SCOPE, needed].contains(&scope.as_str()));
        if has_one { Ok(()) } else { Err(ApiError::Forbidden("the token lacks the scope for this direction")) }
    }

    /// Calls the service as the person acting for the party, with access management there, at the world's time.
    pub async fn call<T: Send + 'static>(
        &self,
        party: Uuid,
        call: impl FnOnce(&Service, &ActingAs, Timestamp) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        self.call_service(move |caller, service| {
            let known = service.organisation_by_id(party)?;
            let party = known.ok_or(ApiError::Forbidden("the party is no organisation here"))?;
            let acting = caller.acting_for(service, party.number)?;
            acting.access_manager()?;
            call(service, &acting, caller.now(service)?)
        })
        .await
    }
}

impl Deref for EndUser {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl FromRequest for EndUser {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Caller::of(request, &SCOPES).await.map(Self) })
    }
}
