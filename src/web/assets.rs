//! Addresses of the built assets, named by their content. `build.rs` writes them.

include!(concat!(env!("OUT_DIR"), "/assets.rs"));
