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
mod recorder;
mod requests;
mod tree;

pub use chromium::Chromium;
pub use error::{Error, Result};
pub use input::Bounds;
pub use options::{Appearance, Options};
pub use page::Page;
pub use recorder::Traffic;
pub use tree::{Node, Tree};
