//! The guide's own sentences in three languages.
//!
//! They may quote a label of a page, `{access.add_clients}`, and are written with "kunde" only: the wording "klient" is
//! derived.

use super::page_text::in_language;
use crate::domain::package::Localised;
use crate::i18n::{Lang, Wording, label};

/// A sentence or more in three languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideText(pub(super) Localised);

impl GuideText {
    /// The sentence in a language and wording, with its labels filled in.
    pub fn resolve(&self, lang: Lang, wording: Wording) -> String {
        let mut resolved = String::new();
        for segment in segments(in_language(&self.0, lang)) {
            match segment {
                Segment::Words(words) if wording == Wording::Klient && lang != Lang::En => {
                    resolved += &in_klient_wording(words);
                }
                Segment::Words(words) => resolved += words,
                Segment::Label(key) => resolved += label(lang, wording, key).unwrap_or(key),
            }
        }
        resolved
    }
}

/// A part of a sentence: plain words, or a label.
pub(super) enum Segment<'t> {
    Words(&'t str),
    /// A key in the language files.
    Label(&'t str),
}

/// Splits a sentence at its braces. An unbalanced brace counts as text.
pub(super) fn segments(text: &str) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((key, after)) = after.split_once('}') else { break };
        segments.push(Segment::Words(before));
        segments.push(Segment::Label(key));
        rest = after;
    }
    segments.push(Segment::Words(rest));
    segments
}

/// Replaces every form of "kunde" with the same form of "klient".
fn in_klient_wording(text: &str) -> String {
    text.split_inclusive(|letter: char| !letter.is_alphabetic()).map(word_in_klient_wording).collect()
}

fn word_in_klient_wording(word: &str) -> String {
    let (stem, rest) = match word.split_at_checked(4) {
        Some(("kund", rest)) => ("klient", rest),
        Some(("Kund", rest)) => ("Klient", rest),
        _ => return word.to_owned(),
    };
    // The e of "kunde" and "kundeforhold" belongs to the stem and goes; that of "kunden" and "kunder" is the ending's.
    let letters = rest.trim_end_matches(|letter: char| !letter.is_alphabetic());
    let ending = ["en", "ene", "ens", "er", "enes", "ers"].contains(&letters);
    let rest = if ending { rest } else { rest.strip_prefix('e').unwrap_or(rest) };
    format!("{stem}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_wording_of_every_label_is_what_rewording_makes_of_it() {
        let keys = [
            "side.relation_guide",
            "start.intro",
            "start.steps[2]",
            "overview.clients_heading",
            "overview.intro",
            "dialog.showing",
            "dialog.none",
            "dialog.none_guide",
            "dialog.lacking_heading",
            "missing.role",
            "relation_guide.intro",
            "relation_guide.direct_steps[0]",
            "errors.no_powers",
        ];
        for lang in [Lang::Nb, Lang::Nn] {
            for key in keys {
                let [kunde, klient] = Wording::ALL.map(|wording| label(lang, wording, key).unwrap());
                assert_eq!(in_klient_wording(kunde), klient, "{key}");
            }
        }
    }

    #[test]
    fn a_sentence_quotes_a_label_of_its_language_and_wording() {
        let same = |text: &str| text.to_owned();
        let guide_text = GuideText(Localised {
            nb: same("Trykk «{access.add_clients}», så ser du kundene. Revisorkunde AS er én av dem."),
            nn: same("-"),
            en: same("Press ‘{access.add_clients}’."),
        });
        let nb = guide_text.resolve(Lang::Nb, Wording::Klient);
        assert_eq!(nb, "Trykk «Legg til klienter», så ser du klientene. Revisorkunde AS er én av dem.");
        assert_eq!(guide_text.resolve(Lang::En, Wording::Klient), "Press ‘Add clients’.");
    }
}
