//! An organisation as registered in Enhetsregisteret: number, name and org form.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use super::display_name;
use super::number::OrganisationNumber;

/// Namespace of ids derived from natural keys:
/// the same data always has the same ids.
pub(super) const NAMESPACE: Uuid = Uuid::from_u128(0x6b6c_6965_6e74_706f_7274_616c_0000_0001);

/// Codes of organisation forms in Enhetsregisteret.
const FORMS: [&str; 45] = [
    "AAFY", "ADOS", "ANNA", "ANS", "AS", "ASA", "BA", "BBL", "BEDR", "BO", "BRL", "DA", "ENK", "EOFG", "ESEK", "FKF",
    "FLI", "FYLK", "GFS", "IKJP", "IKS", "IS", "KBO", "KF", "KIRK", "KOMM", "KS", "KTRF", "NOKUS", "NUF", "OPMV",
    "ORGL", "PERS", "PK", "PRE", "SA", "SAM", "SE", "SF", "SPA", "STAT", "STI", "SÆR", "UTLA", "VPFO",
];

/// An organisation form by its code, such as AS or ESEK.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "String")]
pub struct OrgForm(&'static str);

impl OrgForm {
    /// Aksjeselskap, limited company.
    pub const AS: Self = Self("AS");
    /// Borettslag, housing association.
    pub const BRL: Self = Self("BRL");
    /// Eierseksjonssameie, condominium.
    pub const ESEK: Self = Self("ESEK");
    /// Norskregistrert utenlandsk foretak, foreign company registered in Norway.
    pub const NUF: Self = Self("NUF");

    /// Every form, by its code.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMS.into_iter().map(Self)
    }

    /// The code in Enhetsregisteret.
    pub fn code(self) -> &'static str {
        self.0
    }
}

/// The text is no code of an organisation form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not an organisation form of Enhetsregisteret")]
pub struct UnknownForm;

impl FromStr for OrgForm {
    type Err = UnknownForm;

    fn from_str(code: &str) -> Result<Self, UnknownForm> {
        FORMS.iter().find(|known| **known == code).map(|known| Self(known)).ok_or(UnknownForm)
    }
}

impl TryFrom<String> for OrgForm {
    type Error = UnknownForm;

    fn try_from(code: String) -> Result<Self, UnknownForm> {
        code.parse()
    }
}

/// Not derived: that would need input that lives as long as the program.
impl<'de> Deserialize<'de> for OrgForm {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

impl From<OrgForm> for String {
    fn from(form: OrgForm) -> Self {
        form.0.to_owned()
    }
}

impl fmt::Debug for OrgForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A legal entity. Its number identifies it everywhere inside the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    pub number: OrganisationNumber,
    /// As registered, usually in capitals.
    pub name: String,
    pub form: OrgForm,
}

impl Organisation {
    /// The id in the API, derived from the number.
    pub fn uuid(&self) -> Uuid {
        Uuid::new_v5(&NAMESPACE, format!("organisation:{}", self.number).as_bytes())
    }

    /// The party id in Altinn's older registers, derived from the number.
    /// Drops the check digit, which adds nothing.
    pub fn party_id_of(number: OrganisationNumber) -> u32 {
        number.value() / 10 + 20_000_000
    }

    /// The name for display.
    pub fn display_name(&self) -> String {
        display_name::organisation(&self.name)
    }
}
