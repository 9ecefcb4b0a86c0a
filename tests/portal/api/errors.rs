//! Every documented error, and their precedence.

use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::{Answer, BASE, Program, agent, client};
use crate::support::{
    AGRICULTURE, AUDIT, GILD_KANNE, KLIENTKUNDE, OWN, Portal, REVISORKUNDE, REVISORSYSTEMER, SITRONGUL_MEDALJONG,
    TORR_LANG,
};

const NIL: &str = "00000000-0000-0000-0000-000000000000";

#[tokio::test]
async fn ids_that_cannot_be_read_are_named_all_at_once() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let answer = program.add("x", REVISORKUNDE).await;
    assert_eq!(answer.problem(), (400, String::new()));
    let problem = answer.json();
    assert_eq!(problem["title"], "One or more validation errors occurred.");
    assert_eq!(
        problem["errors"],
        json!({"agent": ["The value 'x' is not valid."], "client": [format!("The value '{REVISORKUNDE}' is not valid.")]})
    );
    assert!(problem["traceId"].as_str().unwrap().starts_with("00-"));
}

#[tokio::test]
async fn faults_of_agent_and_client_are_told_together() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let unknown = Uuid::from_u128(1).to_string();
    let own = agent(OWN);
    for (agent, fault) in [
        ("", "AUTH.VLD-00014 ?agent"),
        (NIL, "AUTH.VLD-00014 ?agent"),
        (&unknown, "AUTH.VLD-00014 ?agent"),
        (&own, "AUTH.VLD-00015 ?agent"),
    ] {
        for method in [Method::POST, Method::DELETE] {
            let request = program.request(method, &format!("/clients?agent={agent}&client={NIL}"));
            assert_eq!(Answer::to(request).await.faults(), [fault, "AUTH.VLD-00016 ?client"], "{agent}");
        }
        for list in ["/clients", "/clients/available"] {
            assert_eq!(program.get(&format!("{list}?agent={agent}")).await.faults(), [fault], "{agent}");
        }
    }
    let titles = |answer: Answer| answer.json()["validationErrors"][0]["title"].as_str().unwrap().to_owned();
    assert_eq!(titles(program.get("/clients").await), "The agent query parameter is missing or invalid");
    assert_eq!(titles(program.get(&format!("/clients?agent={unknown}")).await), "System user not found");
}

#[tokio::test]
async fn faults_of_the_query_come_before_the_right_to_ask() {
    let portal = Portal::start();
    let program = Program::of(&portal, SITRONGUL_MEDALJONG).await;
    assert_eq!(program.add(&agent(AUDIT), NIL).await.faults(), ["AUTH.VLD-00016 ?client"]);
    let answer = program.add(&agent(AUDIT), &client(REVISORKUNDE)).await;
    assert_eq!((answer.status, answer.text.as_str()), (403, ""));
}

#[tokio::test]
async fn a_client_without_any_of_the_packages_is_not_found() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let stranger = Uuid::from_u128(1).to_string();
    for client in [stranger, client(REVISORSYSTEMER), client(KLIENTKUNDE)] {
        let answer = program.add(&agent(AUDIT), &client).await;
        assert_eq!(answer.problem(), (400, "AUTH-00079".to_owned()));
        assert_eq!(answer.json()["title"], "Client not found.");
    }
    let refused = ("add-clients".to_owned(), 0, 1);
    assert_eq!(portal.database().changes(), [refused.clone(), refused], "an id that nobody has leaves no row");
}

#[tokio::test]
async fn a_client_with_some_of_the_packages_is_refused_with_those_that_it_lacks() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let answer = program.add(&agent(AGRICULTURE), &client(TORR_LANG)).await;
    assert_eq!(answer.problem(), (400, "AUTH-00080".to_owned()));
    let problem = answer.json();
    assert_eq!(
        problem,
        json!({
            "type": "urn:altinn:error:AUTH-00080",
            "title": "Client does not have the accesspackages the agent system user requires",
            "status": 400,
            "statusDescription": "Bad Request",
            "code": "AUTH-00080",
            "missingPackages": [{"urn": "urn:altinn:accesspackage:jordbruk", "reason": "direct"}],
            "traceId": problem["traceId"],
        })
    );
}

#[tokio::test]
async fn every_answer_has_the_request_id_that_its_problem_names() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    for path in ["/agents", "/clients", "/nothing", &format!("/agents?party={}", crate::support::FIRM)] {
        let answer = program.get(path).await;
        let id: Uuid = answer.header("x-request-id").parse().unwrap();
        if answer.status >= 400 {
            assert!(answer.json()["traceId"].as_str().unwrap().contains(&id.simple().to_string()), "{path}");
        }
    }
}

