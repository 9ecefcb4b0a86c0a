//! Formats registered names, which are all capitals, as Altinn's pages do.

/// Org form suffixes that stay in capitals at the end of an organisation's name.
const SUFFIXES: [&str; 18] = [
    "enk", "as", "da", "sa", "asa", "ba", "ans", "sti", "nuf", "se", "fkf", "kf", "ks", "iks", "gfs", "sf", "hf", "rhf",
];
/// Words that are in lower case in an organisation's name, after the first word.
const LOWER_IN_ORGANISATION: [&str; 3] = ["kommune", "fylkeskommune", "og"];
/// Particles that are in lower case in every name.
const PARTICLES: [&str; 6] = ["von", "van", "der", "de", "la", "dos"];

/// "DISKRET NÆR TIGER AS" as "Diskret Nær Tiger AS".
pub fn organisation(registered: &str) -> String {
    let mut shown = String::with_capacity(registered.len());
    let mut words = registered.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let is_first = shown.is_empty();
        if !is_first {
            shown.push(' ');
        }
        if words.peek().is_none() && is_one_of(word, &SUFFIXES) {
            add_upper(word, &mut shown);
        } else if !is_first && is_one_of(word, &LOWER_IN_ORGANISATION) {
            add_lower(word, &mut shown);
        } else {
            add_word_of_a_name(word, &mut shown);
        }
    }
    shown
}

/// "GILD KANNE" as "Gild Kanne".
pub fn person(registered: &str) -> String {
    let mut shown = String::with_capacity(registered.len());
    for word in registered.split_whitespace() {
        if !shown.is_empty() {
            shown.push(' ');
        }
        add_word_of_a_name(word, &mut shown);
    }
    shown
}

fn add_word_of_a_name(word: &str, shown: &mut String) {
    if is_one_of(word, &PARTICLES) {
        return add_lower(word, shown);
    }
    if word.contains('.') && word.split('.').all(|part| part.chars().count() <= 3) {
        return add_upper(word, shown);
    }
    for (place, part) in word.split('-').enumerate() {
        if place > 0 {
            shown.push('-');
        }
        let opening = part.find(char::is_alphanumeric).unwrap_or(0);
        let first = opening + part[opening..].chars().next().map_or(0, char::len_utf8);
        add_upper(&part[..first], shown);
        add_lower(&part[first..], shown);
    }
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|one| one.eq_ignore_ascii_case(word))
}

/// ASCII takes a fast path: pages show hundreds of names.
fn add_lower(word: &str, shown: &mut String) {
    for letter in word.chars() {
        if letter.is_ascii() { shown.push(letter.to_ascii_lowercase()) } else { shown.extend(letter.to_lowercase()) }
    }
}

fn add_upper(word: &str, shown: &mut String) {
    for letter in word.chars() {
        if letter.is_ascii() { shown.push(letter.to_ascii_uppercase()) } else { shown.extend(letter.to_uppercase()) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_organisation_is_shown_as_altinn_shows_it() {
        for (registered, shown) in [
            ("DISKRET NÆR TIGER AS", "Diskret Nær Tiger AS"),
            ("ØST-VEST REGNSKAP OG RÅD ANS", "Øst-Vest Regnskap og Råd ANS"),
            ("A.B.C. VON DER MARK", "A.B.C. von der Mark"),
            ("STRUTSE LTD", "Strutse Ltd"),
            ("AS EKSEMPEL KOMMUNE", "As Eksempel kommune"),
            ("  ekstra   mellomrom  sa", "Ekstra Mellomrom SA"),
            ("FET & \"SITAT\" AS", "Fet & \"Sitat\" AS"),
            ("«ØST» (NORGE) 3D", "«Øst» (Norge) 3d"),
        ] {
            assert_eq!(organisation(registered), shown);
        }
    }

    #[test]
    fn a_person_has_no_suffix() {
        assert_eq!(person("GILD KANNE"), "Gild Kanne");
        assert_eq!(person("ANNE-LISE DA"), "Anne-Lise Da");
    }

    proptest! {
        #[test]
        fn showing_a_shown_name_changes_nothing(name in "[A-ZÆØÅ .\"(&-]{0,30}") {
            let shown = organisation(&name);
            prop_assert_eq!(organisation(&shown), shown);
        }
    }
}
