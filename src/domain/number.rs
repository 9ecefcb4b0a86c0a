//! Organisation numbers and national ids, synthetic only.
//! Parsed at the edge, so that no real number is ever stored.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use super::number_text::NumberError;
use super::number_text::{numbers_in, only_number, without_separators};

/// An organisation number: nine digits, the last a mod 11 check digit.
/// Only synthetic ones are accepted, which begin with 2 or 3 (Skatteetaten's synthetic register).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganisationNumber(u32);

impl OrganisationNumber {
    /// In groups of three for display: "310 609 544".
    pub fn grouped(self) -> String {
        format!("{:03} {:03} {:03}", self.0 / 1_000_000, self.0 / 1000 % 1000, self.0 % 1000)
    }

    /// The synthetic number with these first eight digits; one in eleven has none.
    pub fn from_stem(stem: u32) -> Option<Self> {
        let digits = format!("{stem:08}");
        let check = check_digit(digits.as_bytes(), &[3, 2, 7, 6, 5, 4, 3, 2])?;
        format!("{digits}{check}").parse().ok()
    }

    /// The number as an integer of nine digits.
    pub fn value(self) -> u32 {
        self.0
    }
}

impl OrganisationNumber {
    /// The valid numbers in a text, each once, in its order; the error says why there is none.
    pub fn all_in(text: &str) -> Result<Vec<Self>, NumberError> {
        numbers_in(text, &[3, 3, 3], Self::of_digits)
    }

    fn of_digits(digits: &str) -> Result<Self, NumberError> {
        let digits: &[u8; 9] = digits.as_bytes().try_into().map_err(|_| NumberError::Length)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(NumberError::Length);
        }
        if check_digit(&digits[..8], &[3, 2, 7, 6, 5, 4, 3, 2]) != Some(digits[8] - b'0') {
            return Err(NumberError::Checksum);
        }
        if !matches!(digits[0], b'2' | b'3') {
            return Err(NumberError::NotSynthetic);
        }
        Ok(Self(digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))))
    }
}

impl FromStr for OrganisationNumber {
    type Err = NumberError;

    /// Takes a text with exactly one number: "310609544", "310 609 544", the ISO 6523 form "0192:310609544",
    /// "Revisorkunde AS (310 609 544)".
    fn from_str(text: &str) -> Result<Self, NumberError> {
        only_number(Self::all_in(text)?)
    }
}

impl TryFrom<u32> for OrganisationNumber {
    type Error = NumberError;

    fn try_from(value: u32) -> Result<Self, NumberError> {
        Self::of_digits(&format!("{value:09}"))
    }
}

impl fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:09}", self.0)
    }
}

/// A national id (fødselsnummer, D-number):
/// eleven digits, two of them check digits.
/// Only synthetic ones are accepted, with 80 (Skatteetaten) or 40 (Nav) added to the month. Shown in full only where a
/// tester picks a person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NationalId(String);

