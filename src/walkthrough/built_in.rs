//! The walkthroughs that come with the portal, and those in files of one's own.

use std::path::Path;

use anyhow::{Context, bail};

use super::check::Scenarios;
use super::contents::Walkthrough;
use crate::document::Fault;

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../fixtures/walkthroughs/", $name, ".toml")))),+]
    };
}

/// Name and text, in the order in which they are best read.
const BUILT_IN: &[(&str, &str)] = &built_in![
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
pub fn names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// Those that are built in.
///
/// # Errors
/// The faults of the first file that has any.
pub fn all(scenarios: Scenarios<'_>) -> anyhow::Result<Vec<Walkthrough>> {
    names().map(|name| read(name, scenarios)).collect()
}

/// The built-in walkthrough of this name, or the one in this file.
///
/// # Errors
/// There is none, or its faults, a line each.
pub fn read(named: &str, scenarios: Scenarios<'_>) -> anyhow::Result<Walkthrough> {
    if let Some((_, text)) = BUILT_IN.iter().find(|(name, _)| *name == named) {
        return parsed(&format!("{named}.toml"), text, scenarios);
    }
    if Path::new(named).extension().is_none_or(|extension| extension != "toml") {
        let known: Vec<_> = names().collect();
        bail!("there is no walkthrough \"{named}\"; built in: {}; or give a file that ends in .toml", known.join(", "));
    }
    let text = std::fs::read_to_string(named).with_context(|| format!("cannot read the walkthrough {named}"))?;
    parsed(named, &text, scenarios)
}

fn parsed(file: &str, text: &str, scenarios: Scenarios<'_>) -> anyhow::Result<Walkthrough> {
    Walkthrough::parse(file, text, scenarios).map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(Fault::to_string).collect();
        anyhow::anyhow!("the walkthrough has faults\n{}", lines.join("\n"))
    })
}
