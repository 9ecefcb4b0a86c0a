//! `/openapi.json` and `/api`: the document matches the API.
//!
//! Its examples are real responses: set `UPDATE_EXAMPLES` to rewrite them.

use std::path::{Path, PathBuf};

use klientportal::web::api::openapi::{EXAMPLES, document};
use reqwest::Method;
use serde_json::{Value, json};

use super::connections::EndUser;
use super::vendor::{
    self, FIRM as ASKED, OWN_REQUESTS, REQUESTS_FOR_CLIENTS, ROOT, SYSTEM, VendorProgram, by_reference,
};
use super::{Answer, Program, agent, client};
use crate::support::{
    AGRICULTURE, AUDIT, EMPTY_FIRM, FIRM, FRODIG, GILD_KANNE, KLIENTKUNDE, OWN, Portal, REVISORKUNDE,
    SNARTENKT_BINDERS, SVAL_SPRO, TORR_LANG,
};

#[test]
fn the_document_is_the_one_that_was_reviewed() {
    insta::assert_snapshot!(document().to_pretty_json().unwrap());
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/api/{name}.json"))
}

/// The response for each example.
async fn answers(program: &Program) -> Vec<(&'static str, Answer)> {
    let (audit, farming, revisorkunde) = (agent(AUDIT), agent(AGRICULTURE), client(REVISORKUNDE));
    let large = program.request(Method::POST, &format!("/clients/batch?agent={audit}")).body(" ".repeat(300_000));
    let keyed = |path: &str| program.request(Method::POST, path).header("idempotency-key", "k");
    let batch = json!({"action": "add", "clients": [client(FRODIG), client(SVAL_SPRO), revisorkunde]});
    let available = format!("/clients/available?agent={farming}");
    Answer::to(keyed(&format!("/clients?agent={audit}&client={revisorkunde}"))).await;
    vec![
        ("agents", program.get(&format!("/agents?party={FIRM}")).await),
        ("party-missing", program.get("/agents").await),
        ("party-not-found", program.get("/agents?party=310609544").await),
        ("available", program.get(&available).await),
        ("agent-not-found", program.get(&format!("/clients?agent={revisorkunde}")).await),
        ("clients", program.get(&format!("/clients?agent={audit}")).await),
        ("agent-not-for-clients", program.get(&format!("/clients?agent={}", agent(OWN))).await),
        ("added", program.add(&audit, &revisorkunde).await),
        ("client-lacks-packages", program.add(&farming, &client(TORR_LANG)).await),
        ("key-of-another", Answer::to(keyed(&format!("/clients?agent={farming}&client={revisorkunde}"))).await),
        ("removed", program.remove(&audit, &revisorkunde).await),
        ("agent-and-client-missing", program.remove("", "").await),
        ("batch", program.batch(&farming, &batch).await),
        ("bad-body", program.batch(&audit, &json!({"action": "add"})).await),
        ("too-large", Answer::to(large).await),
    ]
}

/// The response for each example of what a vendor's program does.
async fn answers_to_vendor(portal: &Portal) -> Vec<(&'static str, Answer)> {
    let program = VendorProgram::of(portal).await;
    let id = |answer: &Answer| answer.json()["id"].as_str().unwrap().to_owned();
    let accepted = program.get(&by_reference("godkjent")).await;
    let escalated = program.get(&by_reference("sendt%20videre")).await;
    let unwanted = json!({"accessPackages": [{"urn": "urn:altinn:accesspackage:lonn"}]});
    let by_query = |reference: &str| {
        format!("/systemuser/vendor/byquery?system-id={SYSTEM}&orgno={ASKED}&external-ref={reference}")
    };
    let by_client = format!(
        "/systemuser/byExternalId?clientId=00000000-0000-4000-8000-000000000001&systemProviderOrgNo=310495913&systemUserOwnerOrgNo={ASKED}&externalRef=godkjent"
    );
    let new_system = json!({
        "id": "310495913_nytt",
        "vendor": {"ID": "0192:310495913"},
        "name": {"nb": "Nytt", "nn": "Nytt", "en": "New"},
        "description": {"nb": "Nytt", "nn": "Nytt", "en": "New"},
    });
    let mut faulty = new_system.clone();
    (faulty["id"], faulty["allowedRedirectUrls"]) = (json!("nytt"), json!(["http://vendor.example/"]));
    vec![
        ("request-own", program.ask_own(json!({})).await),
        ("request-rejected-before", program.ask_own(json!({"externalRef": "avvist"})).await),
        ("request-for-clients", program.ask(json!({"externalRef": "kunde-7"})).await),
        ("request-repeated", program.ask(json!({"externalRef": "kunde-7"})).await),
        ("request-packages-not-in-system", program.ask(unwanted).await),
        ("request-system-unknown", program.ask(json!({"systemId": "310495921_smart"})).await),
        ("request-unknown", program.get(&format!("{OWN_REQUESTS}/{}", id(&escalated))).await),
        ("request-escalated", program.get(&format!("{REQUESTS_FOR_CLIENTS}/{}", id(&escalated))).await),
        ("request-accepted", program.get(&by_reference("godkjent")).await),
        ("requests", program.get(&format!("{REQUESTS_FOR_CLIENTS}/bysystem/{SYSTEM}")).await),
        ("request-id-malformed", program.delete(&format!("{OWN_REQUESTS}/7")).await),
        ("request-not-new", program.delete(&format!("{OWN_REQUESTS}/{}", id(&accepted))).await),
        ("system-user", program.get(&by_query("godkjent")).await),
        ("system-user-unknown", program.get(&by_query("nobody")).await),
        ("system-users", program.get(&format!("/systemuser/vendor/bysystem/{SYSTEM}")).await),
        ("system-user-of-client", program.get(&by_client).await),
        ("system-registered", program.post("/systemregister/vendor", &new_system).await),
        ("system-faults", program.post("/systemregister/vendor", &faulty).await),
        ("system", program.get(&format!("/systemregister/vendor/{SYSTEM}")).await),
        ("system-removed", program.delete("/systemregister/vendor/310495913_nytt").await),
    ]
}

