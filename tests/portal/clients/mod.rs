//! `…/agentdelegation/clients`: the dialog, and what the service does with its forms.

mod at_once;
mod every_package;
mod list;
mod lost;
mod many;
mod plan;
mod rules;
