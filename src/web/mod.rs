//! The pages: extract, call the service once, map the answer to a view struct. Knows no SQL and no store.

pub mod assets;
pub mod chrome;
pub mod pages;
