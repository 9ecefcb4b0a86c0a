//! The portal's languages and the two Norwegian wordings.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// A language of the portal, by its BCP 47 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Norwegian Bokmål, the default.
    #[default]
    Nb,
    /// Norwegian Nynorsk.
    Nn,
    /// English.
    En,
}

impl Lang {
    /// All languages, in the order of the language menu.
    pub const ALL: [Self; 3] = [Self::Nb, Self::Nn, Self::En];

    /// The BCP 47 code, as in `<html lang>` and `?lang=`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::En => "en",
        }
    }

    /// The language's name in that language.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Nb => "Bokmål",
            Self::Nn => "Nynorsk",
            Self::En => "English",
        }
    }

    /// The language with this code; plain `no` is Bokmål.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split('-').next()?.to_ascii_lowercase().as_str() {
            "nb" | "no" => Some(Self::Nb),
            "nn" => Some(Self::Nn),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// Norwegian word for a client: "kunde" as in the guide, or "klient" as in Altinn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Wording {
    /// As in the guide to client delegation.
    #[default]
    Kunde,
    /// As in today's Altinn.
    Klient,
}

impl Wording {
    pub const ALL: [Self; 2] = [Self::Kunde, Self::Klient];
}
