//! From the tables of a walkthrough file to its contents. A fault is noted and the check goes on, so that whoever
//! writes a file sees all of them at once.

mod head;
mod names;
mod steps;

use super::contents::Walkthrough;
use super::raw::Head;
use crate::document::{Document, Fault};
use crate::scenario::Scenario;

/// Finds a scenario by name or file; nothing where there is none without fault.
pub type Scenarios<'s> = &'s dyn Fn(&str) -> Option<Scenario>;

impl Walkthrough {
    /// Reads and checks a walkthrough file.
    ///
    /// # Errors
    /// Every fault of the file in its order; where the text is not TOML, the first that the parser meets.
    pub fn parse(file_name: &str, text: &str, scenarios: Scenarios<'_>) -> Result<Self, Vec<Fault>> {
        let mut checker = Checker { document: Document::parse(file_name, text)? };
        let steps = checker.steps();
        let head = checker.document.head::<Head>().and_then(|head| checker.head(head, scenarios));
        let faults = checker.document.into_faults();
        match head {
            Some(head) if faults.is_empty() => Ok(Self { steps, ..head }),
            _ => Err(faults),
        }
    }
}

/// The file, with the faults that were found so far.
struct Checker<'t> {
    document: Document<'t>,
}
