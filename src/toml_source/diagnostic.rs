//! One error in a scenario or walkthrough file.
//!
//! The message is English, like the file's keys.

use std::fmt;

/// One error in a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Diagnostic {
    /// The file name as the caller gave it.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// Dotted path, such as `access[2].packages[0]`; empty where the file is not TOML.
    pub field: String,
    pub message: String,
}

impl fmt::Display for Diagnostic {
    /// `file:line: field: message`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.message)
    }
}
