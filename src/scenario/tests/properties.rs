//! Properties of all scenario files: determinism, order, no panic on bad input.

use proptest::prelude::*;

use super::{GUIDE, SMALL, parse};

#[test]
fn the_same_file_makes_the_same_world() {
    assert_eq!(parse(GUIDE).unwrap(), parse(GUIDE).unwrap());
    let ids = |text: &str| parse(text).unwrap().accesses.iter().map(|access| access.id.uuid()).collect::<Vec<_>>();
    // Pinned: deriving ids differently breaks every saved address.
    assert_eq!(ids(SMALL)[0].to_string(), "8cc12587-ca87-5d26-befd-6d9c444bf110");
    assert_eq!(ids(SMALL), ids(&SMALL.replace("GILD KANNE", "ESTETISK SKÅL").replace("310495891\"", "310 495 891\"")));
}

#[test]
fn the_order_of_the_file_is_kept() {
    let numbers = GUIDE.split("[[person]]").next().unwrap().lines().filter_map(|line| line.strip_prefix("number = "));
    let guide = parse(GUIDE).unwrap();
    let read: Vec<_> = guide.organisations.iter().map(|organisation| format!("\"{}\"", organisation.number)).collect();
    assert_eq!(numbers.collect::<Vec<_>>(), read);
}

#[test]
fn a_lost_line_is_noticed_unless_it_is_a_list_that_may_be_empty() {
    for (lost, line) in SMALL.lines().enumerate() {
        let rest: Vec<_> =
            SMALL.lines().enumerate().filter(|(index, _)| *index != lost).map(|(_, line)| line).collect();
        let may_be_lost = matches!(lost + 1, 16 | 21 | 30);
        assert_eq!(parse(&rest.join("\n")).is_ok(), may_be_lost, "{line}");
    }
}

/// The guide's text with one piece replaced by another.
fn mutated() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,12}",
        Just("[[access]]\n".to_owned()),
        Just("\"".to_owned()),
        Just("\n".to_owned()),
        Just("[".to_owned()),
        Just("= 1979-05-27T07:32:00Z\n".to_owned()),
        Just("999999999999999999999999999".to_owned()),
    ];
    (0..GUIDE.len(), 0_usize..60, piece).prop_map(|(start, length, piece)| {
        let start = GUIDE.floor_char_boundary(start);
        let end = GUIDE.ceil_char_boundary((start + length).min(GUIDE.len()));
        format!("{}{piece}{}", &GUIDE[..start], &GUIDE[end..])
    })
}

proptest! {
    #[test]
    fn a_damaged_file_is_read_or_refused_with_a_place_in_it(text in mutated()) {
        if let Err(diagnostics) = parse(&text) {
            prop_assert!(!diagnostics.is_empty());
            for diagnostic in diagnostics {
                prop_assert!((1..=text.split('\n').count()).contains(&diagnostic.line), "{diagnostic}");
                prop_assert!(diagnostic.column >= 1 && !diagnostic.message.contains('\n'), "{diagnostic}");
            }
        }
    }
}
