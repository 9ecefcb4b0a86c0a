//! Which packages a person can give in an organisation's name.

use super::package::{AccessPackage, PackageCode};
use super::permission::Permissions;

/// Why a person cannot give a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CannotGive {
    /// Nobody can give it: it only comes with a role.
    NotAssignable,
    /// The person does not hold it, and no role of the person covers it.
    NotHeld,
    /// Only people can have it, no organisation.
    NotForOrganisations,
}

/// The package that only people can have.
const MAIN_ADMINISTRATOR: &str = "hovedadministrator";

/// What a person can give in one organisation's name.
#[derive(Debug, Clone, Default)]
pub struct GivingPower {
    /// Whether a role covers every package: a key role, or Hovedadministrator.
    every: bool,
    held: Vec<PackageCode>,
}

impl GivingPower {
    /// What these roles and held packages let a person give.
    pub fn of(permissions: Permissions, held: &[PackageCode]) -> Self {
        Self { every: permissions.gives_every_package, held: held.to_vec() }
    }

    /// What events outside the portal give: whatever can be given.
    pub fn of_anybody() -> Self {
        Self { every: true, held: Vec::new() }
    }

    /// Whether the person can give the package to an organisation, or why not.
    pub fn check_for_organisation(&self, package: &AccessPackage) -> Result<(), CannotGive> {
        if package.assignable && package.code.as_str() == MAIN_ADMINISTRATOR {
            return Err(CannotGive::NotForOrganisations);
        }
        self.check(package)
    }

    /// Whether the person can give the package, or why not.
    pub fn check(&self, package: &AccessPackage) -> Result<(), CannotGive> {
        if !package.assignable {
            Err(CannotGive::NotAssignable)
        } else if self.every || self.held.contains(&package.code) {
            Ok(())
        } else {
            Err(CannotGive::NotHeld)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::package::Localised;
    use crate::domain::role::PersonRole;

    fn package(code: &str, assignable: bool) -> AccessPackage {
        let words = || Localised { nb: String::new(), nn: String::new(), en: String::new() };
        AccessPackage {
            code: code.into(),
            name: words(),
            description: words(),
            area: words(),
            delegable: true,
            assignable,
            services: Vec::new(),
        }
    }

    #[test]
    fn key_roles_and_the_main_administrator_give_every_assignable_package() {
        let gives_all = [
            "daglig-leder",
            "styreleder",
            "innehaver",
            "deltaker-fullt-ansvar",
            "deltaker-delt-ansvar",
            "komplementar",
            "bestyrende-reder",
            "bostyrer",
            "hovedadministrator",
        ];
        for (role, code) in PersonRole::ALL {
            let power = GivingPower::of(Permissions::of(&[role]), &[]);
            let expected = if gives_all.contains(&code) { Ok(()) } else { Err(CannotGive::NotHeld) };
            assert_eq!(power.check(&package("jordbruk", true)), expected, "{code}");
            assert_eq!(power.check(&package("ansvarlig-revisor", false)), Err(CannotGive::NotAssignable), "{code}");
        }
    }

    #[test]
    fn two_roles_that_each_have_one_power_do_not_make_a_key_role() {
        let both = Permissions::of(&[PersonRole::AccessManager, PersonRole::ClientAdministrator]);
        assert!(both.access_management && both.client_administration);
        assert_eq!(GivingPower::of(both, &[]).check(&package("jordbruk", true)), Err(CannotGive::NotHeld));
    }

    #[test]
    fn no_organisation_becomes_the_main_administrator() {
        for power in
            [GivingPower::of_anybody(), GivingPower::of(Permissions::default(), &["hovedadministrator".into()])]
        {
            let refused = power.check_for_organisation(&package("hovedadministrator", true));
            assert_eq!(refused, Err(CannotGive::NotForOrganisations));
            assert_eq!(power.check(&package("hovedadministrator", true)), Ok(()));
        }
        let anybody = GivingPower::of_anybody();
        assert_eq!(anybody.check_for_organisation(&package("jordbruk", true)), Ok(()));
        let refused = anybody.check_for_organisation(&package("ansvarlig-revisor", false));
        assert_eq!(refused, Err(CannotGive::NotAssignable));
    }

    #[test]
    fn others_give_what_they_hold() {
        let power = GivingPower::of(Permissions::of(&[PersonRole::AccessManager]), &["jordbruk".into()]);
        assert_eq!(power.check(&package("jordbruk", true)), Ok(()));
        assert_eq!(power.check(&package("skattegrunnlag", true)), Err(CannotGive::NotHeld));
    }
}
