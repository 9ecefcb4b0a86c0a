//! A token is for one world: changes and faults do not affect others.

use std::time::{Duration, Instant};

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{Answer, Program, agent, client};
use crate::support::program::run;
use crate::support::{AUDIT, GILD_KANNE, Portal, REVISORKUNDE, Visitor};

fn list() -> String {
    format!("/clients?agent={}", agent(AUDIT))
}

/// A signed-in visitor in this world.
async fn in_world(portal: &Portal, name: &str) -> Visitor {
    let visitor = portal.visitor();
    assert_eq!(visitor.post("/test/worlds", &[("name", name)]).await.status, 303);
    visitor
}

/// A program with a token issued in the visitor's world.
async fn program(portal: &Portal, visitor: &Visitor) -> Program {
    let path = format!("/test/token?person={}&client=vendor&read=1&write=1", GILD_KANNE.national_id);
    Program::with_token(portal, &visitor.get(&path).await.text("textarea").unwrap())
}

async fn switch_on(portal: &Portal, world: &str, fault: Value) {
    let url = portal.base.join(&format!("/test/api/faults?world={world}")).unwrap();
    let answer = Client::builder().no_proxy().build().unwrap().post(url).json(&fault).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn what_a_program_does_in_one_world_is_not_seen_in_another() {
    let portal = Portal::start();
    let kari = in_world(&portal, "kari").await;
    let (own, main) = (program(&portal, &kari).await, Program::of(&portal, GILD_KANNE).await);
    assert_eq!(own.add(&agent(AUDIT), &client(REVISORKUNDE)).await.status, 200);
    assert_eq!(own.numbers(&list()).await, [REVISORKUNDE]);
    assert!(main.numbers(&list()).await.is_empty());
    let batch = json!({ "action": "remove", "clients": [client(REVISORKUNDE)] });
    assert_eq!(main.batch(&agent(AUDIT), &batch).await.status, 200);
    assert_eq!(own.numbers(&list()).await, [REVISORKUNDE]);
    kari.sign_in(GILD_KANNE).await;
    assert_eq!(kari.get(&crate::support::access(AUDIT)).await.rows("#assigned"), ["Revisorkunde AS"]);
    // The request log is per world.
    assert_eq!(kari.get("/test/requests").await.count("tbody tr"), 3);
    assert_eq!(portal.visitor().get("/test/requests").await.count("tbody tr"), 2);
}

#[tokio::test]
async fn a_key_of_one_world_answers_in_no_other_and_neither_does_a_lists_tag() {
    let portal = Portal::start();
    let kari = in_world(&portal, "kari").await;
    let (own, main) = (program(&portal, &kari).await, program(&portal, &portal.visitor()).await);
    let tag = main.get(&list()).await.header("etag").to_owned();
    for program in [&own, &main] {
        let path = format!("{}&client={}", list(), client(REVISORKUNDE));
        let answer = Answer::to(program.request(Method::POST, &path).header("idempotency-key", "k")).await;
        assert_eq!((answer.status, answer.header("idempotency-replayed")), (200, ""));
        assert_eq!(program.numbers(&list()).await, [REVISORKUNDE], "carried out in each");
    }
    own.remove(&agent(AUDIT), &client(REVISORKUNDE)).await;
    let asked = main.request(Method::GET, &list()).header("if-none-match", tag);
    assert_eq!(Answer::to(asked).await.status, 200, "only the other world's list is empty again");
}

#[tokio::test]
async fn a_token_for_a_world_that_is_not_there_is_like_an_unknown_one() {
    let portal = Portal::start();
    let folder = portal.data.path().to_str().unwrap();
    let token = |world: &str| {
        let person = ["token", "--person", GILD_KANNE.national_id, "--world", world];
        run(&[&["--data", folder, "--base-url", portal.base.as_str()], &person[..]].concat()).stdout
    };
    in_world(&portal, "kari").await;
    for (world, status) in [("nowhere", 401), ("kari", 200), ("main", 200)] {
        let answer = Program::with_token(&portal, token(world).trim()).get(&list()).await;
        assert_eq!(answer.status, status, "{world}");
        assert_eq!(answer.header("www-authenticate").starts_with("Bearer error=\"invalid_token\""), status == 401);
    }
}

#[tokio::test]
async fn without_test_tools_a_token_opens_the_portals_own_world_and_no_other() {
    let portal = Portal::start_with(&["--no-test-tools"]);
    let folder = portal.data.path().to_str().unwrap();
    assert_eq!(run(&["scenario", "load", "veiledning", "--data", folder, "--world", "other"]).code, Some(0));
    for (world, status) in [("main", 200), ("other", 401)] {
        let person = ["token", "--person", GILD_KANNE.national_id, "--world", world];
        let token = run(&[&["--data", folder, "--base-url", portal.base.as_str()], &person[..]].concat()).stdout;
        assert_eq!(Program::with_token(&portal, token.trim()).get(&list()).await.status, status, "{world}");
    }
}

#[tokio::test]
async fn faults_of_a_world_hit_its_programs_in_the_apis_own_words_and_nobody_elses() {
    let portal = Portal::start();
    let kari = in_world(&portal, "kari").await;
    let (own, main) = (program(&portal, &kari).await, program(&portal, &portal.visitor()).await);

    switch_on(&portal, "kari", json!({ "fault": "unavailable", "requests": 2 })).await;
    assert_eq!(main.get(&list()).await.status, 200);
    let down = own.get(&list()).await;
    assert_eq!((down.problem(), down.header("retry-after")), ((503, "KP-00006".to_owned()), "5"));
    assert_eq!(own.add(&agent(AUDIT), &client(REVISORKUNDE)).await.status, 503);
    assert_eq!(own.get(&list()).await.status, 200);

    switch_on(&portal, "kari", json!({ "fault": "busy", "requests": 1 })).await;
    assert_eq!(own.get(&list()).await.status, 200, "reading goes on");
    let busy = own.add(&agent(AUDIT), &client(REVISORKUNDE)).await;
    assert_eq!(busy.problem(), (503, "KP-00006".to_owned()));

    switch_on(&portal, "kari", json!({ "fault": "refuse-adds", "every": 1, "requests": 1 })).await;
    let refused = own.add(&agent(AUDIT), &client(REVISORKUNDE)).await;
    assert_eq!((refused.problem(), &refused.json()["missingPackages"]), ((400, "AUTH-00080".to_owned()), &json!([])));
    assert!(own.numbers(&list()).await.is_empty());
    assert_eq!(own.add(&agent(AUDIT), &client(REVISORKUNDE)).await.status, 200);

    switch_on(&portal, "kari", json!({ "fault": "slow", "milliseconds": 300, "requests": 1 })).await;
    let before = Instant::now();
    assert!(own.get(&list()).await.status == 200 && before.elapsed() >= Duration::from_millis(300));

    // A browser session's faults, or its end, do not affect programs.
    let fault = [("fault", "unavailable"), ("requests", "9"), ("milliseconds", "1"), ("every", "1")];
    assert_eq!(kari.post("/test/faults", &fault).await.status, 303);
    switch_on(&portal, "kari", json!({ "fault": "session-expired", "requests": 1 })).await;
    assert_eq!(own.get(&list()).await.status, 200);
}

#[tokio::test]
async fn a_token_for_a_world_that_is_deleted_is_refused() {
    let portal = Portal::start();
    let kari = in_world(&portal, "kari").await;
    let own = program(&portal, &kari).await;
    assert_eq!(own.get(&list()).await.status, 200);
    assert_eq!(portal.visitor().request(Method::DELETE, "/test/api/worlds/kari").send().await.unwrap().status(), 200);
    assert_eq!(own.get(&list()).await.status, 401);
    assert_eq!(own.add(&agent(AUDIT), &client(REVISORKUNDE)).await.status, 401);
}
