//! All URLs of the portal. Pages that Altinn has too have the same paths there.

use url::form_urlencoded::Serializer;
use uuid::Uuid;

use crate::auth::ReturnTo;
use crate::domain::access::{AccessId, AccessKind};

pub const START: &str = "/";
pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_IN_CALLBACK: &str = "/sign-in/callback";
pub const SIGN_IN_AGAIN: &str = "/sign-in/again";
pub const SIGN_OUT: &str = "/sign-out";
pub const SIGNED_OUT: &str = "/signed-out";
pub const REPRESENT: &str = "/represent";
pub const LANGUAGE: &str = "/language";
pub const RELATION_GUIDE: &str = "/guide/client-relationship";
/// What the paths of all access management pages begin with; Altinn's `backtopage` leaves it out.
pub const ACCESS_MANAGEMENT: &str = "/accessmanagement/ui";
pub const OVERVIEW: &str = "/accessmanagement/ui/systemuser/overview";
/// A firm makes an own access.
pub const CREATE_ACCESS: &str = "/accessmanagement/ui/systemuser/create";
/// The requests that wait for an answer.
pub const REQUESTS: &str = "/accessmanagement/ui/requests";
/// The organisations with power of attorney for the one represented, and one of them.
pub const USERS: &str = "/accessmanagement/ui/users";
pub const NEW_USER: &str = "/accessmanagement/ui/users/new";
pub const USER: &str = "/accessmanagement/ui/users/{organisation}";
pub const GIVE: &str = "/accessmanagement/ui/users/{organisation}/give";
pub const DELETE_USER: &str = "/accessmanagement/ui/users/{organisation}/delete";
/// The organisations that have given the one represented power of attorney, and one of them.
pub const RECEIVED: &str = "/accessmanagement/ui/received-from";
pub const RECEIVED_FROM: &str = "/accessmanagement/ui/received-from/{organisation}";
pub const DELETE_RECEIVED: &str = "/accessmanagement/ui/received-from/{organisation}/delete";
/// The system accesses of others that act for the organisation represented; Altinn has no such page.
pub const ACTING_SYSTEMS: &str = "/acting-systems";
/// One request, by `id` in the query: for an own access, for one for clients.
pub const OWN_REQUEST: &str = "/accessmanagement/ui/systemuser/request";
pub const CLIENTS_REQUEST: &str = "/accessmanagement/ui/systemuser/agentrequest";
/// The API's documentation: a page, and the `OpenAPI` document.
pub const API: &str = "/api";
pub const OPENAPI: &str = "/openapi.json";
/// Test tools for API programs.
pub const TEST_TOKEN: &str = "/test/token";
pub const TEST_REQUESTS: &str = "/test/requests";
/// Route patterns of one access: for the owner, for clients, the dialog.
pub const OWN_ACCESS: &str = "/accessmanagement/ui/systemuser/{access}";
pub const CLIENT_ACCESS: &str = "/accessmanagement/ui/systemuser/{access}/agentdelegation";
pub const CLIENTS: &str = "/accessmanagement/ui/systemuser/{access}/agentdelegation/clients";

/// The test tools.
pub const TEST: &str = "/test";
pub const TEST_BECOME: &str = "/test/become";
/// The people who manage access at clients.
pub const TEST_CLIENT: &str = "/test/client";
pub const TEST_SCENARIOS: &str = "/test/scenarios";
pub const TEST_UPLOAD: &str = "/test/scenarios/upload";
pub const TEST_CHECK: &str = "/test/scenarios/check";
pub const TEST_REPLACE: &str = "/test/scenarios/replace";
pub const TEST_EXPORT: &str = "/test/scenarios/export";
pub const TEST_WORLDS: &str = "/test/worlds";
pub const TEST_WORLD_DELETE: &str = "/test/worlds/delete";
pub const TEST_EVENTS: &str = "/test/events";
pub const TEST_FAULTS: &str = "/test/faults";
pub const TEST_CLOCK: &str = "/test/clock";
/// Requests as a vendor's program sends them.
pub const TEST_VENDOR: &str = "/test/vendor";
/// Stands for the page to which a vendor sends people after an answer.
pub const VENDOR_RECEIPT: &str = "/test/vendor/receipt";
pub const TEST_API: &str = "/test/api";
pub const TEST_WALKTHROUGHS: &str = "/test/walkthroughs";
/// Route patterns of test runs.
pub const TEST_RUNS_FILE: &str = "/test/walkthroughs/rounds.{kind}";
pub const TEST_RUN: &str = "/test/walkthroughs/rounds/{run}";
pub const TEST_RUN_FILE: &str = "/test/walkthroughs/rounds/{run}.{kind}";
pub const TEST_RUN_DELETE: &str = "/test/walkthroughs/rounds/{run}/delete";
pub const TEST_RUN_START_OVER: &str = "/test/walkthroughs/rounds/{run}/start-over";

