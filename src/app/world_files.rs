//! The files of the worlds: the database `DATA/worlds/NAME.db`, and `NAME.json` with what is known of it from outside.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::data_dir::make_database;
use crate::domain::world::WorldName;
use crate::service::store::StoreError;
use crate::service::worlds::WorldSummary;

/// What SQLite keeps beside a database.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

type Result<T> = std::result::Result<T, StoreError>;

/// The folder of the worlds.
pub struct WorldFiles {
    folder: PathBuf,
}

/// What is known of a world without opening it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorldRecord {
    /// When the world is deleted, in real time.
    pub expires: Option<Timestamp>,
    /// When it was used last, to the minute.
    pub used: Option<Timestamp>,
}

impl WorldRecord {
    /// Whether the world's time is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }
}

impl WorldFiles {
    pub fn new(data: &Path) -> anyhow::Result<Self> {
        let folder = data.join("worlds");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self { folder })
    }

    /// The database of a world.
    pub fn database(&self, name: &WorldName) -> PathBuf {
        self.folder.join(format!("{name}.db"))
    }

    pub(super) fn record_file(&self, name: &WorldName) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }

    pub fn exist(&self, name: &WorldName) -> bool {
        self.database(name).exists()
    }

    /// Makes a world whole or not at all: a process that is killed meanwhile leaves none.
    pub fn make(&self, name: &WorldName, record: WorldRecord, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        make_database(&self.database(name), |file| {
            fill(file)?;
            self.write_record(name, record)
        })
    }

    /// Deletes a world. SQLite never deletes by name what it finds moved, so a request that is still under way in it
    /// does not touch a new world of the same name.
    pub fn delete(&self, name: &WorldName) -> Result<()> {
        let database = self.database(name);
        let beside = BESIDE.map(|suffix| self.folder.join(format!("{name}.db{suffix}")));
        // The database first: without it there is no world.
        [database].into_iter().chain(beside).chain([self.record_file(name)]).try_for_each(|file| match fs::remove_file(
            file,
        ) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        })
    }

    /// The record of a world; an empty one where there is none, or it cannot be read.
    pub fn record(&self, name: &WorldName) -> WorldRecord {
        let file = self.record_file(name);
        let Ok(text) = fs::read(&file) else { return WorldRecord::default() };
        serde_json::from_slice(&text).unwrap_or_else(|error| {
            tracing::warn!(file = %file.display(), %error, "the record of a world cannot be read");
            WorldRecord::default()
        })
    }

    pub fn write_record(&self, name: &WorldName, record: WorldRecord) -> Result<()> {
        let mut new = NamedTempFile::new_in(&self.folder)?;
        new.write_all(&serde_json::to_vec(&record).map_err(io::Error::from)?)?;
        new.persist(self.record_file(name)).map_err(|error| error.error)?;
        Ok(())
    }

    /// The names of all worlds, in any order.
    pub fn names(&self) -> Result<impl Iterator<Item = WorldName>> {
        Ok(fs::read_dir(&self.folder)?.flatten().filter_map(|file| {
            let path = file.path();
            let is_world = path.extension().is_some_and(|extension| extension == "db");
            path.file_stem().filter(|_| is_world)?.to_str()?.parse().ok()
        }))
    }

    /// What the files say of a world; `None` if it is gone.
    pub fn summary(&self, name: WorldName) -> Option<WorldSummary> {
        let database = fs::metadata(self.database(&name)).ok()?;
        let log = fs::metadata(self.folder.join(format!("{name}.db-wal"))).ok();
        let WorldRecord { expires, used } = self.record(&name);
        let written = [Some(&database), log.as_ref()].into_iter().flatten().filter_map(|file| file.modified().ok());
        let written = written.filter_map(|at| Timestamp::try_from(at).ok()).max();
        let bytes = database.len() + log.map_or(0, |log| log.len());
        Some(WorldSummary { name, bytes, used: written.max(used).unwrap_or_default(), expires })
    }

    /// Deletes what processes left that were killed while they made a world.
    pub fn delete_unfinished(&self, now: Timestamp) -> Result<()> {
        for file in fs::read_dir(&self.folder)?.flatten() {
            let is_unfinished = file.file_name().to_str().is_some_and(|name| name.starts_with('.'));
            let written = file.metadata().and_then(|found| found.modified()).ok();
            let written = written.and_then(|at| Timestamp::try_from(at).ok());
            if is_unfinished && written.is_some_and(|at| now.duration_since(at) > SignedDuration::from_hours(1)) {
                fs::remove_file(file.path())?;
            }
        }
        Ok(())
    }
}
