//! A world's file of every older version is brought up to date with its content.

use std::path::Path;

use refinery::Target;

use super::SqliteStore;
use super::connection::connect;
use super::migrations::world::migrations;
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, ChangeId};
use crate::domain::number::OrganisationNumber;
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

fn file_of_version(file: &Path, version: i32) {
    let mut connection = connect(file).unwrap();
    migrations::runner().set_target(Target::Version(version)).run(&mut connection).unwrap();
    connection.execute_batch(CONTENT).unwrap();
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
        let change = read.change(access, ChangeId::from(7)).unwrap().unwrap();
        assert_eq!((change.entry.action, change.refused), (Action::Add, 0), "version {version}");
        // The counts came with version 6, which fills them in for what is there.
        assert!(version >= 6 || change.changed == 1, "version {version}");
    }
}
