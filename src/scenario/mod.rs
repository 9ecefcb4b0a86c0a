//! Scenarios: a whole world in one TOML file, checked before anything is made of it. Knows `domain` and `document`.
//!
//! The file has natural keys only (organisation numbers, national ids, titles), and every id is derived from them:
//! the same file always makes the same world. Its top has `name`, `title`, `description` and the clock, then come the lists
//! `[[organisation]]`, `[[person]]` with roles, `[[client]]` (one client of one provider, with ER roles and packages
//! given directly) and `[[access]]` (a system access and the clients that are already on it).
//! `fixtures/scenarios/README.md` documents it for those who write one.
//!
//! [`Scenario::parse`] answers with the checked world or with every [`Diagnostic`]: file, line, column, field and problem;
//! [`to_toml`] writes a world as such a file.

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
pub use generate::{SIZES, generate};
pub use model::Scenario;
