//! Search terms: matches names and numbers regardless of spelling and grouping.

use super::number::OrganisationNumber;

/// Normalises a text for search:
/// lower case, and one spelling for æ/ae/a, ø/oe/o, å/aa/a.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            'æ' | 'å' | 'ä' | 'á' | 'à' => 'a',
            'ø' | 'ö' | 'ó' => 'o',
            'é' | 'è' | 'ê' => 'e',
            'ü' => 'u',
            other => other,
        };
        match (folded.chars().last(), plain) {
            // "aa" and "ae" are spellings of å and æ, "oe" of ø.
            (Some('a'), 'a' | 'e') | (Some('o'), 'e') => {}
            _ => folded.push(plain),
        }
    }
    folded
}

/// What a user typed to find an organisation by part of its name or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchTerm {
    /// Nothing typed: matches everything.
    Anything,
    /// Digits only: part of an organisation number, grouped in any way, or of a name.
    Number(String),
    /// Words, all of which must occur.
    Words(Vec<String>),
}

impl SearchTerm {
    /// Parses what was typed or pasted, such as "Org.nr.
    /// 310 609 544", "0192:310609544", "NO 310.609.544 MVA" or "ærlig løve".
    pub fn of(typed: &str) -> Self {
        let digits: String = bare_number(typed).chars().filter(|letter| !is_between_digits(*letter)).collect();
        // A label without its number finds everything so far; "no" and "mva" may begin a name.
        let nothing_yet = digits.is_empty() && (typed.trim().is_empty() || typed.trim().ends_with(['.', ':']));
        if nothing_yet {
            return Self::Anything;
        }
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::Number(digits);
        }
        let words = typed.split(|letter: char| letter.is_whitespace() || letter == ',');
        let words: Vec<_> = words.filter(|word| !word.is_empty()).map(fold).collect();
        if words.is_empty() { Self::Anything } else { Self::Words(words) }
    }

    /// Whether a name or number matches.
    pub fn finds(&self, name: &str, number: OrganisationNumber) -> bool {
        let number = number.to_string();
        match self {
            Self::Anything => true,
            Self::Number(digits) => number.contains(digits) || fold(name).contains(digits),
            Self::Words(words) => {
                let name = fold(name);
                words.iter().all(|word| name.contains(word) || number.contains(word))
            }
        }
    }
}

/// Prefixes of a printed organisation number: label, ISO 6523 code, country.
const BEFORE_NUMBER: [&str; 6] = ["org.nr.", "org.no.", "org.nr", "orgnr", "0192:", "no"];

/// Strips those prefixes and the suffix MVA;
/// without a number left, the term is words.
fn bare_number(typed: &str) -> &str {
    let mut bare = typed.trim();
    for label in BEFORE_NUMBER {
        if let Some((before, rest)) = bare.split_at_checked(label.len())
            && before.eq_ignore_ascii_case(label)
        {
            bare = rest.trim_start();
        }
    }
    let end = bare.len().saturating_sub("mva".len());
    match bare.split_at_checked(end) {
        Some((number, after)) if after.eq_ignore_ascii_case("mva") => number,
        _ => bare,
    }
}

fn is_between_digits(letter: char) -> bool {
    letter.is_whitespace() || ['.', '-'].contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number() -> OrganisationNumber {
        "310609544".parse().unwrap()
    }

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        let name = "Ærlig Blå Østers AS";
        for typed in ["ærlig", "AERLIG", "arlig", "blaa", "bla øst", "osters", "oesters as", "østers ærlig"] {
            assert!(SearchTerm::of(typed).finds(name, number()), "{typed}");
        }
        assert!(!SearchTerm::of("løve").finds(name, number()));
    }

    #[test]
    fn a_number_is_found_however_it_is_grouped() {
        for typed in [
            "310 609 544",
            "310609544",
            "0192:310609544",
            "609 5",
            " 9544 ",
            "Org.nr. 310\u{a0}609\u{a0}544",
            "org.no. 310609544",
            "310.609.544",
            "310-609-544",
            "NO 310 609 544 MVA",
            "Revisorkunde AS, 310 609 544",
        ] {
            assert!(SearchTerm::of(typed).finds("Revisorkunde AS", number()), "{typed}");
        }
        for typed in ["0192:", "org.nr.", "  ", ".", ", "] {
            assert_eq!(SearchTerm::of(typed), SearchTerm::Anything, "{typed}");
        }
        for typed in ["no", "mva"] {
            assert_eq!(SearchTerm::of(typed), SearchTerm::Words(vec![typed.to_owned()]));
        }
        assert!(!SearchTerm::of("310 609 545").finds("Revisorkunde AS", number()));
        assert!(
            SearchTerm::of("24").finds("24 Timer AS", number()) && !SearchTerm::of("25").finds("24 Timer AS", number())
        );
    }

    #[test]
    fn typing_on_never_finds_more() {
        for name in ["Michael Aae AS", "Ærlig Løve"] {
            for end in name.char_indices().map(|(position, letter)| position + letter.len_utf8()) {
                assert!(SearchTerm::of(&name[..end]).finds(name, number()), "{}", &name[..end]);
            }
        }
    }
}
