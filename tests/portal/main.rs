//! Tests of the real portal over HTTP, without a browser.
//!
//! The modules mirror the URLs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../support/mod.rs"]
mod support;

mod access;
mod access_races;
mod access_requests;
mod addresses;
mod api;
mod clients;
mod documents;
mod durability;
mod errors;
mod external_issuer;
mod guide;
mod html;
mod idp;
mod language;
mod layers;
mod model;
mod module_graph;
mod mutations;
mod overview;
mod own_accesses;
mod permissions;
mod protection;
mod relationships;
mod represent;
mod request_pages;
mod security;
mod session_failures;
mod session_races;
mod sign_in;
mod slow_bodies;
mod start;
mod startup;
mod static_files;
mod test_tools;
