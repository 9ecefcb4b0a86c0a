//! Drives a real Chromium the way a person does: what is on the page is read from the accessibility tree, and what is
//! done is done with mouse and keyboard. What works through here works for a screen reader too.
//!
//! Knows nothing of the portal and imports nothing of the crate. Every call blocks, so that a journey reads like its
//! description; none may be made inside an asynchronous runtime.

mod cdp;
mod chromium;
mod error;
mod input;
mod options;
mod page;
mod picture;
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
