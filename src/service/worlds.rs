//! Worlds by name, as a trait:
//! testers in different worlds do not disturb each other.
//! `app` implements it over files.

use super::Service;
use crate::domain::world::WorldName;
use crate::domain::world_contents::WorldContents;

/// Why a world could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum WorldsError {
    /// No world has this name.
    #[error("there is no world of this name")]
    Unknown,
    /// The limit of worlds is reached.
    #[error("the limit of worlds is reached")]
    TooMany,
    /// Its file could not be opened or made.
    #[error("the world could not be opened")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Result of the worlds' functions.
pub type Result<T> = std::result::Result<T, WorldsError>;

/// A scenario that is built into the portal.
#[derive(Debug, Clone, Copy)]
pub struct BuiltInScenario {
    pub name: &'static str,
    /// The scenario file.
    pub text: &'static str,
}

/// A valid scenario with its file's text.
#[derive(Debug, Clone)]
pub struct ValidatedScenario {
    pub contents: WorldContents,
    pub source: String,
}

/// All worlds of this portal. Calls block.
pub trait Worlds: Send + Sync {
    /// The world with this name, opened on first use.
    fn open(&self, name: &WorldName) -> Result<Service>;
    /// Makes a world with the portal's start scenario, or opens the existing one.
    fn make(&self, name: &WorldName) -> Result<Service>;
    /// The names of all worlds, sorted.
    fn names(&self) -> Result<Vec<WorldName>>;
    /// The built-in scenarios.
    fn built_in(&self) -> &'static [BuiltInScenario];
    /// Parses a scenario file, or lists its errors:
    /// one line each, with file, line and field.
    fn read(&self, file: &str, text: &str) -> std::result::Result<ValidatedScenario, Vec<String>>;
    /// The built-in or generated scenario with this name, or why there is none.
    fn named(&self, name: &str) -> std::result::Result<ValidatedScenario, Vec<String>>;
    /// Writes a scenario file that loads to this world.
    fn write(&self, contents: &WorldContents) -> String;
}
