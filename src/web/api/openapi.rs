//! The `OpenAPI` document, generated from the handlers.
//!
//! Its examples are files that a test compares with real responses.

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use serde_json::Value;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi as Document, RefOr, Response, ResponseBuilder, ServerBuilder};
use utoipa::{Modify, OpenApi};

use super::connections::{
    self, CONNECTIONS, FROM_OTHERS_READ, FROM_OTHERS_WRITE, PORTAL_SCOPE, TO_OTHERS_READ, TO_OTHERS_WRITE, packages,
    relationships,
};
use super::schema::{IncludeValue, StatusValue};
use super::vendor::requests::{self, clients, own};
use super::vendor::{self, system_users, systems};
use super::{CLIENT_DELEGATION, READ_SCOPE, ROOT, WRITE_SCOPE, agents, batch, changes, lists};

/// The part on behalf of a person.
#[derive(OpenApi)]
#[openapi(
    paths(agents::list, lists::available, lists::delegated, changes::add, changes::remove, batch::change),
    components(schemas(StatusValue, IncludeValue))
)]
struct ClientDelegation;

/// The whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Klientportal: APIs for programs",
        description = "A stand-in for Altinn's Client Delegation API, and for what a vendor's program does: requests for system \
            accesses, system users, system register; and for the powers that organisations give each other (connections). What is marked **Only here** is not at Altinn, and no program needs \
            it.\n\nEvery request carries `Authorization: Bearer` with a token that has the operation's scope. For client \
            delegation it is a person's, who may administer the clients of the system access's owner, for connections one's with \
            access management of the party; for the rest it is a vendor's, with the claim `consumer`. Every response has its request id in `x-request-id`.\n\nA slash at the end of a \
            path is accepted.",
        license(name = "MIT", identifier = "MIT")
    ),
    nest((path = "/enduser/systemuser", api = ClientDelegation)),
    paths(
        own::ask, own::show, own::show_by_reference, own::list,
        clients::ask, clients::show, clients::show_by_reference, clients::list,
        requests::withdraw,
        system_users::by_query, system_users::by_system, system_users::by_external_id,
        systems::register, systems::show, systems::remove,
        relationships::list, relationships::add, relationships::remove,
        packages::list, packages::check, packages::give, packages::take_back
    ),
    servers((url = "/authentication/api/v1", description = "This portal")),
    modifiers(&Security, &CommonResponses, &Servers, &Examples)
)]
struct Api;

/// The complete document.
pub fn document() -> Document {
    Api::openapi()
}

/// `GET /openapi.json`
pub async fn serve() -> HttpResponse {
    match document().to_pretty_json() {
        Ok(json) => HttpResponse::Ok().content_type(ContentType::json()).body(json),
        Err(error) => {
            tracing::error!(%error, "the document cannot be written");
            HttpResponse::InternalServerError().finish()
        }
    }
}

fn operations(document: &mut Document) -> impl Iterator<Item = (String, &'static str, &mut Operation)> {
    document.paths.paths.iter_mut().flat_map(|(path, item)| {
        let methods = [("get", &mut item.get), ("post", &mut item.post), ("delete", &mut item.delete)];
        let path = path.clone();
        methods.into_iter().filter_map(move |(method, operation)| Some((path.clone(), method, operation.as_mut()?)))
    })
}

/// Adds the bearer scheme, and each operation's scope.
struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut Document) {
        let mut scheme = Http::new(HttpAuthScheme::Bearer);
        scheme.bearer_format = Some("JWT".to_owned());
        scheme.description = Some("An access token, see `docs/api.md` for the ways to get one.".to_owned());
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
        for (path, method, operation) in operations(document) {
            let scopes = scopes_of(&path, method == "get").into_iter();
            operation.security = Some(scopes.map(|scope| SecurityRequirement::new("bearer", [scope])).collect());
        }
    }
}

/// Puts connections under their own base path.
struct Servers;

impl Modify for Servers {
    fn modify(&self, document: &mut Document) {
        for (path, item) in &mut document.paths.paths {
            if path.starts_with(CONNECTIONS) {
                item.servers = Some(vec![ServerBuilder::new().url(connections::ROOT).build()]);
            }
        }
    }
}

/// A token needs one of these scopes.
fn scopes_of(path: &str, reads: bool) -> Vec<&'static str> {
    if !path.starts_with(CONNECTIONS) {
        return vec![scope_of(path, reads)];
    }
    let both = if reads { [TO_OTHERS_READ, FROM_OTHERS_READ] } else { [TO_OTHERS_WRITE, FROM_OTHERS_WRITE] };
    both.into_iter().chain([PORTAL_SCOPE]).collect()
}

