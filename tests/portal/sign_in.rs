//! `/sign-in`, `/sign-out` and the session between them.

use reqwest::Method;

use crate::support::{
    AUDIT, ESTETISK_SKAL, FIRM, GILD_KANNE, OVERVIEW, Page, Person, Portal, REVISORKUNDE, Visitor, access, access_id,
    dialog,
};

const SIGN_IN_AGAIN: &str = "Du må logge inn på nytt";
const START_AGAIN: &str = "Innloggingen må startes på nytt";

fn is_sign_in_choice(page: &Page) -> bool {
    page.path().starts_with("/idp/authorize?")
}

#[tokio::test]
async fn a_stranger_is_led_through_the_sign_in_to_the_page_that_was_asked_for() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let there = format!("{}?search=tiger&filter=added&page=1", dialog(AUDIT));
    let choice = visitor.get(&there).await;
    assert!(is_sign_in_choice(&choice));
    let page = visitor.press(&choice, GILD_KANNE.national_id).await;
    assert_eq!((page.path(), page.status.as_u16()), (there.as_str(), 200));
}

#[tokio::test]
async fn who_cancels_is_told_so_and_can_try_again() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let choice = visitor.get("/sign-in").await;
    let page = visitor.press(&choice, "Avbryt innloggingen").await;
    assert_eq!((page.status.as_u16(), page.heading().as_str()), (403, "Innloggingen ble avbrutt"));
    assert!(is_sign_in_choice(&visitor.follow(&page, "Logg inn igjen").await));
}

#[tokio::test]
async fn a_callback_out_of_the_blue_signs_nobody_in_and_leads_to_a_fresh_start() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for query in ["", "?code=a&state=b", "?error=server_error&state=b", "?state=%00"] {
        let page = visitor.get(&format!("/sign-in/callback{query}")).await;
        assert_eq!((page.status.as_u16(), page.heading().as_str()), (200, START_AGAIN), "{query}");
        assert!(is_sign_in_choice(&visitor.follow(&page, "Logg inn igjen").await));
    }
    let thief = portal.visitor();
    thief.get("/sign-in").await;
    let callback = answer(&visitor, &visitor.get("/sign-in").await, GILD_KANNE).await;
    assert_eq!(thief.get(&callback).await.heading(), START_AGAIN, "another browser's answer");
    assert!(is_sign_in_choice(&thief.get(OVERVIEW).await));
    assert_eq!(visitor.get(&callback).await.path(), OVERVIEW);
}

#[tokio::test]
async fn a_used_or_unknown_answer_leads_on_and_changes_neither_the_person_nor_other_sign_ins() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let there = access(AUDIT);
    let first = visitor.get(&there).await;
    let callback = answer(&visitor, &first, GILD_KANNE).await;
    assert_eq!(visitor.get(&callback).await.path(), there);
    assert_eq!(visitor.get(&callback).await.path(), there, "the same answer again, as after a reload");
    let again = visitor.press(&first, ESTETISK_SKAL.national_id).await;
    assert_eq!(again.path(), there, "Back, and another choice");
    assert!(again.text(".snackbar").unwrap().contains("du er fortsatt logget inn som før"));
    assert_eq!(signed_in_as(&again), "Logget inn som Gild Kanne");
    let other = visitor.get("/sign-in").await;
    assert_eq!(visitor.get("/sign-in/callback?code=x&state=bad").await.path(), OVERVIEW);
    assert_eq!(visitor.press(&other, ESTETISK_SKAL.national_id).await.path(), OVERVIEW);
    assert_eq!(signed_in_as(&visitor.get(OVERVIEW).await), "Logget inn som Estetisk Skål");
}

#[tokio::test]
async fn two_tabs_sign_in_side_by_side_in_any_order() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let (one, two) = (visitor.get(&access(AUDIT)).await, visitor.get(OVERVIEW).await);
    assert_eq!(visitor.press(&two, GILD_KANNE.national_id).await.path(), OVERVIEW);
    assert_eq!(visitor.press(&one, ESTETISK_SKAL.national_id).await.path(), access(AUDIT));
    assert_eq!(signed_in_as(&visitor.get(OVERVIEW).await), "Logget inn som Estetisk Skål");
}

