//! What the program does besides serving: its subcommands. Writes to standard output for whoever typed them.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::Context;
use klientportal::app::stage::OwnPortals;
use klientportal::app::{token, world, worlds};
use klientportal::config::{Command, Config, ScenarioCommand};
use klientportal::{scenario, walkthrough};

/// Carries the subcommand out. Every error is one for whoever typed it.
pub fn run(command: &Command, config: &Config) -> anyhow::Result<()> {
    match command {
        Command::Walkthrough(command) => {
            walkthrough::command::run(command, &|named| world::read(named).ok(), &OwnPortals::default())
        }
        Command::Token(request) => print(&format!("{}\n", token::issue(config, request)?)),
        Command::Scenario(ScenarioCommand::List) => list(),
        Command::Scenario(ScenarioCommand::Check { scenario }) => check(scenario),
        Command::Scenario(ScenarioCommand::Load { scenario }) => load(scenario, config),
        Command::Scenario(ScenarioCommand::Export { out }) => write(&worlds::export(config)?, out.as_deref()),
        Command::Scenario(ScenarioCommand::Generate { clients, out }) => {
            write(&scenario::generate(*clients), out.as_deref())
        }
    }
}

fn load(named: &str, config: &Config) -> anyhow::Result<()> {
    worlds::load(config, named)?;
    print(&format!("The world {} is made from {named}.\n", config.world))
}

/// To the file, or to standard output.
fn write(text: &str, file: Option<&Path>) -> anyhow::Result<()> {
    match file {
        Some(file) => fs::write(file, text).with_context(|| format!("cannot write {}", file.display())),
        None => print(text),
    }
}

fn list() -> anyhow::Result<()> {
    for name in world::built_in() {
        let scenario = world::read(name)?;
        print(&format!("{name:<16} {}\n", scenario.description.en))?;
    }
    Ok(())
}

/// Says how large the world is, so that a list that was forgotten is noticed.
fn check(named: &str) -> anyhow::Result<()> {
    let scenario = world::read(named)?;
    let (organisations, people) = (scenario.organisations.len(), scenario.people.len());
    let accesses = scenario.accesses.len();
    print(&format!("{named} is without fault: {organisations} organisations, {people} people, {accesses} accesses\n"))
}

/// A reader that has seen enough, such as `head`, is no error.
pub fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
