//! Direct access to the portal's databases.
//!
//! Read-only, except to simulate what a test cannot wait for or cause, such as expired sessions.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use klientportal::domain::number::OrganisationNumber;
use klientportal::store::DETECTION_INTERVAL;
use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

pub struct Database {
    folder: PathBuf,
}

/// The change of one client.
#[derive(Debug, PartialEq, Eq)]
pub struct AuditRow {
    pub at: Timestamp,
    /// Nil for changes from outside the portal.
    pub person: Uuid,
    pub on_behalf_of: String,
    pub action: String,
    pub access: Uuid,
    pub client: String,
}

impl Database {
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Action, channel and client id of each change, oldest first.
    pub fn channels(&self) -> Vec<(String, String, Option<String>)> {
        let connection = self.world();
        let mut statement = connection.prepare("SELECT action, channel, client_id FROM audit ORDER BY id").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        rows.unwrap().map(Result::unwrap).collect()
    }

    /// The ids of all changes, oldest first.
    pub fn change_ids(&self) -> Vec<Uuid> {
        let connection = self.world();
        let mut statement = connection.prepare("SELECT uuid FROM audit ORDER BY id").unwrap();
        let ids = statement.query_map([], |row| row.get(0)).unwrap();
        ids.map(Result::unwrap).collect()
    }

    /// Action, changed and refused count of each change, oldest first.
    pub fn changes(&self) -> Vec<(String, usize, usize)> {
        let connection = self.world();
        let mut statement = connection.prepare("SELECT action, changed, refused FROM audit ORDER BY id").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, u32>(1)?, row.get::<_, u32>(2)?)));
        let change = |(action, changed, refused)| (action, changed as usize, refused as usize);
        rows.unwrap().map(|row| change(row.unwrap())).collect()
    }

    /// The changes of an access that concern clients, oldest first: a row for each client of each change.
    pub fn audit(&self) -> Vec<AuditRow> {
        let connection = self.world();
        let mut statement = connection
            .prepare(
                "SELECT at, person, on_behalf_of, action, access, audit_client.client
                 FROM audit JOIN audit_client ON audit = id WHERE access IS NOT NULL ORDER BY id, audit_client.client",
            )
            .unwrap();
        let rows = statement.query_map([], |row| {
            Ok(AuditRow {
                at: Timestamp::from_millisecond(row.get(0)?).unwrap(),
                person: row.get::<_, Option<Uuid>>(1)?.unwrap_or_default(),
                on_behalf_of: row.get::<_, i64>(2)?.to_string(),
                action: row.get(3)?,
                access: row.get(4)?,
                client: row.get::<_, i64>(5)?.to_string(),
            })
        });
        rows.unwrap().map(Result::unwrap).collect()
    }

    /// The numbers of the clients on an access, in order.
    pub fn clients_on(&self, access: &str) -> Vec<String> {
        let connection = self.world();
        let query = "SELECT client FROM delegation JOIN system_access ON key = access WHERE id = ?1 ORDER BY client";
        let mut statement = connection.prepare(query).unwrap();
        let id: Uuid = access.parse().unwrap();
        let rows = statement.query_map([id], |row| row.get::<_, i64>(0)).unwrap();
        rows.map(|number| number.unwrap().to_string()).collect()
    }

    /// The packages of a client's delegations, and where each comes from.
    pub fn delegated_packages(&self, client: &str) -> Vec<(String, String)> {
        let number: OrganisationNumber = client.parse().unwrap();
        let connection = self.world();
        let query = "SELECT package, via FROM delegation_package WHERE client = ?1 ORDER BY package";
        let mut statement = connection.prepare(query).unwrap();
        let rows = statement.query_map([number.value()], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// Rewrites a step of every test run, as if its walkthrough had changed since.
    pub fn rewrite_step(&self, number: u32, instruction: &str) {
        let connection = Connection::open(self.folder.join("worlds/main.db")).unwrap();
        let update = "UPDATE round_step SET instruction = ?2 WHERE number = ?1";
        connection.execute(update, (number, instruction)).unwrap();
    }

    /// Expires all sessions; returns how many there were.
    pub fn expire_sessions(&self) -> usize {
        let connection = Connection::open(self.folder.join("sessions.db")).unwrap();
        let expired = connection.execute("UPDATE session SET expires = 0", []).unwrap();
        // The portal needs up to this long to detect changes by other processes.
        std::thread::sleep(DETECTION_INTERVAL);
        expired
    }

    /// The keys of all sessions.
    pub fn session_keys(&self) -> Vec<String> {
        let connection = Connection::open(self.folder.join("sessions.db")).unwrap();
        let mut statement = connection.prepare("SELECT key FROM session").unwrap();
        let keys = statement.query_map([], |row| row.get(0)).unwrap();
        keys.map(Result::unwrap).collect()
    }

    /// Holds the world, so that changes wait until this is dropped.
    pub fn hold(&self) -> Connection {
        let world = Connection::open(self.folder.join("worlds/main.db")).unwrap();
        world.execute_batch("BEGIN IMMEDIATE").unwrap();
        world
    }

    /// Takes all roles from a person.
    pub fn take_roles(&self, national_id: &str) {
        let world = Connection::open(self.folder.join("worlds/main.db")).unwrap();
        let delete = "DELETE FROM person_role WHERE person = (SELECT id FROM person WHERE national_id = ?1)";
        assert!(world.execute(delete, [national_id]).unwrap() > 0);
        world.execute("UPDATE world SET revision = revision + 1", []).unwrap();
        std::thread::sleep(DETECTION_INTERVAL);
    }

    /// What SQLite says of the file: "ok", or its faults. Every reference leads to a row.
    pub fn integrity(&self) -> String {
        let world = self.world();
        assert!(!world.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap(), "a row refers to none");
        world.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap()
    }

    /// Renames the audit table, so that storing a change fails.
    pub fn rename_audit_table(&self) {
        let world = Connection::open(self.folder.join("worlds/main.db")).unwrap();
        world.execute_batch("ALTER TABLE audit RENAME TO gone").unwrap();
    }

    /// The world, to read it.
    pub fn world(&self) -> Connection {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags(self.folder.join("worlds/main.db"), flags).unwrap()
    }
}
