//! A world's file of every older version is brought up to date with its content.

use std::path::Path;

use refinery::Target;

use super::SqliteStore;
use super::connection::connect;
use super::migrations::world::migrations;
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, ChangeId};
use crate::domain::number::OrganisationNumber;
use crate::domain::person::PersonId;
use crate::service::store::Store;

/// Rows that every version takes: an access with one client, and the change that added it.
const CONTENT: &str = "
    INSERT INTO organisation (number, uuid, name, form) VALUES (310495891, x'01', 'A', 'AS'), (310609544, x'02', 'B', 'AS');
    INSERT INTO person (id, national_id, name, note_nb, note_nn, note_en)
        VALUES (x'00000000000000000000000000000001', '12836810064', 'KARI', '', '', '');
    INSERT INTO system_access (key, id, owner, kind, title, system, vendor, created)
        VALUES (1, x'00000000000000000000000000000002', 310495891, 'clients', 'T', 'S', 310495891, 0);
    INSERT INTO delegation (access, client, added) VALUES (1, 310609544, 5);
    INSERT INTO audit (id, at, person, on_behalf_of, action, access, already)
        VALUES (7, 5, x'00000000000000000000000000000001', 310495891, 'add-clients', x'00000000000000000000000000000002', 0);
    INSERT INTO audit_client (audit, client, refused) VALUES (7, 310609544, 0);
";

/// A later change, which undoes the first.
const UNDO: &str = "
    INSERT INTO audit (id, at, person, on_behalf_of, action, access, already, undoes)
        VALUES (8, 6, x'00000000000000000000000000000001', 310495891, 'remove-clients',
            x'00000000000000000000000000000002', 0, 7);
    INSERT INTO audit_client (audit, client, refused) VALUES (8, 310609544, 0);
";

/// Gives changes the ids that they have had since version 7, which gives them to older ones.
const IDS: &str = "UPDATE audit SET uuid = randomblob(16) WHERE uuid = x''";

fn file_of_version(file: &Path, version: i32) {
    let mut connection = connect(file).unwrap();
    migrations::runner().set_target(Target::Version(version)).run(&mut connection).unwrap();
    for content in [CONTENT, UNDO] {
        connection.execute_batch(content).unwrap();
        if version >= 7 {
            connection.execute(IDS, []).unwrap();
        }
    }
}

#[test]
fn a_world_of_every_older_version_is_opened_with_its_content() {
    let latest = migrations::runner().get_migrations().len();
    let versions: Vec<_> = (1..).take(latest).collect();
    assert!(versions.len() >= 6, "the migrations were not found");
    for version in versions {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("world.db");
        file_of_version(&file, version);
        let store = SqliteStore::open(&file).unwrap();
        let read = store.read().unwrap();
        let access = AccessId::from(uuid::Uuid::from_u128(2));
        let client: OrganisationNumber = "310609544".parse().unwrap();
        assert_eq!(read.delegated(access).unwrap(), [client], "version {version}");
        let undo = read.change(access, read.last_change(access).unwrap()).unwrap().unwrap();
        let change = read.change(access, undo.entry.undoes.unwrap()).unwrap().unwrap();
        assert_eq!((undo.entry.action, change.entry.action), (Action::Remove, Action::Add), "version {version}");
        // The counts came with version 6, which fills them in for what is there.
        assert!(version >= 6 || (change.changed, undo.changed) == (1, 1), "version {version}");
        assert_eq!((change.refused, change.entry.undoes), (0, None), "version {version}");
    }
}

#[test]
fn changes_of_an_older_version_get_ids_that_no_other_file_has_and_test_runs_keep_theirs() {
    let mut ids = std::collections::HashSet::new();
    for _ in 0..2 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("world.db");
        file_of_version(&file, 5);
        let run = "INSERT INTO round (id, walkthrough, title, scenario, language, tester, begun, version)
            VALUES (x'00000000000000000000000000000003', 'w', 'W', 's', 'nb', 'Kari', 1, '0.2.0')";
        connect(&file).unwrap().execute_batch(run).unwrap();
        let store = SqliteStore::open(&file).unwrap();
        let read = store.read().unwrap();
        let access = AccessId::from(uuid::Uuid::from_u128(2));
        let last = read.last_change(access).unwrap();
        let nobody = PersonId::from(uuid::Uuid::from_u128(9));
        let all = read.changes_by_others(access, ChangeId::NONE, nobody).unwrap();
        assert_eq!(all[1].id, last, "in their order");
        for id in all.iter().map(|change| change.id.uuid()) {
            assert_eq!((id.get_version_num(), id.get_variant()), (4, uuid::Variant::RFC4122), "{id}");
            assert!(ids.insert(id), "{id} twice");
        }
        let run = "SELECT id FROM round WHERE form IS NULL";
        let run: uuid::Uuid = connect(&file).unwrap().query_row(run, [], |row| row.get(0)).unwrap();
        assert_eq!(run, uuid::Uuid::from_u128(3), "a test run keeps its address");
    }
}
