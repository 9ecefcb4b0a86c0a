//! `/test`: the test tools, as pages and as JSON.

mod api;
mod clock;
mod command;
mod events;
mod faults;
mod form_errors;
mod people;
mod scenarios;
mod switched_off;
mod test_runs;
mod walkthroughs;
mod worlds;

use crate::support::{AUDIT, Page, Visitor, access, dialog};

/// Adds a client to the audit access.
async fn add(visitor: &Visitor, client: &str) -> Page {
    visitor.change(&dialog(AUDIT), client, "add").await
}

/// The names of the clients on the audit access.
async fn on_audit(visitor: &Visitor) -> Vec<String> {
    visitor.get(&access(AUDIT)).await.rows("#assigned")
}
