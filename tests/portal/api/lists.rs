//! `GET /clients/available` and `GET /clients`.

use reqwest::Method;
use serde_json::json;

use super::{Answer, Program, agent, client};
use crate::support::{
    AGRICULTURE, AUDIT, AUDITED, FIRM, FRODIG, GILD_KANNE, Portal, REVISORKUNDE, SVAL_SPRO, TORR_LANG,
};

fn available(title: &str) -> String {
    format!("/clients/available?agent={}", agent(title))
}

fn delegated(title: &str) -> String {
    format!("/clients?agent={}", agent(title))
}

#[tokio::test]
async fn whoever_has_every_package_is_available_also_when_on_the_access_already() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let mut numbers = program.numbers(&available(AUDIT)).await;
    numbers.sort();
    let mut audited = AUDITED;
    audited.sort_unstable();
    assert_eq!(numbers, audited);
    assert_eq!(program.numbers(&available(AGRICULTURE)).await, [FRODIG]);
}

#[tokio::test]
async fn a_list_has_the_fields_of_the_contract_and_no_others() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    for path in [available(AGRICULTURE), delegated(AGRICULTURE)] {
        assert_eq!(
            program.get(&path).await.json(),
            json!({
                "links": {},
                "data": [{
                    "clientId": client(FRODIG),
                    "clientOrganizationNumber": FRODIG,
                    "clientOrganizationName": "FRODIG SEIG TIGER AS",
                }],
                "systemUserInformation": { "systemUserId": agent(AGRICULTURE), "systemUserOwnerOrg": FIRM },
            })
        );
    }
}

#[tokio::test]
async fn what_a_client_brings_and_lacks_is_told_on_request() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let list = program.get(&format!("{}&status=incomplete&include=access", available(AGRICULTURE))).await;
    assert_eq!(list.numbers(), [SVAL_SPRO, TORR_LANG]);
    let signing = "urn:altinn:accesspackage:regnskapsforer-med-signeringsrettighet";
    let (role, farming) = ("urn:altinn:external-role:ccr:regnskapsforer", "urn:altinn:accesspackage:jordbruk");
    let rows = list.json();
    assert_eq!(rows["data"][0]["access"], json!([{"urn": farming, "role": "urn:altinn:role:rettighetshaver"}]));
    assert_eq!(rows["data"][0]["missingPackages"], json!([{"urn": signing, "reason": "role", "role": role}]));
    assert_eq!(rows["data"][1]["access"], json!([{"urn": signing, "role": role}]));
    assert_eq!(rows["data"][1]["missingPackages"], json!([{"urn": farming, "reason": "direct"}]));
    assert_eq!(rows["data"][1]["delegated"], false);
}

#[tokio::test]
async fn search_finds_names_and_numbers_as_in_the_portal() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    for search in ["revisorkunde", "310%20495%20883", "REV"] {
        assert_eq!(program.numbers(&format!("{}&search={search}", available(AUDIT))).await, [REVISORKUNDE], "{search}");
    }
    assert!(program.numbers(&format!("{}&search=rev", delegated(AUDIT))).await.is_empty());
}

#[tokio::test]
async fn a_filter_that_there_is_not_is_refused() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    for wrong in ["status=all", "include=everything"] {
        let answer = program.get(&format!("{}&{wrong}", available(AUDIT))).await;
        assert_eq!(answer.problem(), (400, String::new()));
        assert!(answer.json()["errors"].as_object().unwrap().contains_key(wrong.split('=').next().unwrap()));
    }
}

#[tokio::test]
async fn clients_that_have_lost_a_package_are_told_apart_and_stay_listed() {
    let portal = Portal::start_with(&["--scenario", "mistet-fullmakt"]);
    let program = Program::of(&portal, GILD_KANNE).await;
    let agents = program.get(&format!("/agents?party={FIRM}")).await.json();
    let mut lost = 0;
    for agent in agents.as_array().unwrap() {
        let clients = format!("/clients?agent={}", agent["id"].as_str().unwrap());
        let all = program.numbers(&clients).await;
        let complete = program.numbers(&format!("{clients}&status=complete")).await;
        let incomplete = program.numbers(&format!("{clients}&status=incomplete")).await;
        lost += incomplete.len();
        let mut both = [complete, incomplete].concat();
        both.sort_by_key(|number| all.iter().position(|known| known == number));
        assert_eq!(both, all);
    }
    assert!(lost > 0, "the scenario is about clients that have lost a package");
}

#[tokio::test]
async fn a_list_that_has_not_changed_is_not_sent_again() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let first = program.get(&delegated(AUDIT)).await;
    let ask = |tag: String| Answer::to(program.request(Method::GET, &delegated(AUDIT)).header("if-none-match", tag));
    let tag = first.header("etag").to_owned();
    let again = ask(tag.clone()).await;
    assert_eq!((again.status, again.text.as_str(), again.header("etag")), (304, "", tag.as_str()));
    assert_eq!(ask(format!("\"other\", W/{tag}")).await.status, 304);
    program.add(&agent(AUDIT), &client(REVISORKUNDE)).await;
    let changed = ask(tag.clone()).await;
    assert_eq!((changed.status, changed.numbers()), (200, vec![REVISORKUNDE.to_owned()]));
    assert_ne!(changed.header("etag"), tag);
}
