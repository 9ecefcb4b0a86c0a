//! `/test`: the tools of testers, as pages and as JSON.

mod api;
mod clock;
mod command;
mod events;
mod faults;
mod people;
mod refused;
mod scenarios;
mod test_runs;
mod walkthroughs;
mod without;
mod worlds;

use crate::support::{AUDIT, Page, Visitor, access, dialog};

/// Puts a client on the audit access.
async fn add(visitor: &Visitor, client: &str) -> Page {
    visitor.change(&dialog(AUDIT), client, "add").await
}

/// The names on the audit access.
async fn on_audit(visitor: &Visitor) -> Vec<String> {
    visitor.get(&access(AUDIT)).await.rows("#assigned")
}
