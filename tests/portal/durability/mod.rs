//! No acknowledged change is lost and none is half there, whatever is cut off: the process, a connection, the disk.

mod actors;
mod connections;
mod full_disk;
mod kills;
mod life;
mod read_only;

use std::collections::{BTreeMap, BTreeSet};

use crate::support::Database;

/// The delegations agree with the audit trail, of which every row is a change, and the file is whole.
fn assert_consistent(database: &Database) {
    assert_eq!(database.integrity(), "ok");
    let mut clients: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for row in database.audit() {
        let clients = clients.entry(row.access).or_default();
        let changed = match row.action.as_str() {
            "add-clients" => clients.insert(row.client.clone()),
            _ => clients.remove(&row.client),
        };
        assert!(changed, "a row without a change: {row:?}");
    }
    for (access, expected) in clients {
        let stored: BTreeSet<_> = database.clients_on(&access.to_string()).into_iter().collect();
        assert_eq!(stored, expected, "the trail of {access}");
    }
}