#[tokio::test]
async fn after_a_cancelled_sign_in_back_and_a_choice_still_sign_in() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let choice = visitor.get("/sign-in").await;
    assert_eq!(visitor.press(&choice, "Avbryt innloggingen").await.status, 403);
    assert_eq!(visitor.press(&choice, GILD_KANNE.national_id).await.path(), OVERVIEW);
}

#[tokio::test]
async fn visitors_who_never_come_back_leave_nothing_stored() {
    let portal = Portal::start();
    for _ in 0..3 {
        assert!(is_sign_in_choice(&portal.visitor().get("/sign-in").await));
        portal.visitor().get("/").await;
        portal.visitor().get("/sign-in/callback?state=bad").await;
    }
    let visitor = portal.visitor();
    for _ in 0..20 {
        visitor.get("/sign-in").await;
    }
    assert_eq!(portal.database().session_keys(), Vec::<String>::new());
    assert_eq!(visitor.cookies().iter().filter(|(name, _)| name.starts_with("sign-in-")).count(), 5);
}

fn signed_in_as(page: &Page) -> String {
    page.texts(".dropdown-heading").into_iter().find(|text| text.starts_with("Logget inn som")).unwrap_or_default()
}

/// Where the provider leads to after this choice.
async fn answer(visitor: &Visitor, choice: &Page, person: Person) -> String {
    let ticket = choice.attribute("input[name=ticket]", "value").unwrap();
    let fields = [("ticket", ticket.as_str()), ("person", person.national_id)];
    visitor.post("/idp/sign-in", &fields).await.header("location").to_owned()
}

#[tokio::test]
async fn signing_in_changes_the_cookie_and_the_old_one_is_nobodys() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    visitor.sign_in(ESTETISK_SKAL).await;
    let before = visitor.cookie("session").unwrap();
    visitor.sign_in(GILD_KANNE).await;
    assert_ne!(visitor.cookie("session").unwrap(), before);
    let planted = portal.visitor();
    planted.set_cookie("session", &before);
    assert_eq!(planted.get(OVERVIEW).await.status, 401);
}

#[tokio::test]
async fn signing_out_ends_the_session_here_and_for_a_copy_of_the_cookie() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let copy = portal.visitor();
    copy.set_cookie("session", &visitor.cookie("session").unwrap());
    assert_eq!(copy.get(OVERVIEW).await.path(), OVERVIEW);
    let page = visitor.get(OVERVIEW).await;
    let out = visitor.press(&page, "Logg ut").await;
    assert_eq!((out.path(), out.heading().as_str()), ("/signed-out", "Du er logget ut"));
    assert!(is_sign_in_choice(&visitor.get(OVERVIEW).await));
    assert_eq!(copy.get(OVERVIEW).await.status, 401);
}

#[tokio::test]
async fn signing_out_twice_is_no_error() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(OVERVIEW).await;
    visitor.press(&page, "Logg ut").await;
    assert_eq!(visitor.press(&page, "Logg ut").await.heading(), "Du er logget ut");
}

#[tokio::test]
async fn a_forged_cookie_is_nobody_and_the_page_says_what_to_do() {
    let portal = Portal::start();
    let genuine = portal.sign_in(GILD_KANNE).await.cookie("session").unwrap();
    let other = Portal::start().sign_in(GILD_KANNE).await.cookie("session").unwrap();
    let cut = &genuine[..genuine.len() - 4];
    for forged in ["x", "", cut, other.as_str(), &"a".repeat(4000)] {
        let visitor = portal.visitor();
        visitor.set_cookie("session", forged);
        let page = visitor.get(&access(AUDIT)).await;
        assert_eq!((page.status.as_u16(), page.heading().as_str()), (401, SIGN_IN_AGAIN), "{forged}");
        assert_eq!(visitor.get("/").await.status, 200, "pages for anybody still open");
    }
}

#[tokio::test]
async fn after_a_session_has_expired_one_signs_in_and_is_back() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    assert_eq!(portal.database().expire_sessions(), 1);
    let expired = visitor.get(&access(AUDIT)).await;
    assert_eq!((expired.status.as_u16(), expired.heading().as_str()), (401, SIGN_IN_AGAIN));
    assert!(expired.text(".account-name").is_none());
    let choice = visitor.follow(&expired, "Logg inn igjen").await;
    assert_eq!(visitor.press(&choice, GILD_KANNE.national_id).await.path(), access(AUDIT));
}

