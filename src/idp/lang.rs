//! The languages of the provider's pages, and which one a request asks for.

use actix_web::http::header::{AcceptLanguage, Quality, QualityItem};

/// Bokmål is what ID-porten falls back to, and so do we.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Nb,
    Nn,
    En,
}

impl Lang {
    pub const ALL: [Self; 3] = [Self::Nb, Self::Nn, Self::En];

    pub fn tag(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::En => "en",
        }
    }

    /// The language's name in the language itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Nb => "Bokmål",
            Self::Nn => "Nynorsk",
            Self::En => "English",
        }
    }

    /// By a BCP 47 tag; "no" counts as Bokmål and regions are ignored.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.trim();
        match primary.to_ascii_lowercase().as_str() {
            "nb" | "no" => Some(Self::Nb),
            "nn" => Some(Self::Nn),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// `ui_locales` (space-separated, best first) decides, else `Accept-Language`, else Bokmål.
    pub fn choose(ui_locales: Option<&str>, accept_language: Option<&str>) -> Self {
        ui_locales
            .and_then(|tags| tags.split_ascii_whitespace().find_map(Self::from_tag))
            .or_else(|| accept_language.and_then(from_accept_language))
            .unwrap_or_default()
    }
}

/// The best that there is; a weight of 0 means not that one.
fn from_accept_language(header: &str) -> Option<Lang> {
    let ranges = header.split(',').filter_map(|range| range.trim().parse().ok());
    let accepted = ranges.filter(|range: &QualityItem<_>| range.quality > Quality::ZERO);
    AcceptLanguage(accepted.collect()).ranked().iter().find_map(|tag| Lang::from_tag(tag.item()?.primary_language()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ui_locales_goes_before_accept_language() {
        assert_eq!(Lang::choose(Some("se nn nb"), Some("en")), Lang::Nn);
        assert_eq!(Lang::choose(Some("se"), Some("en")), Lang::En);
    }

    #[test]
    fn the_highest_weight_of_accept_language_wins() {
        let header = "de-DE, en;q=0.4, nn-NO;q=0.8, no;q=0.8";
        assert_eq!(Lang::choose(None, Some(header)), Lang::Nn);
    }

    #[test]
    fn a_weight_of_zero_means_not_that_language() {
        assert_eq!(Lang::choose(None, Some("en;q=0, fr")), Lang::Nb);
    }

    #[test]
    fn nothing_known_means_bokmaal() {
        assert_eq!(Lang::choose(None, None), Lang::Nb);
        assert_eq!(Lang::choose(Some(""), Some("*")), Lang::Nb);
    }
}
