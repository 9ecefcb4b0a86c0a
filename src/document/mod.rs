//! A file that people write, a scenario or a walkthrough, as a TOML document: hands out its tables one by one and notes
//! what is wrong with them. Knows nothing of what the fields mean.

use std::cell::OnceCell;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error, ValueDeserializer};

mod fault;
mod places;

pub use fault::Fault;
use places::Places;

/// What has not been handed out of the parsed file, and the faults that were found in it so far.
pub struct Document<'t> {
    file: &'t str,
    text: &'t str,
    root: Spanned<DeTable<'t>>,
    places: OnceCell<Places<'t>>,
    faults: Vec<Fault>,
}

impl<'t> Document<'t> {
    /// Parses the text; where it is not TOML, the fault is the parser's.
    pub fn parse(file: &'t str, text: &'t str) -> Result<Self, Vec<Fault>> {
        match DeTable::parse(text) {
            Ok(root) => Ok(Self { file, text, root, places: OnceCell::new(), faults: Vec::new() }),
            Err(error) => {
                let (line, column) = Places::of(text).position(error.span().map_or(0, |span| span.start));
                let problem = error.message().replace('\n', ", ");
                Err(vec![Fault { file: file.to_owned(), line, column, field: String::new(), problem }])
            }
        }
    }

    /// Hands out the top of the file, without the lists: those have been handed out before.
    pub fn head<T: DeserializeOwned>(&mut self) -> Option<T> {
        let place = self.root.span();
        let root = std::mem::replace(&mut self.root, Spanned::new(place, DeTable::new()));
        let read = T::deserialize(Deserializer::from(root));
        self.noted(read, 0..0)
    }

    /// Hands out the tables of a list, `[[key]]` in the file. Where one has not the shape of `T`, that is a fault and its
    /// place is empty, so that the others are still read.
    pub fn items<T: DeserializeOwned>(&mut self, key: &str) -> Vec<Option<Spanned<T>>> {
        let Some(value) = self.root.get_mut().remove(key) else { return Vec::new() };
        let place = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            self.fault(&place, format!("is no list of tables, write [[{key}]]"));
            return Vec::new();
        };
        items.into_iter().map(|item| self.item(item)).collect()
    }

    /// The text that each table of a list has under a key, whatever else is wrong with the table. To be asked before the
    /// list is handed out.
    pub fn texts_in(&self, list: &str, key: &str) -> Vec<Option<String>> {
        let items = self.root.get_ref().get(list).and_then(|value| value.get_ref().as_array());
        let text = |item: &Spanned<DeValue<'_>>| item.get_ref().get(key)?.get_ref().as_str().map(str::to_owned);
        items.into_iter().flatten().map(text).collect()
    }

    /// Notes a fault of the field that stands at a place.
    pub fn fault(&mut self, place: &Range<usize>, problem: impl Into<String>) {
        let field = self.places().field(place).to_owned();
        self.note(place, field, problem.into());
    }

    /// Notes a fault of a field that the table at a place lacks.
    pub fn fault_in(&mut self, table: &Range<usize>, key: &str, problem: impl Into<String>) {
        let field = self.places().field_in(table, key);
        self.note(table, field, problem.into());
    }

    /// The line of a place, counted from 1.
    pub fn line(&self, place: &Range<usize>) -> usize {
        self.places().position(place.start).0
    }

    /// How many faults were found so far.
    pub fn fault_count(&self) -> usize {
        self.faults.len()
    }

    /// All faults in the order of the file.
    pub fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| (fault.line, fault.column));
        self.faults
    }

    fn item<T: DeserializeOwned>(&mut self, item: Spanned<DeValue<'t>>) -> Option<Spanned<T>> {
        let place = item.span();
        let read = T::deserialize(ValueDeserializer::from(item));
        Some(Spanned::new(place.clone(), self.noted(read, place)?))
    }

    fn noted<T>(&mut self, read: Result<T, Error>, around: Range<usize>) -> Option<T> {
        let error = match read {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let place = error.span().unwrap_or(around);
        let message = error.message();
        match message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            Some(missing) => self.fault_in(&place, missing, "is missing"),
            None => self.fault(&place, message.replace('\n', ", ")),
        }
        None
    }

    fn note(&mut self, place: &Range<usize>, field: String, problem: String) {
        let (line, column) = self.places().position(place.start);
        self.faults.push(Fault { file: self.file.to_owned(), line, column, field, problem });
    }

    fn places(&self) -> &Places<'t> {
        self.places.get_or_init(|| Places::of(self.text))
    }
}
