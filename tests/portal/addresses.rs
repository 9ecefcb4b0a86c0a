//! The portal's host names, and redirects to the configured base URL.

use std::net::TcpListener;

use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, Url};

use crate::support::program::Program;
use crate::support::{AUDIT, GILD_KANNE, OVERVIEW, Portal, REVISORKUNDE, Visitor, access, dialog};

const METADATA: &str = "/idp/.well-known/openid-configuration";

/// The portal's base URL with another name of this machine.
fn named(portal: &Portal, host: &str) -> Url {
    format!("http://{host}:{}/", portal.address.port()).parse().unwrap()
}

/// Uses pages, API and sign-out at this base URL.
async fn works_at(base: &Url) {
    let visitor = Visitor::new(base, "nb");
    let overview = visitor.sign_in(GILD_KANNE).await;
    assert_eq!((overview.url.origin(), overview.path()), (base.origin(), OVERVIEW), "{base}");
    let clients = visitor.get(&dialog(AUDIT)).await;
    let row = "Revisorkunde AS";
    let pressed = visitor.press(&clients, &format!("Legg til i systemtilgang: {row}")).await;
    visitor.press(&pressed, "Angre").await;
    let out = visitor.press(&visitor.get(OVERVIEW).await, "Logg ut").await;
    assert_eq!((out.url.origin(), out.path()), (base.origin(), "/signed-out"), "{base}");
}

#[tokio::test]
async fn everything_works_at_every_own_name() {
    let portal = Portal::start_with(&["--listen", "0.0.0.0:0", "--allow-remote-sign-in"]);
    for host in ["127.0.0.1", "localhost", "127.0.0.2"] {
        works_at(&named(&portal, host)).await;
    }
    assert_eq!(portal.base, named(&portal, "127.0.0.1"), "the greeting names an address that can be opened");
    if TcpListener::bind("[::1]:0").is_ok() {
        let portal = Portal::start_with(&["--listen", "[::1]:0"]);
        works_at(&named(&portal, "[::1]")).await;
        let everywhere = Portal::start_with(&["--listen", "[::]:0", "--allow-remote-sign-in"]);
        works_at(&everywhere.base).await;
    }
}

#[tokio::test]
async fn the_issuer_follows_the_name_in_use_and_its_tokens_are_taken_under_another() {
    let portal = Portal::start();
    let http = Client::builder().no_proxy().build().unwrap();
    for host in ["localhost", "127.0.0.1"] {
        let base = named(&portal, host);
        let text = http.get(base.join(METADATA).unwrap()).send().await.unwrap().text().await.unwrap();
        let metadata: serde_json::Value = serde_json::from_str(&text).unwrap();
        for (field, path) in [("issuer", "idp"), ("token_endpoint", "idp/token"), ("jwks_uri", "idp/jwks")] {
            assert_eq!(metadata[field], format!("{base}{path}"));
        }
    }
    let form = format!("/test/token?person={}&client=vendor&level=4&read=1", GILD_KANNE.national_id);
    let agents = "authentication/api/v1/enduser/systemuser/agents?party=310495891";
    for (made_at, used_at) in [("localhost", "127.0.0.1"), ("127.0.0.1", "localhost")] {
        let token = Visitor::new(&named(&portal, made_at), "nb").get(&form).await.text("textarea").unwrap();
        let url = named(&portal, used_at).join(agents).unwrap();
        assert_eq!(http.get(url).bearer_auth(token).send().await.unwrap().status(), 200, "{made_at} {used_at}");
    }
}

/// Sends one request with these headers; follows no redirects.
async fn ask(portal: &Portal, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
    let http = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    let request = http.request(method, format!("http://{}{path}", portal.address));
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
}

#[tokio::test]
async fn a_page_under_another_name_is_sent_to_the_address_of_the_settings() {
    let portal = Portal::start_with(&["--base-url", "https://portal.example"]);
    let page = format!("{}?search=tiger", dialog(AUDIT));
    for path in ["/", "/sign-in?return_to=/test", page.as_str(), "/test", "/no-such-page"] {
        for host in ["localhost:8080", "127.0.0.1", "192.168.1.7:9000", "portal.localhost"] {
            let answer = ask(&portal, Method::GET, path, &[("host", host)]).await;
            let there = format!("https://portal.example{path}");
            assert_eq!(answer.status(), 303, "{host} {path}");
            assert_eq!(answer.headers()["location"], there.as_str(), "{host}");
        }
        for host in ["portal.example", "portal.example:8443"] {
            let answer = ask(&portal, Method::GET, path, &[("host", host)]).await;
            let location = answer.headers().get("location").map(|there| there.to_str().unwrap());
            assert_ne!(location, Some(format!("https://portal.example{path}").as_str()), "{host} {path}");
        }
    }
}

