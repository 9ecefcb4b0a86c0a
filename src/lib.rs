//! Klientportal.
pub mod auth;
pub mod idp;
pub mod service;
