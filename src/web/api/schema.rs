//! Schemas for the `OpenAPI` document only: no handler uses these types.

use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::dto::MissingPackage;
use super::validation::ValidationError;

/// A problem (RFC 9457) with a code.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// `urn:altinn:error:` and the code; a URL for the few problems without a code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is wrong; with `--api-message detail` only the status in words.
    pub title: String,
    pub status: u16,
    pub status_description: Option<String>,
    /// More about it; with `--api-message detail` what is wrong.
    pub detail: Option<String>,
    /// `AUTH-…` and `STD-…` as at Altinn, `KP-…` only here.
    pub code: Option<String>,
    /// The errors of `STD-00000`.
    pub validation_errors: Option<Vec<ValidationError>>,
    /// **Only here.** Of `AUTH-00079` and `AUTH-00080`: what the client lacks.
    pub missing_packages: Option<Vec<MissingPackage>>,
    /// Malformed values, by parameter.
    pub errors: Option<std::collections::BTreeMap<String, Vec<String>>>,
    /// Also in the portal's log.
    pub trace_id: String,
}

/// The problem of a malformed value. Has no code.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BindingProblem {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// By parameter.
    pub errors: std::collections::BTreeMap<String, Vec<String>>,
    pub trace_id: String,
}

/// Whether a client has every package.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StatusValue {
    Complete,
    Incomplete,
}

/// Extra fields to include.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum IncludeValue {
    Access,
}

/// Parameters of the lists of clients.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParameters {
    /// The system access's id
    #[param(example = "6dd11b9e-4d34-5e21-a34d-231b9850471d")]
    pub agent: Uuid,
    /// **Only here.** Part of a name or number
    pub search: Option<String>,
    /// **Only here.** `complete`: has every package; `incomplete`: lacks at least one
    pub status: Option<StatusValue>,
    /// **Only here.** `access`: include the packages that each client has and lacks
    pub include: Option<IncludeValue>,
    /// A page, from `links.next`
    pub page: Option<String>,
}

/// Parameters of the change of one client.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangeParameters {
    /// The system access's id
    #[param(example = "6dd11b9e-4d34-5e21-a34d-231b9850471d")]
    pub agent: Uuid,
    /// The client's id: `clientId` of a list, not its organisation number
    #[param(example = "3ddce6a6-3927-5517-8992-b8e559c57adf")]
    pub client: Uuid,
}

/// The header of requests that are carried out once per key.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IdempotencyHeader {
    /// **Only here.** For 24 hours, until the world's scenario is loaded again, the same request with the same key gets the first response again
    #[param(rename = "Idempotency-Key", max_length = 255, pattern = "^[!-~]+$")]
    pub idempotency_key: Option<String>,
}
