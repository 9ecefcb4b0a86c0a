//! `/language`: the chosen language or the browser's, and `--wording`.

use crate::support::{AUDIT, ESTETISK_SKAL, GILD_KANNE, OVERVIEW, Portal, access, dialog};

#[tokio::test]
async fn the_first_language_is_the_browsers_and_bokmal_when_it_has_none_of_ours() {
    let portal = Portal::start();
    for (asked, lang) in [
        ("nn", "nn"),
        ("en-GB,en;q=0.9", "en"),
        ("no", "nb"),
        ("de,fr;q=0.8", "nb"),
        ("sv,nn;q=0.5", "nn"),
        ("en;q=0,nb", "nb"),
        ("en;q=0,de", "nb"),
        ("en;q=0.2,nn", "nn"),
    ] {
        assert_eq!(portal.visitor_with_language(asked).get("/").await.lang(), lang, "{asked}");
    }
}

#[tokio::test]
async fn the_switch_keeps_the_page_with_its_query() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let path = format!("{}?page=1&search=tiger", access(AUDIT));
    let page = visitor.get(&path).await;
    let page = visitor.press(&page, "English").await;
    assert_eq!((page.path(), page.lang().as_str()), (path.as_str(), "en"));
    let page = visitor.press(&page, "Nynorsk").await;
    assert_eq!((page.path(), page.lang().as_str()), (path.as_str(), "nn"));
    assert_eq!(page.texts("button[aria-current=true]"), ["Nynorsk"]);
}

#[tokio::test]
async fn the_choice_holds_for_the_sign_in_and_after_it_and_for_the_confirmation() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let start = visitor.get("/").await;
    visitor.press(&start, "English").await;
    let choice = visitor.get("/sign-in").await;
    assert_eq!((choice.lang().as_str(), choice.heading().as_str()), ("en", "Choose who to log in as"));
    let overview = visitor.press(&choice, ESTETISK_SKAL.name).await;
    assert_eq!((overview.path(), overview.lang().as_str()), (OVERVIEW, "en"));
    let clients = visitor.get(&dialog(AUDIT)).await;
    let clients = visitor.press(&clients, "Add to system access: Revisorkunde AS").await;
    assert_eq!(clients.confirmation(), "Revisorkunde AS is added to the system access");
}

#[tokio::test]
async fn the_choice_outlives_the_session() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get("/").await;
    let page = visitor.press(&page, "Nynorsk").await;
    let out = visitor.press(&page, "Logg ut").await;
    assert_eq!((out.lang().as_str(), out.heading().as_str()), ("nn", "Du er logga ut"));
}

#[tokio::test]
async fn a_language_that_there_is_not_is_refused_and_nothing_chosen() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for lang in ["de", "", "NB", "en\r\nset-cookie: a=b"] {
        let page = visitor.post("/language", &[("lang", lang), ("return_to", "/")]).await;
        assert_eq!(page.status, 400, "{lang}");
        assert!(!page.headers.contains_key("set-cookie"), "{lang}");
    }
    visitor.set_cookie("language", "tlh");
    assert_eq!(visitor.get("/").await.lang(), "nb");
}

#[tokio::test]
async fn an_english_reader_meets_dialog_and_error_page_in_english() {
    let portal = Portal::start();
    let visitor = portal.visitor_with_language("en");
    visitor.sign_in(GILD_KANNE).await;
    let page = visitor.get(&dialog("Landbruk klientdelegering")).await;
    assert_eq!(page.texts(".ineligible h2"), ["Clients that have not given enough power of attorney"]);
    assert!(
        page.text(".ineligible .row-reason p")
            .unwrap()
            .contains("The client must register Diskret Nær Tiger AS as accountant")
    );
    let missing = visitor.get("/nowhere").await;
    assert_eq!((missing.lang().as_str(), missing.heading().as_str()), ("en", "We cannot find the page"));
}

#[tokio::test]
async fn by_the_wording_klient_no_page_says_kunde() {
    let portal = Portal::start_with(&["--wording", "klient"]);
    for lang in ["nb", "nn"] {
        let visitor = portal.visitor_with_language(lang);
        let overview = visitor.sign_in(GILD_KANNE).await;
        let audit = visitor.follow(&overview, AUDIT).await;
        let clients = visitor.get(&dialog(AUDIT)).await;
        let guide = visitor.get("/guide/client-relationship").await;
        for page in [overview, audit, clients, guide, visitor.get("/").await] {
            // Names of organisations keep the word.
            let words = page.texts("body").join(" ").replace("Revisorkunde", "").to_lowercase();
            assert!(!words.contains("kunde") && !words.contains("kundar"), "{lang} {}: {words}", page.url);
            assert!(words.contains("klient"), "{}", page.url);
        }
    }
}

#[tokio::test]
async fn by_the_default_wording_bokmal_says_kunder() {
    let portal = Portal::start();
    let page = portal.sign_in(GILD_KANNE).await.get(&access(AUDIT)).await;
    assert!(page.button("Legg til kunder").is_some());
    assert!(page.texts("main h2").contains(&"Kunder tilknyttet systemtilgangen".to_owned()));
}

#[tokio::test]
async fn altinns_cookie_chooses_the_language_until_one_is_chosen_here() {
    let portal = Portal::start();
    for (value, lang) in [("no_nb", "nb"), ("no_nn", "nn"), ("en", "en"), ("no_se", "nb")] {
        let visitor = portal.visitor();
        visitor.set_cookie("selectedLanguage", value);
        assert_eq!(visitor.get("/").await.lang(), lang, "{value}");
    }
    let visitor = portal.visitor();
    visitor.set_cookie("selectedLanguage", "en");
    visitor.post("/language", &[("lang", "nn"), ("return_to", "/")]).await;
    assert_eq!(visitor.get("/").await.lang(), "nn");
}
