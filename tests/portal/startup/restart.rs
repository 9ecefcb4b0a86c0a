//! Restarts: after a kill, and with `--reset`.

use reqwest::{Client, Method};
use tempfile::TempDir;

use crate::api::{Answer, BASE, client};
use crate::support::portal::write_signing_key;
use crate::support::program::{Program, run};
use crate::support::{AUDIT, Database, FIRM, GILD_KANNE, OVERVIEW, REVISORKUNDE, Visitor, access, access_id, dialog};

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_signing_key(folder.path());
    folder
}

/// Starts the program again at the same address.
fn again(before: Program, data: &TempDir, flags: &[&str]) -> Program {
    let address = format!("127.0.0.1:{}", before.base.port().unwrap());
    before.kill();
    Program::start(&address, data.path(), flags)
}

#[tokio::test]
async fn after_a_kill_between_two_requests_session_and_delegation_are_there() {
    let data = folder();
    let program = Program::start("127.0.0.1:0", data.path(), &[]);
    let visitor = Visitor::new(&program.base, "nb");
    visitor.sign_in(GILD_KANNE).await;
    let clients = visitor.get(&dialog(AUDIT)).await;
    visitor.press(&clients, "Legg til i systemtilgang: Revisorkunde AS").await;

    let _program = again(program, &data, &[]);
    let audit = visitor.get(&access(AUDIT)).await;
    assert_eq!((audit.path(), audit.rows("#assigned")), (access(AUDIT).as_str(), vec!["Revisorkunde AS".to_owned()]));
    // The form of a page from before the kill still works.
    let removed = visitor.press(&clients, "Legg til i systemtilgang: Revisorkunde AS").await;
    assert_eq!(removed.confirmation(), "Revisorkunde AS var allerede lagt til systemtilgangen");
}

#[tokio::test]
async fn after_a_kill_a_program_gets_the_answer_that_it_lost() {
    let data = folder();
    let program = Program::start("127.0.0.1:0", data.path(), &[]);
    let (base, folder) = (program.base.clone(), data.path().to_str().unwrap());
    let token = run(&["--data", folder, "token", "--person", GILD_KANNE.national_id]).stdout;
    let change = async |method: Method, key: &str| {
        let (agent, client) = (access_id(FIRM, AUDIT), client(REVISORKUNDE));
        let url = base.join(&format!("{BASE}/clients?agent={agent}&client={client}")).unwrap();
        let request = Client::new().request(method, url).bearer_auth(token.trim()).header("idempotency-key", key);
        Answer::to(request).await
    };
    let first = change(Method::POST, "k").await;
    assert_eq!((first.status, change(Method::DELETE, "other").await.status), (200, 200));

    let _program = again(program, &data, &[]);
    let repeated = change(Method::POST, "k").await;
    assert_eq!((repeated.header("idempotency-replayed"), &repeated.text), ("true", &first.text));
    assert!(Database::of(data.path()).clients_on(&access_id(FIRM, AUDIT)).is_empty());
}

#[tokio::test]
async fn who_was_at_the_provider_during_the_kill_can_sign_in_anew() {
    let data = folder();
    let program = Program::start("127.0.0.1:0", data.path(), &[]);
    let visitor = Visitor::new(&program.base, "nb");
    let choice = visitor.get(OVERVIEW).await;
    let _program = again(program, &data, &[]);
    let expired = visitor.press(&choice, GILD_KANNE.national_id).await;
    assert_eq!((expired.status.as_u16(), expired.heading().as_str()), (400, "Innloggingen er utløpt"));
    assert_eq!(visitor.sign_in(GILD_KANNE).await.path(), OVERVIEW);
}

#[tokio::test]
async fn a_reset_gives_the_scenarios_world_back_and_signs_nobody_out() {
    let data = folder();
    let program = Program::start("127.0.0.1:0", data.path(), &[]);
    let visitor = Visitor::new(&program.base, "nb");
    visitor.sign_in(GILD_KANNE).await;
    visitor.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    let stored = Database::of(data.path());
    assert_eq!(stored.clients_on(&access_id(FIRM, AUDIT)), [REVISORKUNDE]);

    let _program = again(program, &data, &["--reset"]);
    assert!(stored.clients_on(&access_id(FIRM, AUDIT)).is_empty());
    assert!(stored.audit().is_empty());
    assert_eq!(visitor.get(OVERVIEW).await.path(), OVERVIEW);
}

#[tokio::test]
async fn the_program_says_where_it_is_and_whom_one_can_sign_in_as() {
    let data = folder();
    let mut program = Program::start("127.0.0.1:0", data.path(), &[]);
    let said = program.startup_lines();
    for person in [GILD_KANNE, crate::support::LUFTIG_PARASOLL] {
        let line = said.iter().find(|line| line.contains(person.national_id)).expect(person.name);
        assert!(line.contains(person.name), "{line}");
    }
    assert!(said.iter().any(|line| line.contains(data.path().to_str().unwrap())));
}
