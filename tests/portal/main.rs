//! The portal from outside, without a browser: real application, real database, real sign-in, HTML read by selector.
//! The modules mirror the addresses.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../support/mod.rs"]
mod support;

mod access;
mod addresses;
mod api;
mod clients;
mod errors;
mod external_issuer;
mod guide;
mod html;
mod idp;
mod language;
mod layers;
mod module_graph;
mod overview;
mod powers;
mod protection;
mod represent;
mod security;
mod session_failures;
mod session_races;
mod sign_in;
mod start;
mod startup;
mod static_files;
mod test_tools;
