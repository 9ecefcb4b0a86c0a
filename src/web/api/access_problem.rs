//! The status, code and words of each refusal around requests, accesses and systems.

use super::code::Code;
use crate::domain::package::PackageCode;
use crate::service::AccessProblem;

/// The problem's code.
pub fn code_of(problem: &AccessProblem) -> Code {
    use AccessProblem as P;
    let (status, title) = match problem {
        P::UnknownParty => (400, "No organisation has the number in partyOrgNo."),
        P::UnknownRight => (400, "A right is not among the system's, or cannot be delegated."),
        P::AccessExists => (400, "A system user with this system, party and external reference exists already."),
        P::RequestAccepted => (400, "A request with these external ids was accepted."),
        P::RequestWaits => (400, "A request with these external ids waits for an answer; use or delete it."),
        P::RequestRejected => (400, "A request with these external ids was rejected; delete it before you ask again."),
        P::UnknownRequest => (404, "The id does not refer to a request."),
        P::UnknownClientsRequest => (404, "The id does not refer to a request for clients."),
        P::UnknownSystem => (404, "The id does not refer to a registered system of the vendor's."),
        P::NotNew(_) => (409, "The status of the request is not New."),
        P::UnknownAccess => (404, "The system user was not found."),
        P::RedirectNotRegistered | P::InvalidRedirect => {
            (400, "The redirect URL is malformed, or not one of those of the system.")
        }
        P::SystemWithoutRedirect => (400, "The system has no redirect URL."),
        P::WrongParty => (403, "The party is not the one that the request is for."),
        P::CannotGivePackages(_) => (400, "The person cannot give every access package."),
        P::NoPackages => (400, "A request for clients names at least one access package."),
        P::NothingAskedFor => (400, "A request names at least one right or access package."),
        P::PackagesNotInSystem(_) => (400, "One or more access packages are not among the system's."),
        P::PackagesNotAssignable(_) => (400, "One or more access packages cannot be given to a system user."),
        P::PackagesNotDelegable(_) => (400, "One or more access packages cannot be delegated for clients."),
        P::NoRelation => (403, "The person has no relation to the party."),
        P::Declined { .. } => (400, "It was declined."),
    };
    Code { status, id: problem.code(), title }
}

/// The member that names the packages at fault, with their URNs.
pub fn extension_of(problem: &AccessProblem) -> Option<(&'static str, Vec<String>)> {
    let (name, codes) = match problem {
        AccessProblem::PackagesNotInSystem(codes) => ("NotFoundPackages", codes),
        AccessProblem::PackagesNotAssignable(codes) | AccessProblem::PackagesNotDelegable(codes) => {
            ("NotDelegablePackages", codes)
        }
        _ => return None,
    };
    Some((name, codes.iter().map(PackageCode::urn).collect()))
}
