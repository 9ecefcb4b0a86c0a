//! Scenarios: a whole world in one TOML file, validated before anything is loaded.
//!
//! The file has natural keys only (organisation numbers, national ids, titles). Ids are derived from them, so the same
//! file always makes the same world. `fixtures/scenarios/README.md` documents the format.
//!
//! [`Scenario::parse`] returns the validated world or every [`Diagnostic`]; [`to_toml`] exports a world as such a file;
//! [`generate()`] makes a large one.

mod export;
mod generate;
mod model;
pub mod package_catalogue;
mod schema;
#[cfg(test)]
mod tests;
mod validate;

pub use crate::toml_source::Diagnostic;
pub use export::to_toml;
pub use generate::{GENERATED, MAX_PROVIDERS, SIZES, generate, generate_with_providers};
pub use model::Scenario;
