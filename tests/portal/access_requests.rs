//! Requests for system accesses in the service, without pages.

use std::thread;

use jiff::{SignedDuration, Timestamp};
use klientportal::app::scenario_library;
use klientportal::domain::access::AccessKind;
use klientportal::domain::access_request::{ANSWERABLE_FOR, AccessKey, AccessRequest, RequestId, RequestStatus};
use klientportal::domain::audit::{Act, Channel, Deed, OUTSIDE, Subject};
use klientportal::domain::giving::CannotGive;
use klientportal::domain::number::OrganisationNumber;
use klientportal::domain::person::PersonId;
use klientportal::domain::redirect_url::RedirectUrl;
use klientportal::scenario::package_catalogue;
use klientportal::service::events::Event;
use klientportal::service::register::{NewSystem, SystemFault};
use klientportal::service::worlds::ValidatedScenario;
use klientportal::service::{
    AccessManager, AccessProblem, ActingAs, ActingVendor, ListPage, NewRequest, RequestLookup, RequestPage,
    RequestState, Service, ServiceError,
};
use klientportal::store::open_world;
use tempfile::TempDir;

use crate::support::{
    ESTETISK_SKAL, FIRM, GILD_KANNE, KURSIV_FOSSEKALL, LUFTIG_PARASOLL, Person, REVISORSYSTEMER, RYDDIG_PAPIRVIFTE,
    SITRONGUL_MEDALJONG,
};

const AUDIT_SYSTEM: &str = "310495913_revisorsystemer";
const OWN_SYSTEM: &str = "310495921_smartcloud";
const OTHER_FIRM: &str = "310495905";
const SMARTCLOUD: &str = "310495921";

struct World {
    service: Service,
    _folder: TempDir,
}

impl World {
    /// The scenario with requests in every state, loaded at [`now`].
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open_world(&folder.path().join("world.db")).unwrap().store;
        let world = Self { service: Service::new(store, package_catalogue::embedded()), _folder: folder };
        world.load();
        world
    }

    fn load(&self) {
        let scenario = scenario_library::read("foresporsel").unwrap();
        let scenario = ValidatedScenario { contents: (*scenario).clone(), source: String::new() };
        self.service.load(&scenario, now()).unwrap();
    }

    fn vendor(&self, number: &str) -> ActingVendor {
        self.service.acting_vendor(number.parse().unwrap(), "program".into())
    }

    fn acting(&self, person: Person) -> ActingAs {
        self.service.acting_as(id(person), firm()).unwrap()
    }

    fn page(&self, person: Person, kind: AccessKind, request: RequestId) -> Box<RequestPage> {
        match self.service.request_page(id(person), kind, request, now()).unwrap() {
            RequestLookup::Found(page) => page,
            other => panic!("{other:?}"),
        }
    }

    fn state(&self, person: Person, kind: AccessKind, request: RequestId) -> RequestState {
        self.page(person, kind, request).state
    }

    fn approve(&self, person: Person, kind: AccessKind, request: RequestId) -> Result<(), ServiceError> {
        let acting = self.acting(person);
        acting.access_manager()?.approve(kind, request, now()).map(drop)
    }

    /// Approval is refused with this code, and nothing has changed.
    #[track_caller]
    fn assert_refused(&self, person: Person, kind: AccessKind, request: RequestId, code: &str) {
        let before = (self.service.contents().unwrap(), self.service.revision().unwrap());
        assert_eq!(problem(self.approve(person, kind, request)).code(), code);
        assert_eq!((self.service.contents().unwrap(), self.service.revision().unwrap()), before);
    }
}

fn now() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn firm() -> OrganisationNumber {
    FIRM.parse().unwrap()
}

fn id(person: Person) -> PersonId {
    PersonId::of(&person.national_id.parse().unwrap())
}

fn request(system: &str, external_ref: &str) -> RequestId {
    AccessKey::of(&system.parse().unwrap(), firm(), Some(external_ref)).id(0)
}

fn asked(kind: AccessKind, system: &str, external_ref: &str, packages: &[&str]) -> NewRequest {
    NewRequest {
        kind,
        system: system.into(),
        owner: FIRM.into(),
        external_ref: Some(external_ref.into()),
        title: None,
        packages: Some(packages.iter().map(|code| format!("urn:altinn:accesspackage:{code}")).collect()),
        rights: None,
        redirect_url: None,
    }
}

