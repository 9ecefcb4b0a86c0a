//! All clients of one provider, in Norwegian order, made for questions: find by name or number, and who may be on what.
//!
//! Clients with the same form, roles and packages share a profile, so that eligibility is worked out once a profile and
//! not once a client. A question over 50 000 clients is a few passes over bits.

use std::collections::HashMap;

use fixedbitset::{Block, FixedBitSet};

use super::client::Client;
use super::delegation::Via;
use super::eligibility::Eligibility;
use super::index::Index;
use super::number::OrganisationNumber;
use super::order::SortKey;
use super::organisation::{OrgForm, Organisation};
use super::package::{AccessPackage, PackageCode};
use super::role::ErRole;
use super::search::Needle;

/// A set of clients, by their place in the roster.
pub type Clients = FixedBitSet;

/// What a client has given the provider: all that eligibility depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Profile {
    form: OrgForm,
    roles: Vec<ErRole>,
    direct: Vec<PackageCode>,
}

/// A client's entry; its place in the roster is its place in the list.
#[derive(Debug, Clone, Copy)]
struct Entry {
    number: OrganisationNumber,
    profile: u32,
    /// Where its registered name ends in `names`; it begins where the one before ends.
    name_end: u32,
}

/// The clients of a provider.
#[derive(Debug, Default)]
pub struct Roster {
    entries: Vec<Entry>,
    names: String,
    profiles: Vec<Profile>,
    index: Index,
    /// Places by number, ascending.
    places: Vec<(OrganisationNumber, u32)>,
}

/// Who may be on a system access: by the packages that it needs.
#[derive(Debug, Clone)]
pub struct Eligible {
    /// Has every package.
    pub every: Clients,
    /// Has at least one.
    pub some: Clients,
}

/// Clients that bring the same packages to a system access.
#[derive(Debug, PartialEq, Eq)]
pub struct Brought {
    pub packages: Vec<(PackageCode, Via)>,
    pub clients: Vec<OrganisationNumber>,
}

impl Roster {
    /// The roster of these clients, each given once.
    pub fn new(mut clients: Vec<Client>) -> Self {
        clients.sort_by_cached_key(|client| (SortKey::of(&client.organisation.name), client.organisation.number));
        let mut roster = Self { index: index(&clients), ..Self::default() };
        let mut known = HashMap::new();
        for Client { organisation, mut roles, mut direct } in clients {
            let Organisation { number, name, form } = organisation;
            roles.sort_unstable();
            direct.sort_unstable();
            let profile = Profile { form, roles, direct };
            let profile = *known.entry(profile).or_insert_with_key(|profile| {
                roster.profiles.push(profile.clone());
                roster.profiles.len() - 1
            });
            roster.names.push_str(&name);
            roster.places.push((number, small(roster.entries.len())));
            roster.entries.push(Entry { number, profile: small(profile), name_end: small(roster.names.len()) });
        }
        roster.places.sort_unstable();
        roster
    }

    /// How many clients there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// No client, to add places to.
    pub fn none(&self) -> Clients {
        Clients::with_capacity(self.len())
    }

    /// Where the client with this number stands.
    pub fn place(&self, number: OrganisationNumber) -> Option<usize> {
        let found = self.places.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.places.get(found).map(|(_, place)| *place as usize)
    }

    /// The number of the client at a place.
    pub fn number(&self, place: usize) -> OrganisationNumber {
        self.entries[place].number
    }

    /// The client at a place.
    pub fn client(&self, place: usize) -> Client {
        let Entry { number, profile, name_end } = self.entries[place];
        let start = place.checked_sub(1).map_or(0, |before| self.entries[before].name_end as usize);
        let Profile { form, roles, direct } = self.profiles[profile as usize].clone();
        let name = self.names[start..name_end as usize].to_owned();
        Client { organisation: Organisation { number, name, form }, roles, direct }
    }

    /// The numbers of these clients, ascending.
    pub fn numbers(&self, clients: &Clients) -> Vec<OrganisationNumber> {
        self.by_number(clients).map(|(number, _)| number).collect()
    }

    /// These clients by number, ascending, each with its profile.
    fn by_number(&self, clients: &Clients) -> impl Iterator<Item = (OrganisationNumber, usize)> {
        let chosen = self.places.iter().filter(|(_, place)| clients.contains(*place as usize));
        chosen.map(|(number, place)| (*number, self.entries[*place as usize].profile as usize))
    }

