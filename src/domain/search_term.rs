//! Search terms: matches names and numbers regardless of spelling and grouping.

use super::number::OrganisationNumber;
use super::organisation::Organisation;
use super::spelling::{letters, plain};

/// What a user typed to find an organisation by part of its name or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchTerm {
    /// Nothing typed: matches everything.
    Anything,
    /// Whole organisation numbers, whatever stands around them.
    Numbers(Vec<OrganisationNumber>),
    /// Digits only: part of an organisation number, grouped in any way, or of a name.
    Digits(String),
    /// Words, all of which must occur.
    Words(Vec<String>),
}

impl SearchTerm {
    /// Parses what was typed or pasted, such as "Org.nr.
    /// 310 609 544", "0192:310609544", "Revisorkunde AS (310 609 544)" or "ærlig løve".
    pub fn of(typed: &str) -> Self {
        if let Ok(numbers) = OrganisationNumber::all_in(typed) {
            return Self::Numbers(numbers);
        }
        let typed = plain(typed);
        let typed = typed.trim();
        let digits: String = bare_number(typed).chars().filter(|letter| ![' ', '.', '-'].contains(letter)).collect();
        // A label without its number finds everything so far; "no" and "mva" may begin a name.
        let nothing_yet = digits.is_empty() && (typed.is_empty() || typed.ends_with(['.', ':']));
        if nothing_yet {
            return Self::Anything;
        }
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::Digits(digits);
        }
        let mut words = Vec::new();
        for word in typed.split([' ', ',', ';']) {
            let word = fold(word.trim_matches(AROUND_WORDS));
            if !word.is_empty() && word != "-" && !words.contains(&word) {
                words.push(word);
            }
        }
        if words.is_empty() { Self::Anything } else { Self::Words(words) }
    }

    /// Whether a name or number matches.
    pub fn finds(&self, organisation: &Organisation) -> bool {
        let number = organisation.number.to_string();
        let words = NameWord::of(organisation);
        let in_name = |typed: &str, forms| words.iter().any(|word| (forms || !word.is_form) && word.matches(typed));
        match self {
            Self::Anything => true,
            Self::Numbers(numbers) => numbers.contains(&organisation.number),
            Self::Digits(digits) => number.contains(digits) || in_name(digits, false),
            Self::Words(typed) => typed.iter().all(|word| number.contains(word) || in_name(word, counts_forms(typed))),
        }
    }
}

/// What may stand around a word that is copied from a text.
const AROUND_WORDS: [char; 9] = ['"', '«', '»', '“', '”', '„', '(', ')', '\''];

/// Prefixes of a printed organisation number: label, country, ISO 6523 code.
const BEFORE_NUMBER: [&str; 6] = ["organisasjons", "org", "nummer", "nr", "no", "0192:"];

/// Strips those prefixes and the suffix MVA;
/// without a number left, the term is words.
fn bare_number(typed: &str) -> &str {
    let mut bare = typed;
    for label in BEFORE_NUMBER {
        if let Some((before, rest)) = bare.split_at_checked(label.len())
            && before.eq_ignore_ascii_case(label)
        {
            bare = rest.trim_start_matches(['.', ':', ' ']);
        }
    }
    let end = bare.len().saturating_sub("mva".len());
    match bare.split_at_checked(end) {
        Some((number, after)) if after.eq_ignore_ascii_case("mva") => number,
        _ => bare,
    }
}

/// Normalises a text for search: lower case, no apostrophes, no marks but those of æ, ø and å.
fn fold(text: &str) -> String {
    letters(text, |marked| marked.search).replace('\'', "")
}

/// Whether these words are also looked for in the organisation form: "as" alone asks for Ås or Basar, "tiger as" for
/// Tiger AS.
pub(super) fn counts_forms(words: &[String]) -> bool {
    words.len() > 1
}