impl NationalId {
    /// The eleven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl NationalId {
    fn of_digits(text: &str) -> Result<Self, NumberError> {
        let digits: &[u8; 11] = text.as_bytes().try_into().map_err(|_| NumberError::Length)?;
        let first = check_digit(&digits[..9], &[3, 7, 6, 1, 8, 9, 4, 5, 2]);
        let second = check_digit(&digits[..10], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
        if first != Some(digits[9] - b'0') || second != Some(digits[10] - b'0') {
            return Err(NumberError::Checksum);
        }
        let month = (digits[2] - b'0') * 10 + (digits[3] - b'0');
        if !matches!(month, 41..=52 | 81..=92) {
            return Err(NumberError::NotSynthetic);
        }
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for NationalId {
    type Err = NumberError;

    /// Takes a text with exactly one national id, such as "268293 98612".
    fn from_str(text: &str) -> Result<Self, NumberError> {
        only_number(numbers_in(text, &[6, 5], Self::of_digits)?)
    }
}

impl fmt::Display for NationalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for NationalId {
    /// Shows the birth date part only, because it may be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NationalId({}*****)", &self.0[..6])
    }
}

macro_rules! text_conversions {
    ($($number:ty),+) => {$(
        impl TryFrom<String> for $number {
            type Error = NumberError;
            /// Strict: a value that a page or a program sends, not one that is typed.
            fn try_from(text: String) -> Result<Self, NumberError> {
                Self::of_digits(&without_separators(&text))
            }
        }
        impl From<$number> for String {
            fn from(number: $number) -> Self {
                number.to_string()
            }
        }
    )+};
}

text_conversions!(OrganisationNumber, NationalId);

/// The mod 11 check digit; `None` where it would be 10 and no such number exists.
fn check_digit(digits: &[u8], weights: &[u32]) -> Option<u8> {
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    match (11 - sum % 11) % 11 {
        10 => None,
        check => u8::try_from(check).ok(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_organisation_number_is_read_in_every_form_in_use() {
        for text in [
            "310609544",
            "310 609 544",
            " 310\u{a0}609\u{202f}544 ",
            "0192:310609544",
            "310\u{2011}609\u{2013}544",
            "\u{feff}310609\u{200b}544",
            "３１０６０９５４４",
            "31 06 09 544",
            "Org.nr: 310 609 544",
            "Revisorkunde AS (310 609 544)",
            "Revisorkunde ASOrg.nr. 310 609 544",
            "NO310609544MVA",
            "tlf. 22 33 44 55, org. 310609544",
            "310609544 og 310609545",
            "310 609 544 / 310609544",
        ] {
            let number: OrganisationNumber = text.parse().unwrap();
            assert_eq!(number.to_string(), "310609544", "{text}");
            assert_eq!(number.grouped(), "310 609 544");
        }
    }

    #[test]
    fn a_text_with_several_numbers_has_them_all() {
        for text in [
            "310609544, 310495883",
            "310 609 544 310 495 883",
            "310609544\n310495883\n310609544",
            "310609544310495883",
            "310609544 310495883 - 12",
            "A (310 609 544) og B (310 495 883), ikke C (310 495 884)",
        ] {
            let numbers = OrganisationNumber::all_in(text).unwrap();
            assert_eq!(
                numbers.iter().map(ToString::to_string).collect::<Vec<_>>(),
                ["310609544", "310495883"],
                "{text}"
            );
            assert_eq!(text.parse::<OrganisationNumber>(), Err(NumberError::Several));
        }
    }

    #[test]
    fn other_numbers_are_refused_with_the_reason() {
        let parse = |text: &str| text.parse::<OrganisationNumber>().unwrap_err();
        assert_eq!(parse("310609545"), NumberError::Checksum);
        assert_eq!(parse("31060954"), NumberError::Length);
        assert_eq!(parse("3106095440"), NumberError::Length);
        assert_eq!(parse("31060954x"), NumberError::Length);
        assert_eq!(parse("713431400"), NumberError::NotSynthetic);
        assert_eq!(parse("Revisorkunde AS (310 609 545)"), NumberError::Checksum);
        assert_eq!(parse("Revisorkunde AS"), NumberError::Length);
        assert_eq!(parse("26829398612"), NumberError::Length);
        let parse = |text: &str| text.parse::<NationalId>().unwrap_err();
        assert_eq!(parse("26829398613"), NumberError::Checksum);
        assert_eq!(parse("2682939861"), NumberError::Length);
    }

    #[test]
    fn a_national_id_needs_the_synthetic_month() {
        for text in ["26829398612", "268293\u{a0}98612", "Fødselsnr.: 268293-98612", "\u{200e}26829398612"] {
            assert_eq!(text.parse::<NationalId>().unwrap().as_str(), "26829398612", "{text}");
        }
        let real_month = (0..1_000_000_u32)
            .map(|tail| format!("260293{:05}", tail % 100_000))
            .find_map(|text| text.parse::<NationalId>().err().filter(|error| *error != NumberError::Checksum));
        assert_eq!(real_month, Some(NumberError::NotSynthetic));
    }

    #[test]
    fn a_log_never_shows_a_whole_national_id() {
        assert_eq!(format!("{:?}", "26829398612".parse::<NationalId>().unwrap()), "NationalId(268293*****)");
    }

    proptest! {
        #[test]
        fn a_changed_digit_is_noticed(stem in 20_000_000_u32..40_000_000, place in 0_usize..9, other in 0_u8..10) {
            prop_assume!(OrganisationNumber::from_stem(stem).is_some());
            let number = OrganisationNumber::from_stem(stem).unwrap().to_string();
            let mut changed = number.clone().into_bytes();
            prop_assume!(changed[place] != other + b'0');
            changed[place] = other + b'0';
            prop_assert!(String::from_utf8(changed).unwrap().parse::<OrganisationNumber>().is_err());
        }

        #[test]
        fn a_number_is_found_in_any_text_around_it(
            stem in 20_000_000_u32..40_000_000,
            before in "[\\PC--\\p{Nd}--\\p{No}]{0,12}",
            after in "[\\PC--\\p{Nd}--\\p{No}]{0,12}",
            between in "[ .\u{a0}\u{2011}\u{2013}\u{200b}-]{0,2}",
        ) {
            prop_assume!(OrganisationNumber::from_stem(stem).is_some());
            let number = OrganisationNumber::from_stem(stem).unwrap();
            let text = format!("{before}{}{after}", number.grouped().replace(' ', &between));
            prop_assert_eq!(text.parse(), Ok(number));
        }

        #[test]
        fn no_text_makes_the_parsers_panic(text in "\\PC{0,20}") {
            let _ = text.parse::<OrganisationNumber>();
            let _ = text.parse::<NationalId>();
        }
    }
}
