//! `klientportal walkthrough …`: what it takes and what it prints.

mod options;
#[cfg(feature = "browser")]
mod run;
#[cfg(feature = "browser")]
mod shoot;

use anyhow::bail;
use clap::Subcommand;

use super::portal_factory::PortalFactory;
use super::validate::ScenarioLookup;
use super::{Walkthrough, library};
use crate::i18n::{Lang, Wording};
use options::names_or_all;
pub use options::{JavaScript, LangOption, RunOptions, Selection, ShootOptions};

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
pub fn run(
    command: &WalkthroughCommand,
    find_scenario: ScenarioLookup<'_>,
    portals: &dyn PortalFactory,
) -> anyhow::Result<()> {
    match command {
        WalkthroughCommand::List => list(find_scenario),
        WalkthroughCommand::Check { named } => check(named, find_scenario),
        WalkthroughCommand::Run(options) => run_in_browser(options, find_scenario, portals),
        WalkthroughCommand::Shoot(options) => shoot_in_browser(options, find_scenario, portals),
    }
}

#[cfg(feature = "browser")]
use run::run as run_in_browser;
#[cfg(feature = "browser")]
use shoot::shoot as shoot_in_browser;

#[cfg(not(feature = "browser"))]
const NO_BROWSER: &str =
    "this program was built without a browser to drive; build it with: cargo build --release --features browser";

#[cfg(not(feature = "browser"))]
fn run_in_browser(_: &RunOptions, _: ScenarioLookup<'_>, _: &dyn PortalFactory) -> anyhow::Result<()> {
    bail!(NO_BROWSER)
}

#[cfg(not(feature = "browser"))]
fn shoot_in_browser(_: &ShootOptions, _: ScenarioLookup<'_>, _: &dyn PortalFactory) -> anyhow::Result<()> {
    bail!(NO_BROWSER)
}

fn list(find_scenario: ScenarioLookup<'_>) -> anyhow::Result<()> {
    for walkthrough in library::built_in(find_scenario)? {
        let Walkthrough { name, scenario, steps, title, .. } = &walkthrough;
        let title = title.resolve(Lang::En, Wording::Kunde);
        println!("{name:<18} {:>2} steps  {scenario:<16} {title}", steps.len());
    }
    Ok(())
}

fn check(named: &[String], find_scenario: ScenarioLookup<'_>) -> anyhow::Result<()> {
    let mut errors = Vec::new();
    for name in names_or_all(named) {
        match library::read(&name, find_scenario) {
            Ok(walkthrough) => println!("{name} is without fault: {} steps", walkthrough.steps.len()),
            Err(error) => errors.push(format!("{error:#}")),
        }
    }
    if errors.is_empty() {
        return Ok(());
    }
    bail!("{}", errors.join("\n"))
}
