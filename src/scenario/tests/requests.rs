//! Tests of systems, requests, held packages, and what identifies accesses.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{SMALL, parse};
use crate::domain::access_request::{AccessKey, RequestStatus};
use crate::domain::package::PackageCode;
use crate::domain::world_contents::WorldContents;
use crate::scenario::{Scenario, package_catalogue, to_toml};

const REQUESTS: &str = include_str!("../../../fixtures/scenarios/foresporsel.toml");

const SYSTEM: &str = r#"[[system]]
id = "310495891_nytt"
name = { nb = "Nytt", nn = "Nytt", en = "New" }
vendor = "310495891"
packages = ["jordbruk", "skattegrunnlag"]
redirect_urls = ["https://vendor.no/done"]
oauth_clients = [{ id = "7a1d0c52-93e4-4c0b-8d7e-2f5b6a3c9e10", public_key = "{}" }]
"#;

const REQUEST: &str = r#"[[request]]
owner = "310495883"
kind = "own"
system = "310495891_nytt"
packages = ["jordbruk"]
"#;

fn with(parts: &[&str]) -> String {
    format!("{SMALL}{}", parts.concat())
}

fn world(parts: &[&str]) -> WorldContents {
    let text = with(parts);
    match parse(&text) {
        Ok(scenario) => (*scenario).clone(),
        Err(diagnostics) => panic!("{}", diagnostics[0]),
    }
}

/// The error messages, without the file and the line.
fn problems(parts: &[&str]) -> Vec<String> {
    let lines = parse(&with(parts)).err().unwrap_or_default();
    lines.iter().map(|line| line.to_string().split_once(": ").unwrap().1.to_owned()).collect()
}

fn another_access(title: &str, more: &str) -> String {
    format!(
        "[[access]]\nowner = \"310495891\"\nkind = \"own\"\ntitle = \"{title}\"\nsystem = \"Systemet\"\n\
         vendor = \"310495891\"\npackages = [\"jordbruk\"]\ncreated = 2026-02-15T09:00:00Z\n{more}\n"
    )
}

#[test]
fn a_system_is_made_of_vendor_and_name_with_what_its_accesses_need() {
    let world = world(&[&another_access("Nytt", "")]);
    let [made] = &world.systems[..] else { panic!("{:?}", world.systems) };
    let codes: Vec<_> = made.packages.iter().map(PackageCode::as_str).collect();
    assert_eq!((made.id.as_str(), made.name.en.as_str()), ("310495891_systemet", "Systemet"));
    assert_eq!((codes, made.visible), (vec!["ansvarlig-revisor", "jordbruk"], false));
    assert!(world.accesses.iter().all(|access| access.system == made.summary()));
}

#[test]
fn an_access_names_a_system_by_its_id_or_by_its_name() {
    for named in ["system = \"310495891_nytt\"", "system = \"Nytt\"\nvendor = \"310495891\""] {
        let access = another_access("T", "").replace("system = \"Systemet\"\nvendor = \"310495891\"", named);
        let world = world(&[SYSTEM, &access]);
        assert_eq!(world.accesses[1].system, world.systems[0].summary());
        let codes: Vec<_> = world.systems[0].packages.iter().map(PackageCode::as_str).collect();
        assert_eq!(codes, ["jordbruk", "skattegrunnlag"], "a described system asks for what it says");
    }
}

#[test]
fn names_that_make_the_same_id_make_two_systems() {
    let other = another_access("T", "").replace("Systemet", "SYSTEMET");
    let ids: Vec<_> = world(&[&other]).systems.iter().map(|system| system.id.to_string()).collect();
    assert_eq!(ids, ["310495891_systemet", "310495891_systemet_2"]);
}

#[test]
fn accesses_of_one_owner_and_system_get_references_and_ids_of_their_own() {
    let world = world(&[
        &another_access("Revisor", ""),
        &another_access("Revisor", "external_ref = \"310495891-2\""),
        &another_access("Revisor", "external_ref = \" a \""),
    ]);
    let refs: Vec<_> = world.accesses.iter().map(|access| access.external_ref.as_str()).collect();
    assert_eq!(refs, ["310495891", "310495891-3", "310495891-2", "a"]);
    let ids: BTreeSet<_> = world.accesses.iter().map(|access| access.id).collect();
    assert_eq!(ids.len(), 4);
    assert_eq!(world.accesses[0].id.uuid().to_string(), "8cc12587-ca87-5d26-befd-6d9c444bf110", "as before");
    let twice = another_access("X", "external_ref = \"a\"");
    assert!(problems(&[&twice, &twice])[0].starts_with("access[2].external_ref: is given twice"));
}

#[test]
fn a_request_without_a_time_is_made_at_loading_and_by_default_has_the_owners_number() {
    let world = world(&[SYSTEM, REQUEST, "escalated = { by = \"12836810064\" }\n"]);
    let [request] = &world.requests[..] else { panic!("{:?}", world.requests) };
    assert_eq!((request.external_ref.as_str(), request.title.as_str()), ("310495883", "Nytt"));
    let now: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
    let loaded = world.loaded_at(now);
    let dated = &loaded.requests[0];
    assert_eq!((dated.created, dated.escalation.unwrap().at, dated.status(now)), (now, now, RequestStatus::New));
    assert_eq!(dated.id, AccessKey::of(&request.system.id, request.owner, None).id(0));
    assert!(loaded.undated_requests.is_empty());
}

