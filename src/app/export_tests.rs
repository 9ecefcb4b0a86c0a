//! Property: whatever happens in a world, its export loads to the same world.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::domain::access::{AccessId, AccessKind};
use crate::domain::access_request::{AccessRequest, Escalation};
use crate::domain::audit::Action;
use crate::domain::number::OrganisationNumber;
use crate::domain::person::PersonId;
use crate::domain::world::WorldClock;
use crate::domain::world_contents::WorldContents;
use crate::service::events::Event;
use crate::service::{ChangeRequest, NewRequest, ServiceError};

const FIRM: &str = "310495891";
const GILD_KANNE: &str = "12836810064";
const CLIENTS: [&str; 6] = ["310495883", "310496006", "310495964", "310496162", "310496170", "310496189"];
const PACKAGES: [&str; 4] = ["jordbruk", "skattegrunnlag", "a-ordning", "merverdiavgift"];
const AUDIT_SYSTEM: &str = "310495913_revisorsystemer";
const REFS: [&str; 3] = ["revisormedarbeider", "a \"b\" \\", "æ"];
const TITLES: [&str; 3] = ["Revisor klientdelegering", "Skattegrunnlag klientdelegering", "Landbruk klientdelegering"];

/// A change in the portal, an outside event, or a change of the clock.
#[derive(Debug, Clone)]
enum Step {
    Change(Action, &'static str, &'static str),
    Happen(serde_json::Value),
    /// A vendor asks or withdraws, a person answers or sends on.
    Request(RequestStep, &'static str),
    Clock(WorldClock),
}

#[derive(Debug, Clone, Copy)]
enum RequestStep {
    Ask,
    Withdraw,
    Approve,
    Reject,
    Escalate,
}

fn number(text: &str) -> OrganisationNumber {
    text.parse().unwrap()
}

fn event() -> impl Strategy<Value = serde_json::Value> {
    let client = prop::sample::select(&CLIENTS[..]);
    let role = prop::sample::select(&["revisor", "regnskapsforer", "forretningsforer"][..]);
    let package = prop::sample::select(&PACKAGES[..]);
    let form = prop::sample::select(&["AS", "ESEK", "BRL", "NUF"][..]);
    let kind = prop::sample::select(
        &[
            "register-role",
            "drop-role",
            "give-package",
            "take-back-package",
            "add-relationship",
            "remove-relationship",
            "change-form",
            "new-client",
            "change-system",
            "delete-system",
        ][..],
    );
    let name = "[A-ZÆØÅ\"\\\\ ]{1,12}";
    (kind, client, role, package, form, name).prop_map(|(kind, client, role, package, form, name)| {
        let mut event = serde_json::json!({
            "event": kind, "provider": FIRM, "client": client, "role": role, "package": package, "form": form,
        });
        if kind == "new-client" {
            event["name"] = name.into();
        }
        if kind == "change-system" {
            event["system"] = AUDIT_SYSTEM.into();
            event["packages"] = vec!["revisormedarbeider", package].into();
        }
        if kind == "delete-system" {
            event["vendor"] = "310495948".into();
            event["system"] = "Skattesystemer".into();
        }
        event
    })
}

fn step() -> impl Strategy<Value = Step> {
    let change = (any::<bool>(), prop::sample::select(&TITLES[..]), prop::sample::select(&CLIENTS[..]));
    let action = |add| if add { Action::Add } else { Action::Remove };
    prop_oneof![
        4 => change.prop_map(move |(add, title, client)| Step::Change(action(add), title, client)),
        4 => event().prop_map(Step::Happen),
        6 => (request_step(), prop::sample::select(&REFS[..])).prop_map(|(step, named)| Step::Request(step, named)),
        1 => (-9_000_i64..9_000).prop_map(|second| {
            Step::Clock(WorldClock::Fixed(Timestamp::from_second(1_800_000_000 + second).unwrap()))
        }),
        1 => (-9_000_i64..9_000).prop_map(|second| Step::Clock(WorldClock::Moved(jiff::SignedDuration::from_secs(second)))),
    ]
}

fn request_step() -> impl Strategy<Value = RequestStep> {
    use RequestStep as S;
    prop::sample::select(&[S::Ask, S::Withdraw, S::Approve, S::Reject, S::Escalate][..])
}

/// Takes a step with the request of this reference, if it is there.
fn request(service: &Service, step: RequestStep, named: &str, now: Timestamp) -> Result<(), ServiceError> {
    let vendor = service.acting_vendor(number(&AUDIT_SYSTEM[..9]), "program".into());
    let asked = NewRequest {
        kind: AccessKind::Clients,
        system: AUDIT_SYSTEM.into(),
        owner: FIRM.into(),
        external_ref: Some(named.into()),
        title: Some(format!("\"{named}\"")),
        packages: Some(vec!["revisormedarbeider".into()]),
        rights: None,
        redirect_url: Some("portal:/test/vendor/receipt?a=\"b\"".into()),
    };
    if matches!(step, RequestStep::Ask) {
        return vendor.ask(&asked, now).map(drop);
    }
    let id = vendor.request_by_key(asked.kind, AUDIT_SYSTEM, FIRM, Some(named))?.id;
    let acting = service.acting_as(PersonId::of(&GILD_KANNE.parse().unwrap()), number(FIRM))?;
    match step {
        RequestStep::Ask => Ok(()),
        RequestStep::Withdraw => vendor.withdraw(id, now),
        RequestStep::Approve => acting.access_manager()?.approve(asked.kind, id, now).map(drop),
        RequestStep::Reject => acting.access_manager()?.reject(asked.kind, id, now).map(drop),
        RequestStep::Escalate => acting.escalate(asked.kind, id, now).map(drop),
    }
}

/// Refused steps are fine: only the resulting world matters.
fn take(service: &Service, step: &Step, now: Timestamp) {
    match step {
        Step::Change(action, title, client) => {
            let person = PersonId::of(&GILD_KANNE.parse().unwrap());
            let acting = service.acting_as(person, number(FIRM)).unwrap();
            let access = AccessId::of(number(FIRM), title);
            let request = ChangeRequest::one(*action, number(client));
            let changed = acting.client_administrator().unwrap().change(access, &request, now);
            assert!(!matches!(changed, Err(ServiceError::Store(_))), "{changed:?}");
        }
        Step::Happen(event) => {
            let event: Event = serde_json::from_value(event.clone()).unwrap();
            let happened = service.apply_event(&event, now);
            assert!(matches!(happened, Ok(_) | Err(ServiceError::ImpossibleEvent(_))), "{happened:?}");
        }
        Step::Request(step, named) => {
            let answer = request(service, *step, named, now);
            assert!(matches!(answer, Ok(()) | Err(ServiceError::Problem(_))), "{answer:?}");
        }
        Step::Clock(clock) => service.set_clock(*clock).unwrap(),
    }
}

fn worlds(folder: &Path) -> WorldRegistry {
    WorldRegistry::new(folder, "veiledning", &"main".parse().unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_exported_world_loads_to_the_same_world(steps in prop::collection::vec(step(), 1..14)) {
        let folder = tempfile::tempdir().unwrap();
        let worlds = worlds(folder.path());
        let first = worlds.make(&"first".parse().unwrap(), None).unwrap();
        for (place, step) in steps.iter().enumerate() {
            take(&first, step, Timestamp::from_millisecond(1_770_000_000_123 + i64::try_from(place).unwrap()).unwrap());
        }
        let before = first.contents().unwrap();
        let text = worlds.write(&before);
        let read = worlds.read("export.toml", &text);
        prop_assert!(read.is_ok(), "{:?}\n{text}", read.err());
        let second = worlds.make(&"second".parse().unwrap(), None).unwrap();
        second.load(&read.unwrap(), Timestamp::UNIX_EPOCH).unwrap();
        prop_assert_eq!(&second.contents().unwrap(), &before);
        prop_assert_eq!(worlds.write(&second.contents().unwrap()), text);
    }
}

#[test]
fn the_text_that_a_world_keeps_makes_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let worlds = worlds(folder.path());
    let service = worlds.make(&"main".parse().unwrap(), None).unwrap();
    let before = service.contents().unwrap();
    let loaded = service.loaded().unwrap().unwrap();
    let source = service.source().unwrap().unwrap();
    service.load(&worlds.read(&loaded.name, &source).unwrap(), Timestamp::UNIX_EPOCH).unwrap();
    let again = service.contents().unwrap();
    let undated = |contents: WorldContents| {
        let requests = contents.requests.into_iter().map(|request| AccessRequest {
            created: Timestamp::UNIX_EPOCH,
            escalation: request.escalation.map(|escalation| Escalation { at: Timestamp::UNIX_EPOCH, ..escalation }),
            ..request
        });
        WorldContents { requests: requests.collect(), ..contents }
    };
    assert_eq!(undated(again), undated(before), "but for when it was loaded");
}

#[test]
fn every_built_in_scenario_can_be_exported_and_loaded_again() {
    let folder = tempfile::tempdir().unwrap();
    let worlds = worlds(folder.path());
    for scenario in worlds.built_in() {
        let world = worlds.make(&scenario.name.parse().unwrap(), None).unwrap();
        world.load(&worlds.read(scenario.name, scenario.text).unwrap(), Timestamp::UNIX_EPOCH).unwrap();
        let before = world.contents().unwrap();
        let again = worlds.read(scenario.name, &worlds.write(&before)).unwrap();
        world.load(&again, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(world.contents().unwrap(), before, "{}", scenario.name);
    }
}

#[test]
fn a_scenario_is_found_by_its_name_whether_built_in_or_generated() {
    let folder = tempfile::tempdir().unwrap();
    let worlds = worlds(folder.path());
    assert_eq!(worlds.named("mistet-fullmakt").unwrap().contents.name, "mistet-fullmakt");
    let made = worlds.named("generated-40").unwrap();
    assert!(made.contents.name == "clients-40" && made.source.contains("clients-40"));
    assert!(worlds.named("none").unwrap_err()[0].contains("there is no scenario \"none\""));
}
