//! Protection against cross-site requests, for every form.

use reqwest::Method;

use crate::support::{AUDIT, FIRM, GILD_KANNE, OVERVIEW, Page, Portal, REVISORKUNDE, dialog};

/// Every URL with a form for signed-in people, with valid fields.
fn forms() -> [(String, Vec<(&'static str, &'static str)>); 3] {
    [
        (dialog(AUDIT), vec![("add", REVISORKUNDE)]),
        ("/represent".to_owned(), vec![("organisation", FIRM)]),
        ("/sign-out".to_owned(), vec![]),
    ]
}

#[tokio::test]
async fn a_form_without_the_sessions_token_is_refused() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let token = visitor.form_token("/").await;
    let foreign = portal.sign_in(GILD_KANNE).await.form_token("/").await;
    for (path, fields) in forms() {
        for wrong in [None, Some(""), Some(&token[1..]), Some(foreign.as_str()), Some("' or 1=1")] {
            let given = wrong.map(|token| ("form_token", token));
            let fields: Vec<_> = fields.iter().copied().chain(given).collect();
            let page = visitor.post(&path, &fields).await;
            assert_eq!(
                (page.status.as_u16(), page.heading().as_str()),
                (403, "Skjemaet er for gammelt"),
                "{path} {wrong:?}"
            );
        }
    }
    assert!(portal.database().audit().is_empty());
    assert_eq!(visitor.get(OVERVIEW).await.path(), OVERVIEW, "still signed in");
}

#[tokio::test]
async fn a_post_that_another_site_sent_is_refused_even_with_the_token() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let token = visitor.form_token("/").await;
    let own = portal.base.origin().ascii_serialization();
    for (path, fields) in forms() {
        let fields: Vec<_> = fields.into_iter().chain([("form_token", token.as_str())]).collect();
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let request = visitor.request(Method::POST, &path).header(name, value).form(&fields);
            let page = Page::of(request.send().await.unwrap()).await;
            let heading = "Forespørselen kom fra et annet nettsted";
            assert_eq!((page.status.as_u16(), page.heading().as_str()), (403, heading), "{path} {name}: {value}");
        }
        let both = visitor.request(Method::POST, &path).header("sec-fetch-site", "cross-site").header("origin", &own);
        assert_eq!(both.form(&fields).send().await.unwrap().status(), 403);
    }
    assert!(portal.database().audit().is_empty());
    assert_eq!(visitor.get(OVERVIEW).await.path(), OVERVIEW, "still signed in");
}

#[tokio::test]
async fn the_portals_own_origin_is_enough_where_browsers_say_no_more() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let token = visitor.form_token("/").await;
    let own = portal.base.origin().ascii_serialization();
    let fields = [("form_token", token.as_str()), ("add", REVISORKUNDE)];
    let request = visitor.request(Method::POST, &dialog(AUDIT)).header("origin", own).form(&fields);
    assert_eq!(request.send().await.unwrap().status(), 303);
    assert_eq!(portal.database().audit().len(), 1);
}

#[tokio::test]
async fn another_site_may_link_to_the_portal() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let request = visitor.request(Method::GET, OVERVIEW).header("sec-fetch-site", "cross-site");
    assert_eq!(request.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_token_in_the_address_is_not_one_in_the_form() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let token = visitor.form_token("/").await;
    let path = format!("{}?form_token={token}&add={REVISORKUNDE}", dialog(AUDIT));
    assert_eq!(visitor.post(&path, &[("add", REVISORKUNDE)]).await.status, 403);
    assert_eq!(visitor.get(&path).await.status, 200, "a GET only shows");
    assert!(portal.database().audit().is_empty());
}

#[tokio::test]
async fn a_page_of_a_foreign_name_that_leads_here_gets_nothing() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/idp/.well-known/openid-configuration"),
        (Method::GET, "/openapi.json"),
        (Method::POST, "/test/api/reset"),
        (Method::POST, "/test/become"),
        (Method::GET, "/authentication/api/v1/enduser/systemuser/agents"),
    ] {
        // DNS rebinding: the browser considers the request same-origin.
        let request = visitor.request(method, path).header("host", "rebound.example:8080");
        let answer = request.header("sec-fetch-site", "same-origin").send().await.unwrap();
        assert_eq!(answer.status(), 421, "{path}");
        assert!(answer.headers().contains_key("content-security-policy"));
        assert!(answer.text().await.unwrap().starts_with("This portal does not answer to that name."));
    }
    for host in ["localhost:8080", "127.0.0.1", "[::1]:8080"] {
        let answer = visitor.request(Method::POST, "/test/api/reset").header("host", host).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{host}");
    }
}

#[tokio::test]
async fn behind_a_proxy_the_portal_answers_to_the_name_that_the_proxy_is_reached_by() {
    let portal = Portal::start_with(&["--base-url", "https://portal.example"]);
    let url = format!("http://{}/", portal.address);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for (host, status) in [("portal.example", 200), ("127.0.0.1:8080", 200), ("other.example", 421)] {
        let answer = client.get(&url).header("host", host).header("x-forwarded-host", "portal.example").send().await;
        let answer = answer.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{host}");
        assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
    }
    let http = Portal::start();
    let answer = client.get(http.base.clone()).send().await.unwrap();
    assert!(
        !answer.headers().contains_key("strict-transport-security"),
        "browsers would ask for https that is not there"
    );
}

/// This machine's address on its network, if it has one.
fn own_address() -> Option<std::net::IpAddr> {
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").ok()?;
    // Nothing is sent. An address for documentation: RFC 5737.
    socket.connect("192.0.2.1:9").ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(|ip| !ip.is_loopback())
}

#[tokio::test]
async fn a_program_elsewhere_does_not_pass_for_a_browser_by_a_header_for_typed_addresses() {
    let Some(ip) = own_address() else { return };
    let portal = Portal::start_with(&["--listen", "0.0.0.0:0", "--allow-remote-sign-in"]);
    let url = format!("http://{ip}:{}/test/api/reset", portal.address.port());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for (site, status) in [("none", 403), ("same-origin", 200)] {
        let answer = client.post(&url).header("sec-fetch-site", site).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{site}");
    }
}
