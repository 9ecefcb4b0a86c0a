//! Traits that `auth` needs from the layer below.
pub mod sessions;
