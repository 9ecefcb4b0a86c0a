//! Schemas for the `OpenAPI` document only: no handler uses these types.

use serde::Serialize;
use utoipa::ToSchema;

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
