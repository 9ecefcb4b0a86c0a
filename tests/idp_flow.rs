//! The relying party against the test identity provider, over real sockets: a small app with both, and a browser that is
//! an HTTP client with cookies.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "idp_flow/browser.rs"]
mod browser;
#[path = "idp_flow/journeys.rs"]
mod journeys;
#[path = "idp_flow/pages.rs"]
mod pages;
#[path = "idp_flow/site.rs"]
mod site;
#[path = "idp_flow/tokens.rs"]
mod tokens;
