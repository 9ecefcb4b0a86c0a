//! Taking back, giving back, removing, undoing, and events outside.

use super::*;
use crate::domain::audit::{Act, Channel, Deed, OUTSIDE, Subject};
use crate::domain::relationship::{Relationship, Side};
use crate::domain::role::ErRole;
use crate::service::events::Event;
use crate::service::{Agreement, Deletable, PowerChange};

#[test]
fn a_relationship_ends_with_what_was_agreed_to_and_nothing_else() {
    let world = world();
    let frodig = world.frodig();
    let manager = frodig.access_manager().unwrap();
    let removal = manager.removal(Side::Client, id(FIRM)).unwrap();
    let packages: Vec<_> = removal.packages.iter().map(|package| package.code.as_str()).collect();
    let accesses: Vec<_> = removal.accesses.iter().map(|ending| (ending.access.id, ending.ends)).collect();
    assert_eq!((packages, accesses), (vec!["jordbruk"], vec![(access(AGRICULTURE), false)]));
    assert_eq!(removal.deletable, Deletable::GivenOnly);
    // A colleague gives another package while the question is open.
    manager.give(id(FIRM), &code("a-ordning"), at(0)).unwrap();
    let remove = |agreement, at| manager.remove_relationship(Side::Client, id(FIRM), agreement, at);
    assert_eq!(refused(remove(Agreement::Question(removal.agreed), at(1))), ConnectionProblem::NotAsAgreed);
    assert_eq!(refused(remove(Agreement::NoPackages, at(1))), ConnectionProblem::HasPackages);
    let agreed = manager.removal(Side::Client, id(FIRM)).unwrap().agreed;
    let removed: PowerChange = remove(Agreement::Question(agreed), at(2)).unwrap();
    assert_eq!((removed.change.is_some(), removed.gone, removed.reduced), (true, 0, 1));
    assert_eq!(refused(remove(Agreement::Everything, at(3))), ConnectionProblem::RegisteredOnly);
    let detail = manager.relationship(Side::Client, id(FIRM)).unwrap();
    assert_eq!((detail.powers.roles.len(), detail.deletable()), (1, Deletable::Nothing), "the register is not ours");
    assert!(detail.packages.iter().all(|held| !held.given && held.roles == [ErRole::Accountant]));
    // One of two people was first.
    let client = world.client();
    let manager = client.access_manager().unwrap();
    let question = manager.removal(Side::Client, id(FIRM)).unwrap();
    let both = [4, 5].map(|second| {
        manager.remove_relationship(Side::Client, id(FIRM), Agreement::Question(question.agreed), at(second)).unwrap()
    });
    assert_eq!(both.map(|one| one.change.is_some()), [true, false]);
    assert!(matches!(manager.relationship(Side::Client, id(FIRM)), Err(ServiceError::NotFound)));
}

#[test]
fn undoing_takes_back_only_what_nobody_has_touched_since() {
    let world = world();
    let client = world.client();
    let manager = client.access_manager().unwrap();
    let given = |second| manager.give(id(FIRM), &code("jordbruk"), at(second)).unwrap().change.unwrap();
    let first = given(0);
    assert!(manager.undo_power(first, at(1)).unwrap().change.is_some());
    assert_eq!(refused(manager.undo_power(first, at(2))), ConnectionProblem::Superseded);
    let second = given(3);
    assert_eq!(refused(manager.undo_power(first, at(4))), ConnectionProblem::Superseded, "a colleague has given it");
    let taken = manager.take_back(Side::Client, id(FIRM), &code("jordbruk"), at(5)).unwrap().change.unwrap();
    assert_eq!(refused(manager.undo_power(second, at(6))), ConnectionProblem::Superseded);
    assert!(manager.undo_power(taken, at(7)).unwrap().change.is_some(), "given again");
    let last = world.service.activity(number(KLIENTKUNDE), 1).unwrap();
    assert!(
        matches!(&last[0].deed, Deed::Other(Act::Give, Subject::Package(_, package)) if *package == code("jordbruk"))
    );
    let foreign = world.frodig();
    assert!(matches!(foreign.access_manager().unwrap().undo_power(taken, at(8)), Err(ServiceError::NoSuchChange)));
    let removed = manager.remove_relationship(Side::Client, id(FIRM), Agreement::Everything, at(9)).unwrap();
    assert!(matches!(manager.undo_power(removed.change.unwrap(), at(10)), Err(ServiceError::NoSuchChange)));
}

