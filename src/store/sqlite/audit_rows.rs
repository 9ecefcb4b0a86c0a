//! Reads parts of the audit trail's rows.

use rusqlite::Row;
use uuid::Uuid;

use super::rows::{count, invalid};
use crate::domain::audit::{Action, ChangeId, Channel, ClientChange};

/// A change's action, access, how many already were so, and what it undoes, in four columns.
pub fn client_change(row: &Row, first: usize) -> rusqlite::Result<ClientChange> {
    Ok(ClientChange {
        action: Action::from_code(&row.get::<_, String>(first)?).ok_or_else(|| invalid(first, "no action"))?,
        access: row.get::<_, Uuid>(first + 1)?.into(),
        already: count(row, first + 2)?,
        undoes: row.get::<_, Option<Uuid>>(first + 3)?.map(ChangeId::from),
    })
}

/// How an entry reached the portal, in two columns.
pub fn channel(row: &Row, column: usize) -> rusqlite::Result<Channel> {
    let code: String = row.get(column)?;
    Channel::from_code(&code, row.get(column + 1)?).ok_or_else(|| invalid(column, "no channel"))
}
