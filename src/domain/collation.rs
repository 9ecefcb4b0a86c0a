//! The Norwegian order of names.

/// Sort key of a name: digits, a–z, æ, ø, å; "aa" counts as å.
/// Ignores case and punctuation.
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
        // Accented letters sort as their base letter.
        'á' | 'à' | 'â' => weight('a'),
        'č' | 'ç' => weight('c'),
        'đ' => weight('d'),
        'é' | 'è' | 'ê' | 'ë' => weight('e'),
        'ŋ' | 'ñ' => weight('n'),
        'ó' | 'ò' | 'ô' => weight('o'),
        'š' => weight('s'),
        'ŧ' => weight('t'),
        'ü' => weight('y'),
        'ž' => weight('z'),
        _ => 90,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_norwegian_order() {
        let mut names =
            ["Åpen Due", "Ezra", "Ærlig Løve", "Østlig Rev", "aas Mild", "Alf", "1 Elg", "Alf-Erik", "Én Ku", "Šalla"];
        names.sort_by_key(|name| SortKey::of(name));
        assert_eq!(
            names,
            ["1 Elg", "Alf", "Alf-Erik", "Én Ku", "Ezra", "Šalla", "Ærlig Løve", "Østlig Rev", "Åpen Due", "aas Mild"]
        );
    }
}