#[test]
fn an_accepted_request_gives_its_access_the_id() {
    let answered = "created = 2026-01-01T00:00:00Z\n\
        answered = { as = \"accepted\", by = \"12836810064\", at = 2026-01-02T00:00:00Z }\n";
    let access = another_access("T", "").replace("owner = \"310495891\"", "owner = \"310495883\"");
    let access = access.replace("system = \"Systemet\"\nvendor = \"310495891\"", "system = \"310495891_nytt\"");
    let made = world(&[SYSTEM, REQUEST, answered, &access]);
    assert_eq!(made.accesses[1].id, made.requests[0].id.access());
    let problem = "request[0].answered: is accepted, but no [[access]] has its system, owner and reference";
    assert_eq!(problems(&[SYSTEM, REQUEST, answered]), [problem]);
    let rejected = answered.replace("accepted", "rejected");
    assert_eq!(problems(&[SYSTEM, REQUEST, &rejected]), [""; 0]);
    let undated = answered.split_once('\n').unwrap().1;
    assert!(problems(&[SYSTEM, REQUEST, undated]).iter().any(|line| line.contains("it needs `created`")));
}

#[test]
fn errors_in_systems_requests_and_held_packages_name_their_field() {
    let system = |from: &str, to: &str| problems(&[&SYSTEM.replace(from, to)]);
    let request = |from: &str, to: &str| problems(&[SYSTEM, &REQUEST.replace(from, to)]);
    for (found, expected) in [
        (system("310495891_nytt", "310495883_nytt"), "system[0].id: does not begin with the number of its vendor"),
        (system("310495891_nytt", "nytt"), "system[0].id: `nytt` does not begin with an organisation number"),
        (system("jordbruk", "akvariefisk"), "system[0].packages[0]: `akvariefisk` is not an access package"),
        (system("https://", "http://"), "system[0].redirect_urls[0]: `http://vendor.no/done` is neither https"),
        (system("7a1d0c52-", ""), "system[0].oauth_clients[0].id: "),
        (system("\"{}\"", "\"{\""), "system[0].oauth_clients[0].public_key: is not a JSON Web Key"),
        (system("[\"jordbruk\"", "[\"jordbruk\", \"jordbruk\""), "system[0].packages[1]: is given twice"),
        (system("oauth_clients", "visible = true\npackage = 1\noauth_clients"), "system[0].package: unknown field"),
        (request("310495891_nytt", "310495891_x"), "request[0].system: `310495891_x` has no [[system]]"),
        (request("\"own\"", "\"both\""), "request[0].kind: `both` is not known"),
        (request("[\"jordbruk\"]", "[]"), "request[0].packages: is empty"),
        (
            request("jordbruk", "ansvarlig-revisor"),
            "request[0].packages[0]: `ansvarlig-revisor` only comes with a role",
        ),
        (problems(&[SYSTEM, REQUEST, REQUEST]), "request[1].system: is given twice"),
        (problems(&[SYSTEM, REQUEST, "escalated = { by = \"23918510036\" }\n"]), "request[0].escalated.by: is the"),
    ] {
        assert!(found.len() == 1 && found[0].starts_with(expected), "{found:?}, expected {expected}");
    }
    let held = |package: &str| {
        let packages = format!("packages = [{{ in = \"310495891\", package = \"{package}\" }}]\n[[client]]");
        parse(&SMALL.replacen("[[client]]", &packages, 1))
    };
    assert_eq!(held("jordbruk").unwrap().held_packages.len(), 1);
    let problem = held("tilgangsstyrer").unwrap_err()[0].to_string();
    assert!(problem.ends_with("person[0].packages[0].package: `tilgangsstyrer` is given under `roles`"), "{problem}");
}

#[test]
fn a_world_with_requests_is_exported_and_loads_to_the_same_world() {
    for text in [REQUESTS.to_owned(), with(&[SYSTEM, REQUEST, &another_access("Revisor", "")])] {
        let read = parse(&text).unwrap();
        let again = parse(&to_toml(&read)).unwrap_or_else(|diagnostics| panic!("{}", diagnostics[0]));
        assert_eq!(*again, *read);
    }
}

#[test]
fn the_scenario_of_requests_has_every_state() {
    let scenario = Scenario::parse("foresporsel.toml", REQUESTS, package_catalogue::embedded()).unwrap();
    let now: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
    let loaded = scenario.loaded_at(now);
    let states: BTreeSet<_> = loaded
        .requests
        .iter()
        .map(|request| (request.kind.code(), request.status(now).code(), request.escalation.is_some()))
        .collect();
    for state in [
        ("clients", "New", false),
        ("clients", "New", true),
        ("own", "New", false),
        ("own", "New", true),
        ("clients", "Accepted", true),
        ("clients", "Rejected", false),
        ("clients", "Timedout", true),
        ("own", "Timedout", false),
    ] {
        assert!(states.contains(&state), "{state:?}");
    }
}
