//! Documented refusals around relationships. Each has its code at Altinn.

use crate::domain::giving::CannotGive;
use crate::domain::number::NumberError;

/// Why a relationship or its powers were not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConnectionProblem {
    /// What was typed is no organisation number.
    #[error("it is no organisation number: {0:?}")]
    InvalidNumber(NumberError),
    #[error("no organisation has the number or id")]
    UnknownOrganisation,
    #[error("an organisation cannot be its own provider")]
    Oneself,
    #[error("the client has not added the provider")]
    NoRelationship,
    #[error("no access package has the code")]
    UnknownPackage,
    #[error("the package cannot be given: {0:?}")]
    CannotGive(CannotGive),
    /// Somebody has changed the relationship since the question was asked.
    #[error("the relationship is not as it was when it was agreed to end it")]
    NotAsAgreed,
    /// Only a register role makes the relationship: nothing to remove here.
    #[error("the relationship is registered only")]
    RegisteredOnly,
    #[error("the relationship has packages")]
    HasPackages,
    /// Somebody has given or taken back the same package since the change to undo.
    #[error("the package was given or taken back since")]
    Superseded,
}

impl ConnectionProblem {
    /// Altinn's code.
    pub fn code(self) -> &'static str {
        match self {
            Self::InvalidNumber(_) | Self::UnknownOrganisation => "AM.VLD-00006",
            Self::Oneself => "AM.VLD-00009",
            Self::NoRelationship => "AM-00022",
            Self::UnknownPackage => "AM.VLD-00011",
            Self::CannotGive(CannotGive::NotForOrganisations) => "AM.VLD-00028",
            Self::CannotGive(_) | Self::NotAsAgreed | Self::RegisteredOnly | Self::Superseded => "AM.VLD-00026",
            Self::HasPackages => "AM.VLD-00010",
        }
    }
}
