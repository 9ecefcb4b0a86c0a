//! Finds organisations by any part of a name or number.
//!
//! A search runs over the distinct words of all names, far fewer than names, and compares the digits of numbers column
//! by column, many at a time. So a search that matches everybody costs hardly more than one that matches nobody.

use std::collections::HashMap;

use fixedbitset::{Block, FixedBitSet};
use memchr::memmem;

use super::organisation::Organisation;
use super::search_term::{NameWord, contains, counts_forms, spellings, without_mark};

/// Digits of an organisation number.
const DIGITS: usize = 9;

/// The index. Positions follow the order of the organisations given.
#[derive(Debug, Default)]
pub struct SearchIndex {
    len: usize,
    words: WordIndex,
    /// Organisation forms in names.
    forms: WordIndex,
    /// Column n holds the nth digit of every number.
    digits: [Vec<u8>; DIGITS],
}

/// The distinct words, normalised for search.
#[derive(Debug, Default)]
struct WordIndex {
    /// All words without marks, each ended by a line break, which no search term has.
    text: Vec<u8>,
    /// The words with the marks of æ, ø and å.
    marked: Vec<String>,
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
    pub fn of<'n>(organisations: impl Iterator<Item = &'n Organisation>) -> Self {
        let mut index = Self::default();
        let (mut words, mut forms) = (HashMap::new(), HashMap::new());
        for (position, organisation) in (0..).zip(organisations) {
            for NameWord { word, is_form } in NameWord::of(organisation) {
                let postings = if is_form { &mut forms } else { &mut words };
                for word in spellings(&word) {
                    post(postings, word, position);
                }
            }
            for (column, digit) in index.digits.iter_mut().zip(organisation.number.to_string().bytes()) {
                column.push(digit);
            }
        }
        index.digits.iter_mut().for_each(Vec::shrink_to_fit);
        index.len = index.digits[0].len();
        index.words = WordIndex::new(words, index.len);
        index.forms = WordIndex::new(forms, index.len);
        index
    }

    /// The positions with each of these words in the name or number.
    pub fn with_words(&self, words: &[String]) -> FixedBitSet {
        let mut each = words.iter().map(|word| self.with_word(word, counts_forms(words)));
        let first = each.next().unwrap_or_else(|| FixedBitSet::with_capacity(self.len));
        each.fold(first, |mut found, more| {
            found.intersect_with(&more);
            found
        })
    }

    /// The positions with this text in the name or, for digits, in the number.
    fn with_word(&self, word: &str, counts_forms: bool) -> FixedBitSet {
        let is_number = word.bytes().all(|letter| letter.is_ascii_digit());
        let mut found =
            if is_number { self.with_digits(word.as_bytes()) } else { FixedBitSet::with_capacity(self.len) };
        let forms = counts_forms.then_some(&self.forms);
        for word in spellings(word) {
            for postings in [&self.words].into_iter().chain(forms).flat_map(|words| words.containing(&word)) {
                match postings {
                    Postings::Few(positions) => found.extend(positions.iter().map(|position| *position as usize)),
                    Postings::Many(positions) => found.union_with(positions),
                }
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

/// Adds a position to a word's postings; positions ascend.
fn post(postings: &mut HashMap<String, Vec<u32>>, word: String, position: u32) {
    let positions = postings.entry(word).or_default();
    if positions.last() != Some(&position) {
        positions.push(position);
    }
}

impl WordIndex {
    fn new(postings: HashMap<String, Vec<u32>>, organisations: usize) -> Self {
        let mut words = Self::default();
        for (word, positions) in postings {
            words.text.extend(unmarked(&word).bytes());
            words.text.push(b'\n');
            words.ends.push(words.text.len());
            words.marked.push(word);
            words.postings.push(Postings::new(positions, organisations));
        }
        words
    }

    /// The postings of every word that contains this text.
    fn containing(&self, part: &str) -> impl Iterator<Item = &Postings> {
        let plain = unmarked(part);
        let has_marks = plain != part;
        let hits = memmem::Finder::new(&plain).into_owned();
        let (mut from, mut position) = (0, 0);
        let words = std::iter::from_fn(move || {
            let at = from + hits.find(self.text.get(from..)?)?;
            while self.ends[position] <= at {
                position += 1;
            }
            from = self.ends[position];
            Some(position)
        });
        let words = words.filter(move |word| !has_marks || contains(&self.marked[*word], part));
        words.map(|word| &self.postings[word])
    }
}

fn unmarked(word: &str) -> String {
    word.chars().map(without_mark).collect()
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
