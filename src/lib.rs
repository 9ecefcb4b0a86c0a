//! Klientportal: a portal on one machine in which an organisation puts its clients on a system access.
//!
//! Layers; each may use those to its right: `main → app → web → auth → service → domain`.
//! `store` implements the traits that `service` owns and holds all SQL; `scenario` reads a world from a file into
//! `domain`; `walkthrough` reads the guide from files and, with `browser`, carries it out; `toml_source` is what both kinds
//! of file have in common. `web` may name `walkthrough` too, for who walks by hand. `idp` imports nothing of the rest;
//! `i18n` holds all words. `app` alone joins them. `browser`, behind the feature of its name, imports nothing of the
//! rest. A test reads the `use crate::` lines and fails on another arrow.

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
pub mod toml_source;
pub mod walkthrough;
pub mod web;
