//! Roles: of a provider for its client, and of a person in an organisation.

use serde::{Deserialize, Serialize};

use super::organisation::OrgForm;

/// A provider's role for a client, registered in Enhetsregisteret.
/// It makes the organisation a client and gives packages automatically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ErRole {
    /// Revisor (REVI), auditor.
    #[serde(rename = "revisor")]
    Auditor,
    /// Regnskapsfører (REGN), accountant.
    #[serde(rename = "regnskapsforer")]
    Accountant,
    /// Forretningsfører (FFØR), business manager.
    #[serde(rename = "forretningsforer")]
    BusinessManager,
}

/// Packages that a role gives for clients of these forms (empty: of every form).
pub struct RoleGrant {
    pub role: ErRole,
    pub packages: &'static [&'static str],
    pub forms: &'static [OrgForm],
}

/// The ER-role table of the Altinn client delegation guide.
/// The last row is not in the guide: what a business manager gets for a foreign company registered in Norway.
pub const ROLE_GRANTS: [RoleGrant; 4] = [
    RoleGrant { role: ErRole::Auditor, packages: &["ansvarlig-revisor", "revisormedarbeider"], forms: &[] },
    RoleGrant {
        role: ErRole::Accountant,
        packages: &[
            "regnskapsforer-med-signeringsrettighet",
            "regnskapsforer-uten-signeringsrettighet",
            "regnskapsforer-lonn",
        ],
        forms: &[],
    },
    RoleGrant {
        role: ErRole::BusinessManager,
        packages: &["forretningsforer-eiendom"],
        forms: &[OrgForm::ESEK, OrgForm::BRL],
    },
    RoleGrant {
        role: ErRole::BusinessManager,
        packages: &[
            "skatt-naering",
            "skattegrunnlag",
            "merverdiavgift",
            "saeravgifter",
            "krav-og-utlegg",
            "a-ordning",
            "lonn-personopplysninger-saerlig-kategori",
        ],
        forms: &[OrgForm::NUF],
    },
];

impl ErRole {
    /// The three roles that make an organisation a client.
    pub const ALL: [Self; 3] = [Self::Auditor, Self::Accountant, Self::BusinessManager];

    /// The role's code in data files and in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Auditor => "revisor",
            Self::Accountant => "regnskapsforer",
            Self::BusinessManager => "forretningsforer",
        }
    }

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role gives the provider this package for a client of this form.
    pub fn gives(self, package: &str, form: OrgForm) -> bool {
        self.grants_of(package).any(|grant| grant.forms.is_empty() || grant.forms.contains(&form))
    }

    /// The rows that give this package through this role.
    pub fn grants_of(self, package: &str) -> impl Iterator<Item = &'static RoleGrant> {
        ROLE_GRANTS.iter().filter(move |grant| grant.role == self && grant.packages.contains(&package))
    }
}

/// A person's role in an organisation:
/// in Enhetsregisteret, or by an administrator package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonRole {
    /// Daglig leder (DAGL).
    #[serde(rename = "daglig-leder")]
    ManagingDirector,
    /// Styrets leder (LEDE).
    #[serde(rename = "styreleder")]
    Chair,
    /// Innehaver (INNH).
    #[serde(rename = "innehaver")]
    Owner,
    /// Deltaker med fullt ansvar (DTSO).
    #[serde(rename = "deltaker-fullt-ansvar")]
    FullLiability,
    /// Deltaker med delt ansvar (DTPR).
    #[serde(rename = "deltaker-delt-ansvar")]
    SharedLiability,
    /// Komplementar (KOMP).
    #[serde(rename = "komplementar")]
    GeneralPartner,
    /// Bestyrende reder (BEST).
    #[serde(rename = "bestyrende-reder")]
    ManagingShipowner,
    /// Bobestyrer (BOBE).
    #[serde(rename = "bostyrer")]
    EstateAdministrator,
    /// Kontaktperson for NUF (KNUF).
    #[serde(rename = "kontaktperson-nuf")]
    ContactNuf,
    /// Norsk representant for utenlandsk enhet (REPR).
    #[serde(rename = "norsk-representant")]
    NorwegianRepresentative,
    /// Styremedlem (MEDL).
    #[serde(rename = "styremedlem")]
    BoardMember,
    /// Varamedlem (VARA).
    #[serde(rename = "varamedlem")]
    DeputyMember,
    /// Nestleder (NEST).
    #[serde(rename = "nestleder")]
    DeputyChair,
    /// Kontaktperson (KONT).
    #[serde(rename = "kontaktperson")]
    Contact,
    /// Employed, without a role in Enhetsregisteret or a package.
    #[serde(rename = "ansatt")]
    Employee,
    /// Hovedadministrator, by package.
    #[serde(rename = "hovedadministrator")]
    MainAdministrator,
    /// Tilgangsstyrer, by package.
    #[serde(rename = "tilgangsstyrer")]
    AccessManager,
    /// Klientadministrator, by package.
    #[serde(rename = "klientadministrator")]
    ClientAdministrator,
}