fn scope_of(path: &str, reads: bool) -> &'static str {
    if path.starts_with(CLIENT_DELEGATION) {
        return if reads { READ_SCOPE } else { WRITE_SCOPE };
    }
    match path {
        "/systemuser/byExternalId" => vendor::MASKINPORTEN_SCOPE,
        "/systemuser/vendor/byquery" => vendor::REQUEST_WRITE_SCOPE,
        path if path.starts_with("/systemuser/request") && reads => vendor::REQUEST_READ_SCOPE,
        path if path.starts_with("/systemuser/request") => vendor::REQUEST_WRITE_SCOPE,
        _ => vendor::REGISTER_SCOPE,
    }
}

/// Adds the responses that every operation may give.
struct CommonResponses;

impl Modify for CommonResponses {
    fn modify(&self, document: &mut Document) {
        let problem = || {
            let schema = utoipa::openapi::Ref::from_schema_name("Problem");
            Content::new(Some(RefOr::Ref(schema)))
        };
        let plain = |text: &str| ResponseBuilder::new().description(text).build();
        let coded = |text: &str| {
            ResponseBuilder::new().description(text).content("application/problem+json", problem()).build()
        };
        for (_, _, operation) in operations(document) {
            let responses: [(&str, Response); 5] = [
                ("401", plain("The token is missing or invalid. Empty; `WWW-Authenticate` says why")),
                ("403", plain("The token lacks the scope, or may not do this. Empty")),
                (
                    "429",
                    coded(
                        "**Only here.** Too many requests with this token, or from this address without a valid one; see `Retry-After`",
                    ),
                ),
                ("500", coded("The portal failed")),
                ("503", coded("The portal is busy, or the token's issuer does not answer; see `Retry-After`")),
            ];
            for (status, response) in responses {
                operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::T(response));
            }
        }
    }
}

/// Pairs each example with the content of its file.
macro_rules! examples {
    ($($operation:literal $status:literal $name:literal),+ $(,)?) => {
        [$(($operation, $status, $name, include_str!(concat!("../../../fixtures/api/", $name, ".json")))),+]
    };
}

/// The examples: operation, status, name, JSON.
pub const EXAMPLES: [(&str, &str, &str, &str); 40] = examples![
    "listAgents" "200" "agents",
    "listAgents" "400" "party-missing",
    "listAgents" "404" "party-not-found",
    "listAvailableClients" "200" "available",
    "listAvailableClients" "400" "agent-not-found",
    "listClients" "200" "clients",
    "listClients" "400" "agent-not-for-clients",
    "addClient" "200" "added",
    "addClient" "400" "client-lacks-packages",
    "addClient" "422" "key-of-another",
    "removeClient" "200" "removed",
    "removeClient" "400" "agent-and-client-missing",
    "changeClients" "200" "batch",
    "changeClients" "400" "bad-body",
    "changeClients" "413" "too-large",
    "createRequest" "201" "request-own",
    "createRequest" "400" "request-rejected-before",
    "createAgentRequest" "201" "request-for-clients",
    "createAgentRequest" "200" "request-repeated",
    "createAgentRequest" "400" "request-packages-not-in-system",
    "createAgentRequest" "404" "request-system-unknown",
    "getRequest" "404" "request-unknown",
    "getAgentRequest" "200" "request-escalated",
    "getAgentRequestByExternalRef" "200" "request-accepted",
    "listAgentRequests" "200" "requests",
    "deleteRequest" "400" "request-id-malformed",
    "deleteRequest" "409" "request-not-new",
    "findSystemUser" "200" "system-user",
    "findSystemUser" "404" "system-user-unknown",
    "listSystemUsers" "200" "system-users",
    "findSystemUserOfClient" "200" "system-user-of-client",
    "registerSystem" "200" "system-registered",
    "registerSystem" "400" "system-faults",
    "getSystem" "200" "system",
    "deleteSystem" "200" "system-removed",
    "addConnection" "200" "connection-added",
    "giveConnectionPackage" "400" "connection-package-not-held",
    "giveConnectionPackage" "200" "connection-package-given",
    "listConnectionPackages" "200" "connection-packages",
    "listConnections" "200" "connections",
];

/// Adds the examples to their operations.
struct Examples;

impl Modify for Examples {
    fn modify(&self, document: &mut Document) {
        for (_, _, operation) in operations(document) {
            let id = operation.operation_id.clone().unwrap_or_default();
            for (of, status, _, text) in EXAMPLES {
                if of != id {
                    continue;
                }
                let Some(RefOr::T(response)) = operation.responses.responses.get_mut(status) else { continue };
                for content in response.content.values_mut() {
                    if let RefOr::T(content) = content {
                        content.example = serde_json::from_str::<Value>(text).ok();
                    }
                }
            }
        }
    }
}

/// An operation's path from the root.
pub fn full_path(path: &str) -> String {
    if path.starts_with(CONNECTIONS) { format!("{}{path}", connections::ROOT) } else { format!("{ROOT}{path}") }
}
