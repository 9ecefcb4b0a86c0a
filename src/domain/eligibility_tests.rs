//! The rule at the heart of the portal, held against the table of the guide.

use proptest::prelude::*;

use super::*;
use crate::domain::organisation::Organisation;
use crate::domain::package::Localised;

fn package(code: &str) -> AccessPackage {
    let text = Localised { nb: code.into(), nn: code.into(), en: code.into() };
    AccessPackage {
        code: code.into(),
        name: text.clone(),
        description: text.clone(),
        area: text,
        delegable: true,
        assignable: !ROLE_GRANTS.iter().any(|grant| grant.forms != [OrgForm::NUF] && grant.packages.contains(&code)),
        services: Vec::new(),
    }
}

fn client(form: &str, roles: &[ErRole], direct: &[&str]) -> Client {
    Client {
        organisation: Organisation {
            number: "310609544".parse().unwrap(),
            name: "KUNDE".into(),
            form: form.parse().unwrap(),
        },
        roles: roles.to_vec(),
        direct: direct.iter().map(|code| PackageCode::from(*code)).collect(),
    }
}

fn eligibility(needed: &[&str], client: &Client) -> Eligibility {
    let packages: Vec<_> = needed.iter().map(|code| package(code)).collect();
    Eligibility::of(&packages.iter().collect::<Vec<_>>(), client)
}

const SIGNING: &str = "regnskapsforer-med-signeringsrettighet";

#[test]
fn all_packages_are_needed_not_any() {
    let needed = ["jordbruk", SIGNING];
    let both = eligibility(&needed, &client("AS", &[ErRole::Accountant], &["jordbruk"]));
    assert!(both.is_eligible());
    assert_eq!(
        both.held().collect::<Vec<_>>(),
        [
            (&"jordbruk".into(), PackageStatus::Direct),
            (&SIGNING.into(), PackageStatus::ThroughRole(ErRole::Accountant))
        ]
    );
    let role_only = eligibility(&needed, &client("AS", &[ErRole::Accountant], &[]));
    assert!(!role_only.is_eligible() && role_only.has_some());
    assert_eq!(role_only.missing().collect::<Vec<_>>(), [(&"jordbruk".into(), Missing::Direct)]);
    let direct_only = eligibility(&needed, &client("AS", &[], &["jordbruk"]));
    assert_eq!(direct_only.missing().collect::<Vec<_>>(), [(&SIGNING.into(), Missing::Role(ErRole::Accountant))]);
    assert!(!eligibility(&needed, &client("AS", &[], &[])).has_some());
}

#[test]
fn a_role_package_never_comes_by_direct_delegation() {
    let given = eligibility(&["ansvarlig-revisor"], &client("AS", &[], &["ansvarlig-revisor"]));
    assert_eq!(given.missing().collect::<Vec<_>>(), [(&"ansvarlig-revisor".into(), Missing::Role(ErRole::Auditor))]);
}

#[test]
fn a_business_manager_has_property_only_for_esek_and_brl() {
    let needed = ["forretningsforer-eiendom"];
    for form in ["ESEK", "BRL"] {
        assert!(eligibility(&needed, &client(form, &[ErRole::BusinessManager], &[])).is_eligible(), "{form}");
    }
    for form in ["AS", "BBL", "NUF"] {
        let other = eligibility(&needed, &client(form, &[ErRole::BusinessManager], &[]));
        let forms = &[OrgForm::ESEK, OrgForm::BRL];
        let why = Missing::OrgForm { role: ErRole::BusinessManager, forms };
        assert_eq!(other.missing().collect::<Vec<_>>(), [(&needed[0].into(), why)], "{form}");
    }
}

#[test]
fn an_access_that_needs_nothing_takes_nobody() {
    assert!(!eligibility(&[], &client("AS", &[ErRole::Auditor], &[])).is_eligible());
}

fn any_client() -> impl Strategy<Value = Client> {
    let form = prop::sample::select(vec!["AS", "ESEK", "BRL", "BBL", "NUF"]);
    let roles = prop::sample::subsequence(ErRole::ALL.to_vec(), 0..=3);
    let direct = prop::sample::subsequence(vec!["jordbruk", "skattegrunnlag", SIGNING, "ansvarlig-revisor"], 0..=4);
    (form, roles, direct).prop_map(|(form, roles, direct)| client(form, &roles, &direct))
}

proptest! {
    #[test]
    fn eligible_is_exactly_nothing_missing(
        client in any_client(),
        needed in prop::sample::subsequence(
            vec!["jordbruk", "skattegrunnlag", SIGNING, "ansvarlig-revisor", "forretningsforer-eiendom"], 1..=5),
    ) {
        let answer = eligibility(&needed, &client);
        prop_assert_eq!(answer.is_eligible(), answer.missing().count() == 0);
        prop_assert_eq!(answer.held().count() + answer.missing().count(), needed.len());
        let each_alone = needed.iter().all(|code| eligibility(&[code], &client).is_eligible());
        prop_assert_eq!(answer.is_eligible(), each_alone);
    }

    #[test]
    fn a_further_power_never_takes_one_away(client in any_client(), needed in prop::sample::subsequence(
        vec!["jordbruk", SIGNING, "forretningsforer-eiendom"], 1..=3)) {
        let before = eligibility(&needed, &client);
        let mut more = client.clone();
        more.roles = ErRole::ALL.to_vec();
        more.direct.push("jordbruk".into());
        let after = eligibility(&needed, &more);
        for (code, _) in before.held() {
            prop_assert!(after.held().any(|(held, _)| held == code));
        }
    }
}
