//! Generates the guide's firm with any number of clients, for tests of large firms.
//!
//! The same number always gives the same text, and a larger world begins with the clients of a smaller one. The result
//! is a scenario file, not a [`super::Scenario`], so that it is validated like a file written by hand.

mod names;

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::ops::RangeInclusive;

use toml::{Table, Value};

use crate::domain::number::OrganisationNumber;

/// Prefix of a generated scenario's name, before its number of clients.
pub const GENERATED: &str = "generated-";
/// How many clients a generated world can have. Beyond that, names would repeat.
pub const SIZES: RangeInclusive<u32> = 0..=200_000;

const GUIDE_SCENARIO: &str = include_str!("../../../fixtures/scenarios/veiledning.toml");
/// DISKRET NÆR TIGER AS, the provider of all clients.
const PROVIDER: &str = "310495891";
/// The first client's number without its check digit.
/// The guide's numbers are lower.
const FIRST_STEM: u32 = 31_100_000;

/// KLIENTKUNDE AS, the client of many providers.
const CLIENT: &str = "310495964";
/// The first provider's number without its check digit, after those of the most clients.
const FIRST_PROVIDER_STEM: u32 = 31_400_000;
/// How many providers the client can have. Beyond that, names would repeat.
pub const MAX_PROVIDERS: u32 = 1_500;
/// What it has registered and given them; the last is only added.
const PROVIDER_RELATIONS: [&str; 4] = [
    "roles = [\"regnskapsforer\"]\n",
    "packages = [\"skattegrunnlag\"]\n",
    "packages = [\"jordbruk\", \"a-ordning\"]\n",
    "",
];

/// One in this many clients has a relation from [`OTHERS`] instead of an auditor.
const OTHERS_EVERY: usize = 20;
const OTHERS: [&str; 3] = [
    r#"roles = ["regnskapsforer"]"#,
    r#"packages = ["skattegrunnlag"]"#,
    "roles = [\"regnskapsforer\"]\npackages = [\"skattegrunnlag\"]",
];

/// Generates a scenario file with this many clients, at most the end of [`SIZES`].
pub fn generate(clients: u32) -> String {
    generate_with_providers(clients, 0)
}

/// The same, where one client of the guide's has this many providers, at most [`MAX_PROVIDERS`].
pub fn generate_with_providers(clients: u32, providers: u32) -> String {
    let clients = clients.min(*SIZES.end()) as usize;
    let providers = providers.min(MAX_PROVIDERS) as usize;
    let mut text = header(clients);
    let numbers: Vec<_> = (FIRST_STEM..).filter_map(OrganisationNumber::from_stem).take(clients).collect();
    let provider_numbers = (FIRST_PROVIDER_STEM..).filter_map(OrganisationNumber::from_stem).take(providers);
    let provider_numbers: Vec<_> = provider_numbers.collect();
    for (index, number) in numbers.iter().enumerate() {
        organisation(&mut text, *number, index);
    }
    for (index, number) in provider_numbers.iter().enumerate() {
        // Their names follow those of the most clients, so that none repeats.
        organisation(&mut text, *number, *SIZES.end() as usize + index);
    }
    for (index, number) in provider_numbers.iter().enumerate() {
        let relation = PROVIDER_RELATIONS[index % PROVIDER_RELATIONS.len()];
        append(&mut text, format_args!("[[client]]\nnumber = \"{CLIENT}\"\nprovider = \"{number}\"\n{relation}\n"));
    }
    for (index, number) in numbers.iter().enumerate() {
        let relation = relation(index);
        append(&mut text, format_args!("[[client]]\nnumber = \"{number}\"\nprovider = \"{PROVIDER}\"\n{relation}\n\n"));
    }
    text
}

fn organisation(text: &mut String, number: OrganisationNumber, index: usize) {
    let (name, form) = names::client_name(index);
    append(text, format_args!("[[organisation]]\nnumber = \"{number}\"\nname = \"{name}\"\nform = \"{form}\"\n\n"));
}

/// What a client has given the provider.
fn relation(index: usize) -> &'static str {
    // Begin at 7, so that the smallest worlds have ordinary clients only.
    if index % OTHERS_EVERY == 7 { OTHERS[index / OTHERS_EVERY % OTHERS.len()] } else { r#"roles = ["revisor"]"# }
}

