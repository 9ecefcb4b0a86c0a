//! A client that lacks a package, in words.

use super::view::LackingRow;
use crate::service::ClientEntry;
use crate::web::chrome::Avatar;
use crate::web::present;
use crate::web::visit::Visit;

/// A client with what it lacks.
pub fn lacking_row(visit: &Visit, owner: &str, entry: &ClientEntry) -> LackingRow {
    let name = entry.organisation.display_name();
    LackingRow {
        number: present::number(visit.t, entry.organisation.number),
        avatar: Avatar::of(&name),
        name,
        reasons: present::reasons(visit.locale(), owner, &entry.organisation, &entry.eligibility),
    }
}
