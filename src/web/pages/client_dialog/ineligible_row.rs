//! The row of a client that lacks a package.

use super::view::IneligibleRow;
use crate::service::ClientEntry;
use crate::web::avatar::Avatar;
use crate::web::format;
use crate::web::request_context::RequestContext;

/// The row, with a reason per missing package.
pub fn ineligible_row(context: &RequestContext, owner: &str, entry: &ClientEntry) -> IneligibleRow {
    let name = entry.organisation.display_name();
    IneligibleRow {
        number: format::number(context.t, entry.organisation.number),
        avatar: Avatar::of(&name),
        name,
        reasons: format::reasons(context.locale(), owner, &entry.organisation, &entry.eligibility),
    }
}
