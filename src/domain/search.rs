//! Finding and ordering names the Norwegian way, however they are typed.

use memchr::memmem::Finder;

use super::number::OrganisationNumber;

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
fn folded(text: &str) -> String {
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

    /// Whether it occurs in a name or in a number of nine digits.
    pub fn finds(&self, name: &str, number: OrganisationNumber) -> bool {
        let mut index = Index::default();
        index.add(name, number);
        let mut found = *self == Self::Anything;
        index.find(self, |_| found = true);
        found
    }
}

/// Folded names and numbers of many organisations in one text, which is searched in one go.
#[derive(Debug, Default)]
pub struct Index {
    text: Vec<u8>,
    /// Where each organisation's part of the text ends.
    ends: Vec<u32>,
}

impl Index {
    /// Adds an organisation; its place is the number of those added before.
    pub fn add(&mut self, name: &str, number: OrganisationNumber) {
        self.text.extend_from_slice(folded(name).as_bytes());
        // No needle has a line break: none reaches from a name into a number or from one organisation into the next.
        self.text.push(b'\n');
        self.text.extend_from_slice(number.to_string().as_bytes());
        self.text.push(b'\n');
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// Calls `found` with the place of each organisation that the needle finds, ascending.
    pub fn find(&self, needle: &Needle, mut found: impl FnMut(usize)) {
        match needle {
            Needle::Anything => (0..self.ends.len()).for_each(found),
            Needle::Number(digits) => self.occurrences(digits.as_bytes(), found),
            Needle::Words(words) => {
                // The longest word is the rarest as a rule: the others are looked for where it stands only.
                let Some(rarest) = words.iter().max_by_key(|word| word.len()) else { return };
                let others: Vec<_> =
                    words.iter().filter(|word| *word != rarest).map(|word| Finder::new(word.as_bytes())).collect();
                self.occurrences(rarest.as_bytes(), |place| {
                    let part = self.part(place);
                    if others.iter().all(|word| word.find(part).is_some()) {
                        found(place);
                    }
                });
            }
        }
    }

    fn occurrences(&self, needle: &[u8], mut found: impl FnMut(usize)) {
        let finder = Finder::new(needle);
        let (mut from, mut place) = (0, 0);
        while let Some(hit) = self.text.get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + hit;
            // Hits are close together when there are many of them, and few when they are far apart.
            while self.ends[place] as usize <= at {
                place += 1;
            }
            found(place);
            from = self.ends[place] as usize;
        }
    }

    fn part(&self, place: usize) -> &[u8] {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[place] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number() -> OrganisationNumber {
        "310609544".parse().unwrap()
    }

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
        let name = "Ærlig Blå Østers AS";
        for typed in ["ærlig", "AERLIG", "arlig", "blaa", "bla øst", "osters", "oesters as", "østers ærlig"] {
            assert!(Needle::of(typed).finds(name, number()), "{typed}");
        }
        assert!(!Needle::of("løve").finds(name, number()));
    }

    #[test]
    fn a_number_is_found_however_it_is_grouped() {
        for typed in ["310 609 544", "310609544", "0192:310609544", "609 5", " 9544 "] {
            assert!(Needle::of(typed).finds("Revisorkunde AS", number()), "{typed}");
        }
        assert!(!Needle::of("310 609 545").finds("Revisorkunde AS", number()));
    }

    #[test]
    fn typing_on_never_finds_more() {
        for name in ["Michael Aae AS", "Ærlig Løve"] {
            for end in name.char_indices().map(|(place, letter)| place + letter.len_utf8()) {
                assert!(Needle::of(&name[..end]).finds(name, number()), "{}", &name[..end]);
            }
        }
    }
}
