//! `/test/requests` and `/test/token`.

use serde_json::json;

use super::{Program, agent, client};
use crate::support::{AUDIT, GILD_KANNE, Portal, REVISORKUNDE};

#[tokio::test]
async fn a_tester_sees_what_a_program_sent_and_by_whom_but_never_its_token() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    assert!(visitor.get("/test/requests").await.count("table") == 0);
    let program = Program::of(&portal, GILD_KANNE).await;
    program.add(&agent(AUDIT), &client(REVISORKUNDE)).await;
    program.batch(&agent(AUDIT), &json!({"action": "remove", "clients": ["it's"]})).await;
    Program::with_token(&portal, "wrong").get("/agents").await;
    let page = visitor.get("/test/requests").await;
    let statuses: Vec<_> = page.texts("tbody td:nth-child(2)");
    assert_eq!(statuses, ["401", "400", "200"], "the latest first");
    let senders = page.texts("tbody td:nth-child(4)");
    assert_eq!(senders, ["ukjent", "Gild Kanne, vendor", "Gild Kanne, vendor"]);
    let commands = page.texts("pre");
    assert!(commands[2].starts_with("curl -i -X POST 'http://127.0.0.1:"), "{}", commands[2]);
    assert!(commands[2].ends_with("-H \"Authorization: Bearer $TOKEN\""), "{}", commands[2]);
    assert!(commands[1].ends_with(r#"--data '{"action":"remove","clients":["it'\''s"]}'"#), "{}", commands[1]);
    let html = page.html.html();
    assert!(!html.contains(&program.token[..40]) && !html.contains(GILD_KANNE.national_id));
}

#[tokio::test]
async fn a_command_from_the_page_does_the_same_again() {
    let portal = Portal::start();
    let program = Program::of(&portal, GILD_KANNE).await;
    program.add(&agent(AUDIT), &client(REVISORKUNDE)).await;
    let command = portal.visitor().get("/test/requests").await.texts("pre").remove(0);
    program.remove(&agent(AUDIT), &client(REVISORKUNDE)).await;
    let output = tokio::process::Command::new("sh").arg("-c").arg(&command).env("TOKEN", &program.token).output();
    let output = String::from_utf8(output.await.unwrap().stdout).unwrap();
    assert!(output.starts_with("HTTP/1.1 200"), "{output}");
    assert_eq!(program.numbers(&format!("/clients?agent={}", agent(AUDIT))).await, [REVISORKUNDE]);
}

#[tokio::test]
async fn a_token_that_cannot_be_made_is_explained() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let page = visitor.get("/test/token").await;
    assert_eq!((page.count(".ds-alert"), page.count("textarea")), (0, 0));
    for wrong in ["person=26829398613", "person=12836810064&client=", "person=12836810064&level=5"] {
        let page = visitor.get(&format!("/test/token?{wrong}")).await;
        assert_eq!((page.status.as_u16(), page.count(".ds-alert"), page.count("textarea")), (422, 1, 0), "{wrong}");
    }
    let typed = [("person", GILD_KANNE.national_id)];
    let made = visitor.fill_and_press(&page, &typed, "Lag token").await;
    assert_eq!(made.count("textarea"), 1);
}

#[tokio::test]
async fn with_an_external_sign_in_there_are_no_tools() {
    let issuer = "http://127.0.0.1:9/idp";
    let portal = Portal::start_with(&["--oidc-issuer", issuer, "--oidc-client-id", "klientportal"]);
    for path in ["/test/token", "/test/requests", "/authentication/api/v1/exchange/id-porten"] {
        assert_eq!(portal.visitor().get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn where_the_test_tools_are_left_out_these_are_too() {
    let portal = Portal::start_with(&["--no-test-tools"]);
    for path in ["/test/token", "/test/requests"] {
        assert_eq!(portal.visitor().get(path).await.status, 404, "{path}");
    }
}
