//! What the `OpenAPI` document says of bodies that no handler has a type for.

use serde::Serialize;
use utoipa::ToSchema;

use super::dto::MissingPackage;
use super::validation::ValidationError;

/// A problem (RFC 9457) with a code.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// `urn:altinn:error:` and the code; an address for the few problems without a code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is wrong; with `--api-message detail` only the status in words.
    pub title: String,
    pub status: u16,
    pub status_description: Option<String>,
    /// More about it; with `--api-message detail` what is wrong.
    pub detail: Option<String>,
    /// `AUTH-…` and `STD-…` as at Altinn, `KP-…` for what only this portal has.
    pub code: Option<String>,
    /// The faults of `STD-00000`.
    pub validation_errors: Option<Vec<ValidationError>>,
    /// **Only here.** Of `AUTH-00079` and `AUTH-00080`: what the client lacks.
    pub missing_packages: Option<Vec<MissingPackage>>,
    /// Values that cannot be read, by parameter.
    pub errors: Option<std::collections::BTreeMap<String, Vec<String>>>,
    /// The log has it too.
    pub trace_id: String,
}

/// The problem of a value that cannot be read. Has no code.
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

/// What else to tell.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum IncludeValue {
    Access,
}
