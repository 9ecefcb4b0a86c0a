//! The command `klientportal walkthrough …`.

mod options;
mod output;
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
use output::print_line;

/// What to do with walkthroughs.
#[derive(Debug, Clone, Subcommand)]
pub enum WalkthroughCommand {
    /// List the built-in walkthroughs.
    List,
    /// Validate walkthroughs; print every error with file, line and field.
    Check {
        /// Names of built-in walkthroughs, or files (.toml); by default all built-in ones.
        #[arg(value_name = "WALKTHROUGH")]
        named: Vec<String>,
    },
    /// Run walkthroughs in Chromium; stop at the first step that fails.
    Run(RunOptions),
    /// Take the screenshots and write an illustrated guide per language, as Markdown and HTML.
    Shoot(ShootOptions),
}

/// Runs the command. Errors are written for the user of the command line.
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
    "this program was built without browser support; build it with: cargo build --release --features browser";

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
        print_line(&format!("{name:<18} {:>2} steps  {scenario:<16} {title}", steps.len()));
    }
    Ok(())
}

fn check(named: &[String], find_scenario: ScenarioLookup<'_>) -> anyhow::Result<()> {
    let mut errors = Vec::new();
    for name in names_or_all(named) {
        match library::read(&name, find_scenario) {
            Ok(walkthrough) => print_line(&format!("{name} is valid: {} steps", walkthrough.steps.len())),
            Err(error) => errors.push(format!("{error:#}")),
        }
    }
    if errors.is_empty() {
        return Ok(());
    }
    bail!("{}", errors.join("\n"))
}
