//! Why the service did not do what it was asked. The web layer says it in words; the log gets the chain.

use super::outside_event::ImpossibleEvent;
use super::store::StoreError;
use crate::domain::eligibility::Eligibility;
use crate::domain::organisation::Organisation;

/// A refusal or a failure. No client was added or removed.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// No such thing, or it belongs to an organisation that the person does not act for.
    #[error("not found")]
    NotFound,
    /// The session's person is nobody in this world.
    #[error("the person is unknown")]
    UnknownPerson,
    /// The person has no role in the organisation, or not any more.
    #[error("the person may not represent the organisation")]
    NotRepresented,
    /// The person's roles in the organisation do not give the power.
    #[error("the person lacks the power")]
    NoPowers,
    /// An own system access takes no clients.
    #[error("the system access is not for clients")]
    NotForClients,
    /// The client lacks a package; which, and what it must do, is in the answer.
    #[error("the client lacks a package of the system access")]
    NotEligible(Box<(Organisation, Eligibility)>),
    /// The client lacks nothing and was declined all the same; see [`super::Declines`].
    #[error("the client was declined")]
    Declined(Box<Organisation>),
    /// The change would be of this many clients, which is not the number that was agreed to.
    #[error("the change would be of {clients} clients, which was not agreed to")]
    NotConfirmed { clients: usize },
    /// An outside event that cannot happen in this world.
    #[error(transparent)]
    ImpossibleEvent(#[from] ImpossibleEvent),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the service's functions answer.
pub type Result<T> = std::result::Result<T, ServiceError>;
