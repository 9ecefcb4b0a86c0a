//! Finds walkthroughs: built in, or in a file.

use std::path::Path;

use anyhow::{Context, bail};

use super::model::Walkthrough;
use super::validate::ScenarioLookup;
use crate::toml_source::Diagnostic;

macro_rules! embedded_files {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../fixtures/walkthroughs/", $name, ".toml")))),+]
    };
}

/// Name and text, in the order in which to read them.
const BUILT_IN: &[(&str, &str)] = &embedded_files![
    "klientdelegering",
    "delegate-clients",
    "and-rule",
    "no-clients",
    "missing-powers",
    "remove-client",
    "several-and-undo",
    "large-firm",
    "lost-powers",
    "approve-request",
    "reject-request",
    "escalate-request",
    "from-request-to-client",
    "create-access",
    "delete-access",
    "own-organisation",
    "set-up-relationship",
    "take-back-power",
];

/// The names of the built-in walkthroughs.
pub fn built_in_names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// All built-in walkthroughs.
///
/// # Errors
/// The errors of the first invalid file.
pub fn built_in(find_scenario: ScenarioLookup<'_>) -> anyhow::Result<Vec<Walkthrough>> {
    built_in_names().map(|name| read(name, find_scenario)).collect()
}

/// Reads the built-in walkthrough of this name, or a file.
///
/// # Errors
/// There is no such walkthrough, or it is invalid: then one line per error.
pub fn read(name: &str, find_scenario: ScenarioLookup<'_>) -> anyhow::Result<Walkthrough> {
    if let Some((_, text)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name) {
        return parse(&format!("{name}.toml"), text, find_scenario);
    }
    if Path::new(name).extension().is_none_or(|extension| extension != "toml") {
        let names: Vec<_> = built_in_names().collect();
        bail!("there is no walkthrough \"{name}\"; built in: {}; or give a file that ends in .toml", names.join(", "));
    }
    let text = std::fs::read_to_string(name).with_context(|| format!("cannot read the walkthrough {name}"))?;
    parse(name, &text, find_scenario)
}

fn parse(file: &str, text: &str, find_scenario: ScenarioLookup<'_>) -> anyhow::Result<Walkthrough> {
    Walkthrough::parse(file, text, find_scenario).map_err(|diagnostics| {
        let lines: Vec<_> = diagnostics.iter().map(Diagnostic::to_string).collect();
        anyhow::anyhow!("the walkthrough has errors\n{}", lines.join("\n"))
    })
}
