//! What the pages say, in three languages. One struct for all, so a key that is missing or left over does not load.

use serde::Deserialize;

use super::lang::Lang;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    pub strip: String,
    pub strip_label: String,
    pub skip: String,
    pub languages: String,
    pub sign_in: SignInTexts,
    pub level: LevelTexts,
    pub fault: FaultTexts,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInTexts {
    pub title: String,
    pub intro: String,
    /// Goes before the title of a page that has an error on it.
    pub error_prefix: String,
    pub people: String,
    pub nobody: String,
    pub typed: String,
    pub typed_label: String,
    pub typed_help: String,
    pub submit: String,
    pub cancel: String,
    pub length: String,
    pub checksum: String,
    pub not_synthetic: String,
    pub several: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelTexts {
    pub summary: String,
    pub legend: String,
    pub high: String,
    pub substantial: String,
    pub low: String,
}

/// A heading and what to do about it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    pub title: String,
    pub body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultTexts {
    pub malformed: Notice,
    pub unknown_client: Notice,
    pub redirect_uri: Notice,
    pub expired: Notice,
    pub cross_site: Notice,
    pub post_logout: Notice,
    pub internal: Notice,
    pub signed_out: Notice,
}

pub struct Catalogue {
    nb: Texts,
    nn: Texts,
    en: Texts,
}

impl Catalogue {
    pub fn load() -> Result<Self, toml::de::Error> {
        Ok(Self {
            nb: toml::from_str(include_str!("texts/nb.toml"))?,
            nn: toml::from_str(include_str!("texts/nn.toml"))?,
            en: toml::from_str(include_str!("texts/en.toml"))?,
        })
    }

    pub fn of(&self, lang: Lang) -> &Texts {
        match lang {
            Lang::Nb => &self.nb,
            Lang::Nn => &self.nn,
            Lang::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_everything_and_no_more() {
        let catalogue = Catalogue::load().unwrap();
        let titles = Lang::ALL.map(|lang| catalogue.of(lang).sign_in.title.as_str());
        assert_eq!(titles, ["Velg hvem du logger inn som", "Vel kven du loggar inn som", "Choose who to log in as"]);
    }
}
