//! How registered names, all capitals, are shown to a reader (measured on today's Altinn pages).

/// Org form suffixes that stay in capitals as the last word of an organisation's name.
const SUFFIXES: [&str; 18] = [
    "enk", "as", "da", "sa", "asa", "ba", "ans", "sti", "nuf", "se", "fkf", "kf", "ks", "iks", "gfs", "sf", "hf", "rhf",
];
/// Words that an organisation's name has in lower case after the first word.
const LOWER_IN_ORGANISATION: [&str; 3] = ["kommune", "fylkeskommune", "og"];
/// Particles that are in lower case in every name.
const PARTICLES: [&str; 6] = ["von", "van", "der", "de", "la", "dos"];

/// "DISKRET NÆR TIGER AS" as "Diskret Nær Tiger AS".
pub fn organisation(registered: &str) -> String {
    let words: Vec<String> = registered.split_whitespace().map(str::to_lowercase).collect();
    let last = words.len().saturating_sub(1);
    let shown = words.iter().enumerate().map(|(place, word)| {
        if place == last && SUFFIXES.contains(&word.as_str()) {
            word.to_uppercase()
        } else if place > 0 && LOWER_IN_ORGANISATION.contains(&word.as_str()) {
            word.clone()
        } else {
            word_of_a_name(word)
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// "GILD KANNE" as "Gild Kanne".
pub fn person(registered: &str) -> String {
    registered.split_whitespace().map(|word| word_of_a_name(&word.to_lowercase())).collect::<Vec<_>>().join(" ")
}

fn word_of_a_name(word: &str) -> String {
    if PARTICLES.contains(&word) {
        return word.to_owned();
    }
    if word.contains('.') && word.split('.').all(|part| part.chars().count() <= 3) {
        return word.to_uppercase();
    }
    word.split('-').map(capitalised).collect::<Vec<_>>().join("-")
}

fn capitalised(part: &str) -> String {
    let mut chars = part.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
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
        fn showing_a_shown_name_changes_nothing(name in "[A-ZÆØÅ .-]{0,30}") {
            let shown = organisation(&name);
            prop_assert_eq!(organisation(&shown), shown);
        }
    }
}
