//! The worlds by name: each with data and clock of its own, so that testers do not disturb each other.
//! `app` keeps the files; the pages see this trait.

use super::Service;
use crate::domain::world::WorldName;
use crate::domain::world_contents::WorldContents;

/// Why a world is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum WorldsError {
    /// No world has this name.
    #[error("there is no world of this name")]
    Unknown,
    /// There are as many worlds as there may be.
    #[error("there are too many worlds")]
    TooMany,
    /// Its file cannot be opened or made.
    #[error("the world cannot be opened")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What the worlds answer.
pub type Result<T> = std::result::Result<T, WorldsError>;

/// A scenario that comes with the portal.
#[derive(Debug, Clone, Copy)]
pub struct BuiltInScenario {
    pub name: &'static str,
    /// The scenario file.
    pub text: &'static str,
}

/// A world that was read from a scenario file and is without fault, with the file's text.
#[derive(Debug, Clone)]
pub struct ValidatedScenario {
    pub contents: WorldContents,
    pub source: String,
}

/// All worlds of this portal. Calls block.
pub trait Worlds: Send + Sync {
    /// The world of this name, opened when it is first asked for.
    fn open(&self, name: &WorldName) -> Result<Service>;
    /// Makes a world with the scenario that the portal starts with; an existing one is opened as it is.
    fn make(&self, name: &WorldName) -> Result<Service>;
    /// The names of all worlds, sorted.
    fn names(&self) -> Result<Vec<WorldName>>;
    /// The scenarios to choose from.
    fn built_in(&self) -> &'static [BuiltInScenario];
    /// Reads a scenario file; else all its faults, each on a line of its own with file, line and field.
    fn read(&self, file: &str, text: &str) -> std::result::Result<ValidatedScenario, Vec<String>>;
    /// The scenario of this name, built in or generated; else why there is none.
    fn named(&self, name: &str) -> std::result::Result<ValidatedScenario, Vec<String>>;
    /// The scenario file that makes this world.
    fn write(&self, contents: &WorldContents) -> String;
}