/// The response for each example of what organisations give each other.
async fn answers_to_client(portal: &Portal) -> Vec<(&'static str, Answer)> {
    let limited = EndUser::of(portal, SNARTENKT_BINDERS).await;
    let (party, to) = (client(KLIENTKUNDE), client(EMPTY_FIRM));
    vec![
        ("connection-added", limited.add(KLIENTKUNDE, EMPTY_FIRM).await),
        ("connection-package-not-held", limited.give(KLIENTKUNDE, EMPTY_FIRM, "a-ordning").await),
        ("connection-package-given", limited.give(KLIENTKUNDE, EMPTY_FIRM, "jordbruk").await),
        ("connection-packages", limited.get(&format!("/accesspackages?party={party}&from={party}&to={to}")).await),
        ("connections", limited.get(&format!("?party={party}&from={party}&to={to}")).await),
    ]
}

#[tokio::test]
async fn every_example_is_an_answer_that_was_given() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let vendors_portal = vendor::portal(&[]).await;
    let origin = vendors_portal.base.origin().ascii_serialization();
    let mut answered = Vec::new();
    let of_people = answers(&program).await.into_iter();
    let of_vendor = answers_to_vendor(&vendors_portal).await;
    let given = of_people.chain(of_vendor).chain(answers_to_client(&portal).await);
    for (name, answer) in given {
        let given = answer.text.replace(&origin, "http://127.0.0.1:8080");
        let mut given: Value = serde_json::from_str(&given).unwrap_or_else(|_| panic!("{name}: {given}"));
        if let Some(trace) = given.get_mut("traceId") {
            *trace = json!("00-4bf92f3577b34da6a3ce929d0e0e4736-4bf92f3577b34da6-00");
        }
        if std::env::var_os("UPDATE_EXAMPLES").is_some() {
            std::fs::write(file(name), serde_json::to_string_pretty(&given).unwrap() + "\n").unwrap();
        }
        let written: Value = serde_json::from_str(&std::fs::read_to_string(file(name)).unwrap()).unwrap();
        assert_eq!(given, written, "{name}");
        answered.push((name, answer.status.to_string()));
    }
    let named = EXAMPLES.map(|(_, status, name, _)| (name, status.to_owned()));
    assert_eq!(answered, named, "each example is one of an answer with its status");
}

#[tokio::test]
async fn the_document_that_is_served_is_this_one_and_needs_no_other_host() {
    let portal = Portal::start();
    let served = Answer::to(portal.visitor().request(Method::GET, "/openapi.json")).await;
    assert_eq!((served.status, served.header("content-type")), (200, "application/json"));
    let document = served.json();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"][0]["url"], ROOT);
    for (operation, status, name, text) in EXAMPLES {
        let example: Value = serde_json::from_str(text).unwrap();
        let paths = document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
        let operation = paths.into_iter().find(|known| known["operationId"] == operation).unwrap();
        let contents = operation["responses"][status]["content"].as_object().unwrap();
        assert!(contents.values().all(|content| content["example"] == example), "{name}");
    }
}

#[tokio::test]
async fn an_organisation_number_that_is_empty_is_refused_by_the_document_as_by_the_portal() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    for party in ["", "%20", "%09"] {
        let answer = program.get(&format!("/agents?party={party}")).await;
        assert_eq!((answer.problem(), answer.json()["errors"]["party"].is_array()), ((400, String::new()), true));
    }
    let document = serde_json::to_value(document()).unwrap();
    let party = &document["paths"]["/enduser/systemuser/agents"]["get"]["parameters"][0];
    assert_eq!((&party["name"], &party["schema"]["pattern"]), (&json!("party"), &json!("^[0-9]{9}$")));
}

#[tokio::test]
async fn the_page_shows_every_operation_with_its_examples_and_loads_nothing_from_elsewhere() {
    let portal = Portal::start();
    let page = portal.visitor().get("/api").await;
    assert_eq!(page.status, 200);
    let operations: Vec<_> =
        page.elements("h2[id]").iter().map(|heading| heading.attr("id").unwrap().to_owned()).collect();
    let expected = [
        "listAgents",
        "listClients",
        "addClient",
        "removeClient",
        "listAvailableClients",
        "changeClients",
        "createRequest",
        "getRequest",
        "getRequestByExternalRef",
        "listRequests",
        "createAgentRequest",
        "getAgentRequest",
        "getAgentRequestByExternalRef",
        "listAgentRequests",
        "deleteRequest",
        "findSystemUser",
        "listSystemUsers",
        "findSystemUserOfClient",
        "registerSystem",
        "getSystem",
        "deleteSystem",
        "listConnections",
        "addConnection",
        "removeConnection",
        "listConnectionPackages",
        "checkConnectionPackages",
        "giveConnectionPackage",
        "removeConnectionPackage",
    ];
    assert_eq!(
        operations.iter().map(String::as_str).collect::<std::collections::BTreeSet<_>>(),
        expected.into_iter().collect()
    );
    assert_eq!(page.count("pre"), EXAMPLES.len());
    for element in page.elements("[src], link[href]") {
        let address = element.attr("src").or(element.attr("href")).unwrap();
        assert!(address.starts_with('/'), "{address}");
    }
    assert!(!page.texts("main").join(" ").contains("**"));
}