fn agent(external_ref: &str) -> NewRequest {
    asked(AccessKind::Clients, AUDIT_SYSTEM, external_ref, &["ansvarlig-revisor"])
}

#[track_caller]
fn problem<T>(result: Result<T, ServiceError>) -> AccessProblem {
    match result {
        Err(ServiceError::Problem(problem)) => problem,
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("it was not refused"),
    }
}

#[test]
fn each_person_finds_what_they_may_do_with_a_request() {
    let world = World::new();
    let new = request(AUDIT_SYSTEM, "ny");
    let sent_on = request("310495948_skattesystemer", "videresendt");
    for (person, of_new) in [
        (GILD_KANNE, RequestState::MayApprove),
        (SITRONGUL_MEDALJONG, RequestState::MayApprove),
        (ESTETISK_SKAL, RequestState::MayEscalate),
        (RYDDIG_PAPIRVIFTE, RequestState::MayEscalate),
        (KURSIV_FOSSEKALL, RequestState::MayEscalate),
    ] {
        assert_eq!(world.state(person, AccessKind::Clients, new), of_new, "{}", person.name);
    }
    assert_eq!(world.state(GILD_KANNE, AccessKind::Clients, sent_on), RequestState::MayApprove);
    let state = world.state(RYDDIG_PAPIRVIFTE, AccessKind::Clients, sent_on);
    assert!(matches!(state, RequestState::Escalated { by: Some(by), at } if by.id == id(ESTETISK_SKAL) && at == now()));
    let lookup = |person, kind, request| world.service.request_page(id(person), kind, request, now()).unwrap();
    assert!(matches!(lookup(LUFTIG_PARASOLL, AccessKind::Clients, new), RequestLookup::NoRelation));
    assert!(matches!(lookup(GILD_KANNE, AccessKind::Own, new), RequestLookup::Unknown), "of the other kind");
    let unknown = request(AUDIT_SYSTEM, "none");
    assert!(matches!(lookup(GILD_KANNE, AccessKind::Clients, unknown), RequestLookup::Unknown));
    let other: OrganisationNumber = OTHER_FIRM.parse().unwrap();
    let elsewhere = AccessKey::of(&AUDIT_SYSTEM.parse().unwrap(), other, Some("annen")).id(0);
    assert_eq!(world.page(KURSIV_FOSSEKALL, AccessKind::Clients, elsewhere).party.number, other);
    assert!(matches!(lookup(GILD_KANNE, AccessKind::Clients, elsewhere), RequestLookup::NoRelation));
}

#[test]
fn what_has_ended_says_how_and_by_whom() {
    let world = World::new();
    let ended = |system, external_ref, kind| match world.state(ESTETISK_SKAL, kind, request(system, external_ref)) {
        RequestState::Ended(state) => (state.status, state.answered.map(|(person, _)| person.id)),
        state => panic!("{state:?}"),
    };
    let clients = AccessKind::Clients;
    assert_eq!(ended(AUDIT_SYSTEM, "godkjent", clients), (RequestStatus::Accepted, Some(id(GILD_KANNE))));
    assert_eq!(ended(AUDIT_SYSTEM, "avvist", clients), (RequestStatus::Rejected, Some(id(SITRONGUL_MEDALJONG))));
    assert_eq!(ended("310495948_skattesystemer", "utlopt", clients), (RequestStatus::Timedout, None));
    assert_eq!(ended(OWN_SYSTEM, "utlopt", AccessKind::Own), (RequestStatus::Timedout, None));
}

#[test]
fn approving_makes_the_access_with_the_requests_id_and_no_clients() {
    let world = World::new();
    let new = request(AUDIT_SYSTEM, "ny");
    let acting = world.acting(SITRONGUL_MEDALJONG);
    let answered = acting.access_manager().unwrap().approve(AccessKind::Clients, new, now()).unwrap();
    assert_eq!(answered.status(now()), RequestStatus::Accepted);
    let contents = world.service.contents().unwrap();
    let access = contents.accesses.iter().find(|access| access.id == new.access()).unwrap();
    assert_eq!((access.created, access.title.as_str()), (now(), "Revisor klientdelegering"));
    assert!(contents.delegations.iter().all(|delegation| delegation.access != access.id));
    let trail = world.service.activity(firm(), 9).unwrap();
    assert_eq!(trail.len(), 1);
    assert_eq!(trail[0].deed, Deed::Other(Act::Approve, Subject::Request(new)));
    assert_eq!((trail[0].person, &trail[0].channel), (id(SITRONGUL_MEDALJONG), &Channel::Page));
}

