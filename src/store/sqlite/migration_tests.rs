//! A world's file of every older version is brought up to date with its content.

use std::path::Path;

use refinery::Target;

use super::SqliteStore;
use super::connection::connect;
use super::migrations::world::migrations;
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, ChangeId, Channel, OUTSIDE};
use crate::domain::number::OrganisationNumber;
use crate::domain::package::PackageCode;
use crate::domain::person::PersonId;
use crate::domain::relationship::{ADDED_LONG_AGO, Powers, Relationship};
use crate::service::store::{Read, Store};

/// The last version whose accesses are known by owner and title.
const LAST_WITH_TITLES: i32 = 7;

/// Rows that every version takes: two organisations, and a person.
const PARTIES: &str = "
    INSERT INTO organisation (number, uuid, name, form) VALUES (310495891, x'01', 'A', 'AS'), (310609544, x'02', 'B', 'AS');
    INSERT INTO person (id, national_id, name, note_nb, note_nn, note_en)
        VALUES (x'00000000000000000000000000000001', '12836810064', 'KARI', '', '', '');
";

/// Accesses for two systems whose names make the same id, one of them with two accesses, out of order.
const ACCESSES_WITH_TITLES: &str = "
    INSERT INTO system_access (key, id, owner, kind, title, system, vendor, created) VALUES
        (1, x'00000000000000000000000000000002', 310495891, 'clients', 'T', 'Ært S', 310495891, 0),
        (2, x'00000000000000000000000000000003', 310495891, 'own', 'U', 'ørt s', 310495891, 0),
        (3, x'00000000000000000000000000000004', 310495891, 'clients', 'V', 'Ært S', 310495891, 0),
        (4, x'00000000000000000000000000000005', 310609544, 'clients', 'V', 'Ært S', 310495891, 0);
    INSERT INTO access_package (access, place, package)
        VALUES (1, 0, 'b'), (1, 1, 'a'), (3, 0, 'c'), (3, 1, 'a'), (2, 0, 'd');
";

/// The same, as later versions have them.
const ACCESSES_WITH_REFERENCES: &str = "
    INSERT INTO system (key, id, vendor, name_nb, name_nn, name_en) VALUES
        (1, '310495891_-rt-s', 310495891, 'Ært S', 'Ært S', 'Ært S'),
        (2, '310495891_-rt-s_2', 310495891, 'ørt s', 'ørt s', 'ørt s');
    INSERT INTO system_package (system, place, package) VALUES (1, 0, 'b'), (1, 1, 'a'), (1, 2, 'c'), (2, 0, 'd');
    INSERT INTO system_access (key, id, owner, kind, title, system, external_ref, created) VALUES
        (1, x'00000000000000000000000000000002', 310495891, 'clients', 'T', 1, '310495891', 0),
        (2, x'00000000000000000000000000000003', 310495891, 'own', 'U', 2, '310495891', 0),
        (3, x'00000000000000000000000000000004', 310495891, 'clients', 'V', 1, '310495891-2', 0),
        (4, x'00000000000000000000000000000005', 310609544, 'clients', 'V', 1, '310609544', 0);
    INSERT INTO access_package (access, place, package)
        VALUES (1, 0, 'b'), (1, 1, 'a'), (3, 0, 'c'), (3, 1, 'a'), (2, 0, 'd');
";

/// A client on the first access, and the change that added it.
const CHANGES: &str = "
    INSERT INTO delegation (access, client, added) VALUES (1, 310609544, 5);
    INSERT INTO audit (id, at, person, on_behalf_of, action, access, already)
        VALUES (7, 5, x'00000000000000000000000000000001', 310495891, 'add-clients', x'00000000000000000000000000000002', 0);
    INSERT INTO audit_client (audit, client, refused) VALUES (7, 310609544, 0);
";

/// A package given by hand, as versions had it whose relationships have no rows.
const GRANT: &str = "INSERT INTO client_package (provider, client, package) VALUES (310495891, 310609544, 'jordbruk')";

/// The same, later.
const RELATIONSHIP: &str =
    "INSERT INTO relationship (provider, client, added) VALUES (310495891, 310609544, 1577836800000)";

/// The last version whose relationships have no rows.
const LAST_WITHOUT_RELATIONSHIPS: i32 = 8;

