//! Worlds by name, as a trait:
//! testers in different worlds do not disturb each other.
//! `app` implements it over files.

use jiff::Timestamp;

use super::Service;
use super::store::StoreError;
use crate::domain::world::{WorldLifetime, WorldName};
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
    /// The portal's own world cannot be deleted.
    #[error("the portal's own world cannot be deleted")]
    Default,
    /// Its file could not be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its file could not be made, found or deleted.
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

/// What the list of worlds shows of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldSummary {
    pub name: WorldName,
    /// Size of its files.
    pub bytes: u64,
    /// To the minute, in real time.
    pub used: Timestamp,
    /// When it is deleted.
    pub expires: Option<Timestamp>,
}

/// All worlds of this portal. Calls block.
pub trait Worlds: Send + Sync {
    /// The world with this name, opened on first use.
    /// Worlds that nobody uses may be closed; while a service lives, its world is in use.
    fn open(&self, name: &WorldName) -> Result<Service>;
    /// Whether the world is open, so that opening it does not block.
    fn is_open(&self, name: &WorldName) -> bool;
    /// Makes a world with the portal's start scenario, or opens the existing one.
    /// A new one with a lifetime is deleted when that is over, in real time.
    fn make(&self, name: &WorldName, lifetime: Option<WorldLifetime>) -> Result<Service>;
    /// Deletes a world and its data.
    ///
    /// # Errors
    /// [`WorldsError::Default`] for the portal's own world.
    fn delete(&self, name: &WorldName) -> Result<()>;
    /// All worlds, the one used last first.
    fn list(&self) -> Result<Vec<WorldSummary>>;
    /// The name of the scenario in a world, without opening the world; `None` if it is empty.
    fn scenario_in(&self, name: &WorldName) -> Result<Option<String>>;
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
