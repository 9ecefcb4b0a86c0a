//! SIGKILL under changes from pages and programs, of clients (here) and of accesses, requests and powers (`life`).
//! `KLIENTPORTAL_KILLS` is the number of rounds.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use futures_util::future::join_all;
use rand::Rng;
use reqwest::{Client, Method, Url};
use serde_json::json;

use super::actors::Actors;
use super::assert_consistent;
use super::life::Life;
use crate::api::{BASE, agent, client};
use crate::support::database::AuditRow;
use crate::support::portal::write_signing_key;
use crate::support::program::Program;
use crate::support::{AUDIT, AUDITED, Database, FIRM, GILD_KANNE, TAX, Visitor, access_id, dialog};

/// Rounds when nobody asks for more.
const ROUNDS: usize = 20;

/// Somebody who adds clients and removes them again until the portal is killed.
struct Worker {
    means: Means,
    title: &'static str,
    clients: Vec<String>,
    /// How many changes of the first client the audit trail has: an odd number when it is on the access.
    stored: usize,
}

/// How a worker changes.
enum Means {
    Page(Visitor, String),
    /// All clients of the access, with their number.
    Bulk(Visitor, String, String),
    Program(Client, Url, String),
    Batch(Client, Url, String),
}

impl Worker {
    /// Sends a change; whether it was acknowledged.
    async fn change(&self, add: bool) -> bool {
        let (verb, url) = (if add { "add" } else { "remove" }, dialog(self.title));
        let first = &self.clients[0];
        let request = match &self.means {
            Means::Page(visitor, token) => {
                visitor.request(Method::POST, &url).form(&[("form_token", token.as_str()), (verb, first)])
            }
            Means::Bulk(visitor, token, expected) => {
                let bulk = format!("{verb}-matching");
                let form = [("form_token", token.as_str()), ("bulk", &bulk), ("expected", expected)];
                visitor.request(Method::POST, &url).form(&form)
            }
            Means::Program(http, base, token) => {
                let path = format!("{BASE}/clients?agent={}&client={}", agent(self.title), client(first));
                let method = if add { Method::POST } else { Method::DELETE };
                http.request(method, base.join(&path).unwrap()).bearer_auth(token)
            }
            Means::Batch(http, base, token) => {
                let path = format!("{BASE}/clients/batch?agent={}", agent(self.title));
                let clients: Vec<_> = self.clients.iter().map(|number| client(number)).collect();
                let body = json!({ "action": verb, "clients": clients }).to_string();
                http.post(base.join(&path).unwrap()).bearer_auth(token).body(body)
            }
        };
        match request.send().await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                assert!(matches!(status, 200 | 303), "{status}");
                true
            }
            Err(_) => false,
        }
    }

    /// Works until a change is not acknowledged; how many were.
    async fn work(&self) -> usize {
        let mut acknowledged = 0;
        while self.change((self.stored + acknowledged).is_multiple_of(2)).await {
            acknowledged += 1;
        }
        acknowledged
    }

    /// Every acknowledged change is in the trail, and the last one that was not is there whole or not at all.
    fn check(&mut self, database: &Database, acknowledged: usize) {
        let access = access_id(FIRM, self.title);
        let is_first = |row: &AuditRow| row.client == self.clients[0] && row.access.to_string() == access;
        let stored = database.audit().iter().filter(|row| is_first(row)).count();
        let expected = self.stored + acknowledged;
        assert!((expected..=expected + 1).contains(&stored), "{stored} changes, {expected} were acknowledged");
        let on: BTreeSet<_> = database.clients_on(&access).into_iter().collect();
        let there = self.clients.iter().filter(|number| on.contains(*number)).count();
        let whole = if stored.is_multiple_of(2) { 0 } else { self.clients.len() };
        assert_eq!(there, whole, "clients of one change");
        self.stored = stored;
    }
}

async fn workers(base: &Url) -> Vec<Worker> {
    let visitor = Visitor::new(base, "nb");
    visitor.sign_in(GILD_KANNE).await;
    let form_token = visitor.form_token("/").await;
    let path = format!("/test/token?person={}&client=vendor&read=1&write=1", GILD_KANNE.national_id);
    let token = visitor.get(&path).await.text("textarea").unwrap();
    let eligible = visitor.get(&format!("{}?size=100", dialog(TAX))).await;
    let eligible: Vec<_> =
        eligible.elements("button[name=add]").iter().map(|button| button.attr("value").unwrap().to_owned()).collect();
    let http = Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
    let program = || (http.clone(), base.clone(), token.clone());
    let of = |means, title, clients: &[&str]| Worker {
        means,
        title,
        clients: clients.iter().map(|number| (*number).to_owned()).collect(),
        stored: 0,
    };
    let (one, batch) = (program(), program());
    vec![
        of(Means::Page(visitor.clone(), form_token.clone()), AUDIT, &AUDITED[..1]),
        of(Means::Program(one.0, one.1, one.2), AUDIT, &AUDITED[1..2]),
        of(Means::Batch(batch.0, batch.1, batch.2), AUDIT, &AUDITED[2..8]),
        Worker {
            means: Means::Bulk(visitor, form_token, eligible.len().to_string()),
            title: TAX,
            clients: eligible,
            stored: 0,
        },
    ]
}

/// Starts the program at an address where one was killed, which may be taken for a moment.
fn start(listen: &str, data: &Path) -> Program {
    Program::start(listen, data, &["--api-rate", "0"])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_under_changes_of_every_kind_loses_nothing_that_was_acknowledged_and_leaves_nothing_half() {
    let rounds = std::env::var("KLIENTPORTAL_KILLS").map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let data = tempfile::tempdir().unwrap();
    write_signing_key(data.path());
    let database = Database::of(data.path());
    let mut program = start("127.0.0.1:0", data.path());
    let address = format!("127.0.0.1:{}", program.base.port().unwrap());
    let mut workers = workers(&program.base).await;
    let mut lives = Life::all(&Actors::of(&program.base).await);
    let mut acknowledged = 0;
    for round in 0..rounds {
        let wait = Duration::from_millis(rand::thread_rng().gen_range(20..600));
        let work = join_all(workers.iter().map(Worker::work));
        let live = join_all(lives.iter().map(Life::work));
        let kill = async {
            tokio::time::sleep(wait).await;
            program.kill();
        };
        let (counts, steps, ()) = tokio::join!(work, live, kill);
        acknowledged += counts.iter().chain(&steps).sum::<usize>();
        assert_consistent(&database);
        for (worker, count) in workers.iter_mut().zip(&counts) {
            worker.check(&database, *count);
        }
        for (life, count) in lives.iter_mut().zip(&steps) {
            life.check(&database, *count);
        }
        program = start(&address, data.path());
        println!("round {}: {counts:?} changes and {steps:?} steps acknowledged, killed after {wait:?}", round + 1);
    }
    assert!(acknowledged > rounds, "the workers got to work");
    println!("{rounds} kills, {acknowledged} acknowledged changes, none lost");
}
