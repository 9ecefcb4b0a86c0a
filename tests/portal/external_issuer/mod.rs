//! `--oidc-issuer` and `--api-issuer`: issuers elsewhere. One is another portal's provider; the other is written for these
//! tests and lies on request.

mod api;
mod checks;
mod keys;
mod private_ca;
mod two_portals;
mod unavailable;

use crate::support::issuer::{CLIENT_ID, Issuer};
use crate::support::{Page, Portal};

const NOT_ANSWERING: (u16, &str) = (503, "Innloggingstjenesten svarer ikke");
const NOT_ACCEPTED: &str = "Innloggingen ble ikke godkjent";

fn portal_at(issuer: &Issuer) -> Portal {
    Portal::start_with(&["--oidc-issuer", &issuer.url, "--oidc-client-id", CLIENT_ID])
}

/// Signs a new visitor in at the issuer, which asks nothing; the page that the visitor arrives at.
async fn sign_in(portal: &Portal) -> Page {
    portal.visitor().get("/sign-in").await
}

fn said(page: &Page) -> (u16, String) {
    (page.status.as_u16(), page.heading())
}

fn is_signed_in(page: &Page) -> bool {
    page.status == 200 && page.text(".account-name").is_some()
}

fn is_not_answering(page: &Page) -> bool {
    said(page) == (NOT_ANSWERING.0, NOT_ANSWERING.1.to_owned())
}
