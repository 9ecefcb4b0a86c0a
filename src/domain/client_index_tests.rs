//! Tests of the index of clients.

use proptest::prelude::*;

use super::*;

fn client(stem: u32, name: &str, roles: &[ErRole]) -> Client {
    let number = OrganisationNumber::from_stem(stem).unwrap();
    let organisation = Organisation { number, name: name.to_owned(), form: "AS".parse().unwrap() };
    Client { organisation, roles: roles.to_vec(), direct: Vec::new() }
}

fn client_index() -> ClientIndex {
    ClientIndex::new(vec![
        client(31_049_600, "ÅPEN DUE AS", &[ErRole::Auditor]),
        client(31_049_602, "ALF REV AS", &[]),
        client(31_049_603, "ÆRLIG REV AS", &[ErRole::Accountant]),
    ])
}

#[test]
fn a_client_comes_back_as_it_went_in_and_in_norwegian_order() {
    let client_index = client_index();
    let names: Vec<_> =
        (0..client_index.len()).map(|position| client_index.client(position).organisation.name).collect();
    assert_eq!(names, ["ALF REV AS", "ÆRLIG REV AS", "ÅPEN DUE AS"]);
    assert_eq!(client_index.client(1), client(31_049_603, "ÆRLIG REV AS", &[ErRole::Accountant]));
    for position in 0..client_index.len() {
        assert_eq!(client_index.position(client_index.number(position)), Some(position));
    }
    assert_eq!(client_index.position("310609544".parse().unwrap()), None);
}

#[test]
fn a_page_begins_where_the_one_before_ended() {
    let mut clients = ClientSet::with_capacity(1000);
    clients.extend((0..1000).filter(|position| position % 7 < 3 && !(200..400).contains(position)));
    for first in [0, 1, 27, 28, 63, 64, 65, 200, 428, 429, 430, 2000] {
        let expected: Vec<_> = clients.ones().skip(first).collect();
        assert_eq!(skip_positions(&clients, first).collect::<Vec<_>>(), expected, "{first}");
    }
}

#[test]
fn a_search_finds_positions() {
    let client_index = client_index();
    let found = |typed: &str| client_index.find(&SearchTerm::of(typed)).ones().collect::<Vec<_>>();
    assert_eq!(found("rev"), [0, 1]);
    assert_eq!(found("arlig REV"), [1]);
    assert_eq!(found(&client_index.number(2).grouped()), [2]);
    assert_eq!(found(""), [0, 1, 2]);
    assert!(found("as due rev").is_empty());
}

#[test]
fn digits_are_found_at_either_end_and_whole_numbers_together() {
    let client_index = client_index();
    let found = |typed: &str| client_index.find(&SearchTerm::of(typed)).count_ones(..);
    let [first, second] = [0, 2].map(|position| client_index.number(position).to_string());
    assert_eq!([found(&first[..3]), found(&first[6..]), found(&first), found("0192:")], [3, 1, 1, 3]);
    assert_eq!([found(&format!("{first}1")), found(&format!("{first}, {second} og 310609544"))], [0, 2]);
}

proptest! {
    #[test]
    fn the_index_finds_what_the_term_finds(
        names in prop::collection::vec("([ÆæøåaeéoOsSü1-3]{1,4}[ -]?){1,3}( AS)?", 1..90),
        typed in "[æåaøoeséu1-3]{1,3}( [ao23s]{1,2})?",
    ) {
        let clients = (31_049_000..).zip(names).filter(|(stem, _)| OrganisationNumber::from_stem(*stem).is_some());
        let client_index = ClientIndex::new(clients.map(|(stem, name)| client(stem, &name, &[])).collect());
        let term = SearchTerm::of(&typed);
        let found: Vec<_> = client_index.find(&term).ones().collect();
        let finds = |position: &usize| term.finds(&client_index.client(*position).organisation);
        let expected: Vec<_> = (0..client_index.len()).filter(finds).collect();
        prop_assert_eq!(found, expected);
    }
}