#[tokio::test]
async fn other_addresses_and_methods_are_refused_as_problems() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    assert_eq!(program.get("/nothing").await.problem(), (404, String::new()));
    for (method, path, allowed) in [
        (Method::PUT, "/clients", "GET, POST, DELETE"),
        (Method::POST, "/agents/", "GET"),
        (Method::GET, "/clients/batch", "POST"),
        (Method::TRACE, "/clients/available", "GET"),
    ] {
        let answer = Answer::to(program.request(method, path)).await;
        assert_eq!((answer.problem().0, answer.header("allow")), (405, allowed), "{path}");
    }
}

#[tokio::test]
async fn an_address_in_other_letter_case_or_of_nothing_is_answered_by_the_api() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let ask = |path: &str| {
        let url = portal.base.join(path).unwrap();
        Answer::to(reqwest::Client::new().get(url).bearer_auth(&program.token))
    };
    let path = format!("{BASE}/agents?party={}", crate::support::FIRM);
    let answer = ask(&path).await;
    for same in ["Authentication", "AUTHENTICATION"] {
        assert_eq!(ask(&path.replacen("authentication", same, 1)).await.text, answer.text, "{same}");
    }
    let (address, query) = path.split_once('?').unwrap();
    assert_eq!(ask(&format!("{}?{query}", address.to_uppercase())).await.text, answer.text);
    assert_eq!(ask("/Authentication/API/v1/Exchange/ID-porten").await.status, 200);
    for nothing in ["/authentication", "/authentication/api/v1/nothing", "/Authentication/api/v2/x", "/AUTHENTICATION/"]
    {
        assert_eq!(ask(nothing).await.problem(), (404, String::new()), "{nothing}");
    }
}

#[tokio::test]
async fn a_session_of_the_portal_opens_nothing_here_and_the_api_sets_no_cookie() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let answer = Answer::to(visitor.request(Method::GET, &format!("{BASE}/clients?agent={}", agent(AUDIT)))).await;
    assert_eq!((answer.status, answer.header("set-cookie")), (401, ""));
}

#[tokio::test]
async fn what_fails_behind_altinns_api_can_be_rehearsed_code_by_code() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    let (audit, client) = (agent(AUDIT), client(REVISORKUNDE));
    let fail = async |answer: &str| {
        let url = portal.base.join("/test/api/faults").unwrap();
        let order = json!({ "fault": "upstream", "answer": answer, "requests": 1 });
        assert_eq!(reqwest::Client::new().post(url).body(order.to_string()).send().await.unwrap().status(), 200);
    };
    let list = format!("/clients/available?agent={audit}");
    for (code, status) in [("AUTH-00043", 401), ("AUTH-00044", 403), ("AUTH-00045", 400), ("AUTH-00063", 400)] {
        fail(code).await;
        assert_eq!(program.add(&audit, REVISORKUNDE).await.status, 400, "no client of this id: not yet at this point");
        assert_eq!(program.get(&list).await.problem(), (status, code.to_owned()));
        assert_eq!(program.get(&list).await.status, 200, "for one request only");
    }
    fail("AUTH-00002").await;
    assert_eq!(program.get(&list).await.status, 200);
    assert_eq!(program.add(&audit, &client).await.problem(), (400, "AUTH-00002".to_owned()));
    assert_eq!(program.add(&audit, &client).await.status, 200);
    fail("AUTH-00031").await;
    assert_eq!(program.remove(&audit, &client).await.problem(), (400, "AUTH-00031".to_owned()));
    fail("AUTH-00034").await;
    assert_eq!(program.remove(&audit, &client).await.problem(), (400, "AUTH-00034".to_owned()));
    fail("owner-not-found").await;
    let answer = program.get(&list).await;
    assert_eq!(answer.problem(), (404, String::new()));
    assert_eq!(answer.json()["title"], "System Owner not Found");
    assert_eq!(answer.json()["detail"], "No associated party information found for systemuser owner 310495891");
}

#[tokio::test]
async fn a_portal_that_fails_says_so_with_a_code_and_a_trace_and_stores_nothing() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    portal.database().rename_audit_table();
    let answer = program.add(&agent(AUDIT), &client(REVISORKUNDE)).await;
    assert_eq!(answer.problem(), (500, "KP-00007".to_owned()));
    assert!(answer.json()["traceId"].as_str().unwrap().starts_with("00-"));
    assert!(portal.database().clients_on(&agent(AUDIT)).is_empty());
}
