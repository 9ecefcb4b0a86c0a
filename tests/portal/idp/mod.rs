//! `/idp`: the relying party against the test identity provider, over real sockets: a small app with both, in which
//! tokens can be tampered with and the clock is wrong, and a browser that is an HTTP client with cookies.

mod browser;
mod journeys;
mod pages;
mod programs;
mod site;
mod tokens;
