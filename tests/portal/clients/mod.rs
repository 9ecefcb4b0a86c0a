//! `…/agentdelegation/clients`: the dialog, and what the service does with its forms.

mod at_once;
mod list;
mod lost;
mod many;
mod rules;
