//! Klientportal: a portal on one machine in which an organisation puts its clients on a system access.
//!
//! Layers, each of which may use those to its right: `main → app → web → auth → service → domain`.
//! `store` implements the traits that `service` owns and holds all SQL; `idp` imports nothing of the rest;
//! `i18n` holds all words. `app` alone joins them. A test reads the `use crate::` lines and fails on another arrow.

pub mod i18n;
pub mod web;
