//! `--oidc-issuer`: a portal that signs in at another portal's provider, as it would at any.

use std::time::Duration;

use crate::support::{GILD_KANNE, LUFTIG_PARASOLL, OVERVIEW, Portal};

/// A free port, to be known before the portal listens on it.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A provider, and a portal that uses it.
fn two_portals() -> (Portal, Portal) {
    let port = free_port();
    let b = format!("http://127.0.0.1:{port}");
    let provider = Portal::start_with(&["--sign-in-for", &b]);
    let issuer = format!("{}idp", provider.base);
    let listen = format!("127.0.0.1:{port}");
    let portal =
        Portal::start_with(&["--listen", &listen, "--oidc-issuer", &issuer, "--oidc-client-id", "klientportal"]);
    (provider, portal)
}

#[tokio::test]
async fn one_signs_in_at_the_provider_and_out_at_both() {
    let (provider, portal) = two_portals();
    let visitor = portal.visitor();
    let choice = visitor.get(OVERVIEW).await;
    assert_eq!(choice.url.origin(), provider.base.origin());
    let overview = visitor.press(&choice, GILD_KANNE.national_id).await;
    assert_eq!((overview.url.origin(), overview.path()), (portal.base.origin(), OVERVIEW));
    assert_eq!(overview.heading(), "Systemtilganger for Diskret Nær Tiger AS");

    let policy = overview.header("content-security-policy");
    let provider_origin = provider.base.origin().ascii_serialization();
    assert!(
        policy.split("; ").any(|rule| rule == format!("form-action 'self' {provider_origin}")),
        "signing out is a form that is redirected there: {policy}"
    );
    let out = visitor.press(&overview, "Logg ut").await;
    assert_eq!((out.url.origin(), out.path()), (portal.base.origin(), "/signed-out"));
    assert_eq!(visitor.get(OVERVIEW).await.url.origin(), provider.base.origin());
}

#[tokio::test]
async fn a_portal_with_an_external_provider_serves_none_itself() {
    let (_provider, portal) = two_portals();
    let visitor = portal.visitor();
    assert_eq!(visitor.get("/idp/.well-known/openid-configuration").await.status, 404);
    let fields = [("ticket", "x"), ("person", GILD_KANNE.national_id)];
    assert_eq!(visitor.post("/idp/sign-in", &fields).await.status, 404);
}

#[tokio::test]
async fn a_provider_that_does_not_know_the_portal_sends_nobody_back() {
    let provider = Portal::start();
    let issuer = format!("{}idp", provider.base);
    let portal = Portal::start_with(&["--oidc-issuer", &issuer, "--oidc-client-id", "klientportal"]);
    let visitor = portal.visitor();
    let page = visitor.get("/sign-in").await;
    assert_eq!((page.status.as_u16(), page.url.origin()), (400, provider.base.origin()));
}

#[tokio::test]
async fn while_the_provider_is_down_the_portal_says_so_and_works_again_without_a_restart() {
    let port = free_port();
    let b = format!("http://127.0.0.1:{port}");
    let (listen, issuer) = (format!("127.0.0.1:{port}"), format!("http://127.0.0.1:{}/idp", free_port()));
    let portal =
        Portal::start_with(&["--listen", &listen, "--oidc-issuer", &issuer, "--oidc-client-id", "klientportal"]);
    let visitor = portal.visitor();
    assert_eq!(visitor.get("/").await.status, 200);
    let page = visitor.get("/sign-in").await;
    assert_eq!((page.status.as_u16(), page.heading().as_str()), (503, "Innloggingstjenesten svarer ikke"));
    assert!(page.link("Logg inn igjen").is_some());

    let at = issuer.trim_start_matches("http://").trim_end_matches("/idp").to_owned();
    let _provider = Portal::start_with(&["--listen", &at, "--sign-in-for", &b]);
    tokio::time::sleep(Duration::from_secs(4)).await;
    let choice = visitor.follow(&page, "Logg inn igjen").await;
    let page = visitor.press(&choice, LUFTIG_PARASOLL.national_id).await;
    assert_eq!(page.heading(), "Du kan ikke representere noen");
}
