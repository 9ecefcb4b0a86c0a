//! `--no-test-tools`.

use reqwest::Method;

use crate::support::{AUDIT, GILD_KANNE, OVERVIEW, Portal, dialog};

#[tokio::test]
async fn without_test_tools_no_route_of_theirs_answers() {
    let portal = Portal::start_with(&["--no-test-tools"]);
    let visitor = portal.sign_in(GILD_KANNE).await;
    for path in [
        "/test",
        "/test/become",
        "/test/scenarios",
        "/test/scenarios/upload",
        "/test/scenarios/export",
        "/test/scenarios/check",
        "/test/worlds",
        "/test/events",
        "/test/faults",
        "/test/clock",
        "/test/walkthroughs",
        "/test/walkthroughs/rounds.csv",
        "/test/walkthroughs/rounds/00000000-0000-0000-0000-000000000001",
        "/test/walkthroughs/rounds/00000000-0000-0000-0000-000000000001.xml",
        "/test/walkthroughs/rounds/00000000-0000-0000-0000-000000000001/delete",
        "/test/walkthroughs/rounds/00000000-0000-0000-0000-000000000001/start-over",
        "/test/token",
        "/test/requests",
        "/test/api/reset",
        "/test/api/load",
        "/test/api/scenarios",
        "/test/api/check",
        "/test/api/generate",
        "/test/api/export",
        "/test/api/events",
        "/test/api/faults",
        "/test/api/clock",
    ] {
        for method in [Method::GET, Method::POST] {
            let answer = visitor.request(method.clone(), path).send().await.unwrap();
            assert_eq!(answer.status(), 404, "{method} {path}");
        }
    }
    for page in [OVERVIEW.to_owned(), dialog(AUDIT)] {
        let page = visitor.get(&page).await;
        assert_eq!((page.status.as_u16(), page.count("a[href^='/test']")), (200, 0));
    }
}

#[tokio::test]
async fn without_test_tools_the_sign_in_takes_nobodys_word_for_who_signs_in() {
    let portal = Portal::start_with(&["--no-test-tools"]);
    let visitor = portal.visitor();
    let start = visitor.request(Method::GET, "/sign-in").send().await.unwrap();
    let location = start.headers()["location"].to_str().unwrap();
    assert!(!location.contains("login_hint"), "{location}");
    let asked = visitor.get(&format!("{location}&login_hint=person%3A{}", GILD_KANNE.national_id)).await;
    assert_eq!((asked.status.as_u16(), asked.count(".idp-person")), (200, 12));
}