#[tokio::test]
async fn a_press_after_the_session_has_expired_changes_nothing_and_leads_back_to_the_dialog() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let clients = visitor.get(&dialog(AUDIT)).await;
    portal.database().expire_sessions();
    let expired = visitor.press(&clients, "Legg til i systemtilgang: Revisorkunde AS").await;
    assert_eq!((expired.status.as_u16(), expired.heading().as_str()), (401, SIGN_IN_AGAIN));
    assert!(portal.database().audit().is_empty());
    let choice = visitor.follow(&expired, "Logg inn igjen").await;
    let clients = visitor.press(&choice, GILD_KANNE.national_id).await;
    assert_eq!(clients.path(), dialog(AUDIT));
    visitor.press(&clients, "Legg til i systemtilgang: Revisorkunde AS").await;
    assert_eq!(portal.database().clients_on(&access_id(FIRM, AUDIT)), [REVISORKUNDE]);
}

#[tokio::test]
async fn signing_out_of_an_expired_session_is_no_dead_end() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let page = visitor.get(OVERVIEW).await;
    portal.database().expire_sessions();
    let out = visitor.press(&page, "Logg ut").await;
    assert_eq!((out.status.as_u16(), out.heading().as_str()), (200, "Du er logget ut"));
}

#[tokio::test]
async fn no_return_address_leads_off_the_site_or_into_the_headers() {
    let portal = Portal::start();
    for return_to in [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\r\nset-cookie: planted=1",
        "/%0d%0aset-cookie:%20planted=1\r\n\r\n<script>",
        "javascript:alert(1)",
        "http:evil.example",
        "@evil.example",
    ] {
        let visitor = portal.visitor();
        let query = serde_urlencoded::to_string([("return_to", return_to)]).unwrap();
        let choice = visitor.get(&format!("/sign-in?{query}")).await;
        let arrived = visitor.press(&choice, ESTETISK_SKAL.national_id).await;
        assert_eq!((arrived.path(), arrived.url.origin()), ("/", portal.base.origin()), "{return_to:?}");
        let token = visitor.form_token("/").await;
        let fields = [("form_token", token.as_str()), ("return_to", return_to), ("organisation", FIRM)];
        let language = [("lang", "nb"), ("return_to", return_to)];
        for answer in [visitor.post("/represent", &fields).await, visitor.post("/language", &language).await] {
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/"), "{return_to:?}");
            assert!(!answer.header("set-cookie").contains("planted"));
        }
        let press = [("form_token", token.as_str()), ("return_to", return_to), ("add", REVISORKUNDE)];
        let answer = visitor.post(&dialog(AUDIT), &press).await;
        assert_eq!(answer.header("location"), format!("{}#client-{REVISORKUNDE}", dialog(AUDIT)));
    }
}

#[tokio::test]
async fn an_address_that_takes_forms_only_is_no_way_back() {
    let portal = Portal::start();
    for return_to in ["/sign-out", "/language?lang=en", "/test/become"] {
        let visitor = portal.visitor();
        let choice = visitor.get(&format!("/sign-in?return_to={return_to}")).await;
        let page = visitor.press(&choice, GILD_KANNE.national_id).await;
        assert_eq!((page.status.as_u16(), page.path()), (200, OVERVIEW), "{return_to}");
    }
}

#[tokio::test]
async fn the_session_cookie_is_hidden_from_scripts_and_from_other_sites() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let choice = visitor.get("/sign-in").await;
    let callback = answer(&visitor, &choice, GILD_KANNE).await;
    let callback = callback.strip_prefix(portal.base.as_str()).unwrap();
    let answer = visitor.request(Method::GET, &format!("/{callback}")).send().await.unwrap();
    let cookies: Vec<_> =
        answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookies.iter().all(|cookie| cookie.split("; ").any(|part| part == attribute)), "{cookies:?}");
    }
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("session=")).unwrap();
    let stored = portal.database().session_keys();
    assert_eq!(stored.len(), 1);
    assert!(!cookie.contains(&stored[0]), "the file holds the key's hash only");
}

#[tokio::test]
async fn behind_https_the_cookie_is_bound_to_the_host() {
    let portal = Portal::start_with(&["--base-url", "https://portal.example"]);
    // The provider is then asked for at an address that nobody serves: the language's cookie must do.
    let fields = [("lang", "en")];
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let here = format!("http://{}/language", portal.address);
    let answer = http.post(here).form(&fields).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    assert!(answer.headers()["set-cookie"].to_str().unwrap().contains("Secure"));
}
