//! Klientportal.
