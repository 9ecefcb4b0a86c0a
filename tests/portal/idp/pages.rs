//! What the provider shows: the form, its errors, its languages, and the pages that stand where a redirect must not.

use reqwest::{StatusCode, Url};

use super::browser::{Browser, callback, location, ticket};
use super::site::{KARI, KARI_NAME, Site};
use crate::support::Page;

async fn sign_in_page(site: &Site, browser: &Browser) -> Page {
    let (url, _) = site.party.begin(&site.portal(), &["nb"], "").await.unwrap();
    browser.open(url).await
}

fn changed(url: &Url, name: &str, value: &str) -> Url {
    let pairs: Vec<_> = url.query_pairs().into_owned().collect();
    let pairs = pairs.into_iter().map(|(key, old)| {
        let new = if key == name { value.to_owned() } else { old };
        (key, new)
    });
    let mut url = url.clone();
    let query = serde_urlencoded::to_string(pairs.collect::<Vec<_>>()).unwrap();
    url.set_query(Some(&query));
    url
}

#[actix_web::test]
async fn a_persons_button_is_named_by_name_number_and_note() {
    let site = Site::start();
    let page = sign_in_page(&site, &Browser::new()).await;
    let name = page.text("ul.idp-people > li > button.idp-person").unwrap();
    assert_eq!(name, format!("{KARI_NAME} {KARI} note in nb <&>"));
    assert_eq!(page.text("main h1").unwrap(), "Velg hvem du logger inn som");
    assert_eq!(page.text(".teststrip").unwrap(), "Testinnlogging – ikke ID-porten");
    assert_eq!(page.attribute("link[rel=stylesheet]", "href").unwrap(), "/static/app.css");
    assert!(page.attribute("input[name=level][value=high]", "checked").is_some());
}

#[actix_web::test]
async fn enter_in_the_field_presses_no_persons_button() {
    let site = Site::start();
    let page = sign_in_page(&site, &Browser::new()).await;
    assert_eq!(page.attribute("form button[type=submit]", "name"), None);
}

#[actix_web::test]
async fn pages_run_no_script_and_are_kept_by_nobody() {
    let site = Site::start();
    let page = sign_in_page(&site, &Browser::new()).await;
    assert_eq!(page.count("script, style, [style], [onclick]"), 0);
    let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
    assert_eq!(
        header("content-security-policy"),
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
}

#[actix_web::test]
async fn a_number_that_will_not_do_is_explained_and_kept() {
    let site = Site::start();
    let browser = Browser::new();
    let page = sign_in_page(&site, &browser).await;
    for (typed, reason) in [
        ("", "Skriv 11 siffer."),
        ("123\"<", "Skriv 11 siffer."),
        ("26829398613", "Kontrollsifrene stemmer ikke. Se etter skrivefeil."),
        ("01010012356", "Dette kan være nummeret til en virkelig person. Bruk et syntetisk nummer."),
    ] {
        let answer = Page::of(browser.press(&site, &page, &[("national_id", typed)]).await).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.text("#national-id-error[role=alert]").unwrap(), reason);
        let field = |name| answer.attribute("#national-id", name).unwrap();
        assert_eq!(field("value"), typed);
        assert_eq!(field("aria-invalid"), "true");
        assert_eq!(field("aria-describedby"), "national-id-error national-id-help");
        assert!(answer.text("title").unwrap().starts_with("Feil: "));
    }
    let back = location(&browser.press(&site, &page, &[("national_id", KARI)]).await);
    assert!(back.query().unwrap().starts_with("code="));
}

#[actix_web::test]
async fn a_level_survives_an_error_in_the_number() {
    let site = Site::start();
    let browser = Browser::new();
    let page = sign_in_page(&site, &browser).await;
    let fields = [("national_id", "1"), ("level", "substantial")];
    let answer = Page::of(browser.press(&site, &page, &fields).await).await;
    assert!(answer.attribute("#level-substantial", "checked").is_some());
}

