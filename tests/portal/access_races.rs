//! Two who change the same request or access at the same moment: one wins, and the other is told.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;

use crate::api::vendor::{OWN_REQUESTS, VendorProgram, portal};
use crate::support::{GILD_KANNE, OVERVIEW, Page, Portal, Visitor};

const UI: &str = "/accessmanagement/ui/systemuser";
const LONN: &str = "310495921_smartcloud-lonn";
const ROUNDS: u64 = 40;

/// What the audit trail says of an id, oldest first.
fn trail(portal: &Portal, id: &str) -> Vec<String> {
    let world = portal.database().world();
    let query = "SELECT action FROM audit WHERE coalesce(request, access) = ?1 ORDER BY id";
    let mut statement = world.prepare(query).unwrap();
    let id: uuid::Uuid = id.parse().unwrap();
    statement.query_map([id], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// How many requests and accesses have an id.
fn stored(portal: &Portal, id: &str) -> (usize, usize) {
    let world = portal.database().world();
    let id: uuid::Uuid = id.parse().unwrap();
    let count = |table: &str| {
        let query = format!("SELECT count(*) FROM {table} WHERE id = ?1");
        world.query_row(&query, [id], |row| row.get::<_, i64>(0)).unwrap().try_into().unwrap()
    };
    (count("access_request"), count("system_access"))
}

/// Each of the two is first in half of the rounds, by up to some milliseconds.
async fn after(round: u64, is_second: bool) {
    let late = round.is_multiple_of(2) == is_second;
    tokio::time::sleep(Duration::from_micros(if late { round * 100 } else { 0 })).await;
}

async fn answer(visitor: &Visitor, token: &str, page: &str, id: &str, answer: &str) -> Page {
    let fields = [("form_token", token), ("id", id), ("skiplogout", "true"), ("answer", answer)];
    visitor.post(&format!("{UI}/{page}"), &fields).await
}

/// The person's page after the vendor was first.
async fn assert_told_that_it_is_gone(visitor: &Visitor, answered: &Page) {
    let page = visitor.get(answered.header("location")).await;
    assert_eq!((page.status.as_u16(), page.heading().as_str()), (404, "Forespørselen finnes ikke"));
    assert!(page.text("main").unwrap().contains("Leverandøren kan ha trukket den tilbake."));
}

#[tokio::test]
async fn of_an_approval_and_a_withdrawal_at_once_one_wins_and_the_other_is_told() {
    let portal = portal(&["--api-rate", "0"]).await;
    let program = VendorProgram::of(&portal).await;
    let visitor = portal.sign_in(GILD_KANNE).await;
    let token = visitor.form_token("/").await;
    let mut wins = BTreeMap::new();
    for round in 0..ROUNDS {
        let more = json!({"externalRef": format!("race {round}")});
        let (page, asked) = if round % 4 < 2 {
            ("agentrequest", program.ask(more).await)
        } else {
            ("request", program.ask_own(more).await)
        };
        assert_eq!(asked.status, 201, "{}", asked.text);
        let id = asked.json()["id"].as_str().unwrap().to_owned();
        let approve = async {
            after(round, false).await;
            answer(&visitor, &token, page, &id, "approve").await
        };
        let withdraw = async {
            after(round, true).await;
            program.delete(&format!("{OWN_REQUESTS}/{id}")).await
        };
        let (approved, withdrawn) = tokio::join!(approve, withdraw);
        assert_eq!(approved.status, 303);
        let winner = if withdrawn.status == 202 {
            assert_told_that_it_is_gone(&visitor, &approved).await;
            assert_eq!((trail(&portal, &id).join(" "), stored(&portal, &id)), ("create delete".into(), (0, 0)));
            "vendor"
        } else {
            assert_eq!(withdrawn.problem(), (409, "AUTH-00013".into()));
            assert_eq!(approved.header("location"), OVERVIEW);
            assert!(visitor.get(OVERVIEW).await.confirmation().ends_with("er godkjent"));
            assert_eq!((trail(&portal, &id).join(" "), stored(&portal, &id)), ("create approve".into(), (1, 1)));
            "person"
        };
        *wins.entry(winner).or_insert(0) += 1;
    }
    assert_eq!(wins.len(), 2, "each was first at times: {wins:?}");
    assert_eq!(portal.database().integrity(), "ok");
}

#[tokio::test]
async fn an_access_that_several_make_or_delete_at_once_is_made_and_deleted_once() {
    let portal = Portal::start();
    let mut browsers = Vec::new();
    for _ in 0..3 {
        let visitor = portal.sign_in(GILD_KANNE).await;
        let token = visitor.form_token("/").await;
        browsers.push((visitor, token));
    }
    let create = format!("{UI}/create");
    let at_once = async |path: &str, fields: &[(&str, &str)]| {
        join_all(browsers.iter().map(async |(visitor, token)| {
            let fields: Vec<_> = [("form_token", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
            let pressed = visitor.post(path, &fields).await;
            let shown = if pressed.status == 303 { visitor.get(pressed.header("location")).await } else { pressed };
            (shown.status.as_u16(), shown)
        }))
        .await
    };
    for round in 0..10 {
        let made = at_once(&create, &[("system", LONN), ("package", "a-ordning"), ("package", "lonn")]).await;
        let (winners, late): (Vec<_>, Vec<_>) = made.iter().partition(|(_, page)| page.path() == OVERVIEW);
        assert_eq!((winners.len(), late.len()), (1, 2), "round {round}");
        for (status, page) in late {
            let told = page.texts("main .ds-alert").join(" ");
            assert!(*status == 200 && told.contains("har allerede en systemtilgang"), "{status} {told}");
        }
        let link = winners[0].1.link_target("SmartCloud Lønn").unwrap();
        let id = link.rsplit('/').next().unwrap();
        let deleted = at_once(&link, &[("action", "delete"), ("clients", "0")]).await;
        let (winners, late): (Vec<_>, Vec<_>) = deleted.iter().partition(|(status, _)| *status == 200);
        assert_eq!((winners.len(), late.len()), (1, 2), "round {round}");
        for (status, page) in late {
            let told = page.text("main [data-reason]").unwrap();
            assert!(*status == 404 && told.starts_with("Gild Kanne slettet"), "{status} {told}");
        }
        assert_eq!((trail(&portal, id).join(" "), stored(&portal, id)), ("create delete".into(), (0, 0)));
    }
}
