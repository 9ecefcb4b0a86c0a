//! The row whose button was pressed where no script runs. On the next page it keeps its place, even if the filter no
//! longer finds it, so that a second press on the same spot does not hit another client.

use crate::domain::access::AccessId;
use crate::domain::audit::Action;
use crate::domain::collation::SortKey;
use crate::domain::number::OrganisationNumber;
use crate::service::{ClientAdministrator, ClientEntry, ClientFilter, ClientPage, ClientQuery, Result};

/// The row as the press left it.
#[derive(Clone, Copy)]
pub struct ChangedRow {
    pub action: Action,
    pub client: OrganisationNumber,
    /// Whether the opposite would be refused: a removed client may lack a power.
    pub is_final: bool,
}

/// Puts the client back where it was if it is gone from the page. `None` if somebody has changed it since.
pub fn keep_row(
    administrator: ClientAdministrator,
    id: AccessId,
    (action, client): (Action, OrganisationNumber),
    (page, size): (&mut ClientPage, usize),
) -> Result<Option<ChangedRow>> {
    let entry = entry(administrator, id, client)?;
    let Some(entry) = entry.filter(|entry| entry.assigned == (action == Action::Add)) else { return Ok(None) };
    let row = ChangedRow { action, client, is_final: !entry.assigned && !entry.eligibility.is_eligible() };
    if page.rows.iter().any(|other| other.organisation.number == client) {
        return Ok(Some(row));
    }
    let key = |entry: &ClientEntry| (SortKey::of(&entry.organisation.name), entry.organisation.number);
    let place = page.rows.partition_point(|other| key(other) < key(&entry));
    page.rows.insert(place, entry);
    // A client of the next page has moved up. After the last one of a page that is gone, none has.
    if place < size {
        page.rows.truncate(size);
    }
    Ok(Some(row))
}

/// One client, on the access or not.
fn entry(administrator: ClientAdministrator, id: AccessId, number: OrganisationNumber) -> Result<Option<ClientEntry>> {
    let query = ClientQuery { search: number.to_string(), filter: ClientFilter::All, page: 1, size: 1 };
    let found = administrator.clients(id, &query)?;
    Ok(found.rows.into_iter().chain(found.lacking).find(|entry| entry.organisation.number == number))
}