#[test]
fn of_two_answers_at_once_one_wins_and_the_other_learns_who_it_was() {
    let world = World::new();
    let new = request(AUDIT_SYSTEM, "ny");
    let answers: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = [(GILD_KANNE, true), (SITRONGUL_MEDALJONG, false), (GILD_KANNE, true)]
            .into_iter()
            .map(|(person, approves)| {
                let world = &world;
                scope.spawn(move || {
                    let acting = world.acting(person);
                    let manager = acting.access_manager().unwrap();
                    let answer = if approves { AccessManager::approve } else { AccessManager::reject };
                    (person, answer(manager, AccessKind::Clients, new, now()))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let winners: Vec<_> = answers.iter().filter(|(_, answer)| answer.is_ok()).collect();
    let [(winner, Ok(answered))] = winners[..] else { panic!("{answers:?}") };
    let answer = answered.answer.unwrap();
    for (_, answer_of_other) in answers.iter().filter(|(_, answer)| answer.is_err()) {
        let Err(ServiceError::Problem(AccessProblem::NotNew(state))) = answer_of_other else {
            panic!("{answer_of_other:?}")
        };
        let (person, at) = state.answered.clone().unwrap();
        assert_eq!((person.id, at, state.status), (id(*winner), answer.at, answered.status(now())));
    }
    assert_eq!(world.service.activity(firm(), 9).unwrap().len(), 1);
}

#[test]
fn an_own_access_needs_the_power_to_give_every_package() {
    let world = World::new();
    let (both, one) = (request(OWN_SYSTEM, "ny"), request(OWN_SYSTEM, "ny-a-ordning"));
    assert_eq!(world.state(GILD_KANNE, AccessKind::Own, both), RequestState::MayApprove);
    let page = world.page(SITRONGUL_MEDALJONG, AccessKind::Own, both);
    let obstacles: Vec<_> = page.obstacles().map(|(package, why)| (package.code.as_str(), why)).collect();
    assert_eq!(
        (page.state, &obstacles[..]),
        (RequestState::MayReject, &[("regnskap-okonomi-rapport", CannotGive::NotHeld)][..])
    );
    world.assert_refused(SITRONGUL_MEDALJONG, AccessKind::Own, both, "AUTH-00053");
    assert!(matches!(world.approve(ESTETISK_SKAL, AccessKind::Own, both), Err(ServiceError::NoPowers)));
    world.approve(SITRONGUL_MEDALJONG, AccessKind::Own, one).unwrap();
    world.approve(GILD_KANNE, AccessKind::Own, both).unwrap();
}

#[test]
fn what_changed_since_the_request_stands_in_the_way_of_approval() {
    let world = World::new();
    let (clients, own) = (AccessKind::Clients, AccessKind::Own);
    world.assert_refused(GILD_KANNE, clients, request("310495948_skattearkiv", "slettet"), "AUTH-00011");
    world.assert_refused(GILD_KANNE, clients, request("310495948_skattesystemer", "endret"), "AUTH-00063");
    world.assert_refused(GILD_KANNE, own, request(OWN_SYSTEM, FIRM), "AUTH-00004");
    world.assert_refused(GILD_KANNE, clients, request("310495948_skattesystemer", "utlopt"), "AUTH-00013");
    world.assert_refused(GILD_KANNE, clients, request(AUDIT_SYSTEM, "avvist"), "AUTH-00013");
    world.assert_refused(GILD_KANNE, own, request(OWN_SYSTEM, "none"), "AUTH-00010");
    world.assert_refused(GILD_KANNE, clients, request(OWN_SYSTEM, "ny"), "AUTH-00030");
    let other = AccessKey::of(&AUDIT_SYSTEM.parse().unwrap(), OTHER_FIRM.parse().unwrap(), Some("annen")).id(0);
    world.assert_refused(GILD_KANNE, clients, other, "AUTH-00041");
    let declining = world.service.clone().declining_accesses("AUTH-00019");
    let acting = declining.acting_as(id(GILD_KANNE), firm()).unwrap();
    let declined = acting.access_manager().unwrap().approve(clients, request(AUDIT_SYSTEM, "ny"), now());
    assert_eq!(problem(declined).code(), "AUTH-00019");
    world.approve(GILD_KANNE, clients, request(AUDIT_SYSTEM, "ny")).unwrap();
}

#[test]
fn a_request_is_sent_on_once_by_anybody_there_while_it_waits() {
    let world = World::new();
    let new = request(AUDIT_SYSTEM, "ny");
    let managed = world.acting(GILD_KANNE);
    let pending = || managed.access_manager().unwrap().pending(1, 50, now()).unwrap();
    let titles = |page: ListPage<AccessRequest>| page.rows.into_iter().map(|one| one.title).collect::<Vec<_>>();
    assert_eq!(
        titles(pending()),
        ["SmartCloud Regnskap", "Skattegrunnlag klientdelegering"],
        "expired ones are left out"
    );
    let first = world.acting(RYDDIG_PAPIRVIFTE).escalate(AccessKind::Clients, new, now()).unwrap();
    let again = world.acting(ESTETISK_SKAL).escalate(AccessKind::Clients, new, now()).unwrap();
    assert_eq!((first.escalation, again.escalation.unwrap().by), (again.escalation, id(RYDDIG_PAPIRVIFTE)));
    assert_eq!(managed.pending_count(now()).unwrap(), 3);
    assert_eq!(managed.pending_count(now() + ANSWERABLE_FOR).unwrap(), 0);
    assert_eq!(world.acting(ESTETISK_SKAL).pending_count(now()).unwrap(), 0);
    assert!(matches!(world.acting(ESTETISK_SKAL).access_manager(), Err(ServiceError::NoPowers)));
    let page = managed.access_manager().unwrap().pending(9, 2, now()).unwrap();
    assert_eq!((page.page, page.pages, page.total, page.rows.len()), (2, 2, 3, 1));
    world.approve(GILD_KANNE, AccessKind::Clients, new).unwrap();
    assert_eq!(problem(world.acting(ESTETISK_SKAL).escalate(AccessKind::Clients, new, now())).code(), "AUTH-00013");
    assert_eq!(managed.pending_count(now()).unwrap(), 2);
}

#[test]
fn a_vendor_asks_and_a_repeat_finds_what_is_there() {
    let world = World::new();
    let vendor = world.vendor(REVISORSYSTEMER);
    let redirect = format!("portal:/test/vendor/receipt?state={}", "a".repeat(300));
    let new = NewRequest { title: Some(" Tittel ".into()), redirect_url: Some(redirect.clone()), ..agent(" fersk ") };
    let made = vendor.ask(&new, now()).unwrap();
    assert!(!made.existed);
    assert_eq!((made.request.title.as_str(), made.request.external_ref.as_str()), ("Tittel", "fersk"));
    assert_eq!(made.request.redirect_url.as_ref().map(RedirectUrl::as_str), Some(&*redirect));
    let again = vendor.ask(&NewRequest { packages: None, redirect_url: Some("x".into()), ..new }, now()).unwrap();
    assert!(again.existed && again.request == made.request);
    let later = now() + ANSWERABLE_FOR;
    let expired = vendor.ask(&agent("fersk"), later).unwrap();
    assert_eq!((expired.existed, expired.request.status(later)), (true, RequestStatus::Timedout));
    let by_key = vendor.request_by_key(AccessKind::Clients, AUDIT_SYSTEM, FIRM, Some("fersk")).unwrap();
    assert_eq!(
        (&by_key, vendor.request(AccessKind::Clients, by_key.id).unwrap()),
        (&made.request, made.request.clone())
    );
    let untitled = vendor.ask(&NewRequest { external_ref: Some(String::new()), ..agent("") }, now()).unwrap();
    assert_eq!((untitled.request.title.as_str(), untitled.request.external_ref.as_str()), ("Revisorsystemer", FIRM));
    let trail = world.service.activity(REVISORSYSTEMER.parse().unwrap(), 9).unwrap();
    assert_eq!((trail.len(), trail[0].person), (2, OUTSIDE));
    assert_eq!(trail[0].channel, Channel::Api { client: "program".into() });
}

#[test]
fn a_vendors_request_is_checked_in_altinns_order() {
    let world = World::new();
    let own = |external_ref, packages: &[&str]| asked(AccessKind::Own, OWN_SYSTEM, external_ref, packages);
    let elsewhere = "https://vendor.no/";
    let with = |change: &dyn Fn(&mut NewRequest)| {
        let mut new = agent("x");
        change(&mut new);
        new
    };
    let cases = [
        (REVISORSYSTEMER, with(&|new| new.system = "310495913_x".into()), "AUTH-00011"),
        (REVISORSYSTEMER, with(&|new| new.system = "x".into()), "AUTH-00011"),
        (SMARTCLOUD, agent("godkjent"), "AUTH-00011"),
        (REVISORSYSTEMER, agent("godkjent"), "AUTH-00004"),
        (REVISORSYSTEMER, agent("avvist"), "AUTH-00009"),
        ("310495948", asked(AccessKind::Clients, "310495948_skattearkiv", "x", &["skattegrunnlag"]), "AUTH-00011"),
        (SMARTCLOUD, asked(AccessKind::Clients, OWN_SYSTEM, "ny", &["a-ordning"]), "AUTH-00007"),
        (REVISORSYSTEMER, asked(AccessKind::Own, AUDIT_SYSTEM, "avvist", &[]), "AUTH-00009"),
        (REVISORSYSTEMER, with(&|new| new.owner = "213008900".into()), "AUTH-00000"),
        (REVISORSYSTEMER, with(&|new| new.owner = "kari".into()), "AUTH-00000"),
        (REVISORSYSTEMER, with(&|new| new.redirect_url = Some(elsewhere.into())), "AUTH-00021"),
        (REVISORSYSTEMER, with(&|new| new.redirect_url = Some("\\".into())), "AUTH-00021"),
        (REVISORSYSTEMER, with(&|new| new.packages = None), "AUTH-00058"),
        (SMARTCLOUD, NewRequest { packages: None, ..own("x", &[]) }, "AUTH-00001"),
        (SMARTCLOUD, own("x", &[]), "AUTH-00059"),
        (SMARTCLOUD, NewRequest { rights: Some(vec!["skatt".into()]), ..own("x", &["a-ordning"]) }, "AUTH-00001"),
        (REVISORSYSTEMER, asked(AccessKind::Clients, AUDIT_SYSTEM, "x", &["jordbruk"]), "AUTH-00063"),
        (REVISORSYSTEMER, asked(AccessKind::Own, AUDIT_SYSTEM, "x", &["ansvarlig-revisor"]), "AUTH-00064"),
    ];
    let before = world.service.contents().unwrap();
    for (vendor, new, code) in cases {
        assert_eq!(problem(world.vendor(vendor).ask(&new, now())).code(), code, "{new:?}");
    }
    assert_eq!(world.service.contents().unwrap(), before);
    let original = world.vendor(REVISORSYSTEMER).as_original(true);
    assert!(original.ask(&agent("avvist"), now()).unwrap().existed);
}

#[test]
fn a_withdrawn_request_frees_its_ids_and_no_id_comes_twice() {
    let world = World::new();
    let vendor = world.vendor(REVISORSYSTEMER);
    let mut ids = Vec::new();
    for _ in 0..3 {
        let made = vendor.ask(&agent("runde"), now()).unwrap().request;
        vendor.withdraw(made.id, now()).unwrap();
        assert_eq!(problem(vendor.request(AccessKind::Clients, made.id)).code(), "AUTH-00010");
        ids.push(made.id);
    }
    world.load();
    ids.push(vendor.ask(&agent("runde"), now()).unwrap().request.id);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4);
    let waiting = request(AUDIT_SYSTEM, "ny");
    assert_eq!(problem(world.vendor(SMARTCLOUD).withdraw(waiting, now())).code(), "AUTH-00010");
    assert_eq!(problem(world.vendor(SMARTCLOUD).request(AccessKind::Clients, waiting)).code(), "AUTH-00011");
    assert_eq!(problem(vendor.withdraw(request(AUDIT_SYSTEM, "godkjent"), now())).code(), "AUTH-00013");
    assert_eq!(problem(vendor.withdraw(request(AUDIT_SYSTEM, "none"), now())).code(), "AUTH-00010");
    vendor.withdraw(request(AUDIT_SYSTEM, "avvist"), now()).unwrap();
    vendor.withdraw(waiting, now()).unwrap();
    world.assert_refused(GILD_KANNE, AccessKind::Clients, waiting, "AUTH-00030");
    world.vendor(SMARTCLOUD).as_original(true).withdraw(request("310495948_skattesystemer", "endret"), now()).unwrap();
}

#[test]
fn a_vendor_sees_its_own_lists_whole_and_nobody_elses() {
    let world = World::new();
    let vendor = world.vendor(REVISORSYSTEMER);
    for nth in 0..60 {
        vendor.ask(&agent(&format!("nr-{nth}")), now()).unwrap();
    }
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = vendor.requests_of_system(AccessKind::Clients, AUDIT_SYSTEM, after).unwrap();
        assert!(page.rows.len() <= 50);
        ids.extend(page.rows.iter().map(|request| request.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((ids.len(), ids.is_sorted()), (64, true), "60, and four of the scenario");
    assert!(vendor.requests_of_system(AccessKind::Own, AUDIT_SYSTEM, None).unwrap().rows.is_empty());
    let stranger = world.vendor(SMARTCLOUD);
    assert_eq!(problem(stranger.requests_of_system(AccessKind::Clients, AUDIT_SYSTEM, None)).code(), "AUTH-00011");
    assert_eq!(problem(stranger.accesses_of_system(AUDIT_SYSTEM, None)).code(), "AUTH-00011");
    assert_eq!(vendor.accesses_of_system(AUDIT_SYSTEM, None).unwrap().rows.len(), 1);
    let access = vendor.access_by_key(AUDIT_SYSTEM, FIRM, Some("godkjent")).unwrap();
    assert_eq!(access.id, request(AUDIT_SYSTEM, "godkjent").access());
    assert_eq!(problem(vendor.access_by_key(AUDIT_SYSTEM, FIRM, None)).code(), "AUTH-00015", "the owner's number");
    assert_eq!(problem(stranger.access_by_key(AUDIT_SYSTEM, FIRM, Some("godkjent"))).code(), "AUTH-00015");
    let refused = stranger.request_by_key(AccessKind::Clients, AUDIT_SYSTEM, FIRM, Some("ny"));
    assert_eq!(problem(refused).code(), "AUTH-00010");
}

fn new_system(id: &str) -> NewSystem {
    let name = klientportal::domain::package::Localised { nb: "Nytt".into(), nn: "Nytt".into(), en: "New".into() };
    NewSystem {
        id: id.into(),
        description: name.clone(),
        name,
        packages: vec!["urn:altinn:accesspackage:jordbruk".into()],
        rights: Vec::new(),
        oauth_clients: vec![uuid::Uuid::from_u128(7)],
        visible: true,
        redirect_urls: vec!["https://vendor.no/done".into()],
    }
}

#[test]
fn a_system_is_registered_once_and_removed_with_its_accesses_left() {
    let world = World::new();
    let vendor = world.vendor(SMARTCLOUD);
    let id = "310495921_nytt";
    vendor.register_system(&new_system(id), now()).unwrap();
    assert_eq!(vendor.system(id).unwrap().name.en, "New");
    assert_eq!(problem(world.vendor(REVISORSYSTEMER).system(id)).code(), "AUTH-00011");
    let made = vendor.ask(&asked(AccessKind::Own, id, "a", &["jordbruk"]), now()).unwrap().request;
    world.approve(GILD_KANNE, AccessKind::Own, made.id).unwrap();
    let token = || world.service.access_of_oauth_client(uuid::Uuid::from_u128(7), firm(), Some("a")).unwrap();
    assert_eq!(token().map(|(access, _)| access.id), Some(made.id.access()));
    vendor.remove_system(id, now()).unwrap();
    assert!(token().is_none());
    assert!(world.service.contents().unwrap().accesses.iter().any(|access| access.id == made.id.access()));
    assert_eq!(problem(vendor.system(id)).code(), "AUTH-00011");
    assert_eq!(problem(vendor.remove_system(id, now())).code(), "AUTH-00011");
    assert_eq!(vendor.accesses_of_system(id, None).unwrap().rows.len(), 1);
    let codes = |new: &NewSystem| match vendor.register_system(new, now()) {
        Err(ServiceError::InvalidSystem(faults)) => faults.iter().map(SystemFault::code).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(codes(&new_system(id)), ["AUTH.VLD-00002", "AUTH.VLD-00004"]);
    let wrong = NewSystem {
        packages: ["jordbruk", "jordbruk", "x", "ansvarlig-revisor"].map(Into::into).to_vec(),
        rights: vec!["a".into(), "a".into()],
        oauth_clients: Vec::new(),
        redirect_urls: ["http://vendor.no/", "portal:/test/vendor/receipt"].map(Into::into).to_vec(),
        ..new_system("310495913_x")
    };
    let expected = ["00001", "00003", "00006", "00007", "00008", "00018", "00005", "00005"];
    assert_eq!(codes(&wrong), expected.map(|code| format!("AUTH.VLD-{code}")));
    assert_eq!(codes(&NewSystem { oauth_clients: Vec::new(), ..new_system("310495921_a b") }), ["AUTH.VLD-00013"]);
}

#[test]
fn events_withdraw_requests_and_change_and_delete_systems() {
    let world = World::new();
    let event = |event| world.service.apply_event(&event, now());
    let waiting = request(AUDIT_SYSTEM, "ny");
    assert!(event(Event::WithdrawRequest { request: waiting }).unwrap().changed);
    assert!(matches!(event(Event::WithdrawRequest { request: waiting }), Err(ServiceError::ImpossibleEvent(_))));
    let accepted = request(AUDIT_SYSTEM, "godkjent");
    assert!(matches!(event(Event::WithdrawRequest { request: accepted }), Err(ServiceError::ImpossibleEvent(_))));
    let change = || Event::ChangeSystem { system: OWN_SYSTEM.parse().unwrap(), packages: vec!["jordbruk".into()] };
    assert!(event(change()).unwrap().changed && !event(change()).unwrap().changed);
    world.assert_refused(GILD_KANNE, AccessKind::Own, request(OWN_SYSTEM, "ny"), "AUTH-00063");
    let own = |service: &Service| {
        let accesses = service.contents().unwrap().accesses;
        accesses.into_iter().filter(|access| access.system.id.as_str() == OWN_SYSTEM).count()
    };
    assert_eq!(own(&world.service), 1, "its accesses keep theirs");
    let delete = || Event::DeleteSystem { vendor: SMARTCLOUD.parse().unwrap(), system: OWN_SYSTEM.into() };
    assert_eq!(event(delete()).unwrap().accesses_gone, 1);
    assert!(matches!(event(delete()), Err(ServiceError::ImpossibleEvent(_))));
    assert_eq!(own(&world.service), 0);
    world.assert_refused(GILD_KANNE, AccessKind::Own, request(OWN_SYSTEM, "ny"), "AUTH-00011");
    let trail = world.service.activity(SMARTCLOUD.parse().unwrap(), 9).unwrap();
    assert!(trail.len() == 2 && trail.iter().all(|entry| entry.channel == Channel::Outside), "{trail:?}");
}

#[test]
fn a_request_ends_with_the_access_and_waits_no_longer_than_180_days() {
    let world = World::new();
    let new = request(AUDIT_SYSTEM, "ny");
    let moment = SignedDuration::from_secs(1);
    let acting = world.acting(GILD_KANNE);
    let late = acting.access_manager().unwrap().approve(AccessKind::Clients, new, now() + ANSWERABLE_FOR);
    let AccessProblem::NotNew(state) = problem(late) else { panic!("another refusal") };
    assert_eq!((state.status, state.answered), (RequestStatus::Timedout, None));
    acting.access_manager().unwrap().approve(AccessKind::Clients, new, now() + ANSWERABLE_FOR - moment).unwrap();
}
