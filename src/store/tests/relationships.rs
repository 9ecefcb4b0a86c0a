//! Relationships: what a client has registered and given, and where it shows.

use super::changes::change;
use super::{Opened, at, audit, entry, number, organisation, package, pair};
use crate::domain::audit::{Act, AuditEntry, Deed, Subject};
use crate::domain::delegation::Via;
use crate::domain::organisation::Organisation;
use crate::domain::relationship::{Powers, Relationship};
use crate::domain::role::ErRole;
use crate::service::store::Store;

type World = Opened<dyn Store>;

fn powers(world: &World, pair: Relationship) -> Option<Powers> {
    world.store.read().unwrap().powers(pair).unwrap()
}

pub fn a_client_has_each_provider_once_with_what_it_gave(world: &World) {
    change(world, |write| {
        write.set_role(number(0), number(3), ErRole::BusinessManager, true).unwrap();
        write.set_role(number(0), number(3), ErRole::Accountant, true).unwrap();
        write.set_package(number(0), number(3), &package("a-ordning"), true).unwrap();
    });
    let both = Powers {
        roles: vec![ErRole::BusinessManager, ErRole::Accountant],
        given: vec![package("a-ordning"), package("skattegrunnlag")],
        added: Some(at(9)),
    };
    let only_added = Powers { added: Some(at(8)), ..Powers::default() };
    let read = world.store.read().unwrap();
    let mut providers = read.providers(number(3)).unwrap();
    providers.sort_by_key(|(provider, _)| provider.number);
    assert_eq!(providers, [(organisation(0), both.clone()), (organisation(1), only_added.clone())]);
    assert_eq!((powers(world, pair(0, 3)), powers(world, pair(1, 3))), (Some(both), Some(only_added)));
    let registered = Powers { roles: vec![ErRole::Auditor], ..Powers::default() };
    assert_eq!(powers(world, pair(0, 2)), Some(registered));
    assert_eq!((powers(world, pair(0, 5)), powers(world, pair(3, 0))), (None, None));
    assert_eq!(
        (read.providers(number(0)).unwrap(), read.clients_by_hand(number(0)).unwrap()),
        (vec![], vec![(number(3), at(9))])
    );
}

pub fn a_relationship_is_added_once_and_goes_with_its_packages(world: &World) {
    assert!(world.store.write().unwrap().set_package(number(0), number(5), &package("a"), true).is_err());
    change(world, |write| {
        assert_eq!([10, 11].map(|time| write.add_relationship(pair(0, 5), at(time)).unwrap()), [true, false]);
    });
    assert_eq!(powers(world, pair(0, 5)), Some(Powers { added: Some(at(10)), ..Powers::default() }));
    let is_known = |client: &Organisation| client.number == number(5);
    let clients = world.store.read().unwrap().clients(number(0)).unwrap();
    assert!(clients.iter().any(|client| is_known(&client.organisation)), "also without powers");
    change(world, |write| {
        assert!(write.set_package(number(0), number(5), &package("a"), true).unwrap());
        write.set_role(number(0), number(5), ErRole::Auditor, true).unwrap();
        assert_eq!([(); 2].map(|()| write.remove_relationship(pair(0, 5)).unwrap()), [true, false]);
    });
    let registered = Powers { roles: vec![ErRole::Auditor], ..Powers::default() };
    assert_eq!(powers(world, pair(0, 5)), Some(registered));
}

pub fn a_client_is_found_on_everybodys_accesses(world: &World) {
    let read = || world.store.read().unwrap();
    let found = read().delegations_of_client(number(2)).unwrap();
    assert_eq!(found, super::contents().delegations[..1]);
    assert_eq!(read().delegations_of_client(number(0)).unwrap(), []);
    change(world, |write| {
        write.add(audit(), at(7), &[(package("a"), Via::Direct), (package("b"), Via::Direct)], &[number(3)]).unwrap();
    });
    let found = read().delegations_of_client(number(3)).unwrap();
    assert_eq!((found.len(), found[0].access, found[0].added, found[0].packages.len()), (1, audit(), at(7), 2));
}

pub fn the_latest_word_on_a_package_is_known(world: &World) {
    let (pair, code) = (pair(0, 3), package("a-ordning"));
    let append = |act, subject| {
        let entry = AuditEntry { deed: Deed::Other(act, subject), ..entry() };
        change(world, |write| write.append_audit(&entry, &[], &[]).unwrap())
    };
    let last = || world.store.read().unwrap().last_about_package(pair, &code).unwrap();
    assert_eq!(last(), None);
    let given = append(Act::Give, Subject::Package(pair, code.clone()));
    append(Act::Give, Subject::Package(pair, package("jordbruk")));
    append(Act::Give, Subject::Role(pair, ErRole::Auditor));
    append(Act::Give, Subject::Package(super::pair(1, 3), code.clone()));
    assert_eq!(last(), Some(given));
    let removed = append(Act::Delete, Subject::Relationship(pair));
    assert_eq!(last(), Some(removed));
    let read = world.store.read().unwrap();
    let found = read.audit_entry(given).unwrap().unwrap();
    assert_eq!(found.deed, Deed::Other(Act::Give, Subject::Package(pair, code.clone())));
    assert_eq!(read.audit_entry(super::ChangeId::random()).unwrap(), None);
}
