//! `…/agentdelegation/clients`: the dialog in which clients are added to and removed from a system access.
//!
//! A page of its own, so that it works without JavaScript and every query has a link. The access lies inert behind.
//! Everything in it is one form, so that the ticked boxes go with whatever button is pressed.

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

/// Choosing by hand is for some; for all there is the search. Keeps a session small.
const MAX_CHOSEN: usize = 2000;

/// A change of more clients than this asks first.
const CONFIRM_ABOVE: usize = 20;

/// Refused clients that an account shows at once; the others are a press away.
pub const REFUSED_SHOWN: usize = 5;
