//! Random operations through pages and programs: after each one, pages, APIs and a model of the rules tell the same.
//!
//! A new operation is a variant of [`Operation`] with its arm in `carry_out` (`operations.rs`), which does it in the portal
//! and in the model; what else is to be seen afterwards is compared in `compare.rs`. What clients give has files of its own:
//! `relationships.rs` in the model, `giving.rs` in the portal.

mod compare;
mod expected;
mod giving;
mod operations;
mod relationships;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use self::expected::{CLIENTS, KEYS, Key, Model, PEOPLE, Powers};
use self::giving::Giver;
use self::operations::Operation;
use self::relationships::{GIVERS, PACKAGES};
use crate::api::Program;
use crate::api::vendor::VendorProgram;
use crate::support::{Person, Portal, REVISORSYSTEMER, Visitor};

/// Another vendor than REVISORSYSTEMER AS: its system is for own accesses.
const SMARTCLOUD: &str = "310495921";

/// One operation: who does what to which of the things there are. Each operation reads the fields that it needs.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    operation: Operation,
    person: usize,
    key: usize,
    /// Taken modulo the number of accesses there are.
    access: usize,
    client: usize,
    giver: usize,
    package: usize,
    by_program: bool,
}

/// A person with a browser, and a program with the person's token.
pub struct Actor {
    powers: Powers,
    visitor: Visitor,
    program: Program,
    form_token: String,
}

/// All who act, in the order of [`PEOPLE`] and [`GIVERS`].
pub struct Actors {
    people: Vec<Actor>,
    givers: Vec<Giver>,
    audit_vendor: VendorProgram,
    own_vendor: VendorProgram,
}

impl Actor {
    async fn of(portal: &Portal, (person, powers): (Person, Powers)) -> Self {
        let visitor = portal.sign_in(person).await;
        let form_token = visitor.form_token("/").await;
        Self { powers, visitor, program: Program::of(portal, person).await, form_token }
    }
}

impl Actors {
    async fn of(portal: &Portal) -> Self {
        let mut people = Vec::new();
        for one in PEOPLE {
            people.push(Actor::of(portal, one).await);
        }
        let mut givers = Vec::new();
        for (client, person) in GIVERS {
            givers.push(Giver::of(portal, client, person).await);
        }
        let audit_vendor = VendorProgram::of_vendor(portal, REVISORSYSTEMER).await;
        Self { people, givers, audit_vendor, own_vendor: VendorProgram::of_vendor(portal, SMARTCLOUD).await }
    }

    /// The managing director, who sees everything.
    fn director(&self) -> &Actor {
        &self.people[0]
    }

    fn vendor(&self, key: Key) -> &VendorProgram {
        if key.is_own() { &self.own_vendor } else { &self.audit_vendor }
    }

    /// Loads the scenario again; everybody stays signed in.
    async fn reset(&self) {
        let visitor = &self.director().visitor;
        let reset = visitor.request(reqwest::Method::POST, "/test/api/reset").json(&json!(null));
        let answer = reset.header("sec-fetch-site", "same-origin").send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // What clients give is few steps of many: left to chance, a package would hardly ever be taken back and given again.
    let operation = prop_oneof![select(&Operation::ALL[..]), select(&Operation::OF_RELATIONSHIPS[..])];
    let given = (0..GIVERS.len(), 0..PACKAGES.len());
    let step = (operation, 0..PEOPLE.len(), 0..KEYS.len(), 0..100_usize, 0..CLIENTS.len(), given, any::<bool>());
    let step = step.prop_map(|(operation, person, key, access, client, (giver, package), by_program)| Step {
        operation,
        person,
        key,
        access,
        client,
        giver,
        package,
        by_program,
    });
    proptest::collection::vec(step, 6..20)
}

#[test]
fn whatever_is_done_pages_programs_and_the_rules_tell_the_same() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let portal = Portal::start_with(&["--api-rate", "0"]);
    let actors = runtime.block_on(Actors::of(&portal));
    let config = ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in steps())| {
        runtime.block_on(async {
            actors.reset().await;
            let mut model = Model::of_the_scenario();
            for step in steps {
                step.operation.carry_out(&actors, &mut model, step).await;
                compare::everything(&actors, &model, step).await;
            }
        });
    });
}
