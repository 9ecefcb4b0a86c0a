//! What a file that cannot be used, or written, is answered with.

use std::fs;

use jiff::Timestamp;

use super::connection::connect;
use super::{SqliteSessions, SqliteStore, scenario_in};
use crate::domain::world::WorldClock;
use crate::service::store::{Store, StoreError};

/// Why the file is not opened, for the operator.
fn reasons(file: &std::path::Path) -> [String; 2] {
    [SqliteStore::open(file).err(), SqliteSessions::open(file).err()].map(|error| match error {
        Some(StoreError::Failed(reason)) => reason.to_string(),
        other => panic!("{other:?}"),
    })
}

#[test]
fn an_empty_file_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("empty.db");
    fs::write(&file, "").unwrap();
    for reason in reasons(&file) {
        assert!(reason.contains("the file is empty"), "{reason}");
    }
    assert_eq!(fs::read(&file).unwrap(), b"");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_file_of_a_newer_version_is_refused_as_that() {
    let folder = tempfile::tempdir().unwrap();
    let later =
        "INSERT INTO refinery_schema_history SELECT 99, 'later', applied_on, '1' FROM refinery_schema_history LIMIT 1";
    let (world, sessions) = (folder.path().join("world.db"), folder.path().join("sessions.db"));
    drop((SqliteStore::open(&world).unwrap(), SqliteSessions::open(&sessions).unwrap()));
    for file in [world, sessions] {
        connect(&file).unwrap().execute_batch(later).unwrap();
        assert!(reasons(&file)[usize::from(file.ends_with("sessions.db"))].contains("from a newer version"));
    }
}

#[test]
fn a_full_disk_and_a_file_that_cannot_be_written_are_told_apart_and_nothing_is_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("world.db")).unwrap();
    let source = "x".repeat(1_000_000);
    let contents = crate::store::tests::contents();
    let load = || store.load(&contents, &source, Timestamp::UNIX_EPOCH);
    let set = |setting: &str| store.writer.take().unwrap().execute_batch(setting).unwrap();
    set("PRAGMA max_page_count = 60");
    assert!(matches!(load(), Err(StoreError::Full(_))));
    set("PRAGMA max_page_count = 1000000; PRAGMA query_only = 1");
    assert!(matches!(load(), Err(StoreError::Unwritable(_))));
    set("PRAGMA query_only = 0");
    assert!(store.read().unwrap().loaded().unwrap().is_none());
    assert_eq!(store.read().unwrap().clock().unwrap(), WorldClock::Real);
    load().unwrap();
}

#[test]
fn the_scenario_of_a_world_is_known_without_opening_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("world.db");
    let store = SqliteStore::open(&file).unwrap();
    assert_eq!(scenario_in(&file).unwrap(), None);
    store.load(&crate::store::tests::contents(), "the text", Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(scenario_in(&file).unwrap().as_deref(), Some("small"));
    drop(store);
    assert_eq!(scenario_in(&file).unwrap().as_deref(), Some("small"));
}
