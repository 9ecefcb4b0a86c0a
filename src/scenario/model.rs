//! A validated scenario: domain values in file order, with the file's text.

use std::ops::Deref;

use crate::domain::catalogue::Catalogue;
use crate::domain::world_contents::WorldContents;
use crate::toml_source::Diagnostic;

use super::validate;

/// A validated scenario. Only [`Scenario::parse`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    contents: WorldContents,
    source: String,
}

impl Scenario {
    /// Parses and validates a scenario file.
    ///
    /// # Errors
    /// All errors in the order of the file. If the text is not TOML, only the parser's first error.
    pub fn parse(file_name: &str, text: &str, catalogue: &Catalogue) -> Result<Self, Vec<Diagnostic>> {
        let contents = validate::parse_contents(file_name, text, catalogue)?;
        Ok(Self { contents, source: text.to_owned() })
    }

    /// The text of the file.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl Deref for Scenario {
    type Target = WorldContents;

    fn deref(&self) -> &WorldContents {
        &self.contents
    }
}
