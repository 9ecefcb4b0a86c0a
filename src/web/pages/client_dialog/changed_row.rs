//! Keeps the row just changed in the list, on pages without JavaScript.
//!
//! It keeps its place even if the filter excludes it now, so that a double click does not hit another client's button.

use crate::domain::access::AccessId;
use crate::domain::audit::Action;
use crate::domain::collation::SortKey;
use crate::domain::number::OrganisationNumber;
use crate::service::{ClientAdministrator, ClientEntry, ClientFilter, ClientPage, ClientQuery, Result};
use crate::web::flash::ChangedRow;

/// Inserts the changed client if missing; `None` if it has changed since.
pub fn keep_row(
    administrator: ClientAdministrator,
    id: AccessId,
    row: ChangedRow,
    (page, size): (&mut ClientPage, usize),
) -> Result<Option<ChangedRow>> {
    let ChangedRow { action, client, .. } = row;
    let entry = entry(administrator, id, client)?;
    let Some(entry) = entry.filter(|entry| entry.assigned == (action == Action::Add)) else { return Ok(None) };
    if page.rows.iter().any(|other| other.organisation.number == client) {
        return Ok(Some(row));
    }
    let key = |entry: &ClientEntry| (SortKey::of(&entry.organisation.name), entry.organisation.number);
    let place = page.rows.partition_point(|other| key(other) < key(&entry));
    page.rows.insert(place, entry);
    // Drop the client that moved up from the next page. None did if the row is past the page's end.
    if place < size {
        page.rows.truncate(size);
    }
    Ok(Some(row))
}

/// Finds one client, on the access or not.
fn entry(administrator: ClientAdministrator, id: AccessId, number: OrganisationNumber) -> Result<Option<ClientEntry>> {
    let query = ClientQuery { search: number.to_string(), filter: ClientFilter::All, page: 1, size: 1 };
    let found = administrator.clients(id, &query)?;
    Ok(found.rows.into_iter().chain(found.lacking).find(|entry| entry.organisation.number == number))
}
