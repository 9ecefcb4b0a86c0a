//! Finding and ordering names the Norwegian way, however they are typed.

/// A name's place in a Norwegian list: digits, a–z, æ, ø, å, with "aa" as å; case and punctuation do not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(Vec<u8>);

impl SortKey {
    /// The key of a name.
    pub fn of(name: &str) -> Self {
        let mut key = Vec::with_capacity(name.len());
        let mut letters = name.chars().flat_map(char::to_lowercase).peekable();
        while let Some(letter) = letters.next() {
            if letter == 'a' && letters.next_if_eq(&'a').is_some() {
                key.push(weight('å'));
            } else if letter.is_alphanumeric() || letter == ' ' {
                key.push(weight(letter));
            }
        }
        Self(key)
    }
}

fn weight(letter: char) -> u8 {
    match letter {
        ' ' => 1,
        '0'..='9' => 2 + (letter as u8 - b'0'),
        'a'..='z' => 20 + 2 * (letter as u8 - b'a'),
        'æ' | 'ä' => 80,
        'ø' | 'ö' => 82,
        'å' => 84,
        'é' | 'è' | 'ê' | 'ë' => weight('e') + 1,
        'ü' => weight('y') + 1,
        _ => 90,
    }
}

/// A name as search sees it: lower case, æ, ø and å under one spelling with a/ae, o/oe and a/aa.
pub fn folded(text: &str) -> String {
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

/// What a user typed to find an organisation by any part of its name or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needle {
    /// Nothing typed: everything is found.
    Anything,
    /// Digits only: part of an organisation number, in whatever grouping.
    Number(String),
    /// Words, each of which has to occur.
    Words(Vec<String>),
}

impl Needle {
    /// Reads what was typed, such as "310 609 544", "0192:310609544" or "ærlig løve".
    pub fn of(typed: &str) -> Self {
        let typed = typed.trim();
        let number: String =
            typed.strip_prefix("0192:").unwrap_or(typed).chars().filter(|letter| !letter.is_whitespace()).collect();
        if typed.is_empty() {
            Self::Anything
        } else if number.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Number(number)
        } else {
            Self::Words(typed.split_whitespace().map(folded).collect())
        }
    }

    /// Whether it occurs in a name that was [`folded`] or in a number of nine digits.
    pub fn finds(&self, folded_name: &str, number: &str) -> bool {
        match self {
            Self::Anything => true,
            Self::Number(digits) => number.contains(digits) || folded_name.contains(digits),
            Self::Words(words) => words.iter().all(|word| folded_name.contains(word) || number.contains(word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_norwegian_order() {
        let mut names =
            ["Åpen Due", "Zebra", "Ærlig Løve", "Østlig Rev", "aas Mild", "Alf", "1 Elg", "Alf-Erik", "Én Ku"];
        names.sort_by_key(|name| SortKey::of(name));
        assert_eq!(
            names,
            ["1 Elg", "Alf", "Alf-Erik", "Én Ku", "Zebra", "Ærlig Løve", "Østlig Rev", "Åpen Due", "aas Mild"]
        );
    }

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        let name = folded("Ærlig Blå Østers AS");
        for typed in ["ærlig", "AERLIG", "arlig", "blaa", "bla øst", "osters", "oesters as", "østers ærlig"] {
            assert!(Needle::of(typed).finds(&name, "310609544"), "{typed}");
        }
        assert!(!Needle::of("løve").finds(&name, "310609544"));
    }

    #[test]
    fn a_number_is_found_however_it_is_grouped() {
        for typed in ["310 609 544", "310609544", "0192:310609544", "609 5", " 9544 "] {
            assert!(Needle::of(typed).finds("revisorkunde as", "310609544"), "{typed}");
        }
        assert!(!Needle::of("310 609 545").finds("revisorkunde as", "310609544"));
    }

    #[test]
    fn typing_on_never_finds_more() {
        for name in ["Michael Aae AS", "Ærlig Løve"] {
            let name_folded = folded(name);
            for end in name.char_indices().map(|(place, letter)| place + letter.len_utf8()) {
                assert!(Needle::of(&name[..end]).finds(&name_folded, "310609544"), "{}", &name[..end]);
            }
        }
    }
}
