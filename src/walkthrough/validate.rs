//! From the tables of a walkthrough file to its contents. A fault is noted and the check goes on, so that whoever
//! writes a file sees all of them at once.

mod header;
mod steps;
mod texts;

use super::model::Walkthrough;
use super::schema::Header;
use crate::scenario::Scenario;
use crate::toml_source::{Diagnostic, TomlSource};

/// Finds a scenario by name or file; nothing where there is none without fault.
pub type ScenarioLookup<'s> = &'s dyn Fn(&str) -> Option<Scenario>;

impl Walkthrough {
    /// Reads and checks a walkthrough file.
    ///
    /// # Errors
    /// Every fault of the file in its order; where the text is not TOML, the first that the parser meets.
    pub fn parse(file_name: &str, text: &str, find_scenario: ScenarioLookup<'_>) -> Result<Self, Vec<Diagnostic>> {
        let mut validator = Validator { source: TomlSource::parse(file_name, text)? };
        let steps = validator.steps();
        let header = validator.source.take_root::<Header>().and_then(|header| validator.header(header, find_scenario));
        let diagnostics = validator.source.into_diagnostics();
        match header {
            Some(header) if diagnostics.is_empty() => Ok(Self { steps, ..header }),
            _ => Err(diagnostics),
        }
    }
}

/// The file, with the faults that were found so far.
struct Validator<'t> {
    source: TomlSource<'t>,
}
