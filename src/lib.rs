//! Klientportal: a portal on one machine in which an organisation puts its clients on a system access.

pub mod domain;
pub mod scenario;
