//! The Norwegian order of names.

use super::spelling::letters;

/// Sort key of a name: digits, a–z, æ, ø, å; "aa" counts as å.
/// Ignores case and punctuation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(Vec<u8>);

impl SortKey {
    /// The key of a name.
    pub fn of(name: &str) -> Self {
        let name = letters(name, |marked| marked.order);
        let mut key = Vec::with_capacity(name.len());
        let mut letters = name.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter == 'a' && letters.next_if_eq(&'a').is_some() {
                push_weight('å', &mut key);
            } else if letter.is_alphanumeric() || letter == ' ' {
                push_weight(letter, &mut key);
            }
        }
        Self(key)
    }
}

fn push_weight(letter: char, key: &mut Vec<u8>) {
    key.push(match letter {
        ' ' => 1,
        '0'..='9' => 2 + (letter as u8 - b'0'),
        'a'..='z' => 20 + 2 * (letter as u8 - b'a'),
        'æ' => 80,
        'ø' => 82,
        'å' => 84,
        _ => 90,
    });
    // Letters of other alphabets follow, in the order of Unicode.
    if key.last() == Some(&90) {
        key.extend(letter.encode_utf8(&mut [0; 4]).bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_norwegian_order() {
        let names = [
            "1 Elg",
            "Alf",
            "Alf-Erik",
            "Én Ku",
            "Ezra",
            "Łódź",
            "Ludvig",
            "Per Vik",
            "Pernille",
            "Šalla",
            "Sami",
            "Tür",
            "Tyra",
            "Tyv",
            "Ærlig Løve",
            "Ätran",
            "Østlig Rev",
            "Özil",
            "Åpen Due",
            "aas Mild",
            "Ива",
            "Яна",
        ];
        let mut sorted = names;
        sorted.reverse();
        sorted.sort_by_key(|name| SortKey::of(name));
        assert_eq!(sorted, names);
    }

    #[test]
    fn a_decomposed_name_stands_where_the_composed_one_does() {
        assert_eq!(SortKey::of("A\u{30a}PEN DUE"), SortKey::of("ÅPEN DUE"));
    }
}
