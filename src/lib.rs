//! Klientportal: a portal on one machine in which an organisation puts its clients on a system access.
//!
//! Layers; each may use those to its right: `main → app → web → auth → service → domain`. Only `app` joins them.
//!
//! - `store` implements the traits that `service` owns, and has all SQL.
//! - `scenario` reads worlds from files, `walkthrough` guides; `toml_source` is the parsing that both share. `web` uses
//!   `walkthrough` for the checklists.
//! - `i18n` has the texts of all pages but those of the embedded sign-in.
//! - `idp`, the embedded sign-in, and `browser`, behind the feature of that name, import nothing from the rest.
//! - `test_tools` is what exists for testers only. The tools' own pages, `app` and the store of test runs name it, nothing
//!   else.
//!
//! A test reads the `use crate::` lines and fails on any other dependency.

pub mod app;
pub mod auth;
#[cfg(feature = "browser")]
pub mod browser;
pub mod config;
pub mod domain;
pub mod i18n;
pub mod idp;
pub mod scenario;
pub mod service;
pub mod store;
pub mod test_tools;
pub mod toml_source;
pub mod walkthrough;
pub mod web;
