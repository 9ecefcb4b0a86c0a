//! Documented refusals around systems, requests and accesses. Each has its code at Altinn.

use jiff::Timestamp;

use crate::domain::access_request::RequestStatus;
use crate::domain::giving::CannotGive;
use crate::domain::package::PackageCode;
use crate::domain::person::Person;

/// Why a request, an access or a system was refused. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessProblem {
    #[error("no organisation has the number")]
    UnknownParty,
    #[error("a right is not among the system's")]
    UnknownRight,
    #[error("an access with these ids exists")]
    AccessExists,
    #[error("a request with these ids was accepted")]
    RequestAccepted,
    #[error("a request with these ids waits for an answer")]
    RequestWaits,
    #[error("a request with these ids was rejected")]
    RequestRejected,
    #[error("no request was found")]
    UnknownRequest,
    /// Altinn's other code, at the approval of a request for clients.
    #[error("no request for clients was found")]
    UnknownClientsRequest,
    #[error("no system was found")]
    UnknownSystem,
    /// Somebody else was first, or it came too late.
    #[error("the request waits for no answer any more")]
    NotNew(Box<FinalState>),
    #[error("no access was found")]
    UnknownAccess,
    #[error("the redirect address is not one of the system's")]
    RedirectNotRegistered,
    #[error("the system has no redirect address")]
    SystemWithoutRedirect,
    #[error("the redirect address is invalid")]
    InvalidRedirect,
    #[error("the request is for another party")]
    WrongParty,
    /// The packages that stand in the way, with reasons.
    #[error("the person cannot give every package")]
    CannotGivePackages(Vec<(PackageCode, CannotGive)>),
    #[error("no access package is asked for")]
    NoPackages,
    #[error("neither rights nor access packages are asked for")]
    NothingAskedFor,
    #[error("an access package is not among the system's")]
    PackagesNotInSystem(Vec<PackageCode>),
    #[error("an access package cannot be given")]
    PackagesNotAssignable(Vec<PackageCode>),
    #[error("an access package cannot be delegated for clients")]
    PackagesNotDelegable(Vec<PackageCode>),
    #[error("the person has no relation to the party")]
    NoRelation,
    /// A register behind the portal declines, with this code; see [`super::Service::declining_accesses`].
    #[error("it was declined with {code}")]
    Declined { code: &'static str },
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinalState {
    pub status: RequestStatus,
    /// Who answered it and when; `None` if nobody did in time.
    pub answered: Option<(Person, Timestamp)>,
}

impl AccessProblem {
    /// Altinn's code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownParty => "AUTH-00000",
            Self::UnknownRight => "AUTH-00001",
            Self::AccessExists => "AUTH-00004",
            Self::RequestAccepted => "AUTH-00006",
            Self::RequestWaits => "AUTH-00007",
            Self::RequestRejected => "AUTH-00009",
            Self::UnknownRequest => "AUTH-00010",
            Self::UnknownSystem => "AUTH-00011",
            Self::NotNew(_) => "AUTH-00013",
            Self::UnknownAccess => "AUTH-00015",
            Self::RedirectNotRegistered | Self::InvalidRedirect => "AUTH-00021",
            Self::SystemWithoutRedirect => "AUTH-00026",
            Self::UnknownClientsRequest => "AUTH-00030",
            Self::WrongParty => "AUTH-00041",
            Self::CannotGivePackages(_) => "AUTH-00053",
            Self::NoPackages => "AUTH-00058",
            Self::NothingAskedFor => "AUTH-00059",
            Self::PackagesNotInSystem(_) => "AUTH-00063",
            Self::PackagesNotAssignable(_) => "AUTH-00064",
            Self::PackagesNotDelegable(_) => "AUTH-00065",
            Self::NoRelation => "AUTH-00066",
            Self::Declined { code } => code,
        }
    }
}
