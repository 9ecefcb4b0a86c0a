//! `…/agentdelegation/clients`: the dialog, and the service behind it.

mod bulk;
mod choice;
mod concurrent;
mod every_package;
mod list;
mod lost_packages;
mod plan;
mod rules;
mod search;
