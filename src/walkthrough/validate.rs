//! Turns the tables of a walkthrough file into a [`Walkthrough`].
//!
//! Reports all errors at once.

mod header;
mod steps;
mod texts;

use std::ops::Range;

use super::model::Walkthrough;
use super::schema::Header;
use crate::scenario::Scenario;
use crate::toml_source::{Diagnostic, TomlSource};

/// Finds a scenario by name or file; `None` if it does not exist or is invalid.
pub type ScenarioLookup<'s> = &'s dyn Fn(&str) -> Option<Scenario>;

impl Walkthrough {
    /// Parses and validates a walkthrough file.
    ///
    /// # Errors
    /// All errors in the order of the file. If the text is not TOML, only the parser's first error.
    pub fn parse(file_name: &str, text: &str, find_scenario: ScenarioLookup<'_>) -> Result<Self, Vec<Diagnostic>> {
        let mut validator = Validator { source: TomlSource::parse(file_name, text)?, names: Vec::new() };
        let steps = validator.steps();
        let header = validator.source.take_root::<Header>().and_then(|header| validator.header(header, find_scenario));
        let diagnostics = validator.source.into_diagnostics();
        match header {
            Some(header) if diagnostics.is_empty() => Ok(Self { steps, ..header }),
            _ => Err(diagnostics),
        }
    }
}

/// The file, with the errors found so far.
struct Validator<'t> {
    source: TomlSource<'t>,
    /// Every name in the steps that is the same in all languages, and where.
    names: Vec<(String, Range<usize>)>,
}
