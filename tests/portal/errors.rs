//! Error pages: layout, language, reference, and no caching.

use reqwest::{Method, StatusCode};

use crate::support::{
    AGRICULTURE, AUDIT, GILD_KANNE, OVERVIEW, OWN, Page, Portal, RYDDIG_PAPIRVIFTE, TORR_LANG, Visitor, access, dialog,
};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub fn has_the_headers_of_every_answer(page: &Page) {
    let expected = [
        ("content-security-policy", POLICY),
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
    ];
    for (name, value) in expected {
        assert_eq!(page.header(name), value, "{}", page.url);
    }
}

pub fn has_the_headers_of_a_page(page: &Page) {
    has_the_headers_of_every_answer(page);
    assert_eq!(page.header("cache-control"), "no-store", "{}", page.url);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{}", page.url);
}

fn is_an_error_page(page: &Page, lang: &str, reference: &str) {
    let at = format!("{} {}", page.status, page.url);
    has_the_headers_of_a_page(page);
    assert_eq!(page.lang(), lang, "{at}");
    assert_eq!(page.count("header.site-header .test-banner, footer, main#main h1"), 3, "{at}");
    assert!(page.count("main .button-row a[href]") > 0, "no way on: {at}");
    let said = page.text(".reference").unwrap_or_default();
    let id: uuid::Uuid = said.strip_prefix(reference).unwrap_or_else(|| panic!("{said:?} at {at}")).parse().unwrap();
    assert!(!id.is_nil());
}

/// One error of each kind for a signed-in visitor.
pub async fn every_error(portal: &Portal, visitor: &Visitor) -> Vec<(u16, Page)> {
    let token = visitor.form_token("/").await;
    let press = |client| [("form_token", token.clone()), ("add", client)];
    let large = visitor.request(Method::POST, &dialog(AUDIT)).form(&press("1".repeat(400_000)));
    let not_a_form = visitor.request(Method::POST, &dialog(AUDIT)).json(&["client"]);
    let cross_site = visitor.request(Method::POST, &dialog(AUDIT)).header("sec-fetch-site", "cross-site");
    let mut pages = vec![
        (400, visitor.get(&format!("{}?page=abc", dialog(AUDIT))).await),
        (403, visitor.post(&dialog(AUDIT), &[("add", TORR_LANG)]).await),
        (403, Page::of(cross_site.send().await.unwrap()).await),
        (404, visitor.get("/nowhere/at/all").await),
        (404, visitor.get(&access("Unknown")).await),
        (405, visitor.post(OVERVIEW, &[]).await),
        (405, Page::of(visitor.request(Method::DELETE, &dialog(AUDIT)).send().await.unwrap()).await),
        (405, visitor.get("/sign-out").await),
        (409, visitor.get(&dialog(OWN)).await),
        (409, visitor.change(&dialog(AGRICULTURE), TORR_LANG, "add").await),
        (413, Page::of(large.send().await.unwrap()).await),
        (403, Page::of(not_a_form.send().await.unwrap()).await),
    ];
    let employee = Visitor::new(&portal.base, &visitor.language);
    employee.sign_in(RYDDIG_PAPIRVIFTE).await;
    pages.push((403, employee.get(&access(AUDIT)).await));
    let forgetful = Visitor::new(&portal.base, &visitor.language);
    forgetful.set_cookie("session", "forged");
    pages.push((401, forgetful.get(OVERVIEW).await));
    pages
}

#[tokio::test]
async fn every_error_has_a_page_in_the_layout_and_the_readers_language() {
    let portal = Portal::start();
    for (lang, reference) in [("nb", "Referanse: "), ("nn", "Referanse: "), ("en", "Reference: ")] {
        let visitor = portal.visitor_with_language(lang);
        visitor.sign_in(GILD_KANNE).await;
        for (status, page) in every_error(&portal, &visitor).await {
            assert_eq!(page.status, StatusCode::from_u16(status).unwrap(), "{} {}", page.url, page.heading());
            is_an_error_page(&page, lang, reference);
        }
    }
    let changes = portal.database().changes();
    assert!(changes.iter().all(|(_, changed, _)| *changed == 0), "no client was added or removed: {changes:?}");
}

#[tokio::test]
async fn a_stranger_gets_the_same_pages() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for (status, page) in [
        (404, visitor.get("/nowhere").await),
        (404, visitor.get("/accessmanagement/ui/systemuser/garbage").await),
        (405, visitor.post(OVERVIEW, &[]).await),
        (401, visitor.post(&dialog(AUDIT), &[("add", TORR_LANG)]).await),
        (400, visitor.post("/language", &[]).await),
    ] {
        assert_eq!(page.status.as_u16(), status, "{}", page.url);
        is_an_error_page(&page, "nb", "Referanse: ");
        assert!(page.text(".account-name").is_none());
    }
}

#[tokio::test]
async fn no_two_answers_have_the_same_reference() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let first = visitor.get("/nowhere").await.text(".reference").unwrap();
    assert_ne!(visitor.get("/nowhere").await.text(".reference").unwrap(), first);
}

#[tokio::test]
async fn an_error_page_leads_back_to_the_dialog_that_the_form_was_on() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let token = visitor.form_token("/").await;
    let here = format!("{}?search=lang", dialog(AGRICULTURE));
    for (referer, back) in
        [(visitor.url(&here).to_string(), here.as_str()), ("https://evil.example//evil.example".to_owned(), "/")]
    {
        let fields = [("form_token", token.as_str()), ("add", TORR_LANG)];
        let request = visitor.request(Method::POST, &dialog(AGRICULTURE)).header("referer", referer).form(&fields);
        let page = Page::of(request.send().await.unwrap()).await;
        assert_eq!(page.link_target("Tilbake").unwrap(), back);
    }
}

#[tokio::test]
async fn a_wrong_method_says_which_are_right() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for (method, path, allowed) in [
        (Method::PUT, OVERVIEW, "GET, HEAD"),
        (Method::GET, "/sign-out", "POST"),
        (Method::DELETE, "/represent", "GET, HEAD, POST"),
    ] {
        let answer = visitor.request(method, path).send().await.unwrap();
        assert_eq!(answer.status(), 405);
        let said = answer.headers().get("allow").map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(said.as_deref(), Some(allowed), "{path}");
    }
}

#[tokio::test]
async fn pages_answer_head_as_get_without_the_body() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for path in ["/", "/guide/client-relationship", "/signed-out"] {
        let answer = visitor.request(Method::HEAD, path).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert!(answer.bytes().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn no_menu_entry_is_current_on_an_error() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get("/accessmanagement/ui/nothing").await;
    assert_eq!((page.status.as_u16(), page.count(".side a"), page.count(".side [aria-current]")), (404, 6, 0));
    assert_eq!(visitor.get(OVERVIEW).await.count(".side [aria-current]"), 1);
}
