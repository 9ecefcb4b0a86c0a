//! Errors in a query that are found before the service is called, with the codes of Altinn's list of validation
//! errors.

use serde::Serialize;
use utoipa::ToSchema;

/// What is wrong with a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterError {
    AgentMissing,
    /// Unknown, or not for the actor to know of.
    AgentUnknown,
    /// An own access.
    AgentNotForClients,
    ClientMissing,
    /// The token of a page that was not made here. Altinn has no pages.
    PageUnknown,
    /// No client or too many in a batch. Altinn has no batches.
    BatchSize,
}

/// A validation error as it is sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ValidationError {
    /// `AUTH.VLD-…` as at Altinn, `KP.VLD-…` for what only this portal has.
    #[schema(example = "AUTH.VLD-00014")]
    pub code: &'static str,
    pub title: &'static str,
    /// The parameter, as `?agent`, or the place in the body.
    pub paths: [&'static str; 1],
}

impl ParameterError {
    /// As it is sent.
    pub fn to_dto(self) -> ValidationError {
        let (code, title, path) = match self {
            Self::AgentMissing => ("AUTH.VLD-00014", "The agent query parameter is missing or invalid", "?agent"),
            Self::AgentUnknown => ("AUTH.VLD-00014", "System user not found", "?agent"),
            Self::AgentNotForClients => {
                ("AUTH.VLD-00015", "SystemUser is not a valid system user of type agent", "?agent")
            }
            Self::ClientMissing => ("AUTH.VLD-00016", "The client query parameter is missing or invalid", "?client"),
            Self::PageUnknown => ("KP.VLD-00001", "The page query parameter is not one that links.next gave", "?page"),
            Self::BatchSize => ("KP.VLD-00002", "A batch has from 1 to 1000 clients", "/clients"),
        };
        ValidationError { code, title, paths: [path] }
    }
}