impl PersonRole {
    /// All roles with their codes in data files and in the store, most powerful first.
    pub const ALL: [(Self, &'static str); 18] = [
        (Self::ManagingDirector, "daglig-leder"),
        (Self::Chair, "styreleder"),
        (Self::Owner, "innehaver"),
        (Self::FullLiability, "deltaker-fullt-ansvar"),
        (Self::SharedLiability, "deltaker-delt-ansvar"),
        (Self::GeneralPartner, "komplementar"),
        (Self::ManagingShipowner, "bestyrende-reder"),
        (Self::EstateAdministrator, "bostyrer"),
        (Self::ContactNuf, "kontaktperson-nuf"),
        (Self::NorwegianRepresentative, "norsk-representant"),
        (Self::BoardMember, "styremedlem"),
        (Self::DeputyMember, "varamedlem"),
        (Self::DeputyChair, "nestleder"),
        (Self::Contact, "kontaktperson"),
        (Self::MainAdministrator, "hovedadministrator"),
        (Self::AccessManager, "tilgangsstyrer"),
        (Self::ClientAdministrator, "klientadministrator"),
        (Self::Employee, "ansatt"),
    ];

    /// The role's code in data files and in the store.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(role, _)| *role == self).map_or("", |(_, code)| code)
    }

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(role, _)| *role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(code: &str) -> OrgForm {
        code.parse().unwrap()
    }

    #[test]
    fn the_er_role_table_of_the_guide_holds() {
        let given = |role: ErRole, code: &str| {
            let mut packages: Vec<_> = ROLE_GRANTS
                .iter()
                .flat_map(|grant| grant.packages)
                .filter(|package| role.gives(package, form(code)))
                .copied()
                .collect();
            packages.sort_unstable();
            packages.dedup();
            packages
        };
        for code in ["AS", "ENK", "ESEK", "BRL", "BBL", "NUF"] {
            assert_eq!(given(ErRole::Auditor, code), ["ansvarlig-revisor", "revisormedarbeider"]);
            assert_eq!(
                given(ErRole::Accountant, code),
                [
                    "regnskapsforer-lonn",
                    "regnskapsforer-med-signeringsrettighet",
                    "regnskapsforer-uten-signeringsrettighet"
                ]
            );
        }
        assert_eq!(given(ErRole::BusinessManager, "ESEK"), ["forretningsforer-eiendom"]);
        assert_eq!(given(ErRole::BusinessManager, "BRL"), ["forretningsforer-eiendom"]);
        for code in ["AS", "BBL", "ENK", "SAM"] {
            assert!(given(ErRole::BusinessManager, code).is_empty(), "{code}");
        }
        assert!(!given(ErRole::BusinessManager, "NUF").contains(&"forretningsforer-eiendom"));
    }

    #[test]
    fn a_code_names_one_role() {
        for role in ErRole::ALL {
            assert_eq!(ErRole::from_code(role.code()), Some(role));
        }
        for (role, code) in PersonRole::ALL {
            assert_eq!((PersonRole::from_code(code), role.code()), (Some(role), code));
        }
    }
}
