//! `klientportal walkthrough …`: what it takes and what it prints.

mod options;
#[cfg(feature = "browser")]
mod run;
#[cfg(feature = "browser")]
mod shoot;

use std::io::Write;

use anyhow::bail;
use clap::Subcommand;

use super::check::Scenarios;
use super::stage::Host;
use super::{Walkthrough, built_in};
use crate::i18n::{Lang, Wording};
use options::names;
pub use options::{Chosen, Langs, RunOptions, Script, ShootOptions};

/// What to do with walkthroughs.
#[derive(Debug, Clone, Subcommand)]
pub enum WalkthroughCommand {
    /// The built-in walkthroughs, a line each.
    List,
    /// Says what is wrong in a walkthrough: file, line, field.
    Check {
        /// Built-in names, or files (.toml); without any, all built-in ones.
        #[arg(value_name = "WALKTHROUGH")]
        named: Vec<String>,
    },
    /// Walks through the portal in Chromium, step by step, and stops at the first that is not as expected.
    Run(RunOptions),
    /// Takes the pictures, and makes an illustrated guide of each language: Markdown, and one HTML file.
    Shoot(ShootOptions),
}

/// Carries the command out. Every error is one for whoever typed it.
pub fn run(command: &WalkthroughCommand, scenarios: Scenarios<'_>, host: &dyn Host) -> anyhow::Result<()> {
    match command {
        WalkthroughCommand::List => list(scenarios),
        WalkthroughCommand::Check { named } => check(named, scenarios),
        WalkthroughCommand::Run(options) => drive_run(options, scenarios, host),
        WalkthroughCommand::Shoot(options) => drive_shoot(options, scenarios, host),
    }
}

#[cfg(feature = "browser")]
use run::run as drive_run;
#[cfg(feature = "browser")]
use shoot::shoot as drive_shoot;

#[cfg(not(feature = "browser"))]
const NO_BROWSER: &str =
    "this program was built without a browser to drive; build it with: cargo build --release --features browser";

#[cfg(not(feature = "browser"))]
fn drive_run(_: &RunOptions, _: Scenarios<'_>, _: &dyn Host) -> anyhow::Result<()> {
    bail!(NO_BROWSER)
}

#[cfg(not(feature = "browser"))]
fn drive_shoot(_: &ShootOptions, _: Scenarios<'_>, _: &dyn Host) -> anyhow::Result<()> {
    bail!(NO_BROWSER)
}

/// A reader that has seen enough, such as `head`, is no error.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn list(scenarios: Scenarios<'_>) -> anyhow::Result<()> {
    for walkthrough in built_in::all(scenarios)? {
        let Walkthrough { name, scenario, steps, title, .. } = &walkthrough;
        let title = title.say(Lang::En, Wording::Kunde);
        print(&format!("{name:<18} {:>2} steps  {scenario:<16} {title}\n", steps.len()));
    }
    Ok(())
}

fn check(named: &[String], scenarios: Scenarios<'_>) -> anyhow::Result<()> {
    let mut faults = Vec::new();
    for name in names(named) {
        match built_in::read(&name, scenarios) {
            Ok(walkthrough) => print(&format!("{name} is without fault: {} steps\n", walkthrough.steps.len())),
            Err(error) => faults.push(format!("{error:#}")),
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{}", faults.join("\n"))
}
