//! `…/agentdelegation/clients`: the dialog that adds and removes clients.
//!
//! A page of its own, so that it works without JavaScript and every query has a URL; the access is inert behind it. It is
//! one form, so that every button sends the ticked boxes.

mod bulk_buttons;
mod bulk_result;
mod change;
mod changed_row;
mod confirm_page;
mod dialog_form;
mod dialog_page;
mod dialog_query;
mod ineligible_row;
mod view;

pub use change::change;
pub use confirm_page::confirm;
pub use dialog_page::show;
pub use view::*;

/// Most ticked clients per access.
///
/// Keeps the session small; more can be added with a search.
const MAX_CHOSEN: usize = 2000;

/// A change of more clients than this asks for confirmation.
const CONFIRM_ABOVE: usize = 20;

/// Refused clients that a result shows; the others are in a disclosure.
pub const REFUSED_SHOWN: usize = 5;
