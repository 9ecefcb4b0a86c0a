//! Errors of the service. The web layer words them; the log gets the chain.

use super::connection_problem::ConnectionProblem;
use super::outside_event::ImpossibleEvent;
use super::problem::AccessProblem;
use super::store::StoreError;
use super::system_fault::SystemFault;
use crate::domain::eligibility::Eligibility;
use crate::domain::organisation::Organisation;

/// A refusal or a failure. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// It does not exist, or the person's organisation does not own it.
    #[error("not found")]
    NotFound,
    /// This world has no such person.
    #[error("the person is unknown")]
    UnknownPerson,
    /// The person has no role in the organisation, or lost it.
    #[error("the person may not represent the organisation")]
    NotRepresented,
    /// The person's roles do not give the required power.
    #[error("the person lacks the power")]
    NoPowers,
    /// An own system access takes no clients.
    #[error("the system access is not for clients")]
    NotForClients,
    /// The client lacks a package;
    /// the eligibility says which, and what the client must do.
    #[error("the client lacks a package of the system access")]
    NotEligible(Box<(Organisation, Eligibility)>),
    /// The client is eligible but was declined; see [`super::Declines`].
    #[error("the client was declined")]
    Declined(Box<Organisation>),
    /// The change would affect this many clients, which is not the confirmed number.
    #[error("the change would affect {clients} clients, which was not confirmed")]
    NotConfirmed { clients: usize },
    /// A documented refusal of a request, an access or a system.
    #[error(transparent)]
    Problem(#[from] AccessProblem),
    /// A documented refusal of a change of a relationship.
    #[error(transparent)]
    Connection(#[from] ConnectionProblem),
    /// A system cannot be registered; every reason.
    #[error("the system cannot be registered")]
    InvalidSystem(Vec<SystemFault>),
    /// The change to undo is not there: the data were loaded again, or it is a change of something else.
    #[error("the change to undo is not there")]
    NoSuchChange,
    /// The idempotency key came with another request before.
    #[error("the idempotency key came with another request")]
    KeyReused,
    /// An outside event that cannot happen in this world.
    #[error(transparent)]
    ImpossibleEvent(#[from] ImpossibleEvent),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Result of the service's functions.
pub type Result<T> = std::result::Result<T, ServiceError>;
