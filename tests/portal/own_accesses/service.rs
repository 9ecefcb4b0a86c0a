//! The use cases, without pages.

use std::thread;

use jiff::Timestamp;
use klientportal::app::scenario_library;
use klientportal::domain::access::{AccessId, AccessKind};
use klientportal::domain::audit::{Act, Action, Channel, Deed, OUTSIDE, Subject};
use klientportal::domain::giving::CannotGive;
use klientportal::domain::number::OrganisationNumber;
use klientportal::domain::permission::AuthenticationLevel;
use klientportal::domain::person::PersonId;
use klientportal::domain::role::PersonRole;
use klientportal::domain::world_contents::WorldContents;
use klientportal::scenario::package_catalogue;
use klientportal::service::events::Event;
use klientportal::service::worlds::ValidatedScenario;
use klientportal::service::{
    AccessProblem, ActingAs, ChangeRequest, ClientFilter, ClientQuery, Deletion, NewOwnAccess, NewRequest,
    OverviewPages, OwnOrganisation, Selection, Service, ServiceError,
};
use klientportal::store::open_world;
use tempfile::TempDir;

use crate::support::{
    AGRICULTURE, AUDIT, AUDITED, ESTETISK_SKAL, FIRM, GILD_KANNE, KLIENTKUNDE, OWN, Person, RYDDIG_PAPIRVIFTE,
    SITRONGUL_MEDALJONG, TAX,
};

const FIRST_PAGES: OverviewPages = OverviewPages { own: 1, clients: 1, size: 50 };

/// The visible system of the guide, and its packages.
const SYSTEM: &str = "310495921_smartcloud-lonn";
const PACKAGES: [&str; 2] = ["a-ordning", "lonn"];

struct World {
    service: Service,
    _folder: TempDir,
}

impl World {
    fn new() -> Self {
        Self::of(|_| ())
    }

    /// The guide's world with changes.
    fn of(change: impl FnOnce(&mut WorldContents)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open_world(&folder.path().join("world.db")).unwrap().store;
        let service = Service::new(store, package_catalogue::embedded());
        let mut contents = (*scenario_library::read("veiledning").unwrap()).clone();
        change(&mut contents);
        service.load(&ValidatedScenario { contents, source: String::new() }, now()).unwrap();
        Self { service, _folder: folder }
    }

    fn acting(&self, person: Person) -> ActingAs {
        self.service.acting_as(id(person), firm()).unwrap()
    }

    fn create(&self, person: Person) -> Result<AccessId, ServiceError> {
        let access = self.acting(person).access_manager()?.create(&wanted(), now())?;
        Ok(access.id)
    }

    fn delete(&self, person: Person, access: AccessId, confirmed: usize) -> Result<Deletion, ServiceError> {
        self.acting(person).access_manager()?.delete(access, confirmed, now())
    }

    fn own(&self, person: Person, access: AccessId, action: Action) -> Result<bool, ServiceError> {
        let change = self.acting(person).access_manager()?.change_own_organisation(access, action, now())?;
        assert_eq!(change.action, action);
        Ok(change.changed)
    }

    fn own_state(&self, person: Person, access: AccessId) -> Option<OwnOrganisation> {
        self.acting(person).access(access, &everyone()).unwrap().own_organisation
    }

    /// What the world has; a refusal changes none of it.
    fn state(&self) -> (WorldContents, u64) {
        (self.service.contents().unwrap(), self.service.revision().unwrap())
    }

    /// The latest entry of the firm's trail.
    fn latest(&self) -> (PersonId, Deed) {
        let entry = self.service.activity(firm(), 1).unwrap().remove(0);
        assert_eq!((entry.at, entry.channel), (now(), Channel::Page));
        (entry.person, entry.deed)
    }

