//! Errors of browser steps; they say where a step failed and what was on the page.

use std::fmt;
use std::panic::Location;
use std::path::PathBuf;

use chromiumoxide::error::CdpError;

pub type Result<T> = std::result::Result<T, Error>;

/// Why a step failed.
/// `Debug` is `Display`, so that a test which returns it is readable.
#[derive(thiserror::Error)]
pub enum Error {
    /// Chromium did not start; holds the end of its output.
    #[error("Chromium did not start as {program}; set CHROMIUM to its path. It said: {said}")]
    Start { program: String, said: String },
    /// Chromium ended while pages were open.
    #[error("Chromium has ended, or the connection to it")]
    Ended,
    /// The connection broke, or Chromium refused a command.
    #[error("{method}: {source}")]
    Protocol { method: &'static str, source: CdpError },
    /// A script of the test threw.
    #[error("a script failed: {0}")]
    Script(String),
    /// What was expected did not appear in time.
    #[error("{at}: {wanted}\nat {address}\n{tree}{}", picture_line(.picture.as_ref()))]
    NotSeen { at: &'static Location<'static>, wanted: String, address: String, tree: String, picture: Option<PathBuf> },
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] std::io::Error),
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn picture_line(picture: Option<&PathBuf>) -> String {
    picture.map(|picture| format!("picture: {}", picture.display())).unwrap_or_default()
}
