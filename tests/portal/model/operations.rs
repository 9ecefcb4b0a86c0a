//! The operations: each is done in the portal and in the model.

use reqwest::Method;
use serde_json::json;

use super::expected::{CLIENTS, KEYS, Key, MADE, Model, Status};
use super::{Actor, Actors, Step, giving};
use crate::api::client;
use crate::api::vendor::{OWN_REQUESTS, REQUESTS_FOR_CLIENTS};
use crate::support::FIRM;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// A vendor asks for an access.
    Ask,
    Withdraw,
    Approve,
    Reject,
    Escalate,
    AddClient,
    RemoveClient,
    /// The firm makes an own access.
    Create,
    /// An access is deleted.
    Delete,
    /// The own organisation joins an access for clients.
    Join,
    Leave,
    /// A client gives the firm a package.
    Give,
    TakeBack,
    /// A client adds the firm as a user, without any power.
    AddFirm,
    RemoveFirm,
}

impl Operation {
    pub const ALL: [Self; 15] = [
        Self::Ask,
        Self::Withdraw,
        Self::Approve,
        Self::Reject,
        Self::Escalate,
        Self::AddClient,
        Self::RemoveClient,
        Self::Create,
        Self::Delete,
        Self::Join,
        Self::Leave,
        Self::Give,
        Self::TakeBack,
        Self::AddFirm,
        Self::RemoveFirm,
    ];

    pub const OF_RELATIONSHIPS: [Self; 3] = [Self::AddClient, Self::Give, Self::TakeBack];

    pub async fn carry_out(self, actors: &Actors, model: &mut Model, step: Step) {
        match self {
            Self::Ask if step.by_program => ask_by_program(actors, model, KEYS[step.key]).await,
            Self::Ask => ask_by_page(actors, model, KEYS[step.key]).await,
            Self::Withdraw => withdraw(actors, model, step).await,
            Self::Approve => answer(actors, model, step, "approve").await,
            Self::Reject => answer(actors, model, step, "reject").await,
            Self::Escalate => answer(actors, model, step, "escalate").await,
            Self::AddClient => change_client(actors, model, step, true).await,
            Self::RemoveClient => change_client(actors, model, step, false).await,
            Self::Create => create(actors, model, step).await,
            Self::Delete => delete(actors, model, step).await,
            Self::Join => change_own_organisation(actors, model, step, true).await,
            Self::Leave => change_own_organisation(actors, model, step, false).await,
            Self::Give => giving::give(actors, model, step).await,
            Self::TakeBack => giving::take_back(actors, model, step).await,
            Self::AddFirm => giving::add_firm(actors, model, step).await,
            Self::RemoveFirm => giving::remove_firm(actors, model, step).await,
        }
    }
}

/// The API's path for requests of this kind.
pub fn requests_path(key: Key) -> &'static str {
    if key.is_own() { OWN_REQUESTS } else { REQUESTS_FOR_CLIENTS }
}

/// The page of a request.
pub fn request_page(key: Key) -> &'static str {
    if key.is_own() {
        "/accessmanagement/ui/systemuser/request"
    } else {
        "/accessmanagement/ui/systemuser/agentrequest"
    }
}

async fn ask_by_program(actors: &Actors, model: &mut Model, key: Key) {
    let package = if key.is_own() { "a-ordning" } else { "revisormedarbeider" };
    let body = json!({
        "systemId": key.system,
        "partyOrgNo": FIRM,
        "externalRef": key.reference,
        "integrationTitle": key.title(),
        "accessPackages": [{ "urn": format!("urn:altinn:accesspackage:{package}") }],
    });
    let answer = actors.vendor(key).post(requests_path(key), &body).await;
    let expected = match model.requests.get(&key).map(|request| request.status) {
        None => 201,
        Some(Status::New) => 200,
        Some(Status::Accepted | Status::Rejected) => 400,
    };
    assert_eq!(answer.status, expected, "{}", answer.text);
    if expected == 201 {
        model.asked(key, answer.json()["id"].as_str().unwrap().to_owned());
    }
}

async fn ask_by_page(actors: &Actors, model: &mut Model, key: Key) {
    let (title, kind) = (key.title(), if key.is_own() { "own" } else { "clients" });
    let form =
        [("system", key.system), ("owner", FIRM), ("kind", kind), ("external_ref", key.reference), ("title", &title)];
    let answer = actors.director().visitor.post("/test/vendor", &form).await;
    let is_new = !model.requests.contains_key(&key);
    assert_eq!(answer.status.as_u16(), if is_new { 303 } else { 422 }, "{}", answer.heading());
    if is_new {
        let path = format!("{}/byexternalref/{}/{FIRM}/{}", requests_path(key), key.system, key.reference);
        let request = actors.vendor(key).get(&path).await.json();
        model.asked(key, request["id"].as_str().unwrap().to_owned());
    }
}

