//! The row of a client that lacks a package.

use super::view::IneligibleRow;
use crate::domain::eligibility::Missing;
use crate::service::ClientEntry;
use crate::web::avatar::Avatar;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// The row, with a reason per missing package.
pub fn ineligible_row(context: &RequestContext, owner: &str, entry: &ClientEntry) -> IneligibleRow {
    let (name, number) = (entry.organisation.display_name(), entry.organisation.number);
    let by_hand = entry.eligibility.missing().any(|(_, why)| why == Missing::Direct);
    IneligibleRow {
        powers_url: urls::relationship(urls::RECEIVED_FROM, entry.organisation.uuid()),
        events_url: context.events_url(number),
        giver: if by_hand { number.to_string() } else { String::new() },
        number: format::number(context.t, number),
        avatar: Avatar::of(&name),
        name,
        reasons: format::reasons(context.locale(), owner, &entry.organisation, &entry.eligibility),
    }
}
