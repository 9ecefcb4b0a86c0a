//! What a client does with its relationship to the firm, and what can be seen of it on both sides.

use std::collections::BTreeSet;

use super::expected::{Access, CLIENTS, Model};
use super::relationships::{PACKAGES, Relationship};
use super::{Actors, Step};
use crate::api::client;
use crate::api::connections::{EndUser, packages};
use crate::relationships::{ACTING, USERS, user};
use crate::support::{FIRM, Person, Portal, Visitor};

type Set = BTreeSet<String>;

/// Who gives in a client's name, in a browser and with a program.
pub struct Giver {
    client: &'static str,
    visitor: Visitor,
    program: EndUser,
    form_token: String,
}

impl Giver {
    pub async fn of(portal: &Portal, client: &'static str, person: Person) -> Self {
        let visitor = portal.sign_in(person).await;
        let form_token = visitor.form_token(USERS).await;
        Self { client, visitor, program: EndUser::of(portal, person).await, form_token }
    }

    async fn post(&self, path: &str, field: (&str, &str)) -> u16 {
        let fields = [("form_token", self.form_token.as_str()), ("number", FIRM), field];
        self.visitor.post(path, &fields).await.status.as_u16()
    }
}

/// Posted whether or not there is a button.
pub async fn give(actors: &Actors, model: &mut Model, step: Step) {
    let (giver, package) = (&actors.givers[step.giver], PACKAGES[step.package]);
    let exists = model.relationship(giver.client).exists();
    if step.by_program {
        let answer = giver.program.give(giver.client, FIRM, package).await;
        assert_eq!(answer.status, if exists { 200 } else { 400 }, "{}", answer.text);
    } else {
        let status = giver.post(&format!("{}/give", user(FIRM)), ("give", package)).await;
        assert_eq!(status, if exists { 303 } else { 404 });
    }
    if exists {
        model.change_relationship(giver.client, |relationship| {
            relationship.added = true;
            relationship.given.insert(package);
        });
    }
}

pub async fn take_back(actors: &Actors, model: &mut Model, step: Step) {
    let (giver, package) = (&actors.givers[step.giver], PACKAGES[step.package]);
    let exists = model.relationship(giver.client).exists();
    if step.by_program {
        let answer = giver.program.take_back(giver.client, giver.client, FIRM, package).await;
        assert_eq!(answer.status, 204, "{}", answer.text);
    } else {
        assert_eq!(giver.post(&user(FIRM), ("take", package)).await, if exists { 303 } else { 404 });
    }
    model.change_relationship(giver.client, |one| one.given.retain(|given| *given != package));
}

pub async fn add_firm(actors: &Actors, model: &mut Model, step: Step) {
    let giver = &actors.givers[step.giver];
    if step.by_program {
        assert_eq!(giver.program.add(giver.client, FIRM).await.status, 200);
    } else {
        assert_eq!(giver.post(&format!("{USERS}/new"), ("add", FIRM)).await, 303);
    }
    model.change_relationship(giver.client, |relationship| relationship.added = true);
}

/// By page only where the question can be answered.
pub async fn remove_firm(actors: &Actors, model: &mut Model, step: Step) {
    let giver = &actors.givers[step.giver];
    let added = model.relationship(giver.client).added;
    if step.by_program {
        let answer = giver.program.remove(giver.client, giver.client, FIRM, "&cascade=true").await;
        assert_eq!(answer.status, 204, "{}", answer.text);
    } else {
        let question = giver.visitor.get(&format!("{}/delete", user(FIRM))).await;
        assert_eq!(question.button("Ja, slett").is_some(), added, "{}", question.heading());
        if added {
            assert_eq!(giver.visitor.press(&question, "Ja, slett").await.path(), USERS);
        }
    }
    model.change_relationship(giver.client, |relationship| {
        relationship.added = false;
        relationship.given.clear();
    });
}

/// The client's pages and the API about what it has given, and about who acts for it.
pub async fn compare_giver(giver: &Giver, model: &Model) {
    let (relationship, from) = (model.relationship(giver.client), client(giver.client));
    let page = giver.visitor.get(&user(FIRM)).await;
    assert_eq!(page.status == 200, relationship.exists());
    let buttons = page.elements("#held-packages button[name=take]");
    let told: Set = buttons.iter().map(|button| button.attr("value").unwrap().to_owned()).collect();
    assert_eq!(told, owned(&relationship.given), "{}", giver.client);
    let path = format!("/accesspackages?party={from}&from={from}&to={}", client(FIRM));
    let told: Set = packages(&giver.program.get(&path).await.json()).into_iter().map(|(package, _)| package).collect();
    assert_eq!(told, owned(relationship.given.iter().chain(relationship.registered)), "{}", giver.client);
    acting_systems(giver, model, relationship).await;
}

/// Each access that acts for the client acts with all of its packages that the firm holds.
async fn acting_systems(giver: &Giver, model: &Model, relationship: &Relationship) {
    let page = giver.visitor.get(ACTING).await;
    let acting: Vec<_> = model.accesses.iter().filter(|access| access.clients.contains(giver.client)).collect();
    assert_eq!(page.rows("main").into_iter().collect::<Set>(), owned(acting.iter().map(|access| &access.title)));
    let lost = acting.iter().flat_map(|access| access.needs).filter(|package| !relationship.holds(package)).count();
    let told = page.texts(".row-reason p");
    assert_eq!(told.iter().filter(|line| line.ends_with("fullmakten er tatt tilbake.")).count(), lost, "{told:?}");
}

/// The firm's dialog and API about who can be added, and who lacks a package. Only of accesses that giving changes.
pub async fn compare_access(actors: &Actors, model: &Model, access: &Access) {
    if !access.needs.iter().any(|package| PACKAGES.contains(package)) {
        return;
    }
    let (eligible, marked) = (model.eligible(access), model.marked(access));
    let program = &actors.director().program;
    let told = program.numbers(&format!("/clients/available?agent={}", access.id)).await;
    assert_eq!(known(told), owned(&eligible), "{}", access.title);
    let told = program.numbers(&format!("/clients?agent={}&status=incomplete", access.id)).await;
    assert_eq!(known(told), owned(&marked), "{}", access.title);
    let page = actors.director().visitor.get(&format!("{}/clients?size=50", access.path())).await;
    let button = |action: &str| {
        let buttons = page.elements(&format!("button[name={action}]"));
        known(buttons.iter().map(|button| button.attr("value").unwrap().to_owned()))
    };
    assert_eq!(button("remove"), owned(&access.clients), "{}", access.title);
    assert_eq!(button("add"), owned(eligible.difference(&access.clients)), "{}", access.title);
    assert_eq!(page.count("[data-row] > .ds-tag"), marked.len(), "{}", access.title);
}

fn owned<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Set {
    names.into_iter().map(|name| name.as_ref().to_owned()).collect()
}

/// Those of them that are in the model.
fn known(numbers: impl IntoIterator<Item = String>) -> Set {
    numbers.into_iter().filter(|number| CLIENTS.contains(&number.as_str())).collect()
}
