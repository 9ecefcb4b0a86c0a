//! Concurrent changes of the same access by several sessions.

use std::collections::BTreeSet;

use tokio::task::{JoinSet, LocalSet};

use super::bulk::portal_with_clients;
use crate::support::{AUDIT, AUDITED, ESTETISK_SKAL, FIRM, GILD_KANNE, Portal, Visitor, access_id, dialog};

const SESSIONS: usize = 8;
const CHANGES: usize = 12;

async fn press(session: &Visitor, token: &str, client: &str, wanted: &str) -> u16 {
    let fields = [("form_token", token), (wanted, client)];
    session.post(&dialog(AUDIT), &fields).await.status.as_u16()
}

/// Sends changes from all sessions concurrently; returns the statuses.
async fn all_sessions(
    portal: &Portal,
    presses: fn(session: usize, press: usize) -> (&'static str, &'static str),
) -> Vec<u16> {
    let mut sessions = Vec::new();
    for session in 0..SESSIONS {
        let visitor = portal.sign_in(if session % 2 == 0 { GILD_KANNE } else { ESTETISK_SKAL }).await;
        let token = visitor.form_token("/").await;
        sessions.push((visitor, token));
    }
    let work = async move {
        let mut under_way = JoinSet::new();
        for (session, (visitor, token)) in sessions.into_iter().enumerate() {
            under_way.spawn_local(async move {
                let mut statuses = Vec::new();
                for press_number in 0..CHANGES {
                    let (client, wanted) = presses(session, press_number);
                    statuses.push(press(&visitor, &token, client, wanted).await);
                }
                statuses
            });
        }
        under_way.join_all().await.into_iter().flatten().collect()
    };
    LocalSet::new().run_until(work).await
}

/// Replays the audit trail to a set of clients; every row must be a real change.
fn replayed_audit(portal: &Portal) -> BTreeSet<String> {
    let mut present = BTreeSet::new();
    for row in portal.database().audit() {
        let changed = match row.action.as_str() {
            "add-clients" => present.insert(row.client.clone()),
            _ => present.remove(&row.client),
        };
        assert!(changed, "a row without a change: {row:?}");
    }
    present
}

fn stored(portal: &Portal) -> BTreeSet<String> {
    portal.database().clients_on(&access_id(FIRM, AUDIT)).into_iter().collect()
}

#[tokio::test]
async fn sessions_on_different_clients_each_have_their_last_word() {
    let portal = Portal::start();
    let mine =
        |session: usize, press: usize| (AUDITED[session], if press.is_multiple_of(2) { "add" } else { "remove" });
    let statuses = all_sessions(&portal, mine).await;
    assert_eq!(statuses, vec![303; SESSIONS * CHANGES]);
    assert_eq!(portal.database().audit().len(), SESSIONS * CHANGES, "every press changed something");
    assert!(stored(&portal).is_empty(), "each session's last press removed");
    assert!(replayed_audit(&portal).is_empty());
}

#[tokio::test]
async fn sessions_on_the_same_clients_leave_what_the_trail_says() {
    let portal = Portal::start();
    let shared = |session: usize, press: usize| {
        (AUDITED[press % 3], if (session + press / 3).is_multiple_of(2) { "add" } else { "remove" })
    };
    let statuses = all_sessions(&portal, shared).await;
    assert_eq!(statuses, vec![303; SESSIONS * CHANGES]);
    assert_eq!(stored(&portal), replayed_audit(&portal));
}

#[tokio::test]
async fn eight_sessions_that_add_the_same_client_add_it_once() {
    let portal = Portal::start();
    let statuses = all_sessions(&portal, |_, _| (AUDITED[0], "add")).await;
    assert_eq!(statuses, vec![303; SESSIONS * CHANGES]);
    assert_eq!(portal.database().audit().len(), 1);
    assert_eq!(stored(&portal), BTreeSet::from([AUDITED[0].to_owned()]));
}

/// The number of eligible clients, and the first page of the dialog.
async fn first_page(visitor: &Visitor) -> (usize, Vec<String>) {
    let page = visitor.get(&dialog(AUDIT)).await;
    let add_all = page.texts(".bulk button").into_iter().next().unwrap();
    let buttons = page.elements("button[name=add]");
    let clients = buttons.iter().map(|button| button.attr("value").unwrap().to_owned()).collect();
    (add_all.rsplit(' ').next().unwrap().parse().unwrap(), clients)
}

#[tokio::test]
async fn a_change_of_many_is_of_the_number_agreed_to_or_none_whatever_another_does_between_question_and_answer() {
    let (portal, _file) = portal_with_clients(60);
    let (gild, estetisk) = (portal.sign_in(GILD_KANNE).await, portal.sign_in(ESTETISK_SKAL).await);
    let (gild_token, token) = (gild.form_token("/").await, estetisk.form_token("/").await);
    let (agreed, clients) = first_page(&gild).await;
    let expected = agreed.to_string();
    for client in clients.iter().cycle().take(30) {
        let answer = [("form_token", gild_token.as_str()), ("bulk", "add-matching"), ("expected", &expected)];
        let audit = dialog(AUDIT);
        let (answered, pressed) = tokio::join!(gild.post(&audit, &answer), press(&estetisk, &token, client, "add"));
        assert_eq!((answered.status.as_u16(), pressed), (303, 303));
        let left = portal.database().clients_on(&access_id(FIRM, AUDIT)).len().to_string();
        let undo = [("form_token", gild_token.as_str()), ("bulk", "remove-matching"), ("expected", &left)];
        assert_eq!(gild.post(&audit, &undo).await.status, 303);
        assert!(stored(&portal).is_empty());
    }
    let added = portal.database().changes().into_iter().filter(|(action, ..)| action == "add-clients");
    let counts: BTreeSet<_> = added.map(|(_, changed, _)| changed).collect();
    assert!(counts.is_subset(&BTreeSet::from([1, agreed])), "{counts:?}, agreed to {agreed}");
}
