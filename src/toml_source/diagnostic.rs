//! What is wrong in a file and where. In English, as the file's keys are.

use std::fmt;

/// One fault of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Diagnostic {
    /// The file's name as it was given.
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
    /// `file:line: field: problem`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.message)
    }
}
