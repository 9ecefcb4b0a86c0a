//! What pages and APIs tell, against the model.

use std::collections::BTreeSet;

use serde_json::Value;

use super::expected::{KEYS, Key, Model, Status};
use super::operations::{request_page, requests_path};
use super::{Actors, Step, giving};
use crate::support::{FIRM, OVERVIEW};

type Set<T> = BTreeSet<T>;

/// Compares what can be seen after a step.
pub async fn everything(actors: &Actors, model: &Model, step: Step) {
    for key in [KEYS[0], KEYS[2]] {
        requests_of_vendor(actors, model, key).await;
        accesses_of_vendor(actors, model, key).await;
    }
    accesses_by_program(actors, model).await;
    overview(actors, model).await;
    waiting_requests(actors, model).await;
    vendors_tool(actors, model).await;
    request(actors, model, step).await;
    for access in model.accesses.iter().filter(|access| !access.own) {
        let page = actors.director().visitor.get(&access.path()).await;
        assert_eq!(page.rows("#assigned").len(), access.clients.len(), "{}", access.title);
        let joined = page.count("#own-organisation button[value=remove-own]") == 1;
        assert_eq!(joined, access.joined, "{}", access.title);
        assert_eq!(page.count("#assigned .row > .ds-tag"), model.marked(access).len(), "{}", access.title);
        giving::compare_access(actors, model, access).await;
    }
    giving::compare_giver(&actors.givers[step.giver], model).await;
}

fn rows(list: &Value) -> &Vec<Value> {
    list["data"].as_array().unwrap_or_else(|| panic!("{list} is no list"))
}

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap_or_default().to_owned()
}

async fn requests_of_vendor(actors: &Actors, model: &Model, key: Key) {
    let list = actors.vendor(key).get(&format!("{}/bysystem/{}", requests_path(key), key.system)).await.json();
    let told = rows(&list).iter().filter(|row| row["partyOrgNo"] == FIRM);
    let told: Set<_> = told.map(|row| (text(row, "id"), text(row, "status"), row["escalated"] == true)).collect();
    let expected = model.requests.iter().filter(|(one, _)| one.system == key.system);
    let expected: Set<_> =
        expected.map(|(_, request)| (request.id.clone(), format!("{:?}", request.status), request.escalated)).collect();
    assert_eq!(told, expected);
}

async fn accesses_of_vendor(actors: &Actors, model: &Model, key: Key) {
    let list = actors.vendor(key).get(&format!("/systemuser/vendor/bysystem/{}", key.system)).await.json();
    let told: Set<_> = rows(&list).iter().map(|row| text(row, "id")).collect();
    for access in &model.accesses {
        let of_system = access.key.is_some_and(|one| one.system == key.system);
        assert!(!of_system || told.contains(&access.id), "{}", access.title);
    }
    for (one, request) in &model.requests {
        assert!(request.status == Status::Accepted || !told.contains(&request.id), "{}", one.title());
    }
}

async fn accesses_by_program(actors: &Actors, model: &Model) {
    let program = &actors.director().program;
    let agents = program.get(&format!("/agents?party={FIRM}")).await.json();
    let told: Set<_> = agents.as_array().unwrap().iter().map(|agent| text(agent, "id")).collect();
    let expected: Set<_> = model.accesses.iter().filter(|access| !access.own).map(|access| access.id.clone()).collect();
    assert_eq!(told, expected);
    for access in model.accesses.iter().filter(|access| !access.own) {
        let told: Set<_> = program.numbers(&format!("/clients?agent={}", access.id)).await.into_iter().collect();
        let expected: Set<_> = access.clients.iter().map(|client| (*client).to_owned()).collect();
        assert_eq!(told, expected, "{}", access.title);
    }
}

async fn overview(actors: &Actors, model: &Model) {
    let page = actors.director().visitor.get(OVERVIEW).await;
    let mut told = page.texts("main .row-title");
    let pending =
        model.pending().map(|(key, request)| format!("{} (ref: {})", key.title(), &request.id[request.id.len() - 5..]));
    let mut expected: Vec<_> = model.accesses.iter().map(|access| access.title.clone()).chain(pending).collect();
    told.sort();
    expected.sort();
    assert_eq!(told, expected);
}

async fn waiting_requests(actors: &Actors, model: &Model) {
    let count = model.pending().count();
    for actor in &actors.people {
        let page = actor.visitor.get("/accessmanagement/ui/requests").await;
        let seen = if actor.powers.manages { count } else { 0 };
        assert_eq!(page.count("main .row-title"), seen);
        let number = page.texts("nav.side .menu-number").concat();
        assert_eq!(number, if seen == 0 { String::new() } else { seen.to_string() });
    }
}

async fn vendors_tool(actors: &Actors, model: &Model) {
    let page = actors.director().visitor.get("/test/vendor").await;
    let told: Vec<_> = page.texts(".tool-card h3").into_iter().zip(page.texts(".tool-card strong")).collect();
    for key in KEYS {
        let told: Vec<_> = told.iter().filter(|(title, _)| *title == key.title()).map(|(_, status)| status).collect();
        let expected = model.requests.get(&key).map(|request| match request.status {
            Status::New if request.escalated => "Videresendt, venter på svar",
            Status::New => "Venter på svar",
            Status::Accepted => "Godkjent",
            Status::Rejected => "Avvist",
        });
        assert_eq!(told, expected.into_iter().collect::<Vec<_>>(), "{}", key.title());
    }
}

/// The step's request, as the step's person sees it.
async fn request(actors: &Actors, model: &Model, step: Step) {
    let (key, actor) = (KEYS[step.key], &actors.people[step.person]);
    let Some(request) = model.requests.get(&key) else { return };
    let page = actor.visitor.get(&format!("{}?id={}", request_page(key), request.id)).await;
    let waits = request.status == Status::New;
    let seen = ["approve", "reject", "escalate"].map(|answer| page.count(&format!("button[value={answer}]")) == 1);
    let expected = [
        waits && Model::may_approve(key, actor.powers),
        waits && actor.powers.manages,
        waits && !actor.powers.manages && !request.escalated,
    ];
    assert_eq!(seen, expected, "approve, reject, escalate");
    let ended = [(Status::Accepted, "allerede godkjent"), (Status::Rejected, "allerede avvist")];
    for (status, words) in ended {
        let said = page.texts(".ds-alert").join(" ");
        assert_eq!(said.contains(words), request.status == status, "{said}");
    }
}
