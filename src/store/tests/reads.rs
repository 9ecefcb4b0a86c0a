//! Reads: what is found, and in which order.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Opened, audit, contents, first_person, number, organisation, package, second_person};
use crate::domain::access::AccessId;
use crate::domain::role::{ErRole, PersonRole};
use crate::domain::world::WorldClock;
use crate::service::Representation;
use crate::service::store::Store;

type World = Opened<dyn Store>;

pub fn an_empty_world_has_no_contents(world: &World) {
    let read = world.store.read().unwrap();
    assert!(read.contents().unwrap().is_none() && read.loaded().unwrap().is_none() && read.source().unwrap().is_none());
    assert_eq!(read.clock().unwrap(), WorldClock::Real);
    assert_eq!(read.organisations(10).unwrap(), []);
}

pub fn a_world_comes_back_as_it_was_loaded(world: &World) {
    assert_eq!(world.contents(), contents());
    let read = world.store.read().unwrap();
    let loaded = read.loaded().unwrap().unwrap();
    assert_eq!((loaded.name, loaded.title, loaded.loaded), (contents().name, contents().title, super::at(1)));
    assert_eq!(loaded.description, contents().description);
    assert_eq!(read.source().unwrap().as_deref(), Some("the text"));
}

pub fn people_are_in_the_order_of_the_scenario_and_found_by_either_id(world: &World) {
    let read = world.store.read().unwrap();
    let expected: Vec<_> = contents().people.into_iter().map(|known| (known.person, known.note)).collect();
    assert_eq!(read.people().unwrap(), expected);
    let person = first_person();
    assert_eq!(read.person(person.id).unwrap().as_ref(), Some(&person));
    assert_eq!(read.person_by_national_id(&person.national_id).unwrap(), Some(person));
    assert_eq!(read.person(Uuid::from_u128(1).into()).unwrap(), None);
}

pub fn a_person_has_every_role_and_package_by_number_of_the_organisation(world: &World) {
    let read = world.store.read().unwrap();
    let director = |nth, packages: &[&str]| Representation {
        organisation: organisation(nth),
        roles: vec![PersonRole::ManagingDirector],
        packages: packages.iter().map(|code| package(code)).collect(),
    };
    let only_packages = Representation { roles: Vec::new(), ..director(2, &["a-ordning", "jordbruk"]) };
    let expected = [director(0, &[]), director(1, &[]), only_packages];
    assert_eq!(read.representations(first_person().id).unwrap(), expected);
    assert_eq!(read.representations(second_person().id).unwrap(), [director(0, &["jordbruk"])]);
    assert_eq!(read.representations(Uuid::from_u128(1).into()).unwrap(), []);
}

pub fn accesses_are_newest_first_or_in_the_order_in_which_they_were_made(world: &World) {
    let read = world.store.read().unwrap();
    let titles = |accesses: Vec<crate::domain::access::SystemAccess>| {
        accesses.into_iter().map(|access| access.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(read.accesses(number(0)).unwrap()), ["Eget", "Avgift", "Revisjon"]);
    assert_eq!(titles(read.all_accesses().unwrap()), ["Revisjon", "Eget", "Avgift"]);
    assert_eq!(read.accesses(number(1)).unwrap(), []);
    assert_eq!(read.access(audit()).unwrap().as_ref(), contents().accesses.first());
    assert_eq!(read.access(AccessId::of(number(1), "Revisjon")).unwrap(), None);
}

pub fn a_provider_has_each_client_once_also_one_without_powers(world: &World) {
    let read = world.store.read().unwrap();
    let clients = read.clients(number(0)).unwrap();
    assert_eq!(clients.len(), 3);
    let powers = |client: crate::domain::client::Client| (client.organisation, (client.roles, client.direct));
    let clients: BTreeMap<_, _> =
        clients.into_iter().map(|client| (client.organisation.number, powers(client))).collect();
    assert_eq!(clients[&number(2)], (organisation(2), (vec![ErRole::Auditor], vec![])));
    assert_eq!(clients[&number(3)], (organisation(3), (vec![], vec![package("skattegrunnlag")])));
    assert_eq!(clients[&number(4)], (organisation(4), (vec![], vec![])));
    assert_eq!(read.clients(number(5)).unwrap(), []);
}

pub fn organisations_are_found_many_at_a_time(world: &World) {
    let read = world.store.read().unwrap();
    assert_eq!(read.organisations(2).unwrap(), [organisation(0), organisation(1)]);
    assert_eq!(read.organisation(number(2)).unwrap(), Some(organisation(2)));
    assert_eq!(read.organisation(number(7)).unwrap(), None);
    let asked = [number(5), number(7), number(1), number(5)];
    assert_eq!(read.organisations_by_number(&asked).unwrap(), [organisation(1), organisation(5)]);
    assert_eq!(read.organisations_by_number(&[]).unwrap(), []);
    let [known, unknown] = [organisation(3).uuid(), organisation(7).uuid()];
    let expected = [Some(organisation(3)), None, Some(organisation(3)), Some(organisation(0))];
    assert_eq!(read.organisations_by_id(&[known, unknown, known, organisation(0).uuid()]).unwrap(), expected);
}