/// A word of a name, normalised for search.
pub(super) struct NameWord {
    pub word: String,
    /// The organisation form: "AS" anywhere, another one at the end.
    pub is_form: bool,
}

impl NameWord {
    /// The words of the organisation's name.
    pub fn of(organisation: &Organisation) -> Vec<Self> {
        let name = fold(&organisation.name);
        let form = organisation.form.code().to_lowercase();
        let mut words: Vec<_> =
            name.split_whitespace().map(|word| Self { word: word.to_owned(), is_form: false }).collect();
        let last = words.len().saturating_sub(1);
        for (place, word) in words.iter_mut().enumerate().filter(|_| last > 0) {
            let bare = || word.word.chars().filter(|letter| letter.is_alphanumeric());
            word.is_form = bare().eq("as".chars()) || place == last && bare().eq(form.chars());
        }
        words
    }

    fn matches(&self, typed: &str) -> bool {
        let typed = spellings(typed);
        spellings(&self.word).iter().any(|word| typed.iter().any(|typed| contains(word, typed)))
    }
}

/// The word as it is, and with å, æ and ø for aa, ae and oe.
/// Both, because "Joel" has an oe that is no ø.
pub(super) fn spellings(word: &str) -> Vec<String> {
    let short = word.replace("aa", "å").replace("ae", "æ").replace("oe", "ø");
    if short == word { vec![short] } else { vec![word.to_owned(), short] }
}

/// Whether a word has this part. A plain letter finds a marked one, but å is not a.
pub(super) fn contains(word: &str, part: &str) -> bool {
    word.char_indices().any(|(at, _)| {
        let mut letters = word[at..].chars();
        part.chars().all(|typed| letters.next().is_some_and(|letter| letter == typed || without_mark(letter) == typed))
    })
}

