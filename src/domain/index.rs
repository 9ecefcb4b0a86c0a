//! Names and numbers of many organisations, ready to be searched for any part of them.
//!
//! The words of a name are looked up among all distinct words, of which there are far fewer than names. The digits of the
//! numbers stand in columns, which are compared many at a time. So a search that finds everybody costs hardly more than
//! one that finds nobody.

use std::collections::HashMap;

use fixedbitset::{Block, FixedBitSet};
use memchr::memmem;

use super::number::OrganisationNumber;
use super::search::{Needle, folded};

/// Digits of an organisation number.
const DIGITS: usize = 9;

/// Organisations by their place: the number of those given before.
#[derive(Debug, Default)]
pub struct Index {
    len: usize,
    words: Words,
    /// The first digits of all numbers, the second ones, and so on.
    digits: [Vec<u8>; DIGITS],
}

/// Distinct words, as search sees them.
#[derive(Debug, Default)]
struct Words {
    /// One after the other, each with a line break, which no needle has.
    text: Vec<u8>,
    /// Where each ends in the text.
    ends: Vec<usize>,
    bearers: Vec<Bearers>,
}

/// In whose names a word is, in whichever form takes less room.
#[derive(Debug)]
enum Bearers {
    Few(Vec<u32>),
    Many(FixedBitSet),
}

impl Index {
    /// The index of these organisations.
    pub fn of<'n>(organisations: impl Iterator<Item = (&'n str, OrganisationNumber)>) -> Self {
        let mut index = Self::default();
        let mut bearers: HashMap<String, Vec<u32>> = HashMap::new();
        for (place, (name, number)) in (0..).zip(organisations) {
            for word in folded(name).split_whitespace() {
                match bearers.get_mut(word) {
                    Some(places) if places.last() == Some(&place) => {}
                    Some(places) => places.push(place),
                    None => drop(bearers.insert(word.to_owned(), vec![place])),
                }
            }
            for (column, digit) in index.digits.iter_mut().zip(number.to_string().bytes()) {
                column.push(digit);
            }
        }
        index.digits.iter_mut().for_each(Vec::shrink_to_fit);
        index.len = index.digits[0].len();
        index.words = Words::new(bearers, index.len);
        index
    }

    /// The places of those that the needle finds.
    pub fn find(&self, needle: &Needle) -> FixedBitSet {
        match needle {
            Needle::Anything => {
                let mut all = FixedBitSet::with_capacity(self.len);
                all.insert_range(..);
                all
            }
            Needle::Number(digits) => self.with_word(digits),
            Needle::Words(words) => {
                let mut each = words.iter().map(|word| self.with_word(word));
                let first = each.next().unwrap_or_else(|| FixedBitSet::with_capacity(self.len));
                each.fold(first, |mut found, more| {
                    found.intersect_with(&more);
                    found
                })
            }
        }
    }

    /// Those with the word, or a part of it, in their name; a word of digits may be part of the number too.
    fn with_word(&self, word: &str) -> FixedBitSet {
        let is_number = word.bytes().all(|letter| letter.is_ascii_digit());
        let mut found =
            if is_number { self.with_digits(word.as_bytes()) } else { FixedBitSet::with_capacity(self.len) };
        for bearers in self.words.containing(word) {
            match bearers {
                Bearers::Few(places) => found.extend(places.iter().map(|place| *place as usize)),
                Bearers::Many(places) => found.union_with(places),
            }
        }
        found
    }

    fn with_digits(&self, digits: &[u8]) -> FixedBitSet {
        let mut found = vec![0_u8; self.len];
        let mut here = vec![0_u8; self.len];
        for columns in self.digits.windows(digits.len().max(1)) {
            here.fill(1);
            for (column, digit) in columns.iter().zip(digits) {
                here.iter_mut().zip(column).for_each(|(here, other)| *here &= u8::from(other == digit));
            }
            found.iter_mut().zip(&here).for_each(|(found, here)| *found |= here);
        }
        let bits = |eight: &[u8]| eight.iter().rev().fold(0, |bits: Block, bit| bits << 1 | Block::from(*bit));
        FixedBitSet::with_capacity_and_blocks(self.len, found.chunks(Block::BITS as usize).map(bits))
    }
}

impl Words {
    fn new(bearers: HashMap<String, Vec<u32>>, organisations: usize) -> Self {
        let mut words = Self::default();
        for (word, places) in bearers {
            words.text.extend_from_slice(word.as_bytes());
            words.text.push(b'\n');
            words.ends.push(words.text.len());
            words.bearers.push(Bearers::new(places, organisations));
        }
        words
    }

    /// The bearers of every word that this is a part of.
    fn containing(&self, part: &str) -> impl Iterator<Item = &Bearers> {
        let mut place = 0;
        let mut counted = None;
        let hits = memmem::find_iter(&self.text, part.as_bytes()).filter_map(move |at| {
            while self.ends[place] <= at {
                place += 1;
            }
            (counted.replace(place) != Some(place)).then_some(place)
        });
        hits.map(|place| &self.bearers[place])
    }
}

impl Bearers {
    fn new(mut places: Vec<u32>, organisations: usize) -> Self {
        if places.len() * u32::BITS as usize > organisations {
            let mut many = FixedBitSet::with_capacity(organisations);
            many.extend(places.into_iter().map(|place| place as usize));
            return Self::Many(many);
        }
        places.shrink_to_fit();
        Self::Few(places)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_finds_whom_the_needle_finds(
            names in prop::collection::vec("([ÆæøaAeéo1-3]{1,4}[ -]?){1,3}", 1..90),
            typed in "[æAaøoe1-3]{1,3}( [ao23]{1,2})?",
        ) {
            let numbers = (31_049_000..).filter_map(OrganisationNumber::from_stem);
            let all: Vec<_> = names.iter().map(String::as_str).zip(numbers).collect();
            let needle = Needle::of(&typed);
            let found: Vec<_> = Index::of(all.iter().copied()).find(&needle).ones().collect();
            let expected: Vec<_> =
                (0..all.len()).filter(|place| needle.finds(all[*place].0, all[*place].1)).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn digits_are_found_at_either_end_and_more_than_nine_nowhere() {
        let number: OrganisationNumber = "310609544".parse().unwrap();
        let index = Index::of([("Revisorkunde AS", number)].into_iter());
        let found = |typed: &str| index.find(&Needle::of(typed)).count_ones(..);
        assert_eq!(
            [found("310"), found("544"), found("310609544"), found("3106095441"), found("0192:")],
            [1, 1, 1, 0, 1]
        );
    }
}