/// A later change, which undoes the first.
const UNDO: &str = "
    INSERT INTO audit (id, at, person, on_behalf_of, action, access, already, undoes)
        VALUES (8, 6, x'00000000000000000000000000000001', 310495891, 'remove-clients',
            x'00000000000000000000000000000002', 0, 7);
    INSERT INTO audit_client (audit, client, refused) VALUES (8, 310609544, 0);
";

/// The first version whose changes may be nobody's.
const FIRST_WITH_OUTSIDE: i32 = 4;

/// Nobody's change of another access.
const OUTSIDE_CHANGE: &str = "
    INSERT INTO audit (id, at, on_behalf_of, action, access, already, channel)
        VALUES (9, 6, 310495891, 'remove-clients', x'00000000000000000000000000000004', 0, 'portal');
";

/// Gives changes the ids that they have had since version 7, which gives them to older ones.
const IDS: &str = "UPDATE audit SET uuid = randomblob(16) WHERE uuid = x''";

fn file_of_version(file: &Path, version: i32) {
    let mut connection = connect(file).unwrap();
    migrations::runner().set_target(Target::Version(version)).run(&mut connection).unwrap();
    let accesses = if version <= LAST_WITH_TITLES { ACCESSES_WITH_TITLES } else { ACCESSES_WITH_REFERENCES };
    let outside = if (FIRST_WITH_OUTSIDE..=LAST_WITH_TITLES).contains(&version) { OUTSIDE_CHANGE } else { "" };
    let relationship = if version > LAST_WITHOUT_RELATIONSHIPS { RELATIONSHIP } else { "" };
    for content in [PARTIES, relationship, GRANT, accesses, CHANGES, UNDO, outside] {
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
        let change = read.change(access, undo.change.undoes.unwrap()).unwrap().unwrap();
        assert_eq!((undo.change.action, change.change.action), (Action::Remove, Action::Add), "version {version}");
        // The counts came with version 6, which fills them in for what is there.
        assert!(version >= 6 || (change.changed, undo.changed) == (1, 1), "version {version}");
        assert_eq!((change.refused, change.change.undoes), (0, None), "version {version}");
        assert_eq!(change.channel, Channel::Page, "version {version}");
        if (FIRST_WITH_OUTSIDE..=LAST_WITH_TITLES).contains(&version) {
            let other = AccessId::from(uuid::Uuid::from_u128(4));
            let outside = read.change(other, read.last_change(other).unwrap()).unwrap().unwrap();
            assert_eq!((outside.person, outside.channel), (OUTSIDE, Channel::Outside), "version {version}");
        }
        assert_systems_and_references(&*read, version);
        let pair = Relationship { provider: "310495891".parse().unwrap(), client };
        let powers = Powers { given: vec!["jordbruk".into()], added: Some(ADDED_LONG_AGO), ..Powers::default() };
        assert_eq!(read.powers(pair).unwrap(), Some(powers), "version {version}");
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

fn assert_systems_and_references(read: &dyn Read, version: i32) {
    let systems: Vec<_> = read.systems().unwrap();
    let ids: Vec<_> = systems.iter().map(|system| (system.id.as_str(), system.name.nn.as_str())).collect();
    assert_eq!(ids, [("310495891_-rt-s", "Ært S"), ("310495891_-rt-s_2", "ørt s")], "version {version}");
    assert!(systems.iter().all(|system| !system.visible && !system.deleted));
    let packages = |nth: usize| systems[nth].packages.iter().map(PackageCode::as_str).collect::<Vec<_>>();
    assert_eq!((packages(0), packages(1)), (vec!["b", "a", "c"], vec!["d"]), "version {version}");
    let accesses = read.all_accesses().unwrap();
    let keys: Vec<_> =
        accesses.iter().map(|access| (access.system.id.as_str(), access.external_ref.as_str())).collect();
    let [first, second] = [systems[0].id.as_str(), systems[1].id.as_str()];
    let expected = [(first, "310495891"), (second, "310495891"), (first, "310495891-2"), (first, "310609544")];
    assert_eq!(keys, expected, "version {version}");
    let codes: Vec<_> = accesses[2].packages.iter().map(PackageCode::as_str).collect();
    assert_eq!(codes, ["c", "a"], "version {version}");
    assert_eq!(read.all_requests().unwrap(), [], "version {version}");
}
