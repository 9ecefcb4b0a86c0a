//! The permission matrix: who makes an own access, deletes one, and adds the own organisation.

use std::fmt::Write;

use super::press;
use crate::permissions::MATRIX;
use crate::support::{OVERVIEW, Person, Portal, Visitor, access_id};

const CREATE: &str = "/accessmanagement/ui/systemuser/create";
const OWN: &str = "Lønn";
const TAX: &str = "Skattegrunnlag klientdelegering";
const SYSTEM: &str = "314000005_synlig";

/// The scenario of all roles, where each firm has an access that it can join, and a system that it can choose.
async fn portal() -> Portal {
    let portal = Portal::start();
    let mut world = include_str!("../../../fixtures/scenarios/roller.toml").to_owned();
    write!(
        world,
        "\n[[system]]\nid = \"{SYSTEM}\"\nname = \"Synlig\"\nvendor = \"314000005\"\npackages = [\"lonn\"]\nvisible = true\n"
    )
    .unwrap();
    for (_, firm, ..) in MATRIX {
        write!(
            world,
            "\n[[access]]\nowner = \"{firm}\"\nkind = \"clients\"\ntitle = \"{TAX}\"\nsystem = \"Skatt\"\n\
             vendor = \"314000005\"\npackages = [\"skattegrunnlag\"]\ncreated = 2026-01-01T09:00:00Z\n"
        )
        .unwrap();
    }
    let load = portal.base.join("/test/api/load").unwrap();
    let loaded = reqwest::Client::builder().no_proxy().build().unwrap().post(load).body(world).send().await.unwrap();
    assert_eq!(loaded.status(), 200, "{}", loaded.text().await.unwrap());
    portal
}

/// `gives`: whether the person can give packages that they do not hold themselves.
async fn check(visitor: &Visitor, firm: &str, manages: bool, gives: bool) {
    let status = if manages { 303 } else { 403 };
    let clients = format!("/accessmanagement/ui/systemuser/{}/agentdelegation", access_id(firm, TAX));
    let own = format!("/accessmanagement/ui/systemuser/{}", access_id(firm, OWN));
    let page = visitor.get(&clients).await;
    assert_eq!(page.button("din virksomhet").is_some(), gives);
    for (path, action) in [(&clients, "add-own"), (&clients, "remove-own"), (&clients, "delete"), (&own, "delete")] {
        assert_eq!(press(visitor, path, action, "0").await.status, status, "{action}");
        visitor.get(OVERVIEW).await;
    }
    let token = visitor.form_token("/").await;
    let posted = [("form_token", token.as_str()), ("system", SYSTEM), ("package", "lonn")];
    assert_eq!(visitor.post(CREATE, &posted).await.status, status);
    let overview = visitor.get(OVERVIEW).await;
    assert!(overview.link(OWN).is_none() && (overview.link(TAX).is_none() || !manages), "deleted by who may");
    assert_eq!(overview.link("Synlig").is_some(), gives);
}

#[tokio::test]
async fn every_kind_of_person_makes_and_ends_what_its_row_says_and_nothing_more() {
    let portal = portal().await;
    for (national_id, firm, manages, _, gives) in MATRIX {
        println!("{national_id} in {firm}");
        let visitor = portal.sign_in(Person { name: "", national_id }).await;
        check(&visitor, firm, manages, gives).await;
    }
    let actions: Vec<_> = portal.database().changes().into_iter().map(|(action, ..)| action).collect();
    let times = |wanted: &str| actions.iter().filter(|action| *action == wanted).count();
    let managers = MATRIX.iter().filter(|(_, _, manages, ..)| *manages).count();
    let givers = MATRIX.iter().filter(|(.., gives)| *gives).count();
    let counts = ["create", "give", "take-back", "delete"].map(times);
    assert_eq!(counts, [givers, givers, givers, 2 * managers]);
}
