//! The walkthroughs that come with the portal, and those in files of one's own.

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

/// SpannedText and text, in the order in which they are best read.
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
];

/// The names of those that are built in.
pub fn built_in_names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// Those that are built in.
///
/// # Errors
/// The faults of the first file that has any.
pub fn built_in(find_scenario: ScenarioLookup<'_>) -> anyhow::Result<Vec<Walkthrough>> {
    built_in_names().map(|name| read(name, find_scenario)).collect()
}

/// The built-in walkthrough of this name, or the one in this file.
///
/// # Errors
/// There is none, or its faults, a line each.
pub fn read(named: &str, find_scenario: ScenarioLookup<'_>) -> anyhow::Result<Walkthrough> {
    if let Some((_, text)) = BUILT_IN.iter().find(|(name, _)| *name == named) {
        return parse(&format!("{named}.toml"), text, find_scenario);
    }
    if Path::new(named).extension().is_none_or(|extension| extension != "toml") {
        let known: Vec<_> = built_in_names().collect();
        bail!("there is no walkthrough \"{named}\"; built in: {}; or give a file that ends in .toml", known.join(", "));
    }
    let text = std::fs::read_to_string(named).with_context(|| format!("cannot read the walkthrough {named}"))?;
    parse(named, &text, find_scenario)
}

fn parse(file: &str, text: &str, find_scenario: ScenarioLookup<'_>) -> anyhow::Result<Walkthrough> {
    Walkthrough::parse(file, text, find_scenario).map_err(|diagnostics| {
        let lines: Vec<_> = diagnostics.iter().map(Diagnostic::to_string).collect();
        anyhow::anyhow!("the walkthrough has faults\n{}", lines.join("\n"))
    })
}
