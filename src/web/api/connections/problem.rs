//! The status, code and words of each refusal around relationships.

use crate::domain::giving::CannotGive;
use crate::service::ConnectionProblem;
use crate::web::api::code::Code;

/// The problem's code. All are 400, as at Altinn.
pub fn code_of(problem: ConnectionProblem) -> Code {
    use ConnectionProblem as P;
    let title = match problem {
        P::InvalidNumber(_) | P::UnknownOrganisation => "The entity does not exist.",
        P::Oneself => "The giver and the receiver are the same.",
        P::NoRelationship => "The giver has no connection with the receiver; add it first.",
        P::UnknownPackage => "No access package has this URN.",
        P::CannotGive(CannotGive::NotForOrganisations) => "The package cannot be given to this type of entity.",
        P::CannotGive(CannotGive::NotAssignable) => "The package comes with a role and cannot be given.",
        P::CannotGive(CannotGive::NotHeld) => "The person is not authorized to give the package.",
        P::HasPackages => "The connection has packages; remove them first, or use cascade.",
        P::NotAsAgreed | P::RegisteredOnly | P::Superseded => "The connection cannot be changed like this.",
    };
    Code { status: 400, id: problem.code(), title }
}