#[tokio::test]
async fn what_programs_and_forms_ask_for_is_answered_where_it_is() {
    let portal = Portal::start_with(&["--base-url", "https://portal.example"]);
    let api = "/authentication/api/v1/enduser/systemuser/agents?party=310495891";
    for path in [api, METADATA, "/idp/jwks", "/openapi.json", "/static/x.css", "/test/api/x"] {
        let answer = ask(&portal, Method::GET, path, &[("host", "localhost:8080")]).await;
        assert!(!answer.status().is_redirection(), "{path}: {}", answer.status());
    }
    let posted = ask(&portal, Method::POST, &dialog(AUDIT), &[("host", "localhost:8080")]).await;
    assert_eq!(posted.status(), 401);
    let foreign = ask(&portal, Method::GET, "/", &[("host", "evil.example")]).await;
    assert_eq!(foreign.status(), 421);
}

#[tokio::test]
async fn behind_a_proxy_that_changes_the_host_nobody_is_sent_in_circles() {
    let portal = Portal::start_with(&["--base-url", "http://portal.example"]);
    let first = ask(&portal, Method::GET, &access(AUDIT), &[("host", "127.0.0.1")]).await;
    let cookie = first.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    // The browser returns through the proxy, and the portal sees the same host as before.
    let second = ask(&portal, Method::GET, &access(AUDIT), &[("host", "127.0.0.1"), ("cookie", &cookie)]).await;
    assert_eq!(second.headers()["location"].to_str().unwrap().split('?').next(), Some("/sign-in"));
    let other = ask(&portal, Method::GET, OVERVIEW, &[("host", "127.0.0.1"), ("cookie", &cookie)]).await;
    assert_eq!(other.headers()["location"], format!("http://portal.example{OVERVIEW}").as_str());
    for header in [("x-forwarded-host", "portal.example"), ("forwarded", "host=portal.example")] {
        let answer = ask(&portal, Method::GET, "/", &[("host", "127.0.0.1"), header]).await;
        assert_eq!(answer.status(), 200, "{header:?}");
    }
}

#[tokio::test]
async fn a_form_is_taken_from_the_name_in_use_only() {
    let portal = Portal::start();
    let base = named(&portal, "localhost");
    let visitor = Visitor::new(&base, "nb");
    visitor.sign_in(GILD_KANNE).await;
    let token = visitor.form_token("/").await;
    let fields = [("form_token", token.as_str()), ("add", REVISORKUNDE)];
    let port = portal.address.port();
    for (origin, expected) in [
        (format!("http://localhost:{port}"), 303),
        (format!("http://127.0.0.1:{port}"), 403),
        (format!("http://localhost:{}", port - 1), 403),
    ] {
        let request = visitor.request(Method::POST, &dialog(AUDIT)).header("origin", &origin);
        assert_eq!(request.form(&fields).send().await.unwrap().status(), expected, "{origin}");
    }
}

#[tokio::test]
async fn a_port_alone_and_a_name_are_listened_on_and_printed_as_what_can_be_opened() {
    for listen in ["0", "localhost:0"] {
        let data = tempfile::tempdir().unwrap();
        crate::support::portal::write_signing_key(data.path());
        let program = Program::start(listen, data.path(), &[]);
        works_at(&program.base).await;
    }
}

#[tokio::test]
async fn every_address_is_listened_on_and_those_that_can_be_opened_are_printed() {
    let data = tempfile::tempdir().unwrap();
    crate::support::portal::write_signing_key(data.path());
    let mut program = Program::start("0.0.0.0:0", data.path(), &["--allow-remote-sign-in"]);
    works_at(&program.base).await;
    let lines = program.startup_lines();
    if let Some(elsewhere) = lines.iter().find_map(|line| line.strip_prefix("From other machines: ")) {
        works_at(&elsewhere.parse().unwrap()).await;
    }
}
