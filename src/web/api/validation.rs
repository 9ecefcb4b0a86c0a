//! Validation errors of requests, with the codes of Altinn's list.

use std::borrow::Cow;

use serde::Serialize;
use utoipa::ToSchema;

use crate::service::register::SystemFault;

/// What is wrong with a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterError {
    AgentMissing,
    /// Unknown, or hidden from the caller.
    AgentUnknown,
    /// An access for the owner itself.
    AgentNotForClients,
    ClientMissing,
    /// A page token that the API did not make. Altinn has no pages.
    PageUnknown,
    /// An empty batch, or one that is too large. Altinn has no batches.
    BatchSize,
}

/// The JSON of a validation error.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ValidationError {
    /// `AUTH.VLD-…` as at Altinn, `KP.VLD-…` only here.
    #[schema(example = "AUTH.VLD-00014")]
    pub code: &'static str,
    pub title: Cow<'static, str>,
    /// The parameter, as `?agent`, or the place in the body.
    pub paths: [&'static str; 1],
}

impl ParameterError {
    /// The JSON to send.
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
        ValidationError { code, title: title.into(), paths: [path] }
    }
}

impl From<&SystemFault> for ValidationError {
    fn from(fault: &SystemFault) -> Self {
        let path = match fault {
            SystemFault::UnknownVendor => "/registersystemrequest/vendor/id",
            SystemFault::NotTheVendorsId | SystemFault::IdTaken | SystemFault::Spaces => {
                "/registersystemrequest/systemid"
            }
            SystemFault::UnknownResource(_) | SystemFault::DuplicateRight(_) => {
                "/registersystemrequest/rights/resource"
            }
            SystemFault::OAuthClientTaken(_) => "/registersystemrequest/clientid",
            SystemFault::InvalidRedirect(_) => "/registersystemrequest/allowedredirecturls",
            SystemFault::DuplicatePackage(_) | SystemFault::UnknownPackage(_) | SystemFault::NotAssignable(_) => {
                "/registersystemrequest/accesspackages"
            }
        };
        Self { code: fault.code(), title: fault.to_string().into(), paths: [path] }
    }
}