#[actix_web::test]
async fn the_language_is_the_clients_then_the_browsers_and_can_be_switched() {
    let site = Site::start();
    let browser = Browser::new();
    let (url, _) = site.party.begin(&site.portal(), &["nn"], "").await.unwrap();
    let page = browser.open_in("en", url.as_str()).await;
    assert_eq!(page.attribute("html", "lang").unwrap(), "nn");
    let (url, _) = site.party.begin(&site.portal(), &[], "").await.unwrap();
    let page = browser.open_in("en-GB,nb;q=0.5", url.as_str()).await;
    assert_eq!(page.attribute("html", "lang").unwrap(), "en");
    assert_eq!(page.text(".idp-languages [aria-current=true]").unwrap(), "English");

    let link = page.attribute(".idp-languages [hreflang=nb]", "href").unwrap();
    let switched = browser.open(site.url(&link)).await;
    assert_eq!(switched.text("h1").unwrap(), "Velg hvem du logger inn som");
    assert!(switched.text(".idp-person__note").unwrap().starts_with("note in nb"));
    assert_eq!(ticket(&switched), ticket(&page));
}

#[actix_web::test]
async fn an_unknown_client_or_address_gets_a_page_and_no_redirect() {
    let site = Site::start();
    let browser = Browser::new();
    let (url, _) = site.party.begin(&site.portal(), &["en"], "").await.unwrap();
    let page = browser.open(changed(&url, "client_id", "other")).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.text("main.idp h1").unwrap(), "Unknown service");
    let elsewhere = site.url("/callback/");
    let page = browser.open(changed(&url, "redirect_uri", &elsewhere)).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.text("main.idp h1").unwrap(), "Unknown return address");
    let twice = format!("{url}&state=again");
    assert_eq!(browser.open(twice).await.status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn other_faults_of_a_request_go_back_to_the_client() {
    let site = Site::start();
    let (url, _) = site.party.begin(&site.portal(), &["nb"], "").await.unwrap();
    let back = Browser::new().follow(changed(&url, "code_challenge_method", "plain")).await;
    assert_eq!(back.path(), "/callback");
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap();
    let answer: Vec<_> = back.query_pairs().collect();
    assert!(answer.contains(&("error".into(), "invalid_request".into())));
    assert!(answer.contains(&state));
}

#[actix_web::test]
async fn a_form_from_another_site_signs_nobody_in() {
    let site = Site::start();
    let browser = Browser::new();
    let page = sign_in_page(&site, &browser).await;
    for origin in ["cross-site", "same-site"] {
        let answer = browser.press_from(origin, &site, &page, &[("person", KARI)]).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
}

#[actix_web::test]
async fn two_presses_on_one_page_both_lead_back_each_with_a_code_of_its_own() {
    let site = Site::start();
    let browser = Browser::new();
    let page = sign_in_page(&site, &browser).await;
    let first = location(&browser.press(&site, &page, &[("person", KARI)]).await);
    let again = location(&browser.press(&site, &page, &[("person", KARI)]).await);
    assert_eq!((first.path(), again.path()), ("/callback", "/callback"));
    assert_ne!(callback(&first).code, callback(&again).code);
}

#[actix_web::test]
async fn metadata_and_keys_are_public() {
    let site = Site::start();
    let metadata = reqwest::get(site.url("/idp/.well-known/openid-configuration"));
    let metadata: serde_json::Value = metadata.await.unwrap().json().await.unwrap();
    assert_eq!(metadata["issuer"], site.url("/idp"));
    assert_eq!(metadata["code_challenge_methods_supported"], serde_json::json!(["S256"]));
    let address = metadata["jwks_uri"].as_str().unwrap();
    let keys: serde_json::Value = reqwest::get(address).await.unwrap().json().await.unwrap();
    assert_eq!(keys["keys"][0]["kty"], "RSA");
    assert!(keys["keys"][0].get("d").is_none());
}
