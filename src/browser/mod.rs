//! Drives Chromium by accessibility tree, mouse and keyboard.
//!
//! Imports nothing of the crate. Every call blocks; do not call from inside an async runtime.

mod cdp;
mod chromium;
mod context;
mod error;
mod input;
mod options;
mod page;
mod picture;
mod pointer;
mod process;
mod requests;
mod tree;
mod watch;

pub use chromium::Chromium;
pub use error::{Error, Result};
pub use input::Bounds;
pub use options::{Look, Options};
pub use page::Page;
pub use tree::{Node, Tree};
pub use watch::Traffic;