    /// These clients by what they bring of the packages that are needed, their numbers ascending.
    pub fn brought(&self, clients: &Clients, needed: &[&AccessPackage]) -> Vec<Brought> {
        let mut groups: Vec<Brought> = Vec::new();
        let group = |profile: &Profile| {
            let packages = profile.eligibility(needed).brought();
            let known = groups.iter().position(|group| group.packages == packages);
            known.unwrap_or_else(|| {
                groups.push(Brought { packages, clients: Vec::new() });
                groups.len() - 1
            })
        };
        let of_profile: Vec<_> = self.profiles.iter().map(group).collect();
        for (number, profile) in self.by_number(clients) {
            groups[of_profile[profile]].clients.push(number);
        }
        groups.retain(|group| !group.clients.is_empty());
        groups
    }

    /// The clients that a search finds.
    pub fn find(&self, needle: &Needle) -> Clients {
        self.index.find(needle)
    }

    /// Who may be on an access that needs these packages.
    pub fn eligible(&self, needed: &[&AccessPackage]) -> Eligible {
        let answers: Vec<_> = self.profiles.iter().map(|profile| profile.eligibility(needed)).collect();
        let mut eligible = Eligible { every: self.none(), some: self.none() };
        for (place, entry) in self.entries.iter().enumerate() {
            let answer = &answers[entry.profile as usize];
            eligible.every.set(place, answer.is_eligible());
            eligible.some.set(place, answer.has_some());
        }
        eligible
    }
}

impl Profile {
    /// Eligibility looks at nothing else of a client than its profile.
    fn eligibility(&self, needed: &[&AccessPackage]) -> Eligibility {
        Eligibility::of_powers(needed, self.form, &self.roles, &self.direct)
    }
}

/// Some of the clients, beginning after the first so many: those are counted many at a time.
pub fn after(clients: &Clients, first: usize) -> impl Iterator<Item = usize> {
    let (mut start, mut left) = (0, first);
    for block in clients.as_slice() {
        let ones = block.count_ones() as usize;
        if ones > left {
            break;
        }
        start += 1;
        left -= ones;
    }
    let blocks = clients.as_slice().iter().enumerate().skip(start);
    blocks.flat_map(|(at, block)| ones(*block).map(move |bit| at * Block::BITS as usize + bit)).skip(left)
}

/// The places of a block's bits, each taken away when it has been seen.
fn ones(block: Block) -> impl Iterator<Item = usize> {
    let rest = std::iter::successors(Some(block), |block| Some(block & block.wrapping_sub(1)));
    rest.take_while(|block| *block != 0).map(|block| block.trailing_zeros() as usize)
}

fn index(clients: &[Client]) -> Index {
    Index::of(clients.iter().map(|client| (client.organisation.name.as_str(), client.organisation.number)))
}

/// Places and lengths fit: a roster is far below four thousand million.
fn small(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(stem: u32, name: &str, roles: &[ErRole]) -> Client {
        let number = OrganisationNumber::from_stem(stem).unwrap();
        let organisation = Organisation { number, name: name.to_owned(), form: "AS".parse().unwrap() };
        Client { organisation, roles: roles.to_vec(), direct: Vec::new() }
    }

    fn roster() -> Roster {
        Roster::new(vec![
            client(31_049_600, "ÅPEN DUE AS", &[ErRole::Auditor]),
            client(31_049_602, "ALF REV AS", &[]),
            client(31_049_603, "ÆRLIG REV AS", &[ErRole::Accountant]),
        ])
    }

    #[test]
    fn a_client_comes_back_as_it_went_in_and_in_norwegian_order() {
        let roster = roster();
        let names: Vec<_> = (0..roster.len()).map(|place| roster.client(place).organisation.name).collect();
        assert_eq!(names, ["ALF REV AS", "ÆRLIG REV AS", "ÅPEN DUE AS"]);
        assert_eq!(roster.client(1), client(31_049_603, "ÆRLIG REV AS", &[ErRole::Accountant]));
        for place in 0..roster.len() {
            assert_eq!(roster.place(roster.number(place)), Some(place));
        }
        assert_eq!(roster.place("310609544".parse().unwrap()), None);
    }

    #[test]
    fn a_page_begins_where_the_one_before_ended() {
        let mut clients = Clients::with_capacity(1000);
        clients.extend((0..1000).filter(|place| place % 7 < 3 && !(200..400).contains(place)));
        for first in [0, 1, 27, 28, 63, 64, 65, 200, 428, 429, 430, 2000] {
            let expected: Vec<_> = clients.ones().skip(first).collect();
            assert_eq!(after(&clients, first).collect::<Vec<_>>(), expected, "{first}");
        }
    }

    #[test]
    fn a_search_finds_places() {
        let roster = roster();
        let found = |typed: &str| roster.find(&Needle::of(typed)).ones().collect::<Vec<_>>();
        assert_eq!(found("rev"), [0, 1]);
        assert_eq!(found("arlig REV"), [1]);
        assert_eq!(found(&roster.number(2).grouped()), [2]);
        assert_eq!(found(""), [0, 1, 2]);
        assert!(found("as due rev").is_empty());
    }
}