/// The guide's people and accesses, and the organisations they refer to.
fn header(clients: usize) -> String {
    let guide: Table = match GUIDE_SCENARIO.parse() {
        Ok(guide) => guide,
        Err(error) => panic!("the guide's scenario is checked by a test: {error}"),
    };
    let mut text = format!(
        "# Made by `klientportal scenario generate --clients {clients}`.\n\n\
         name = \"clients-{clients}\"\n\
         title = {{ nb = \"{clients} klienter\", nn = \"{clients} klientar\", en = \"{clients} clients\" }}\n\
         description.nb = \"Folk og systemtilganger som i veiledningen, med {clients} genererte klienter.\"\n\
         description.nn = \"Folk og systemtilgangar som i rettleiinga, med {clients} genererte klientar.\"\n\
         description.en = \"People and system accesses as in the guide, with {clients} generated clients.\"\n\n"
    );
    let numbers_in = |key| list(&guide, key).filter_map(|table| table.get("number")?.as_str());
    let guides_clients: BTreeSet<_> = numbers_in("client").collect();
    let has_people: BTreeSet<_> =
        list(&guide, "person").flat_map(|person| list(person, "roles")).filter_map(place).collect();
    let is_client = |table: &&Table| {
        let number = table.get("number").and_then(Value::as_str);
        number.is_some_and(|number| guides_clients.contains(number) && !has_people.contains(number))
    };
    for organisation in list(&guide, "organisation").filter(|table| !is_client(table)) {
        table(&mut text, "organisation", organisation);
    }
    for person in list(&guide, "person") {
        table(&mut text, "person", person);
    }
    for access in list(&guide, "access") {
        let mut access = access.clone();
        // Refers to the guide's clients, which are left out.
        access.remove("clients");
        table(&mut text, "access", &access);
    }
    text
}

/// The organisation of a role.
fn place(role: &Table) -> Option<&str> {
    role.get("in").and_then(Value::as_str)
}

fn list<'g>(guide: &'g Table, key: &str) -> impl Iterator<Item = &'g Table> {
    guide.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

/// Appends one `[[list]]` table, a line per field.
fn table(text: &mut String, list: &str, fields: &Table) {
    append(text, format_args!("[[{list}]]\n"));
    for (key, value) in fields {
        append(text, format_args!("{key} = {value}\n"));
    }
    text.push('\n');
}

fn append(text: &mut String, piece: fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = text.write_fmt(piece);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scenario::{Scenario, package_catalogue};

    fn parse(text: &str) -> Scenario {
        match Scenario::parse("generated.toml", text, package_catalogue::embedded()) {
            Ok(scenario) => scenario,
            Err(diagnostics) => panic!("{}", diagnostics[0]),
        }
    }

    fn clients(world: &Scenario) -> BTreeSet<OrganisationNumber> {
        let by_role = world.relations.iter().map(|relation| relation.client);
        by_role.chain(world.grants.iter().map(|grant| grant.client)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn a_world_of_any_size_is_valid_and_reproducible(size in 0_u32..200) {
            let text = generate(size);
            prop_assert_eq!(&text, &generate(size));
            prop_assert_eq!(clients(&parse(&text)).len(), size as usize);
        }
    }

    #[test]
    fn a_larger_world_begins_with_the_clients_of_a_smaller_one() {
        let (small, large) = (parse(&generate(40)), parse(&generate(90)));
        assert_eq!(small.organisations[..], large.organisations[..small.organisations.len()]);
        assert_eq!(small.relations[..], large.relations[..small.relations.len()]);
    }

    #[test]
    fn people_and_accesses_are_those_of_the_guide() {
        let (guide, generated) = (parse(GUIDE_SCENARIO), parse(&generate(1)));
        assert_eq!(generated.people, guide.people);
        assert_eq!(generated.roles, guide.roles);
        assert_eq!(generated.accesses, guide.accesses);
    }

    #[test]
    fn nineteen_of_twenty_clients_can_be_put_on_the_access_for_auditors() {
        let world = parse(&generate(600));
        let auditors = world.relations.iter().filter(|relation| relation.role.code() == "revisor").count();
        let accountants = world.relations.iter().filter(|relation| relation.role.code() == "regnskapsforer").count();
        assert_eq!((auditors, accountants, world.grants.len()), (570, 20, 20));
    }

    #[test]
    fn one_client_of_the_guides_has_many_providers_of_every_kind() {
        let world = parse(&generate_with_providers(40, 300));
        let client: OrganisationNumber = CLIENT.parse().unwrap();
        let providers = |of: Vec<OrganisationNumber>| of.into_iter().collect::<BTreeSet<_>>().len();
        let registered = world.relations.iter().filter(|relation| relation.client == client);
        let added = world.added_providers.iter().map(|added| added.relationship).filter(|pair| pair.client == client);
        let given = world.grants.iter().filter(|grant| grant.client == client);
        assert_eq!(providers(registered.map(|relation| relation.provider).collect()), 75);
        assert_eq!(providers(added.map(|pair| pair.provider).collect()), 225);
        assert_eq!(providers(given.map(|grant| grant.provider).collect()), 150);
        assert_eq!(parse(&generate(40)).organisations.len() + 300, world.organisations.len());
    }

    #[test]
    fn no_two_clients_have_the_same_name() {
        let names: BTreeSet<_> = (0..20_000).map(|index| names::client_name(index).0).collect();
        assert_eq!(names.len(), 20_000);
    }
}
