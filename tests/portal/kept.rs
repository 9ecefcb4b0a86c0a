//! Pages that are kept and sent again: whatever happens, they are what the portal would make anew.

use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, VARY};

use crate::support::{
    AUDIT, BESTEMT, ESTETISK_SKAL, FIRM, FRODIG, GILD_KANNE, OVERVIEW, Portal, REVISORKUNDE, Visitor, access, dialog,
};

/// An occasion, and the form that brings it about.
type Step<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

/// What is sent for a path; `anew`: made for this very request.
async fn sent(visitor: &Visitor, path: &str, anew: bool) -> String {
    let request = visitor.request(Method::GET, path);
    let request = if anew { request.header(CACHE_CONTROL, "no-cache") } else { request };
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().await.unwrap()
}

fn pages() -> Vec<String> {
    let dialog = dialog(AUDIT);
    vec![OVERVIEW.to_owned(), access(AUDIT), format!("{dialog}?search=as"), dialog]
}

/// The first time what somebody has just done may be confirmed; after that a page is the same until something happens.
async fn settle(visitor: &Visitor) {
    for page in pages() {
        sent(visitor, &page, false).await;
    }
}

async fn is_true(visitor: &Visitor, occasion: &str) {
    for page in pages() {
        let (first, second) = (sent(visitor, &page, false).await, sent(visitor, &page, false).await);
        let anew = sent(visitor, &page, true).await;
        assert!(first == anew && second == anew, "{page} is not what would be made anew, {occasion}");
    }
}

#[tokio::test]
async fn a_page_is_always_what_would_be_made_anew() {
    let portal = Portal::start();
    let (one, other) = (portal.sign_in(GILD_KANNE).await, portal.sign_in(ESTETISK_SKAL).await);
    let dialog = dialog(AUDIT);
    let steps: [Step; 9] = [
        ("after a client was added", &dialog, &[("add", REVISORKUNDE)]),
        ("with a client ticked", &dialog, &[("shown", BESTEMT), ("chosen", BESTEMT), ("search", "as")]),
        ("after a client was taken off", &dialog, &[("remove", REVISORKUNDE)]),
        (
            "after a client has come",
            "/test/events",
            &[("event", "register-role"), ("provider", FIRM), ("client", FRODIG), ("role", "revisor")],
        ),
        ("in another language", "/language", &[("lang", "en"), ("return_to", "/")]),
        ("at a time that stands", "/test/clock", &[("set", "fixed"), ("moment", "2026-03-01T10:00")]),
        ("at the usual time", "/test/clock", &[("set", "real")]),
        ("after starting over", "/test/scenarios", &[]),
        ("in another world", "/test/worlds", &[("name", "kari")]),
    ];
    for (occasion, path, fields) in steps {
        is_true(&one, "before").await;
        is_true(&other, "before").await;
        let token = one.form_token("/").await;
        let done = one.post(path, &[fields, &[("form_token", token.as_str())]].concat()).await;
        assert_eq!(done.status, 303, "{occasion}");
        // Who has done nothing sees it with the very next request.
        is_true(&other, occasion).await;
        if occasion == "in another world" {
            one.sign_in(GILD_KANNE).await;
        }
        settle(&one).await;
        is_true(&one, occasion).await;
    }
}

#[tokio::test]
async fn the_next_person_at_the_same_browser_sees_their_own_pages() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    is_true(&visitor, "as director").await;
    let director = visitor.get(OVERVIEW).await.texts("main h2");
    visitor.sign_in(ESTETISK_SKAL).await;
    assert_ne!(visitor.get(OVERVIEW).await.texts("main h2"), director);
    let overview = visitor.get(OVERVIEW).await;
    visitor.press(&overview, "Logg ut").await;
    assert!(visitor.get(OVERVIEW).await.path().starts_with("/idp/authorize"));
}

#[tokio::test]
async fn a_fault_hits_a_page_that_is_kept_and_the_page_comes_back_afterwards() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let before = sent(&visitor, OVERVIEW, false).await;
    let fault = [("fault", "unavailable"), ("requests", "2"), ("milliseconds", "1"), ("every", "1")];
    // The second time the session knows faults already, so that nothing in it changes.
    for _ in 0..2 {
        settle(&visitor).await;
        assert_eq!(visitor.post("/test/faults", &fault).await.status, 303);
        for expected in [503, 503, 200, 200] {
            assert_eq!(visitor.get(OVERVIEW).await.status, expected);
        }
        assert!(sent(&visitor, OVERVIEW, false).await == before);
    }
}

#[tokio::test]
async fn what_has_been_done_is_confirmed_once() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    settle(&visitor).await;
    visitor.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    let confirmations = [visitor.get(&access(AUDIT)).await, visitor.get(&access(AUDIT)).await];
    let said = confirmations.map(|page| page.confirmation());
    assert!(said[0].contains("Revisorkunde AS") && said[1].is_empty(), "{said:?}");
}

#[tokio::test]
async fn each_browser_gets_the_encoding_that_it_understands() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let mut lengths = Vec::new();
    for _ in 0..2 {
        for (accepted, sent) in [("br", Some("br")), ("gzip", Some("gzip")), ("identity", None), ("br", Some("br"))] {
            let request = visitor.request(Method::GET, OVERVIEW).header(ACCEPT_ENCODING, accepted);
            let answer = request.send().await.unwrap();
            let encoding = answer.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned());
            assert_eq!(encoding.as_deref(), sent);
            assert_eq!(answer.headers()[CACHE_CONTROL], "no-store");
            assert_eq!(answer.headers().get(VARY).is_some(), sent.is_some());
            lengths.push(answer.bytes().await.unwrap().len());
        }
    }
    assert_eq!(lengths[..4], lengths[4..]);
    assert!(lengths[0] < lengths[2] / 3 && lengths[1] < lengths[2] / 3, "{lengths:?}");
}
