//! One spelling for texts that look alike, and the Norwegian meaning of marked letters.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::{CanonicalDecompositionBorrowed, Decomposed};

/// The composed form (NFC), in which texts are stored and compared.
pub fn composed(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// The text as a plain keyboard types it: no invisible characters, one kind of space, hyphen and apostrophe, composed.
pub fn plain(text: &str) -> String {
    // Most names and numbers.
    if text.chars().all(|letter| matches!(letter, ' '..='_' | 'a'..='~' | 'À'..='ÿ')) {
        return text.to_owned();
    }
    // NFKC: also full-width digits and ligatures, but it would take an acute accent apart.
    look_alikes(&ComposingNormalizerBorrowed::new_nfkc().normalize(&look_alikes(text)))
}

/// Drops invisible characters; one character for each kind of space, hyphen and apostrophe.
fn look_alikes(text: &str) -> String {
    let visible = text.chars().filter(|letter| !is_invisible(*letter));
    let typed = visible.map(|letter| match letter {
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '`' | '´' | '\u{2b9}'..='\u{2bd}' | '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{ff07}' => '\'',
        other if other.is_whitespace() => ' ',
        other => other,
    });
    typed.collect()
}

/// A whole number with its digits grouped by spaces, and any minus sign.
pub fn whole_number<T: std::str::FromStr>(typed: &str) -> Option<T> {
    plain(typed).replace(' ', "").parse().ok()
}

/// Characters without width, which come along with copied text.
fn is_invisible(letter: char) -> bool {
    match letter {
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        other => other.is_control() && !other.is_whitespace(),
    }
}

/// What a marked letter sorts as and is searched for as.
pub(super) struct MarkedLetter {
    letter: char,
    pub order: &'static str,
    pub search: &'static str,
}

const fn marked(letter: char, order: &'static str, search: &'static str) -> MarkedLetter {
    MarkedLetter { letter, order, search }
}

/// In lower case, in the order of Unicode's CLDR for `nb`.
/// Every other marked letter sorts and is found as its base letter.
const MARKED_LETTERS: [MarkedLetter; 20] = [
    marked('æ', "æ", "æ"),
    marked('ä', "æ", "æ"),
    marked('ø', "ø", "ø"),
    marked('ö', "ø", "ø"),
    marked('ő', "ø", "ø"),
    marked('œ', "ø", "ø"),
    marked('å', "å", "å"),
    marked('ü', "y", "u"),
    marked('ű', "y", "u"),
    marked('đ', "d", "d"),
    marked('ð', "d", "d"),
    marked('ǥ', "g", "g"),
    marked('ħ', "h", "h"),
    marked('ı', "i", "i"),
    marked('ł', "l", "l"),
    marked('ŋ', "n", "n"),
    marked('ß', "ss", "ss"),
    marked('ŧ', "t", "t"),
    marked('þ', "th", "th"),
    marked('ʒ', "z", "z"),
];

/// A text in lower case, with what a column of the table says for its marked letters.
pub(super) fn letters(text: &str, column: fn(&MarkedLetter) -> &'static str) -> String {
    let text = plain(text);
    let mut spelled = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii() {
            spelled.push(letter);
        } else if !is_mark(letter) {
            match known_or_base(letter) {
                Ok(marked) => spelled.push_str(column(marked)),
                Err(base) => spelled.push(base),
            }
        }
    }
    spelled
}

/// The letter's row in the table, or its letter without marks: "ǻ" has the row of å, "é" is e.
fn known_or_base(mut letter: char) -> Result<&'static MarkedLetter, char> {
    loop {
        if let Some(known) = MARKED_LETTERS.iter().find(|known| known.letter == letter) {
            return Ok(known);
        }
        letter = match CanonicalDecompositionBorrowed::new().decompose(letter) {
            Decomposed::Expansion(base, mark) if is_mark(mark) => base,
            _ => return Err(letter),
        };
    }
}

/// Combining marks of Latin, Greek and Cyrillic letters.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_that_look_alike_are_spelled_alike() {
        for typed in ["A\u{30a}s\u{a0}\u{2011}1", "\u{feff}Ås\u{202f}\u{2212}1", "\u{212b}s\t–\u{200b}１"] {
            assert_eq!(plain(typed), "Ås -1", "{typed:?}");
        }
        assert_eq!(composed("A\u{30a}s"), "Ås");
        assert_eq!(whole_number("12\u{a0}000"), Some(12_000));
        assert_eq!(whole_number("\u{2212}30"), Some(-30));
        assert_eq!(whole_number::<u32>("12 kunder"), None);
    }

    #[test]
    fn every_marked_letter_has_its_place_in_the_order_and_in_searches() {
        let both = |text: &str| (letters(text, |row| row.order), letters(text, |row| row.search));
        let alike = |text: &str| (text.to_owned(), text.to_owned());
        assert_eq!(both("Müller"), ("myller".to_owned(), "muller".to_owned()));
        for (text, plain) in [("ŠÁŁŁÁ", "salla"), ("Ǩảŋŧ", "kant"), ("Ǿ Ǻ Ǽ Ö Ä", "ø å æ ø æ"), ("D’Arc", "d'arc")]
        {
            assert_eq!(both(text), alike(plain), "{text}");
        }
        assert_eq!(both("각 й"), alike("각 и"));
        assert_eq!(
            both("æ ä ø ö ő œ å ü ű đ ð ǥ ħ ı ł ŋ ß ŧ þ ʒ"),
            (
                "æ æ ø ø ø ø å y y d d g h i l n ss t th z".to_owned(),
                "æ æ ø ø ø ø å u u d d g h i l n ss t th z".to_owned()
            )
        );
    }

    proptest! {
        #[test]
        fn a_spelling_is_its_own_spelling(text in "\\PC{0,20}") {
            let once = plain(&text);
            prop_assert_eq!(plain(&once), once);
        }

        #[test]
        fn composed_and_decomposed_texts_have_the_same_letters(text in "[A-Za-zÆØÅæøåäöüéšñ ̈̊́]{0,20}") {
            let decomposed = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd().normalize(&text);
            prop_assert_eq!(letters(&decomposed, |row| row.search), letters(&text, |row| row.search));
            prop_assert_eq!(composed(&decomposed), composed(&text));
        }
    }
}
