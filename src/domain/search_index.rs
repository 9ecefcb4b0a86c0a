//! Finds organisations by any part of a name or number.
//!
//! A search runs over the distinct words of all names, far fewer than names, and compares the digits of numbers column
//! by column, many at a time. So a search that matches everybody costs hardly more than one that matches nobody.

use std::collections::HashMap;

use fixedbitset::{Block, FixedBitSet};
use memchr::memmem;

use super::number::OrganisationNumber;
use super::search_term::{SearchTerm, fold};

/// Digits of an organisation number.
const DIGITS: usize = 9;

/// The index. Positions follow the order of the organisations given.
#[derive(Debug, Default)]
pub struct SearchIndex {
    len: usize,
    words: WordIndex,
    /// Column n holds the nth digit of every number.
    digits: [Vec<u8>; DIGITS],
}

/// The distinct words, normalised for search.
#[derive(Debug, Default)]
struct WordIndex {
    /// All words, each ended by a line break, which no search term has.
    text: Vec<u8>,
    /// End of each word in the text.
    ends: Vec<usize>,
    postings: Vec<Postings>,
}

/// Positions of the names with a word, in the smaller of two forms.
#[derive(Debug)]
enum Postings {
    Few(Vec<u32>),
    Many(FixedBitSet),
}

impl SearchIndex {
    /// The index of these organisations.
    pub fn of<'n>(organisations: impl Iterator<Item = (&'n str, OrganisationNumber)>) -> Self {
        let mut index = Self::default();
        let mut postings: HashMap<String, Vec<u32>> = HashMap::new();
        for (position, (name, number)) in (0..).zip(organisations) {
            for word in fold(name).split_whitespace() {
                match postings.get_mut(word) {
                    Some(positions) if positions.last() == Some(&position) => {}
                    Some(positions) => positions.push(position),
                    None => drop(postings.insert(word.to_owned(), vec![position])),
                }
            }
            for (column, digit) in index.digits.iter_mut().zip(number.to_string().bytes()) {
                column.push(digit);
            }
        }
        index.digits.iter_mut().for_each(Vec::shrink_to_fit);
        index.len = index.digits[0].len();
        index.words = WordIndex::new(postings, index.len);
        index
    }

    /// The positions that match the term.
    pub fn find(&self, term: &SearchTerm) -> FixedBitSet {
        match term {
            SearchTerm::Anything => {
                let mut all = FixedBitSet::with_capacity(self.len);
                all.insert_range(..);
                all
            }
            SearchTerm::Number(digits) => self.with_word(digits),
            SearchTerm::Words(words) => {
                let mut each = words.iter().map(|word| self.with_word(word));
                let first = each.next().unwrap_or_else(|| FixedBitSet::with_capacity(self.len));
                each.fold(first, |mut found, more| {
                    found.intersect_with(&more);
                    found
                })
            }
        }
    }

    /// The positions with this text in the name or, for digits, in the number.
    fn with_word(&self, word: &str) -> FixedBitSet {
        let is_number = word.bytes().all(|letter| letter.is_ascii_digit());
        let mut found =
            if is_number { self.with_digits(word.as_bytes()) } else { FixedBitSet::with_capacity(self.len) };
        for postings in self.words.containing(word) {
            match postings {
                Postings::Few(positions) => found.extend(positions.iter().map(|position| *position as usize)),
                Postings::Many(positions) => found.union_with(positions),
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

impl WordIndex {
    fn new(postings: HashMap<String, Vec<u32>>, organisations: usize) -> Self {
        let mut words = Self::default();
        for (word, positions) in postings {
            words.text.extend_from_slice(word.as_bytes());
            words.text.push(b'\n');
            words.ends.push(words.text.len());
            words.postings.push(Postings::new(positions, organisations));
        }
        words
    }

    /// The postings of every word that contains this text.
    fn containing(&self, part: &str) -> impl Iterator<Item = &Postings> {
        let mut position = 0;
        let mut counted = None;
        let hits = memmem::find_iter(&self.text, part.as_bytes()).filter_map(move |at| {
            while self.ends[position] <= at {
                position += 1;
            }
            (counted.replace(position) != Some(position)).then_some(position)
        });
        hits.map(|position| &self.postings[position])
    }
}

impl Postings {
    fn new(mut positions: Vec<u32>, organisations: usize) -> Self {
        if positions.len() * u32::BITS as usize > organisations {
            let mut many = FixedBitSet::with_capacity(organisations);
            many.extend(positions.into_iter().map(|position| position as usize));
            return Self::Many(many);
        }
        positions.shrink_to_fit();
        Self::Few(positions)
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
            let term = SearchTerm::of(&typed);
            let found: Vec<_> = SearchIndex::of(all.iter().copied()).find(&term).ones().collect();
            let expected: Vec<_> =
                (0..all.len()).filter(|position| term.finds(all[*position].0, all[*position].1)).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn digits_are_found_at_either_end_and_more_than_nine_nowhere() {
        let number: OrganisationNumber = "310609544".parse().unwrap();
        let index = SearchIndex::of([("Revisorkunde AS", number)].into_iter());
        let found = |typed: &str| index.find(&SearchTerm::of(typed)).count_ones(..);
        assert_eq!(
            [found("310"), found("544"), found("310609544"), found("3106095441"), found("0192:")],
            [1, 1, 1, 0, 1]
        );
    }
}
