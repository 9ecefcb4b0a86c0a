//! A checked scenario: a whole world of domain values in the order of the file.

use std::ops::Deref;

use crate::domain::catalogue::Catalogue;
use crate::domain::contents::Contents;
use crate::toml_source::Diagnostic;

use super::validate;

/// A world that was checked. Made by [`Scenario::parse`] alone, so whoever has one need not check again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    contents: Contents,
    source: String,
}

impl Scenario {
    /// Reads and checks a scenario file.
    ///
    /// # Errors
    /// Every fault of the file in its order; where the text is not TOML, the first that the parser meets.
    pub fn parse(file_name: &str, text: &str, catalogue: &Catalogue) -> Result<Self, Vec<Diagnostic>> {
        let contents = validate::parse_contents(file_name, text, catalogue)?;
        Ok(Self { contents, source: text.to_owned() })
    }

    /// The text that was read.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl Deref for Scenario {
    type Target = Contents;

    fn deref(&self) -> &Contents {
        &self.contents
    }
}