    fn ask(&self, external_ref: Option<&str>) -> Result<AccessId, ServiceError> {
        let request = NewRequest {
            kind: AccessKind::Own,
            system: SYSTEM.into(),
            owner: FIRM.into(),
            external_ref: external_ref.map(Into::into),
            title: None,
            packages: Some(PACKAGES.map(Into::into).to_vec()),
            rights: None,
            redirect_url: None,
        };
        let vendor = self.service.acting_vendor("310495921".parse().unwrap(), "program".into());
        Ok(vendor.ask(&request, now())?.request.id.access())
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

fn access(title: &str) -> AccessId {
    AccessId::of(firm(), title)
}

fn wanted() -> NewOwnAccess {
    NewOwnAccess {
        system: SYSTEM.parse().unwrap(),
        title: "SmartCloud Lønn".into(),
        packages: PACKAGES.map(Into::into).to_vec(),
    }
}

fn everyone() -> ClientQuery {
    ClientQuery { search: String::new(), filter: ClientFilter::All, page: 1, size: 50 }
}

#[track_caller]
fn problem<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> AccessProblem {
    match result {
        Err(ServiceError::Problem(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_own_access_is_made_with_all_packages_of_the_system_and_the_firms_number_as_its_reference() {
    let world = World::new();
    let made = world.create(GILD_KANNE).unwrap();
    assert_eq!(world.latest(), (id(GILD_KANNE), Deed::Other(Act::Create, Subject::Access(made))));
    let contents = world.service.contents().unwrap();
    let access = contents.accesses.iter().find(|access| access.id == made).unwrap();
    assert_eq!((access.kind, access.title.as_str(), access.created), (AccessKind::Own, "SmartCloud Lønn", now()));
    assert_eq!((access.external_ref.as_str(), access.packages.clone()), (FIRM, wanted().packages));
    let acting = world.acting(SITRONGUL_MEDALJONG);
    assert_eq!(acting.overview(FIRST_PAGES).unwrap().own.unwrap().rows[0].access().id, made, "the newest");
    assert_eq!(acting.maker(made).unwrap().map(|person| person.id), Some(id(GILD_KANNE)));
}

#[test]
fn an_id_is_derived_and_never_handed_out_twice() {
    let (world, other) = (World::new(), World::new());
    let first = world.create(GILD_KANNE).unwrap();
    assert_eq!(other.create(GILD_KANNE).unwrap(), first, "pictures and links repeat");
    world.delete(GILD_KANNE, first, 0).unwrap();
    let second = world.create(GILD_KANNE).unwrap();
    world.delete(GILD_KANNE, second, 0).unwrap();
    let asked = world.ask(None).unwrap();
    assert!(first != second && second != asked && asked != first);
}

#[test]
fn there_is_one_own_access_for_each_system_and_firm() {
    let world = World::new();
    let choices = |person| world.acting(person).access_manager().unwrap().system_choices().unwrap();
    let [choice] = &choices(GILD_KANNE)[..] else { panic!("one system is visible") };
    assert_eq!((choice.system.id.as_str(), choice.existing), (SYSTEM, None));
    let made = world.create(GILD_KANNE).unwrap();
    assert_eq!(choices(GILD_KANNE)[0].existing, Some(made));
    let before = world.state();
    assert_eq!(problem(world.create(GILD_KANNE)), AccessProblem::AccessExists);
    assert_eq!(problem(world.ask(None)).code(), "AUTH-00004", "the same ids");
    assert_eq!(world.state(), before);
    world.ask(Some("b")).unwrap();
}

#[test]
fn of_many_who_make_it_at_once_one_wins() {
    let world = World::new();
    let results: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| world.create(GILD_KANNE))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (made, refused): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!((made.len(), refused.len()), (1, 3));
    assert!(refused.into_iter().all(|refusal| problem(refusal).code() == "AUTH-00004"));
    assert_eq!(world.service.activity(firm(), 9).unwrap().len(), 1);
}

#[test]
fn nothing_is_made_without_power_or_of_another_system_than_the_person_has_seen() {
    let world = World::new();
    let before = world.state();
    for person in [ESTETISK_SKAL, RYDDIG_PAPIRVIFTE] {
        assert!(matches!(world.create(person), Err(ServiceError::NoPowers)), "{}", person.name);
    }
    let missing = PACKAGES.map(|code| (code.into(), CannotGive::NotHeld)).to_vec();
    assert_eq!(problem(world.create(SITRONGUL_MEDALJONG)), AccessProblem::CannotGivePackages(missing));
    let acting = world.acting(GILD_KANNE);
    let create = |new: NewOwnAccess| acting.access_manager()?.create(&new, now()).map(|access| access.id);
    for system in ["310495913_revisorsystemer", "310495921_smartcloud", "310495921_none"] {
        let unseen = create(NewOwnAccess { system: system.parse().unwrap(), ..wanted() });
        assert_eq!(problem(unseen).code(), "AUTH-00011", "{system} is not visible");
    }
    for packages in [vec![], vec!["a-ordning".into()], vec!["a-ordning".into(), "jordbruk".into()]] {
        let other = create(NewOwnAccess { packages, ..wanted() });
        assert!(matches!(other, Err(ServiceError::PackagesChanged)), "{other:?}");
    }
    assert_eq!(world.state(), before);
    let declining = world.service.clone().declining_accesses("AUTH-00014");
    let acting = declining.acting_as(id(GILD_KANNE), firm()).unwrap();
    assert_eq!(problem(acting.access_manager().unwrap().create(&wanted(), now())).code(), "AUTH-00014");
    assert_eq!(world.state(), before);
    let deleted = Event::DeleteSystem { vendor: "310495921".parse().unwrap(), system: SYSTEM.into() };
    world.service.apply_event(&deleted, now()).unwrap();
    assert_eq!(problem(create(wanted())).code(), "AUTH-00011");
    assert!(acting.access_manager().unwrap().system_choices().unwrap().is_empty());
}

#[test]
fn who_holds_every_package_makes_it_without_a_key_role() {
    let world = World::of(|contents| {
        contents.held_packages.extend(PACKAGES.map(|code| klientportal::domain::world_contents::HeldPackage {
            person: id(SITRONGUL_MEDALJONG),
            organisation: firm(),
            package: code.into(),
        }));
    });
    world.create(SITRONGUL_MEDALJONG).unwrap();
}

#[test]
fn whoever_lacks_the_power_learns_who_has_it() {
    let world = World::new();
    let people = |power: fn(klientportal::domain::permission::Permissions) -> bool| {
        let able = world.acting(RYDDIG_PAPIRVIFTE).people_with(power).unwrap();
        able.into_iter().map(|(person, role)| (person.id, role)).collect::<Vec<_>>()
    };
    let director = (id(GILD_KANNE), PersonRole::ManagingDirector);
    let manager = (id(SITRONGUL_MEDALJONG), PersonRole::AccessManager);
    assert_eq!(people(|permissions| permissions.access_management), [director, manager]);
    assert_eq!(people(|permissions| permissions.gives_every_package), [director]);
}

#[test]
fn an_access_ends_with_its_clients_and_the_trail_keeps_who_they_were() {
    let world = World::new();
    let deletion = world.delete(GILD_KANNE, access(AGRICULTURE), 1).unwrap();
    assert_eq!((deletion.access.title.as_str(), deletion.clients), (AGRICULTURE, Some(1)));
    assert_eq!(world.latest(), (id(GILD_KANNE), Deed::Other(Act::Delete, Subject::Access(access(AGRICULTURE)))));
    let contents = world.service.contents().unwrap();
    assert!(contents.accesses.iter().all(|one| one.id != access(AGRICULTURE)));
    assert!(contents.delegations.iter().all(|one| one.access != access(AGRICULTURE)));
    let seen = |person: Person| {
        let level = AuthenticationLevel(4);
        let found = world.service.deleted_access_seen_by(id(person), level, access(AGRICULTURE)).unwrap();
        found.map(|(deleted, by)| (deleted.title, deleted.at, by.unwrap().id))
    };
    for person in [GILD_KANNE, ESTETISK_SKAL, SITRONGUL_MEDALJONG] {
        assert_eq!(seen(person), Some((AGRICULTURE.into(), now(), id(GILD_KANNE))), "{}", person.name);
    }
    assert_eq!(seen(RYDDIG_PAPIRVIFTE), None);
    assert!(matches!(world.delete(GILD_KANNE, access(AGRICULTURE), 1), Err(ServiceError::NotFound)));
}

#[test]
fn an_own_access_that_is_gone_stays_unknown_to_those_who_could_not_see_it() {
    let world = World::new();
    assert_eq!(world.delete(SITRONGUL_MEDALJONG, access(OWN), 0).unwrap().clients, None);
    let seen = |person| world.service.deleted_access_seen_by(id(person), AuthenticationLevel(4), access(OWN)).unwrap();
    assert!(seen(SITRONGUL_MEDALJONG).is_some() && seen(ESTETISK_SKAL).is_none());
}

#[test]
fn the_number_of_clients_must_be_the_one_agreed_to_by_those_who_may_know_it() {
    let world = World::new();
    let before = world.state();
    for confirmed in [0, 2] {
        let refused = world.delete(GILD_KANNE, access(AGRICULTURE), confirmed);
        assert!(matches!(refused, Err(ServiceError::NotConfirmed { clients: 1 })), "{refused:?}");
    }
    assert!(matches!(world.delete(ESTETISK_SKAL, access(AGRICULTURE), 1), Err(ServiceError::NoPowers)));
    assert_eq!(world.state(), before);
    world.delete(GILD_KANNE, access(TAX), 3).expect("without clients nothing more goes than was agreed to");
    let deletion = world.delete(SITRONGUL_MEDALJONG, access(AGRICULTURE), 0).unwrap();
    assert_eq!(deletion.clients, None, "an access manager may not know");
}

#[test]
fn a_deletion_that_is_declined_leaves_access_request_and_clients() {
    let world = World::new();
    let before = world.state();
    let declining = world.service.clone().declining_accesses("AUTH-00033");
    let acting = declining.acting_as(id(GILD_KANNE), firm()).unwrap();
    assert_eq!(problem(acting.access_manager().unwrap().delete(access(AGRICULTURE), 1, now())).code(), "AUTH-00033");
    assert_eq!(world.state(), before);
}

#[test]
fn a_request_goes_with_its_access_and_its_ids_are_free() {
    let world = World::new();
    let asked = world.ask(None).unwrap();
    let manager = world.acting(GILD_KANNE);
    manager.access_manager().unwrap().approve(AccessKind::Own, asked.uuid().into(), now()).unwrap();
    assert_eq!(manager.maker(asked).unwrap().map(|person| person.id), Some(id(GILD_KANNE)));
    assert_eq!(problem(world.create(GILD_KANNE)).code(), "AUTH-00004");
    world.delete(GILD_KANNE, asked, 0).unwrap();
    let again = world.ask(None).unwrap();
    assert_ne!(again, asked);
    world.create(GILD_KANNE).expect("a waiting request does not stand in the way");
    let approval = manager.access_manager().unwrap().approve(AccessKind::Own, again.uuid().into(), now());
    assert_eq!(problem(approval).code(), "AUTH-00004", "and fails at its approval");
}

#[test]
fn of_two_who_delete_at_once_the_second_finds_nothing() {
    let world = World::new();
    let results: Vec<_> = thread::scope(|scope| {
        let people = [(GILD_KANNE, 1), (SITRONGUL_MEDALJONG, 0), (GILD_KANNE, 1)];
        let delete = |(person, clients)| world.delete(person, access(AGRICULTURE), clients);
        let threads: Vec<_> = people.into_iter().map(|one| scope.spawn(move || delete(one))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let others = results.iter().filter_map(|result| result.as_ref().err());
    assert!(others.into_iter().all(|error| matches!(error, ServiceError::NotFound)));
    assert_eq!(world.service.activity(firm(), 9).unwrap().len(), 1);
}

#[test]
fn what_is_deleted_outside_the_portal_is_told_as_such() {
    let world = World::new();
    let event = Event::DeleteAccess { access: access(AGRICULTURE) };
    let outcome = world.service.apply_event(&event, now()).unwrap();
    assert_eq!((outcome.accesses_gone, outcome.delegations_gone), (1, 1));
    let found = world.service.deleted_access_seen_by(id(GILD_KANNE), AuthenticationLevel(4), access(AGRICULTURE));
    assert!(matches!(found, Ok(Some((_, None)))));
    assert!(matches!(world.service.apply_event(&event, now()), Err(ServiceError::ImpossibleEvent(_))));
}

#[test]
fn what_a_vendor_deletes_is_remembered_too() {
    let world = World::new();
    let event = Event::DeleteSystem { vendor: "310495956".parse().unwrap(), system: "Landbrukssystemer".into() };
    world.service.apply_event(&event, now()).unwrap();
    let found = world.service.deleted_access_seen_by(id(GILD_KANNE), AuthenticationLevel(4), access(AGRICULTURE));
    let (deleted, by) = found.unwrap().unwrap();
    assert_eq!((deleted.by, by), (OUTSIDE, None));
}

#[test]
fn the_own_organisation_joins_and_leaves_and_nothing_about_clients_shows_it() {
    let world = World::new();
    assert_eq!(world.own_state(GILD_KANNE, access(TAX)), Some(OwnOrganisation::Addable));
    let clients = |world: &World| {
        let acting = world.acting(GILD_KANNE);
        let page = acting.client_administrator().unwrap().clients(access(TAX), &everyone()).unwrap();
        let counts = acting
            .overview(FIRST_PAGES)
            .unwrap()
            .clients
            .rows
            .into_iter()
            .map(|entry| entry.counts)
            .collect::<Vec<_>>();
        let numbers: Vec<_> = page.rows.iter().map(|entry| entry.organisation.number.to_string()).collect();
        (numbers, page.matched, counts)
    };
    let before = clients(&world);
    assert!(world.own(GILD_KANNE, access(TAX), Action::Add).unwrap());
    assert_eq!(world.latest(), (id(GILD_KANNE), Deed::Other(Act::Give, Subject::Access(access(TAX)))));
    assert_eq!(world.own_state(SITRONGUL_MEDALJONG, access(TAX)), Some(OwnOrganisation::Added));
    assert_eq!(clients(&world), before);
    let all = ChangeRequest {
        selection: Selection::Matching { search: String::new(), filter: ClientFilter::Added },
        ..ChangeRequest::listed(Action::Remove, Vec::new())
    };
    let listed = ChangeRequest::one(Action::Remove, firm());
    for request in [all, listed] {
        let acting = world.acting(GILD_KANNE);
        acting.client_administrator().unwrap().change(access(TAX), &request, now()).unwrap();
        assert_eq!(world.own_state(GILD_KANNE, access(TAX)), Some(OwnOrganisation::Added));
    }
    assert!(world.own(SITRONGUL_MEDALJONG, access(TAX), Action::Remove).unwrap());
    let taken_back = Deed::Other(Act::TakeBack, Subject::Access(access(TAX)));
    assert_eq!(world.latest(), (id(SITRONGUL_MEDALJONG), taken_back));
    let after = world.state();
    assert!(!world.own(GILD_KANNE, access(TAX), Action::Remove).unwrap(), "it is removed already");
    assert_eq!(world.state(), after);
}

#[test]
fn the_own_organisation_joins_only_where_the_person_can_give_every_package() {
    let world = World::new();
    let before = world.state();
    let reasons = |person, title| match world.own_state(person, access(title)) {
        Some(OwnOrganisation::Blocked(obstacles)) => {
            obstacles.into_iter().map(|(package, why)| (package.code.to_string(), why)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let of_role = |code: &str| vec![(code.to_owned(), CannotGive::NotAssignable)];
    assert_eq!(reasons(GILD_KANNE, AUDIT), of_role("ansvarlig-revisor"));
    assert_eq!(reasons(GILD_KANNE, AGRICULTURE), of_role("regnskapsforer-med-signeringsrettighet"));
    assert_eq!(reasons(SITRONGUL_MEDALJONG, TAX), [("skattegrunnlag".to_owned(), CannotGive::NotHeld)]);
    for (person, title) in [(GILD_KANNE, AUDIT), (GILD_KANNE, AGRICULTURE), (SITRONGUL_MEDALJONG, TAX)] {
        let refused = problem(world.own(person, access(title), Action::Add));
        assert!(matches!(refused, AccessProblem::CannotGivePackages(_)), "{refused:?}");
    }
    assert!(matches!(world.own(GILD_KANNE, access(OWN), Action::Add), Err(ServiceError::NotForClients)));
    assert!(matches!(world.own(ESTETISK_SKAL, access(TAX), Action::Add), Err(ServiceError::NoPowers)));
    assert_eq!(world.own_state(ESTETISK_SKAL, access(TAX)), None);
    assert_eq!(world.own_state(GILD_KANNE, access(OWN)), None);
    assert_eq!(world.state(), before);
}

#[test]
fn the_own_organisation_goes_with_the_access_and_comes_back_with_an_exported_world() {
    let world = World::new();
    world.own(GILD_KANNE, access(TAX), Action::Add).unwrap();
    let contents = world.service.contents().unwrap();
    let text = klientportal::scenario::to_toml(&contents);
    let again = klientportal::scenario::Scenario::parse("x.toml", &text, package_catalogue::embedded()).unwrap();
    assert_eq!(again.accesses, contents.accesses);
    assert!(again.accesses.iter().any(|access| access.own_organisation == Some(now())));
    assert_eq!(world.delete(GILD_KANNE, access(TAX), 0).unwrap().clients, Some(0), "it is no client");
    let missing = world.own(GILD_KANNE, access(TAX), Action::Remove);
    assert!(matches!(missing, Err(ServiceError::NotFound)));
}

#[test]
fn what_comes_after_the_deletion_changes_nothing() {
    let world = World::new();
    let acting = world.acting(GILD_KANNE);
    let administrator = acting.client_administrator().unwrap();
    let added = ChangeRequest::one(Action::Add, AUDITED[0].parse().unwrap());
    let change = administrator.change(access(AUDIT), &added, now()).unwrap().id.unwrap();
    world.delete(GILD_KANNE, access(AUDIT), 1).unwrap();
    let after = world.state();
    let all = Selection::Matching { search: String::new(), filter: ClientFilter::All };
    let client = KLIENTKUNDE.parse().unwrap();
    let is_gone = |result: Result<(), ServiceError>| assert!(matches!(result, Err(ServiceError::NotFound)));
    is_gone(administrator.change(access(AUDIT), &ChangeRequest::one(Action::Add, client), now()).map(drop));
    is_gone(administrator.undo(access(AUDIT), change, None, now()).map(drop));
    is_gone(administrator.preview(access(AUDIT), Action::Add, &all).map(drop));
    is_gone(administrator.past_change(access(AUDIT), change).map(drop));
    is_gone(administrator.by_others_since(access(AUDIT), change).map(drop));
    is_gone(world.own(GILD_KANNE, access(AUDIT), Action::Add).map(drop));
    assert_eq!(world.state(), after);
}