#[test]
fn the_provider_gives_back_and_undoes_nothing_that_is_the_clients() {
    let world = world();
    let firm = world.firm();
    let manager = firm.access_manager().unwrap();
    world.add_client(TAX, KLIENTKUNDE);
    let back = manager.take_back(Side::Provider, id(KLIENTKUNDE), &code("skattegrunnlag"), at(1)).unwrap();
    assert_eq!((back.gone, back.organisation.number), (1, number(KLIENTKUNDE)));
    assert!(matches!(manager.undo_power(back.change.unwrap(), at(2)), Err(ServiceError::NoSuchChange)));
    let seen = world.activity(FIRM);
    assert_eq!((seen[0].on_behalf_of, &seen[0].channel), (number(FIRM), &Channel::Page));
    let removed = manager.remove_relationship(Side::Provider, id(FRODIG), Agreement::Everything, at(3)).unwrap();
    assert_eq!((removed.gone, removed.reduced), (0, 1));
    let stranger = manager.relationship(Side::Provider, id(EMPTY_FIRM));
    assert!(matches!(stranger, Err(ServiceError::NotFound)));
    let foreign = manager.relationship(Side::Client, id(FRODIG));
    assert!(matches!(foreign, Err(ServiceError::NotFound)), "the firm is no client of it");
}

#[test]
fn events_outside_do_what_people_do_and_are_written_down() {
    let (inside, outside) = (world(), world());
    let pair = Relationship { provider: number(FIRM), client: number(FRODIG) };
    let Relationship { provider, client } = pair;
    let person = inside.frodig();
    let manager = person.access_manager().unwrap();
    manager.take_back(Side::Client, id(FIRM), &code("jordbruk"), at(0)).unwrap();
    manager.add_provider(number(EMPTY_FIRM), at(1)).unwrap();
    manager.give(id(EMPTY_FIRM), &code("jordbruk"), at(2)).unwrap();
    manager.remove_relationship(Side::Client, id(FIRM), Agreement::Everything, at(3)).unwrap();
    let empty = number(EMPTY_FIRM);
    for (second, event) in [
        Event::TakeBackPackage { provider, client, package: code("jordbruk") },
        Event::AddRelationship { provider: empty, client },
        Event::GivePackage { provider: empty, client, package: code("jordbruk") },
        Event::RemoveRelationship { provider, client },
    ]
    .into_iter()
    .enumerate()
    {
        assert!(outside.service.apply_event(&event, at(i64::try_from(second).unwrap())).unwrap().changed, "{event:?}");
    }
    let (mut one, mut other) = (inside.service.contents().unwrap(), outside.service.contents().unwrap());
    // Made at the moment of loading.
    (one.requests, other.requests) = (Vec::new(), Vec::new());
    assert_eq!(one, other);
    let deeds = |world: &World| world.activity(FRODIG).into_iter().map(|entry| entry.deed).collect::<Vec<_>>();
    assert_eq!(deeds(&inside), deeds(&outside));
    let outside_entries = outside.activity(FRODIG);
    assert!(outside_entries.iter().all(|entry| entry.person == OUTSIDE && entry.channel == Channel::Outside));
    let role = Event::RegisterRole { provider, client, role: ErRole::Auditor };
    outside.service.apply_event(&role, at(9)).unwrap();
    let gained = Deed::Other(Act::Give, Subject::Role(pair, ErRole::Auditor));
    assert_eq!(outside.activity(FRODIG)[0].deed, gained, "gains too");
}
