//! Who may do what: every role by itself, at every level, and the pages' personas.

use super::*;

/// Role, access management, client administration, as in the access control guide.
const ROLES: [(&str, bool, bool); 18] = [
    ("daglig-leder", true, true),
    ("styreleder", true, true),
    ("innehaver", true, true),
    ("deltaker-fullt-ansvar", true, true),
    ("deltaker-delt-ansvar", true, true),
    ("komplementar", true, true),
    ("bestyrende-reder", true, true),
    ("bostyrer", true, true),
    ("kontaktperson-nuf", true, false),
    ("norsk-representant", true, false),
    ("styremedlem", false, false),
    ("varamedlem", false, false),
    ("nestleder", false, false),
    ("kontaktperson", false, false),
    ("hovedadministrator", true, true),
    ("tilgangsstyrer", true, false),
    ("klientadministrator", false, true),
    ("ansatt", false, false),
];

fn role(code: &str) -> PersonRole {
    PersonRole::from_code(code).unwrap()
}

#[test]
fn every_role_by_itself_has_the_powers_of_its_row() {
    assert_eq!(ROLES.map(|(code, ..)| code), PersonRole::ALL.map(|(_, code)| code), "no role is left out");
    for (code, access_management, client_administration) in ROLES {
        let powers = Permissions::of(&[role(code)]);
        assert_eq!(powers.access_management, access_management, "{code}");
        assert_eq!(powers.client_administration, client_administration, "{code}");
        assert_eq!(powers.overview(), access_management || client_administration, "{code}");
        assert!(!powers.level_too_low, "{code}");
    }
}

#[test]
fn a_level_below_three_takes_client_administration_and_nothing_else() {
    for (code, access_management, client_administration) in ROLES {
        let powers = Permissions::of(&[role(code)]);
        for level in 0..=4 {
            let left = powers.at_level(AuthenticationLevel(level));
            assert_eq!(left.access_management, access_management, "{code} at {level}");
            assert_eq!(left.client_administration, client_administration && level >= 3, "{code} at {level}");
            assert_eq!(left.level_too_low, client_administration && level < 3, "{code} at {level}");
        }
    }
}

#[test]
fn roles_add_up_and_none_takes_away() {
    for (one, management_of_one, clients_of_one) in ROLES {
        for (other, management_of_other, clients_of_other) in ROLES {
            let powers = Permissions::of(&[role(one), role(other)]);
            assert_eq!(powers.access_management, management_of_one || management_of_other, "{one}, {other}");
            assert_eq!(powers.client_administration, clients_of_one || clients_of_other, "{one}, {other}");
        }
    }
    assert_eq!(Permissions::of(&[]), Permissions::default());
}

#[test]
fn a_package_gives_the_powers_that_a_role_in_the_register_gives() {
    assert_eq!(Permissions::of(&[PersonRole::MainAdministrator]), Permissions::of(&[PersonRole::ManagingDirector]));
    let both = [PersonRole::AccessManager, PersonRole::ClientAdministrator];
    let powers = Permissions::of(&both);
    assert!(!powers.gives_every_package, "only what the person holds");
    let gives_all = Permissions { gives_every_package: true, ..powers };
    assert_eq!(gives_all, Permissions::of(&[PersonRole::ManagingDirector]));
}
