//! Why a system cannot be registered. Each reason has its code at Altinn.

use uuid::Uuid;

use crate::domain::package::PackageCode;

/// Why a system cannot be registered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SystemFault {
    #[error("the vendor is not a registered organisation")]
    UnknownVendor,
    #[error("the id does not begin with the vendor's number and an underscore")]
    NotTheVendorsId,
    #[error("the id is taken")]
    IdTaken,
    #[error("the resource {0} is unknown")]
    UnknownResource(String),
    #[error("the client id {0} belongs to another system")]
    OAuthClientTaken(Uuid),
    #[error("{0} is not an absolute https address")]
    InvalidRedirect(String),
    #[error("the right {0} is given twice")]
    DuplicateRight(String),
    #[error("the package {0} is given twice")]
    DuplicatePackage(PackageCode),
    #[error("the package {0} is unknown")]
    UnknownPackage(PackageCode),
    #[error("the id has spaces")]
    Spaces,
    #[error("a visible system has the package {0}, which cannot be given")]
    NotAssignable(PackageCode),
}

impl SystemFault {
    /// Altinn's code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownVendor => "AUTH.VLD-00000",
            Self::NotTheVendorsId => "AUTH.VLD-00001",
            Self::IdTaken => "AUTH.VLD-00002",
            Self::UnknownResource(_) => "AUTH.VLD-00003",
            Self::OAuthClientTaken(_) => "AUTH.VLD-00004",
            Self::InvalidRedirect(_) => "AUTH.VLD-00005",
            Self::DuplicateRight(_) => "AUTH.VLD-00006",
            Self::DuplicatePackage(_) => "AUTH.VLD-00007",
            Self::UnknownPackage(_) => "AUTH.VLD-00008",
            Self::Spaces => "AUTH.VLD-00013",
            Self::NotAssignable(_) => "AUTH.VLD-00018",
        }
    }
}
