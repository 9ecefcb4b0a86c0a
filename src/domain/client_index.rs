//! An index of one provider's clients: search, Norwegian order, eligibility.
//!
//! Clients with the same form, roles and packages share a profile, so that eligibility is worked out per profile and
//! not per client. A query over 50 000 clients is a few passes over bits.

use std::collections::HashMap;

use fixedbitset::{Block, FixedBitSet};

use super::client::Client;
use super::collation::SortKey;
use super::delegation::Via;
use super::eligibility::Eligibility;
use super::number::OrganisationNumber;
use super::organisation::{OrgForm, Organisation};
use super::package::{AccessPackage, PackageCode};
use super::role::ErRole;
use super::search_index::SearchIndex;
use super::search_term::SearchTerm;

/// A set of clients, by their positions in the index.
pub type ClientSet = FixedBitSet;

/// Everything that a client's eligibility depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Profile {
    form: OrgForm,
    roles: Vec<ErRole>,
    direct: Vec<PackageCode>,
}

/// One client; its position in the index is its position in the list.
#[derive(Debug, Clone, Copy)]
struct Entry {
    number: OrganisationNumber,
    profile: u32,
    /// End of its registered name in `names`;
    /// the start is the end of the previous one.
    name_end: u32,
}

/// The index of one provider's clients.
#[derive(Debug, Default)]
pub struct ClientIndex {
    entries: Vec<Entry>,
    names: String,
    profiles: Vec<Profile>,
    search_index: SearchIndex,
    /// Positions by organisation number, ascending.
    positions: Vec<(OrganisationNumber, u32)>,
}

/// Which clients can be on a system access, by the packages it needs.
#[derive(Debug, Clone)]
pub struct EligibleClients {
    /// Clients with every package.
    pub every: ClientSet,
    /// Clients with at least one package.
    pub some: ClientSet,
}

/// Clients that bring the same packages to a system access.
#[derive(Debug, PartialEq, Eq)]
pub struct PackageGroup {
    pub packages: Vec<(PackageCode, Via)>,
    pub clients: Vec<OrganisationNumber>,
}

impl ClientIndex {
    /// Builds the index of these clients, each given once.
    pub fn new(mut clients: Vec<Client>) -> Self {
        clients.sort_by_cached_key(|client| (SortKey::of(&client.organisation.name), client.organisation.number));
        let mut client_index = Self {
            search_index: SearchIndex::of(clients.iter().map(|client| &client.organisation)),
            ..Self::default()
        };
        let mut profile_ids = HashMap::new();
        for Client { organisation, mut roles, mut direct } in clients {
            let Organisation { number, name, form } = organisation;
            roles.sort_unstable();
            direct.sort_unstable();
            let profile = Profile { form, roles, direct };
            let profile = *profile_ids.entry(profile).or_insert_with_key(|profile| {
                client_index.profiles.push(profile.clone());
                client_index.profiles.len() - 1
            });
            client_index.names.push_str(&name);
            client_index.positions.push((number, to_u32(client_index.entries.len())));
            client_index.entries.push(Entry {
                number,
                profile: to_u32(profile),
                name_end: to_u32(client_index.names.len()),
            });
        }
        client_index.positions.sort_unstable();
        client_index
    }

    /// How many clients there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// An empty set, to add positions to.
    pub fn none(&self) -> ClientSet {
        ClientSet::with_capacity(self.len())
    }

    /// The position of the client with this number.
    pub fn position(&self, number: OrganisationNumber) -> Option<usize> {
        let found = self.positions.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.positions.get(found).map(|(_, position)| *position as usize)
    }

    /// The number of the client at a position.
    pub fn number(&self, position: usize) -> OrganisationNumber {
        self.entries[position].number
    }

    /// The client at a position.
    pub fn client(&self, position: usize) -> Client {
        let Entry { number, profile, name_end } = self.entries[position];
        let start = position.checked_sub(1).map_or(0, |before| self.entries[before].name_end as usize);
        let Profile { form, roles, direct } = self.profiles[profile as usize].clone();
        let name = self.names[start..name_end as usize].to_owned();
        Client { organisation: Organisation { number, name, form }, roles, direct }
    }

    /// The numbers of these clients, ascending.
    pub fn numbers(&self, clients: &ClientSet) -> Vec<OrganisationNumber> {
        self.by_number(clients).map(|(number, _)| number).collect()
    }

    /// These clients by number, ascending, each with its profile.
    fn by_number(&self, clients: &ClientSet) -> impl Iterator<Item = (OrganisationNumber, usize)> {
        let chosen = self.positions.iter().filter(|(_, position)| clients.contains(*position as usize));
        chosen.map(|(number, position)| (*number, self.entries[*position as usize].profile as usize))
    }

    /// Groups clients by the needed packages that they bring; numbers ascending.
    pub fn group_by_packages(&self, clients: &ClientSet, needed: &[&AccessPackage]) -> Vec<PackageGroup> {
        let mut groups: Vec<PackageGroup> = Vec::new();
        let group = |profile: &Profile| {
            let packages = profile.eligibility(needed).brought();
            let known = groups.iter().position(|group| group.packages == packages);
            known.unwrap_or_else(|| {
                groups.push(PackageGroup { packages, clients: Vec::new() });
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

    /// The clients that a search matches.
    pub fn find(&self, term: &SearchTerm) -> ClientSet {
        let mut found = self.none();
        match term {
            SearchTerm::Anything => found.insert_range(..),
            SearchTerm::Numbers(numbers) => found.extend(numbers.iter().filter_map(|number| self.position(*number))),
            SearchTerm::Digits(digits) => found = self.search_index.with_words(std::slice::from_ref(digits)),
            SearchTerm::Words(words) => found = self.search_index.with_words(words),
        }
        found
    }

    /// The clients that have registered a role, or given a package that `fits`.
    pub fn with_powers(&self, fits: impl Fn(&PackageCode) -> bool) -> ClientSet {
        let has_powers = |profile: &Profile| !profile.roles.is_empty() || profile.direct.iter().any(&fits);
        let answers: Vec<_> = self.profiles.iter().map(has_powers).collect();
        let mut found = self.none();
        found.extend((0..self.len()).filter(|position| answers[self.entries[*position].profile as usize]));
        found
    }

    /// The clients that can be on an access with these packages.
    pub fn eligible(&self, needed: &[&AccessPackage]) -> EligibleClients {
        let answers: Vec<_> = self.profiles.iter().map(|profile| profile.eligibility(needed)).collect();
        let mut eligible = EligibleClients { every: self.none(), some: self.none() };
        for (position, entry) in self.entries.iter().enumerate() {
            let answer = &answers[entry.profile as usize];
            eligible.every.set(position, answer.is_eligible());
            eligible.some.set(position, answer.has_some());
        }
        eligible
    }
}

impl Profile {
    /// Worked out from the profile alone.
    fn eligibility(&self, needed: &[&AccessPackage]) -> Eligibility {
        Eligibility::of_powers(needed, self.form, &self.roles, &self.direct)
    }
}

/// The positions in a set after the first `first`, which are counted in blocks.
pub fn skip_positions(clients: &ClientSet, first: usize) -> impl Iterator<Item = usize> {
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

/// The positions of a block's set bits, lowest first.
fn ones(block: Block) -> impl Iterator<Item = usize> {
    let rest = std::iter::successors(Some(block), |block| Some(block & block.wrapping_sub(1)));
    rest.take_while(|block| *block != 0).map(|block| block.trailing_zeros() as usize)
}

/// Positions and lengths fit: an index stays far below four billion.
fn to_u32(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "client_index_tests.rs"]
mod tests;
