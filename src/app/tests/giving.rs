//! Adding a provider, giving, and what cannot be given.

use uuid::Uuid;

use super::*;
use crate::domain::audit::ChangeId;
use crate::domain::delegation::Via;
use crate::domain::giving::CannotGive;
use crate::domain::number::NumberError;
use crate::domain::relationship::Side;
use crate::domain::role::ErRole;
use crate::service::events::Event;
use crate::service::{
    AccessManager, ChangedBy, Deletable, LookUp, LookUpState, LookedUp, OverviewPages, RelationshipQuery,
};

fn looked_up(manager: AccessManager, typed: &str) -> (OrganisationNumber, LookUpState) {
    match manager.look_up(typed).unwrap() {
        LookUp::Number(LookedUp { organisation, state }) => (organisation.number, state),
        LookUp::Name { .. } => panic!("{typed} is a number"),
    }
}

#[test]
fn who_was_only_added_is_nobodys_client_and_listed_on_both_sides() {
    let world = world();
    let client = world.client();
    let manager = client.access_manager().unwrap();
    assert_eq!(looked_up(manager, "310 495 972"), (number(EMPTY_FIRM), LookUpState::Addable));
    let added = manager.add_provider(number(EMPTY_FIRM), at(0)).unwrap();
    assert!(added.change.is_some() && manager.add_provider(number(EMPTY_FIRM), at(1)).unwrap().change.is_none());
    assert_eq!(looked_up(manager, EMPTY_FIRM).1, LookUpState::Known);
    let query = RelationshipQuery { search: String::new(), page: 1, size: 50 };
    let rows = |now| manager.relationships(Side::Client, &query, now).unwrap().rows;
    let row = |now| rows(now).into_iter().find(|row| row.organisation.number == number(EMPTY_FIRM)).unwrap();
    assert_eq!((row(at(3599)).is_new, row(at(3600)).is_new, row(at(0)).given), (true, false, 0));
    assert!(rows(at(0)).iter().filter(|row| row.is_new).count() == 1, "those of the scenario are old");

    let provider = world.acting("19889410089", EMPTY_FIRM);
    let received = provider.access_manager().unwrap().relationships(Side::Provider, &query, at(0)).unwrap();
    assert_eq!((received.rows.len(), received.total, received.rows[0].is_new), (1, 1, false));
    let query = |search: &str| ClientQuery { search: search.into(), filter: ClientFilter::All, page: 1, size: 10 };
    let audit = AccessId::of(number(EMPTY_FIRM), "Revisor klientdelegering");
    let found = |search| provider.client_administrator().unwrap().clients(audit, &query(search)).unwrap();
    assert_eq!((found("").available, found("klientkunde").rows.len(), found("").lacking_matched), (0, 0, 0));
    assert_eq!(found(KLIENTKUNDE).unknown_number, Some(number(KLIENTKUNDE)));
}

#[test]
fn a_package_that_is_given_makes_a_client_at_once_and_taken_back_unmakes_it_everywhere() {
    let world = world();
    assert_eq!(world.listed(TAX, REVISORKUNDE), [""; 0]);
    let client = world.acting(STILLE_TRAPP, REVISORKUNDE);
    let manager = client.access_manager().unwrap();
    // Registered as auditor only: the provider is added silently.
    let given = manager.give(id(FIRM), &code("skattegrunnlag"), at(0)).unwrap();
    assert!(given.change.is_some() && given.package.is_some_and(|package| package.code == code("skattegrunnlag")));
    assert!(manager.give(id(FIRM), &code("skattegrunnlag"), at(1)).unwrap().change.is_none(), "twice");
    world.add_client(TAX, REVISORKUNDE);
    let systems = manager.acting_systems().unwrap();
    assert_eq!((systems.len(), systems[0].access.id, systems[0].provider.number), (1, access(TAX), number(FIRM)));
    assert_eq!((systems[0].packages[0].via, systems[0].since), (Some(Via::Direct), at(0)));

    let taken = manager.take_back(Side::Client, id(FIRM), &code("skattegrunnlag"), at(2)).unwrap();
    assert_eq!((taken.gone, taken.reduced), (1, 0));
    assert_eq!(world.listed(TAX, REVISORKUNDE), [""; 0]);
    assert!(manager.acting_systems().unwrap().is_empty());
    assert!(manager.take_back(Side::Client, id(FIRM), &code("skattegrunnlag"), at(3)).unwrap().change.is_none());
    let detail = manager.relationship(Side::Client, id(FIRM)).unwrap();
    assert!(detail.powers.given.is_empty() && detail.deletable() == Deletable::GivenOnly);

    let firm = world.firm();
    let others = firm.client_administrator().unwrap();
    let seen = others.by_others_since(access(TAX), ChangeId::NONE).unwrap();
    assert!(
        matches!(&seen[..], [one] if matches!(&one.actor, ChangedBy::Client(client) if client.number == number(REVISORKUNDE)))
    );
    manager.give(id(FIRM), &code("skattegrunnlag"), at(4)).unwrap();
    assert_eq!(world.listed(TAX, REVISORKUNDE), [REVISORKUNDE], "can be added again, and is not back by itself");
    assert!(manager.acting_systems().unwrap().is_empty());
}

