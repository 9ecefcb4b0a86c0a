//! Parameters for the `OpenAPI` document only.

use utoipa::IntoParams;
use uuid::Uuid;

/// The giver and the receiver.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GivingParties {
    /// The giver's id; the person has access management there
    #[param(example = "3ddce6a6-3927-5517-8992-b8e559c57adf")]
    pub party: Uuid,
    /// The receiver's id
    pub to: Uuid,
}

/// A relationship, seen from one of the two.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BothParties {
    /// `from` or `to`; the person has access management there
    #[param(example = "3ddce6a6-3927-5517-8992-b8e559c57adf")]
    pub party: Uuid,
    /// The giver's id
    pub from: Uuid,
    /// The receiver's id
    pub to: Uuid,
}

/// The relationships of one, or with another.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListedParties {
    /// `from` or `to`; the person has access management there
    #[param(example = "3ddce6a6-3927-5517-8992-b8e559c57adf")]
    pub party: Uuid,
    /// The giver's id
    pub from: Option<Uuid>,
    /// The receiver's id
    pub to: Option<Uuid>,
}

/// A package.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PackageParameter {
    /// The package's URN
    #[param(example = "urn:altinn:accesspackage:skattegrunnlag")]
    pub package: String,
}
