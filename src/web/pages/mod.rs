//! One file a page: its view struct, already worded, and its handlers, named by verb.

pub mod access;
pub mod clients;
pub mod message;
pub mod overview;
pub mod relation_guide;
pub mod represent;
pub mod start;

#[cfg(test)]
mod samples;
