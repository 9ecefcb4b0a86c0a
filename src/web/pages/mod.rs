//! One module per page, with its view struct and its handlers.

pub mod access;
pub mod access_change;
pub mod acting_systems;
pub mod api_document;
pub mod client_dialog;
pub mod create_access;
pub mod language;
pub mod message;
pub mod other_owner;
pub mod overview;
pub mod relation_guide;
pub mod relationships;
pub mod represent;
pub mod request;
pub mod requests;
pub mod sign_in;
pub mod start;
pub mod test;

#[cfg(test)]
mod samples;
