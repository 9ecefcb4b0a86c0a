//! The portal while sessions cannot be written or read.

use reqwest::Method;
use rusqlite::Connection;

use crate::support::{AUDIT, FIRM, GILD_KANNE, OVERVIEW, Portal, REVISORKUNDE, access_id, dialog};

/// Locks the session database for writing until dropped.
fn lock_sessions(portal: &Portal) -> Connection {
    let connection = Connection::open(portal.data.path().join("sessions.db")).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    connection
}

#[tokio::test]
async fn a_change_that_was_stored_is_answered_as_such_and_only_its_message_is_lost() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let clients = visitor.get(&dialog(AUDIT)).await;
    let locked = lock_sessions(&portal);
    let page = visitor.press(&clients, "Legg til i systemtilgang: Revisorkunde AS").await;
    assert_eq!((page.status.as_u16(), page.path().split('?').next().unwrap()), (200, dialog(AUDIT).as_str()));
    assert_eq!(portal.database().clients_on(&access_id(FIRM, AUDIT)), [REVISORKUNDE]);
    drop(locked);
    assert_eq!(visitor.get(OVERVIEW).await.path(), OVERVIEW);
}

#[tokio::test]
async fn signing_out_ends_the_session_although_its_record_cannot_be_deleted() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let copy = portal.visitor();
    copy.set_cookie("session", &visitor.cookie("session").unwrap());
    let page = visitor.get(OVERVIEW).await;
    let _locked = lock_sessions(&portal);
    let out = visitor.press(&page, "Logg ut").await;
    assert_eq!((out.status.as_u16(), out.path()), (200, "/signed-out"));
    assert_eq!(visitor.cookie("session").unwrap_or_default(), "");
    assert_eq!(copy.get(OVERVIEW).await.status, 401);
}

#[tokio::test]
async fn sessions_that_cannot_be_read_give_a_page_that_says_so_and_let_one_sign_out() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let token = visitor.form_token("/").await;
    let connection = Connection::open(portal.data.path().join("sessions.db")).unwrap();
    connection.execute_batch("ALTER TABLE session RENAME TO elsewhere").unwrap();
    let page = visitor.get(OVERVIEW).await;
    assert_eq!((page.status.as_u16(), page.heading().as_str()), (500, "Beklager, noe gikk galt hos oss"));
    assert!(page.link("Prøv igjen").is_some());
    let out = visitor.request(Method::POST, "/sign-out").form(&[("form_token", token)]).send().await.unwrap();
    assert_eq!((out.status().as_u16(), out.headers()["location"].to_str().unwrap()), (303, "/signed-out"));
    connection.execute_batch("ALTER TABLE elsewhere RENAME TO session").unwrap();
    assert_eq!(visitor.cookie("session"), None);
}
