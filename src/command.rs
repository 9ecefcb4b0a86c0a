//! What the program does besides serving: its subcommands. Writes to standard output for whoever typed them.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use klientportal::app::world;
use klientportal::app::worlds::FileWorlds;
use klientportal::config::{Command, Config, ScenarioCommand};
use klientportal::scenario;
use klientportal::service::worlds::Worlds;

/// Carries the subcommand out. Every error is one for whoever typed it.
pub fn run(command: &Command, config: &Config) -> anyhow::Result<()> {
    match command {
        Command::Scenario(ScenarioCommand::List) => list(),
        Command::Scenario(ScenarioCommand::Check { scenario }) => check(scenario),
        Command::Scenario(ScenarioCommand::Load { scenario }) => load(scenario, config),
        Command::Scenario(ScenarioCommand::Export { out }) => {
            let contents = worlds(config)?.open(&config.world)?.contents()?;
            write(&contents.to_toml(), out.as_deref())
        }
        Command::Scenario(ScenarioCommand::Generate { clients, out }) => {
            write(&scenario::generate(*clients), out.as_deref())
        }
    }
}

fn worlds(config: &Config) -> anyhow::Result<FileWorlds> {
    FileWorlds::new(&config.data, &config.scenario)
}

fn load(named: &str, config: &Config) -> anyhow::Result<()> {
    let scenario = world::read(named)?;
    worlds(config)?.make(&config.world)?.load(&scenario, Timestamp::now())?;
    print(&format!("The world {} is now {}.\n", config.world, scenario.name))
}

/// To the file, or to standard output.
fn write(text: &str, file: Option<&Path>) -> anyhow::Result<()> {
    match file {
        Some(file) => fs::write(file, text).with_context(|| format!("cannot write {}", file.display())),
        None => print(text),
    }
}

fn list() -> anyhow::Result<()> {
    let mut lines = String::new();
    for name in world::built_in() {
        let scenario = world::read(name)?;
        lines += &format!("{name:<14} {}\n", scenario.description.en);
    }
    print(&lines)
}

/// Says how large the world is, so that a list that was forgotten is noticed.
fn check(named: &str) -> anyhow::Result<()> {
    let scenario = world::read(named)?;
    let (organisations, people) = (scenario.organisations.len(), scenario.people.len());
    let accesses = scenario.accesses.len();
    print(&format!("{named} is without fault: {organisations} organisations, {people} people, {accesses} accesses\n"))
}

/// A reader that has seen enough, such as `head`, is no error.
fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