pub const CONFIRM: &str = "/accessmanagement/ui/systemuser/{access}/agentdelegation/clients/confirm";

/// The page of an access.
pub fn access(id: AccessId, kind: AccessKind) -> String {
    let pattern = match kind {
        AccessKind::Own => OWN_ACCESS,
        AccessKind::Clients => CLIENT_ACCESS,
    };
    about(pattern, id.uuid())
}

/// A page about the relationship with another organisation, by its id.
pub fn relationship(pattern: &str, organisation: Uuid) -> String {
    about(pattern, organisation)
}

/// Whether an address is that of a request's page.
pub fn is_request_page(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    [OWN_REQUEST, CLIENTS_REQUEST].contains(&path)
}

/// Whether a form of this page is about a system access as a whole or a request for one, and not about clients.
pub fn changes_access(path: &str) -> bool {
    path.starts_with("/accessmanagement/ui/systemuser/") && !path.contains("/agentdelegation/")
}

/// The page of requests of a kind.
pub fn request_page(kind: AccessKind) -> &'static str {
    match kind {
        AccessKind::Own => OWN_REQUEST,
        AccessKind::Clients => CLIENTS_REQUEST,
    }
}

/// The dialog of an access.
pub fn clients(id: AccessId) -> String {
    about(CLIENTS, id.uuid())
}

/// The confirmation page before a change of many clients.
pub fn confirm(id: AccessId) -> String {
    about(CONFIRM, id.uuid())
}

/// A URL of one test run.
pub fn test_run(pattern: &str, id: Uuid) -> String {
    about(pattern, id)
}

/// The URL of a route pattern with one part, its id.
fn about(pattern: &str, id: Uuid) -> String {
    let parts = pattern.split_once('{').and_then(|(before, part)| Some((before, part.split_once('}')?.1)));
    let (before, after) = parts.unwrap_or((pattern, ""));
    format!("{before}{id}{after}")
}

/// A URL with `return_to` in its query.
pub fn with_return_to(address: &str, return_to: &str) -> String {
    with_query(address, &[("return_to", return_to)])
}

/// Whether a URL only takes POST, so that it must not be a return address.
pub fn is_post_only(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    [SIGN_OUT, LANGUAGE, TEST_BECOME].contains(&path)
}

/// Where to go after signing in or choosing an organisation: what was asked for, if a link may lead there.
pub fn return_to(wanted: Option<&str>) -> ReturnTo {
    let wanted = wanted.filter(|address| !is_post_only(address));
    ReturnTo::parse(wanted.unwrap_or(OVERVIEW)).unwrap_or_default()
}

/// The test tools, with `return_to` this page unless it is one of them.
pub fn tools(path_and_query: &str) -> String {
    if path_and_query.starts_with(TEST) { TEST.to_owned() } else { with_return_to(TEST, path_and_query) }
}

/// A URL with a query; empty values are left out.
pub fn with_query(address: &str, values: &[(&str, impl AsRef<str>)]) -> String {
    let values = values.iter().map(|(name, value)| (name, value.as_ref()));
    let query = Serializer::new(String::new()).extend_pairs(values.filter(|(_, value)| !value.is_empty())).finish();
    if query.is_empty() { address.to_owned() } else { format!("{address}?{query}") }
}
