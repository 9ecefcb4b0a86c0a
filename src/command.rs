//! The subcommands `scenario`, `walkthrough` and `token`.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::Context;
use klientportal::app::test_portal::LocalPortalFactory;
use klientportal::app::{scenario_library, token, world_registry};
use klientportal::config::{Command, Config, ScenarioCommand};
use klientportal::{scenario, walkthrough};

/// Runs a subcommand. Errors are written for the user of the command line.
pub fn run(command: &Command, config: &Config) -> anyhow::Result<()> {
    match command {
        Command::Walkthrough(command) => walkthrough::command::run(
            command,
            &|named| scenario_library::read(named).ok(),
            &LocalPortalFactory::default(),
        ),
        Command::Token(request) => print(&format!("{}\n", token::issue(config, request)?)),
        Command::Scenario(ScenarioCommand::List) => list(),
        Command::Scenario(ScenarioCommand::Check { scenario }) => check(scenario),
        Command::Scenario(ScenarioCommand::Load { scenario }) => load(scenario, config),
        Command::Scenario(ScenarioCommand::Export { out }) => write(&world_registry::export(config)?, out.as_deref()),
        Command::Scenario(ScenarioCommand::Generate { clients, providers, out }) => {
            write(&scenario::generate_with_providers(*clients, *providers), out.as_deref())
        }
    }
}

fn load(named: &str, config: &Config) -> anyhow::Result<()> {
    world_registry::load(config, named)?;
    print(&format!("Loaded {named} into the world {}.\n", config.world))
}

/// Writes to the file, or to standard output.
fn write(text: &str, file: Option<&Path>) -> anyhow::Result<()> {
    match file {
        Some(file) => fs::write(file, text).with_context(|| format!("cannot write {}", file.display())),
        None => print(text),
    }
}

fn list() -> anyhow::Result<()> {
    for name in scenario_library::built_in_names() {
        let scenario = scenario_library::read(name)?;
        print(&format!("{name:<16} {}\n", scenario.description.en))?;
    }
    Ok(())
}

/// Validates a scenario and prints its size, so that a forgotten list is noticed.
fn check(named: &str) -> anyhow::Result<()> {
    let scenario = scenario_library::read(named)?;
    let (organisations, people) = (scenario.organisations.len(), scenario.people.len());
    let accesses = scenario.accesses.len();
    print(&format!("{named} is valid: {organisations} organisations, {people} people, {accesses} system accesses\n"))
}

/// Prints; a closed pipe, as with `head`, is not an error.
pub fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
