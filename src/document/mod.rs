//! A file that people write, a scenario or a walkthrough, as a TOML document: hands out its tables one by one and
//! knows where everything stands. Knows nothing of what the fields mean.

use std::collections::HashMap;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error, ValueDeserializer};

mod fault;

pub use fault::Fault;

/// The parsed file, and the faults that were found in it so far.
pub struct Document<'t> {
    file: &'t str,
    text: &'t str,
    root: Spanned<DeTable<'t>>,
    /// Field by the place of its value or key.
    fields: HashMap<Range<usize>, String>,
    faults: Vec<Fault>,
}

impl<'t> Document<'t> {
    /// Parses the text; where it is not TOML, the fault is the parser's.
    pub fn parse(file: &'t str, text: &'t str) -> Result<Self, Vec<Fault>> {
        match DeTable::parse(text) {
            Ok(root) => {
                let mut fields = HashMap::new();
                note_table("", root.get_ref(), &mut fields);
                Ok(Self { file, text, root, fields, faults: Vec::new() })
            }
            Err(error) => {
                let (line, column) = position(text, error.span().map_or(0, |span| span.start));
                let problem = error.message().replace('\n', ", ");
                Err(vec![Fault { file: file.to_owned(), line, column, field: String::new(), problem }])
            }
        }
    }

    /// The top of the file, without its lists.
    pub fn head<T: DeserializeOwned>(&mut self) -> Option<T> {
        let read = T::deserialize(Deserializer::from(self.root.clone()));
        self.noted(read, 0..0)
    }

    /// The tables of a list, `[[key]]` in the file. Where one has not the shape of `T`, that is a fault and its place
    /// is empty, so that the others are still read.
    pub fn items<T: DeserializeOwned>(&mut self, key: &str) -> Vec<Option<Spanned<T>>> {
        let Some(value) = self.root.get_ref().get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            let place = value.span();
            self.fault(&place, format!("is no list of tables, write [[{key}]]"));
            return Vec::new();
        };
        items.clone().into_iter().map(|item| self.item(item)).collect()
    }

    /// The text that each table of a list has under a key, whatever else is wrong with the table.
    pub fn texts_in(&self, list: &str, key: &str) -> Vec<Option<String>> {
        let items = self.root.get_ref().get(list).and_then(|value| value.get_ref().as_array());
        let text = |item: &Spanned<DeValue<'_>>| item.get_ref().get(key)?.get_ref().as_str().map(str::to_owned);
        items.into_iter().flatten().map(text).collect()
    }

    /// Notes a fault of the field that stands at a place.
    pub fn fault(&mut self, place: &Range<usize>, problem: impl Into<String>) {
        let field = self.fields.get(place).cloned().unwrap_or_default();
        self.note(place, field, problem.into());
    }

    /// Notes a fault of a field that the table at a place lacks.
    pub fn fault_in(&mut self, table: &Range<usize>, key: &str, problem: impl Into<String>) {
        let field = joined(self.fields.get(table).map_or("", String::as_str), key);
        self.note(table, field, problem.into());
    }

    /// The line of a place, counted from 1.
    pub fn line(&self, place: &Range<usize>) -> usize {
        position(self.text, place.start).0
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
        let (line, column) = position(self.text, place.start);
        self.faults.push(Fault { file: self.file.to_owned(), line, column, field, problem });
    }
}

/// Line and column of a byte offset, both counted from 1, the column in characters.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

fn joined(table: &str, key: &str) -> String {
    if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
}

fn note_table(path: &str, table: &DeTable<'_>, fields: &mut HashMap<Range<usize>, String>) {
    for (key, value) in table {
        let field = joined(path, key.get_ref());
        fields.insert(key.span(), field.clone());
        note_value(&field, value, fields);
    }
}

/// A list written with `[[…]]` stands where its first table does, so what is inside is noted later and wins.
fn note_value(field: &str, value: &Spanned<DeValue<'_>>, fields: &mut HashMap<Range<usize>, String>) {
    fields.insert(value.span(), field.to_owned());
    match value.get_ref() {
        DeValue::Table(table) => note_table(field, table, fields),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                note_value(&format!("{field}[{index}]"), item, fields);
            }
        }
        _ => {}
    }
}
