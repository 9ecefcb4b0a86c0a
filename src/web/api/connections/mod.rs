//! `/accessmanagement/api/v1/enduser/connections`: what organisations have given each other.

pub mod problem;
