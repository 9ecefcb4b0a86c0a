//! Names of generated clients: adjective, adjective, animal.
//!
//! The style is that of Skatteetaten's synthetic register.

/// Most initial letters occur, for sorting; "AA" sorts as Å.
const ADJECTIVES: [&str; 64] = [
    "AALREIT",
    "ABSURD",
    "AKTIV",
    "ALVORLIG",
    "ANSVARLIG",
    "BESKJEDEN",
    "BESTEMT",
    "BLID",
    "BLÅ",
    "DISKRET",
    "DOVEN",
    "DRISTIG",
    "DYP",
    "EKSOTISK",
    "ELEGANT",
    "ENSOM",
    "FARGERIK",
    "FINURLIG",
    "FORSIKTIG",
    "FREIDIG",
    "FRODIG",
    "GLAD",
    "GRUNDIG",
    "GRØNN",
    "GYLLEN",
    "HARDFØR",
    "HISSIG",
    "HØFLIG",
    "IVRIG",
    "JEVN",
    "JORDNÆR",
    "KLOK",
    "KREATIV",
    "KVIKK",
    "LETT",
    "LUN",
    "LYDIG",
    "MILD",
    "MODIG",
    "MUNTER",
    "NYSGJERRIG",
    "NØYSOM",
    "OPPRIKTIG",
    "ORDENTLIG",
    "PRAKTISK",
    "PRESIS",
    "RASK",
    "ROLIG",
    "RYDDIG",
    "SINDIG",
    "SKARP",
    "SNILL",
    "STOLT",
    "SVAL",
    "SØVNIG",
    "TRIVELIG",
    "UREDD",
    "VARM",
    "VENNLIG",
    "VILTER",
    "YDMYK",
    "ÆRLIG",
    "ØDSEL",
    "ÅPEN",
];
const ANIMALS: [&str; 50] = [
    "APE", "BEVER", "BJØRN", "BUKK", "DELFIN", "DUE", "ELG", "FALK", "FASAN", "FISK", "FROSK", "GAUPE", "GEIT", "GRIS",
    "HARE", "HAUK", "HEST", "HUND", "HVAL", "ISBJØRN", "JERV", "KATT", "KRABBE", "KYLLING", "LAKS", "LEMEN", "LØVE",
    "MAUR", "MINK", "MUS", "MÅKE", "ORM", "OTER", "PANTER", "PINGVIN", "REINSDYR", "REV", "SEL", "SKATE", "SNEGL",
    "STRUTS", "STÆR", "TIGER", "TROST", "UGLE", "ULV", "VILLSAU", "ØGLE", "ØRN", "ÅL",
];
/// Last names for sole proprietorships (ENK).
const OWNERS: [&str; 12] =
    ["SOLBAKKEN", "LIEN", "ØDEGÅRD", "AASEN", "HAGEN", "ÅRVOLL", "MOEN", "SÆTHER", "BERG", "VIK", "DAHL", "STRØM"];
/// Organisation forms by frequency.
/// Roughly as among audited organisations in Enhetsregisteret.
const FORMS: [&str; 20] = [
    "AS", "AS", "AS", "AS", "AS", "AS", "AS", "AS", "AS", "AS", "AS", "ENK", "ENK", "ENK", "NUF", "ANS", "DA", "SA",
    "BRL", "ESEK",
];

const NAMES: usize = ADJECTIVES.len() * (ADJECTIVES.len() - 1) * ANIMALS.len();
/// Coprime to `NAMES`, so that every name is used once before any repeats.
const STEP: usize = 77_773;

/// Name and organisation form of the client at an index.
/// Names are unique below `NAMES`.
pub(super) fn client_name(index: usize) -> (String, &'static str) {
    let name = index * STEP % NAMES;
    let (adjectives, animal) = (name / ANIMALS.len(), ANIMALS[name % ANIMALS.len()]);
    let first = adjectives / (ADJECTIVES.len() - 1);
    let second = (first + 1 + adjectives % (ADJECTIVES.len() - 1)) % ADJECTIVES.len();
    let words = format!("{} {} {animal}", ADJECTIVES[first], ADJECTIVES[second]);
    let scrambled = scramble(index);
    let form = FORMS[scrambled % FORMS.len()];
    let name = match form {
        "ENK" => format!("{words} {}", OWNERS[scrambled / FORMS.len() % OWNERS.len()]),
        "NUF" => format!("{words} LTD"),
        "BRL" => format!("{words} BORETTSLAG"),
        "ESEK" => format!("SAMEIET {words}"),
        _ => format!("{words} {form}"),
    };
    (name, form)
}

/// Scrambles an index, so that forms follow no pattern: `SplitMix64`'s finaliser.
fn scramble(index: usize) -> usize {
    let mut state = (index as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    // Eight digits fit a `usize` on every platform.
    ((state ^ (state >> 31)) % 100_000_000) as usize
}
