//! The guide's scenario has what the guide, walkthroughs and page tests rely on.

use std::collections::BTreeSet;

use super::{GUIDE, package_catalogue};
use crate::domain::access::{AccessKind, SystemAccess};
use crate::domain::client::Client;
use crate::domain::delegation::Via;
use crate::domain::eligibility::Eligibility;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::role::{ErRole, PersonRole};
use crate::scenario::{Diagnostic, Scenario};

fn guide() -> Scenario {
    Scenario::parse("veiledning.toml", GUIDE, package_catalogue::embedded()).unwrap_or_else(|diagnostics| {
        panic!("{}", diagnostics.iter().map(Diagnostic::to_string).collect::<Vec<_>>().join("\n"));
    })
}

fn firm() -> OrganisationNumber {
    "310495891".parse().unwrap()
}

fn access<'s>(scenario: &'s Scenario, title: &str) -> &'s SystemAccess {
    scenario.accesses.iter().find(|access| access.owner == firm() && access.title == title).unwrap()
}

/// Names of the eligible organisations, and of those with some of the packages.
fn candidates(scenario: &Scenario, access: &SystemAccess) -> (BTreeSet<String>, BTreeSet<String>) {
    let packages: Vec<_> =
        access.packages.iter().map(|code| package_catalogue::embedded().get(code).unwrap()).collect();
    let answer = |organisation: &Organisation| {
        let is_here = |provider, client| provider == access.owner && client == organisation.number;
        let relations = scenario.relations.iter().filter(|relation| is_here(relation.provider, relation.client));
        let grants = scenario.grants.iter().filter(|grant| is_here(grant.provider, grant.client));
        let roles = relations.map(|relation| relation.role).collect();
        let direct = grants.map(|grant| grant.package.clone()).collect();
        Eligibility::of(&packages, &Client { organisation: organisation.clone(), roles, direct })
    };
    let names = |wanted: fn(&Eligibility) -> bool| {
        let found = scenario.organisations.iter().filter(|organisation| wanted(&answer(organisation)));
        found.map(|organisation| organisation.name.clone()).collect()
    };
    (names(Eligibility::is_eligible), names(|answer| answer.has_some() && !answer.is_eligible()))
}

fn names<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

#[test]
fn the_revisor_access_has_two_pages_of_clients_and_none_added() {
    let guide = guide();
    let access = access(&guide, "Revisor klientdelegering");
    let (eligible, some) = candidates(&guide, access);
    assert_eq!((eligible.len(), some.len()), (12, 0));
    assert!(eligible.contains("REVISORKUNDE AS"));
    for start in ["Æ", "Ø", "Å", "AA"] {
        assert!(eligible.iter().any(|name| name.starts_with(start)), "{start}");
    }
    let forms: BTreeSet<_> = guide
        .organisations
        .iter()
        .filter(|organisation| eligible.contains(&organisation.name))
        .map(|organisation| organisation.form.code())
        .collect();
    assert!(forms.is_superset(&BTreeSet::from(["AS", "BRL", "ENK", "NUF"])), "{forms:?}");
    assert!(guide.delegations.iter().all(|delegation| delegation.access != access.id));
}

#[test]
fn skattegrunnlag_comes_directly_from_one_client() {
    let guide = guide();
    let (eligible, some) = candidates(&guide, access(&guide, "Skattegrunnlag klientdelegering"));
    assert_eq!((eligible, some), (names(["KLIENTKUNDE AS"]), names([])));
}

#[test]
fn landbruk_needs_both_ways_and_the_one_who_has_both_is_added() {
    let guide = guide();
    let access = access(&guide, "Landbruk klientdelegering");
    let (eligible, some) = candidates(&guide, access);
    assert_eq!(eligible, names(["FRODIG SEIG TIGER AS"]));
    assert_eq!(some, names(["SVAL SPRØ KATT LIEN", "TØRR LANG TIGER AS"]));
    let [delegation] = &guide.delegations[..] else { panic!("{:?}", guide.delegations) };
    assert_eq!((delegation.access, delegation.added), (access.id, access.created));
    let packages = [
        ("jordbruk".into(), Via::Direct),
        ("regnskapsforer-med-signeringsrettighet".into(), Via::Role(ErRole::Accountant)),
    ];
    assert_eq!(delegation.packages, packages);
}

#[test]
fn the_revisor_access_is_the_newest_though_not_the_first_in_the_file() {
    let guide = guide();
    let mut accesses: Vec<_> = guide.accesses.iter().filter(|access| access.owner == firm()).collect();
    assert_ne!(accesses[0].title, "Revisor klientdelegering");
    accesses.sort_by_key(|access| std::cmp::Reverse(access.created));
    assert_eq!(accesses[0].title, "Revisor klientdelegering");
    assert!(accesses.windows(2).all(|pair| pair[0].created > pair[1].created));
    let own: Vec<_> = accesses.iter().filter(|access| access.kind == AccessKind::Own).collect();
    assert!(matches!(own[..], [access] if access.title == "SmartCloud" && access.packages.len() == 2));
}

#[test]
fn every_persona_of_the_guide_can_sign_in() {
    let guide = guide();
    let held = |name: &str| {
        let known = guide.people.iter().find(|known| known.person.name == name).unwrap();
        let roles = guide.roles.iter().filter(|held| held.person == known.person.id);
        roles.map(|held| (held.organisation, held.role)).collect::<Vec<_>>()
    };
    assert_eq!(held("GILD KANNE"), [(firm(), PersonRole::ManagingDirector)]);
    assert_eq!(held("ESTETISK SKÅL"), [(firm(), PersonRole::ClientAdministrator)]);
    assert_eq!(held("SITRONGUL MEDALJONG"), [(firm(), PersonRole::AccessManager)]);
    assert_eq!(held("RYDDIG PAPIRVIFTE"), [(firm(), PersonRole::Employee)]);
    assert_eq!(held("LUFTIG PARASOLL"), []);
    let several = held("KURSIV FOSSEKALL");
    assert_eq!(several.len(), 6);
    assert!(several.iter().filter(|(_, role)| *role == PersonRole::ManagingDirector).count() >= 3);
}

#[test]
fn one_firm_has_an_access_for_clients_and_nobody_to_put_on_it() {
    let guide = guide();
    let empty = guide.organisations.iter().find(|organisation| organisation.name == "TOM RASK TIGER AS").unwrap();
    let access = guide.accesses.iter().find(|access| access.owner == empty.number).unwrap();
    assert_eq!(access.kind, AccessKind::Clients);
    assert_eq!(candidates(&guide, access), (names([]), names([])));
    assert!(
        guide.roles.iter().any(|held| held.organisation == empty.number && held.role == PersonRole::ManagingDirector)
    );
}

#[test]
fn the_example_in_the_readme_is_valid() {
    let readme = include_str!("../../../fixtures/scenarios/README.md");
    let example = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(Scenario::parse("README.md", example, package_catalogue::embedded()).err(), None);
}

#[test]
fn the_readme_names_every_role() {
    let readme = include_str!("../../../fixtures/scenarios/README.md");
    let codes = PersonRole::ALL.map(|(_, code)| code).into_iter().chain(ErRole::ALL.map(ErRole::code));
    for code in codes {
        assert!(readme.contains(&format!("`{code}`")), "{code}");
    }
}