/// The plain letter that also finds this one.
pub(super) fn without_mark(letter: char) -> char {
    match letter {
        'æ' | 'å' => 'a',
        'ø' => 'o',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn organisation(name: &str) -> Organisation {
        Organisation { number: "310609544".parse().unwrap(), name: name.to_owned(), form: "AS".parse().unwrap() }
    }

    fn finds(typed: &str, name: &str) -> bool {
        SearchTerm::of(typed).finds(&organisation(name))
    }

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        for typed in ["ærlig", "AERLIG", "arlig", "blaa", "bla øst", "osters", "oesters as", "østers ærlig"] {
            assert!(finds(typed, "Ærlig Blå Østers AS"), "{typed}");
        }
        assert!(!finds("løve", "Ærlig Blå Østers AS"));
        for (typed, name) in [
            ("salla", "Šalla AS"),
            ("šalla", "SALLA AS"),
            ("d'arc", "D’ARC AS"),
            ("d’arc", "D'ARC AS"),
            ("darc", "D’ARC AS"),
            ("muller", "Müller AS"),
            ("karasjok", "KÁRÁŠJOHKA KARASJOK"),
            ("lodz", "ŁÓDŹ AS"),
            ("strasse", "Straße AS"),
            ("a\u{30a}pen", "Åpen AS"),
            ("åpen", "A\u{30a}PEN AS"),
            ("e\u{301}n", "Én AS"),
            ("\u{feff}ærlig\u{200b}", "ÆRLIG AS"),
            ("alf‑erik", "Alf-Erik AS"),
            ("ärlig", "ÆRLIG AS"),
            ("«Ærlig», (rev)", "Ærlig Rev AS"),
            ("el", "Joel AS"),
            ("jøl", "Joel AS"),
        ] {
            assert!(finds(typed, name), "{typed} in {name}");
        }
    }

    #[test]
    fn a_marked_letter_is_not_its_plain_one() {
        for typed in ["Ås", "ås", "Aas", "aas", "A\u{30a}s", "as"] {
            assert!(finds(typed, "Ås Tiger AS"), "{typed}");
            assert!(finds(typed, "AAS TIGER AS"), "{typed}");
            assert!(!finds(typed, "Glad Tiger AS"), "{typed}");
        }
        for (typed, name) in [("ås", "As Eksempel"), ("åpen", "Apen"), ("øst", "Ost"), ("ær", "Ar"), ("ås", "Basar AS")]
        {
            assert!(!finds(typed, name), "{typed} in {name}");
        }
    }

    #[test]
    fn an_organisation_form_is_found_beside_another_word_only() {
        for name in ["Glad Tiger AS", "GLAD TIGER A/S", "AS GLAD TIGER", "Glad Tiger AS Avd Nord"] {
            for typed in ["as", "AS", " as ", "as as", "s"] {
                assert!(!finds(typed, name), "{typed} in {name}");
            }
        }
        assert!(finds("tiger as", "Glad Tiger AS") && finds("as tiger", "Glad Tiger AS"));
        assert!(finds("as", "Basar AS") && finds("da", "DA VINCI AS"));
        let ans = Organisation { form: "ANS".parse().unwrap(), ..organisation("Glad Tiger ANS") };
        assert!(!SearchTerm::of("ans").finds(&ans) && SearchTerm::of("tiger ans").finds(&ans));
        assert!(finds("sti", "Grønn Sti"));
    }

    #[test]
    fn a_number_is_found_however_it_is_grouped_and_whatever_stands_around_it() {
        for typed in [
            "310 609 544",
            "310609544",
            "0192:310609544",
            "609 5",
            " 9544 ",
            "Org.nr. 310\u{a0}609\u{a0}544",
            "Org.nr: 310 609 544",
            "org.no. 310609544",
            "Org.nr: 310 609",
            "Organisasjonsnummer 310 6",
            "310.609.544",
            "310-609-544",
            "310–609‑544",
            "\u{202a}310609544\u{202c}",
            "310\u{200b}609544",
            "NO 310 609 544 MVA",
            "NO310609544MVA",
            "Revisorkunde AS, 310 609 544",
            "Annen Tiger AS (310 609 544)",
            "Annen Tiger ASOrg.nr. 310 609 544Lagt til",
            "310 609 544, 310 495 883 og 311000365",
        ] {
            assert!(finds(typed, "Revisorkunde AS"), "{typed}");
        }
        for typed in ["0192:", "org.nr.", "Org.nr: ", "  ", "\u{200b}", ".", ", "] {
            assert_eq!(SearchTerm::of(typed), SearchTerm::Anything, "{typed}");
        }
        for typed in ["no", "mva"] {
            assert_eq!(SearchTerm::of(typed), SearchTerm::Words(vec![typed.to_owned()]));
        }
        assert!(!finds("310 609 545", "Revisorkunde AS"));
        assert!(finds("24", "24 Timer AS") && !finds("25", "24 Timer AS"));
    }

    proptest! {
        #[test]
        fn typing_on_never_finds_more(name in "[A-ZÆØÅaeoåøæšü]{1,6}( [A-ZÆØÅaeoå’-]{1,6}){0,2}") {
            let organisation = organisation(&name);
            for end in name.char_indices().map(|(position, letter)| position + letter.len_utf8()) {
                let term = SearchTerm::of(&name[..end]);
                let alone = matches!(&term, SearchTerm::Words(words) if !counts_forms(words));
                let has_form = NameWord::of(&organisation).iter().any(|word| word.is_form);
                prop_assert!(term.finds(&organisation) || alone && has_form, "{}", &name[..end]);
            }
        }

        #[test]
        fn a_name_in_any_form_of_unicode_is_found_by_any_other(name in "[A-ZÆØÅÉŠÜ]{2,9}( [A-ZÆØÅ]{2,6})?") {
            let decomposed = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd().normalize(&name);
            prop_assume!(!name.contains("AS"));
            prop_assert!(finds(&decomposed, &name));
            prop_assert!(finds(&name, &decomposed));
            prop_assert!(finds(&name.to_lowercase(), &decomposed));
        }
    }
}
