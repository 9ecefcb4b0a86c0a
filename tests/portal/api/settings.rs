//! Settings that choose Altinn's behaviour.
//!
//! `--api-existence` is tested in `permissions`.

use reqwest::Url;

use super::{Program, agent, client};
use crate::support::{AGRICULTURE, AUDIT, AUDITED, FRODIG, GILD_KANNE, Portal, SVAL_SPRO, TORR_LANG};

#[tokio::test]
async fn as_at_altinn_whoever_has_any_package_is_available() {
    let portal = Portal::start_with(&["--api-available", "any"]);
    let program = Program::of(&portal, GILD_KANNE).await;
    let list = format!("/clients/available?agent={}", agent(AGRICULTURE));
    assert_eq!(program.numbers(&list).await, [FRODIG, SVAL_SPRO, TORR_LANG]);
    assert_eq!(program.numbers(&format!("{list}&status=complete")).await, [FRODIG]);
}

#[tokio::test]
async fn as_at_altinn_before_the_message_is_in_the_detail() {
    let portal = Portal::start_with(&["--api-message", "detail"]);
    let program = Program::of(&portal, GILD_KANNE).await;
    let problem = program.add(&agent(AGRICULTURE), &client(TORR_LANG)).await.json();
    assert_eq!(problem["detail"], "Client does not have the accesspackages the agent system user requires");
    assert_eq!((&problem["title"], &problem["code"]), (&"Bad Request".into(), &"AUTH-00080".into()));
}

#[tokio::test]
async fn with_paging_on_links_lead_through_every_client_once() {
    let portal = Portal::start_with(&["--api-page-size", "5"]);
    let program = Program::of(&portal, GILD_KANNE).await;
    let path = format!("/clients/available?agent={}&search=e", agent(AUDIT));
    let mut next = Some(path);
    let (mut sizes, mut found) = (Vec::new(), Vec::new());
    while let Some(path) = next {
        let answer = program.get(&path).await;
        let page = answer.numbers();
        sizes.push(page.len());
        found.extend(page);
        next = answer.json()["links"]["next"].as_str().map(|link| {
            let url: Url = link.parse().unwrap();
            assert_eq!(url.origin(), portal.base.origin());
            assert!(link.contains("search=e"), "{link}");
            link.split(super::BASE).nth(1).unwrap().to_owned()
        });
    }
    assert_eq!(sizes, [5, 5, 2]);
    found.sort();
    let mut audited = AUDITED;
    audited.sort_unstable();
    assert_eq!(found, audited);
}

#[tokio::test]
async fn a_page_that_no_link_led_to_is_refused() {
    let portal = Portal::start_with(&["--api-page-size", "5"]);
    let program = Program::of(&portal, GILD_KANNE).await;
    for page in ["x", "YWZ0ZXIgMzEwNDk1ODkx"] {
        let answer = program.get(&format!("/clients?agent={}&page={page}", agent(AUDIT))).await;
        assert_eq!(answer.faults(), ["KP.VLD-00001 ?page"], "{page}");
    }
}
