//! Scenarios.
pub mod catalogue;
