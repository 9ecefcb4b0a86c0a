//! What every handler may use.

use std::sync::Arc;

use jiff::Timestamp;

use crate::auth::RelyingParty;
use crate::i18n::Wording;
use crate::service::Service;

/// The portal's parts, shared by all requests.
pub struct Portal {
    pub service: Service,
    pub relying_party: Arc<RelyingParty>,
    pub wording: Wording,
    /// Whether cookies go over https only.
    pub https: bool,
    pub clock: fn() -> Timestamp,
}