async fn withdraw(actors: &Actors, model: &mut Model, step: Step) {
    let key = KEYS[step.key];
    let Some(request) = model.requests.get(&key) else { return };
    let accepted = request.status == Status::Accepted;
    if step.by_program {
        let answer = actors.vendor(key).delete(&format!("{OWN_REQUESTS}/{}", request.id)).await;
        assert_eq!(answer.status, if accepted { 409 } else { 202 }, "{}", answer.text);
    } else {
        let answer = actors.director().visitor.post("/test/vendor", &[("withdraw", &request.id)]).await;
        assert_eq!(answer.status, 303);
    }
    if !accepted {
        model.requests.remove(&key);
    }
}

/// Posted whether or not the person sees the button.
async fn answer(actors: &Actors, model: &mut Model, step: Step, answer: &str) {
    let (key, actor) = (KEYS[step.key], &actors.people[step.person]);
    let Some(request) = model.requests.get(&key) else { return };
    let form =
        [("form_token", actor.form_token.as_str()), ("id", &request.id), ("skiplogout", "true"), ("answer", answer)];
    let answered = actor.visitor.post(request_page(key), &form).await;
    assert_eq!(answered.status, 303, "{}", answered.heading());
    match answer {
        "approve" => model.approve(key, actor.powers),
        "reject" => model.reject(key, actor.powers),
        _ => model.escalate(key),
    }
}

async fn change_client(actors: &Actors, model: &mut Model, step: Step, add: bool) {
    let (actor, number) = (&actors.people[step.person], CLIENTS[step.client]);
    let Some(access) = model.for_clients(step.access).cloned() else { return };
    if step.by_program {
        let method = if add { Method::POST } else { Method::DELETE };
        let path = format!("/clients?agent={}&client={}", access.id, client(number));
        drop(actor.program.request(method, &path).send().await.unwrap());
    } else {
        let form = [("form_token", actor.form_token.as_str()), (if add { "add" } else { "remove" }, number)];
        let answer = actor.visitor.post(&format!("{}/clients", access.path()), &form).await;
        let is_refused = add && !access.clients.contains(number) && !model.eligible(&access).contains(number);
        let expected = match actor.powers.administers {
            true if is_refused => 409,
            true => 303,
            false => 403,
        };
        assert_eq!(answer.status.as_u16(), expected, "{}", answer.heading());
    }
    if actor.powers.administers {
        model.change_client(step.access, number, add);
    }
}

/// Posted whether or not the person sees the button; one without access management is refused.
async fn post(actor: &Actor, path: &str, fields: &[(&str, &str)]) {
    let fields: Vec<_> =
        [("form_token", actor.form_token.as_str())].into_iter().chain(fields.iter().copied()).collect();
    let answer = actor.visitor.post(path, &fields).await;
    assert_eq!(answer.status.as_u16(), if actor.powers.manages { 303 } else { 403 }, "{}", answer.heading());
}

async fn create(actors: &Actors, model: &mut Model, step: Step) {
    let actor = &actors.people[step.person];
    let fields = [("system", MADE.system), ("package", "a-ordning"), ("package", "lonn")];
    post(actor, "/accessmanagement/ui/systemuser/create", &fields).await;
    if actor.powers.manages && actor.powers.gives && !model.has_made() {
        let path = format!("/systemuser/vendor/byquery?system-id={}&orgno={FIRM}", MADE.system);
        let access = actors.vendor(MADE).get(&path).await.json();
        model.made(access["id"].as_str().unwrap().to_owned());
    }
}

async fn delete(actors: &Actors, model: &mut Model, step: Step) {
    let actor = &actors.people[step.person];
    let Some(access) = model.accesses.get(step.access % model.accesses.len().max(1)).cloned() else { return };
    let clients = access.clients.len().to_string();
    post(actor, &access.path(), &[("action", "delete"), ("clients", &clients)]).await;
    if actor.powers.manages {
        model.deleted(&access);
        let late = actor.visitor.get(&access.path()).await;
        assert_eq!((late.status.as_u16(), late.heading().as_str()), (404, "Systemtilgangen er slettet"));
    }
}

async fn change_own_organisation(actors: &Actors, model: &mut Model, step: Step, join: bool) {
    let actor = &actors.people[step.person];
    let Some(access) = model.for_clients(step.access) else { return };
    post(actor, &access.path(), &[("action", if join { "add-own" } else { "remove-own" })]).await;
    if actor.powers.manages && (!join || actor.powers.gives && access.joinable()) {
        access.joined = join;
    }
}