#[test]
fn who_keeps_one_of_two_packages_stays_and_is_marked_until_the_other_is_given_again() {
    let world = world();
    let frodig = world.frodig();
    let manager = frodig.access_manager().unwrap();
    let via = |world: &World| {
        let frodig = world.frodig();
        let systems = frodig.access_manager().unwrap().acting_systems().unwrap();
        systems[0].packages.iter().map(|package| package.via).collect::<Vec<_>>()
    };
    assert_eq!(via(&world), [Some(Via::Direct), Some(Via::Role(ErRole::Accountant))]);
    let taken = manager.take_back(Side::Client, id(FIRM), &code("jordbruk"), at(0)).unwrap();
    assert_eq!((taken.gone, taken.reduced), (0, 1));
    assert_eq!(via(&world), [None, Some(Via::Role(ErRole::Accountant))]);
    let counts = || {
        let overview = world.firm().overview(OverviewPages { own: 1, clients: 1, size: 50 }).unwrap().clients;
        let counts =
            overview.rows.iter().find(|entry| entry.access().id == access(AGRICULTURE)).unwrap().counts.unwrap();
        (counts.assigned, counts.lost)
    };
    assert_eq!(counts(), (1, 1));
    manager.give(id(FIRM), &code("jordbruk"), at(1)).unwrap();
    assert_eq!(counts(), (1, 0));
    assert_eq!(via(&world), [Some(Via::Direct), Some(Via::Role(ErRole::Accountant))], "without being added again");
    let event = Event::DropRole { provider: number(FIRM), client: number(FRODIG), role: ErRole::Accountant };
    let outcome = world.service.apply_event(&event, at(2)).unwrap();
    assert_eq!((counts(), outcome.delegations_reduced), ((1, 1), 1));
    let event = Event::RegisterRole { provider: number(FIRM), client: number(FRODIG), role: ErRole::Accountant };
    world.service.apply_event(&event, at(3)).unwrap();
    assert_eq!(via(&world), [Some(Via::Direct), Some(Via::Role(ErRole::Accountant))], "a role likewise");
    let taken = manager.take_back(Side::Client, id(FIRM), &code("jordbruk"), at(4)).unwrap();
    manager.undo_power(taken.change.unwrap(), at(5)).unwrap();
    assert_eq!(counts(), (1, 0));
    manager.take_back(Side::Client, id(FIRM), &code("jordbruk"), at(6)).unwrap();
    let event = Event::DropRole { provider: number(FIRM), client: number(FRODIG), role: ErRole::Accountant };
    assert_eq!(world.service.apply_event(&event, at(7)).unwrap().delegations_gone, 1, "with its last package");
}

#[test]
fn what_cannot_be_given_is_known_before_and_refused() {
    let world = world();
    let client = world.client();
    let manager = client.access_manager().unwrap();
    let give = |package: &str| manager.give(id(FIRM), &code(package), at(0));
    assert_eq!(refused(give("ansvarlig-revisor")), ConnectionProblem::CannotGive(CannotGive::NotAssignable));
    assert_eq!(refused(give("hovedadministrator")), ConnectionProblem::CannotGive(CannotGive::NotForOrganisations));
    assert_eq!(refused(give("none")), ConnectionProblem::UnknownPackage);
    let elsewhere = manager.give(id(EMPTY_FIRM), &code("jordbruk"), at(0));
    assert_eq!(refused(elsewhere), ConnectionProblem::NoRelationship);
    assert_eq!(refused(manager.give(id(KLIENTKUNDE), &code("jordbruk"), at(0))), ConnectionProblem::Oneself);
    assert!(matches!(manager.give(Uuid::from_u128(7), &code("jordbruk"), at(0)), Err(ServiceError::NotFound)));
    assert_eq!(refused(manager.add_provider(number(KLIENTKUNDE), at(0))), ConnectionProblem::Oneself);
    assert_eq!(refused(manager.add_provider(number("310609544"), at(0))), ConnectionProblem::UnknownOrganisation);
    assert_eq!(refused(manager.look_up("310495")), ConnectionProblem::InvalidNumber(NumberError::Length));
    assert_eq!(looked_up(manager, KLIENTKUNDE).1, LookUpState::Own);
    manager.add_provider(number(VENDOR), at(0)).unwrap();
    assert!(manager.give(id(VENDOR), &code("jordbruk"), at(0)).unwrap().change.is_some(), "a vendor like any other");

    let offered = manager.offered_packages(id(FIRM)).unwrap();
    let blocked: Vec<_> =
        offered.iter().filter(|one| one.obstacle.is_some()).map(|one| one.package.code.as_str()).collect();
    assert_eq!((offered.len(), blocked), (140, vec!["hovedadministrator"]));
    let held: Vec<_> = offered.iter().filter_map(|one| one.held.as_ref()).map(|held| held.given).collect();
    assert_eq!(held, [true]);

    let limited = world.acting(SNARTENKT_BINDERS, KLIENTKUNDE);
    let manager = limited.access_manager().unwrap();
    let offered = manager.offered_packages(id(FIRM)).unwrap();
    let free: Vec<_> =
        offered.iter().filter(|one| one.obstacle.is_none()).map(|one| one.package.code.as_str()).collect();
    assert_eq!(free, ["jordbruk"]);
    let not_held = refused(manager.give(id(FIRM), &code("a-ordning"), at(0)));
    assert_eq!(not_held, ConnectionProblem::CannotGive(CannotGive::NotHeld));
    assert!(manager.give(id(FIRM), &code("jordbruk"), at(0)).unwrap().change.is_some());
    assert!(manager.take_back(Side::Client, id(FIRM), &code("skattegrunnlag"), at(0)).unwrap().change.is_some(), "any");
}
