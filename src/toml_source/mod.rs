//! Reads a TOML file table by table and collects every error with line and field.
//!
//! Scenario and walkthrough files share it; what the fields mean is theirs.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error, ValueDeserializer};

use crate::domain::spelling::composed;

mod diagnostic;
mod source_map;

pub use diagnostic::Diagnostic;
use source_map::SourceMap;

/// A parsed file: the tables still to be taken, and the errors so far.
pub struct TomlSource<'t> {
    file: &'t str,
    text: &'t str,
    root: Spanned<DeTable<'t>>,
    source_map: OnceCell<SourceMap<'t>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> TomlSource<'t> {
    /// Parses the text. If it is not TOML, the only error is the parser's.
    pub fn parse(file: &'t str, text: &'t str) -> Result<Self, Vec<Diagnostic>> {
        match DeTable::parse(text) {
            Ok(mut root) => {
                root.get_mut().iter_mut().for_each(|(_, value)| compose(value));
                Ok(Self { file, text, root, source_map: OnceCell::new(), diagnostics: Vec::new() })
            }
            Err(error) => {
                let (line, column) = SourceMap::of(text).line_and_column(error.span().map_or(0, |span| span.start));
                let message = error.message().replace('\n', ", ");
                Err(vec![Diagnostic { file: file.to_owned(), line, column, field: String::new(), message }])
            }
        }
    }

    /// Takes the top of the file.
    /// Take the lists first: what is left counts as unknown fields.
    pub fn take_root<T: DeserializeOwned>(&mut self) -> Option<T> {
        let span = self.root.span();
        let root = std::mem::replace(&mut self.root, Spanned::new(span, DeTable::new()));
        let result = T::deserialize(Deserializer::from(root));
        self.ok_or_report(result, 0..0)
    }

    /// Takes the tables of a list, `[[key]]` in the file.
    ///
    /// A table that does not fit `T` is reported and `None`, so that the others are still read.
    pub fn take_list<T: DeserializeOwned>(&mut self, key: &str) -> Vec<Option<Spanned<T>>> {
        let Some(value) = self.root.get_mut().remove(key) else { return Vec::new() };
        let span = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            self.report(&span, format!("is not a list of tables; write [[{key}]]"));
            return Vec::new();
        };
        items.into_iter().map(|item| self.take_item(item)).collect()
    }

    /// The string under a key in each table of a list, even where the table has errors.
    ///
    /// Call it before [`TomlSource::take_list`].
    pub fn strings_in(&self, list: &str, key: &str) -> Vec<Option<String>> {
        let items = self.root.get_ref().get(list).and_then(|value| value.get_ref().as_array());
        let text = |item: &Spanned<DeValue<'_>>| item.get_ref().get(key)?.get_ref().as_str().map(str::to_owned);
        items.into_iter().flatten().map(text).collect()
    }

    /// Reports an error in the field at this span.
    pub fn report(&mut self, span: &Range<usize>, message: impl Into<String>) {
        let field = self.source_map().path_at(span).to_owned();
        self.push(span, field, message.into());
    }

    /// Reports an error in a field of the table at this span; the field may be missing.
    pub fn report_in(&mut self, table: &Range<usize>, key: &str, message: impl Into<String>) {
        let field = self.source_map().path_in(table, key);
        self.push(table, field, message.into());
    }

    /// The line of a span, counted from 1.
    pub fn line(&self, span: &Range<usize>) -> usize {
        self.source_map().line_and_column(span.start).0
    }

    pub fn diagnostic_count(&self) -> usize {
        self.diagnostics.len()
    }

    /// All errors, in the order of the file.
    pub fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
        self.diagnostics
    }

    fn take_item<T: DeserializeOwned>(&mut self, item: Spanned<DeValue<'t>>) -> Option<Spanned<T>> {
        let span = item.span();
        let result = T::deserialize(ValueDeserializer::from(item));
        Some(Spanned::new(span.clone(), self.ok_or_report(result, span)?))
    }

    fn ok_or_report<T>(&mut self, result: Result<T, Error>, fallback: Range<usize>) -> Option<T> {
        let error = match result {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let span = error.span().unwrap_or(fallback);
        let message = error.message();
        match message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            Some(missing) => self.report_in(&span, missing, "is missing"),
            None => self.report(&span, message.replace('\n', ", ")),
        }
        None
    }

    fn push(&mut self, span: &Range<usize>, field: String, message: String) {
        let (line, column) = self.source_map().line_and_column(span.start);
        self.diagnostics.push(Diagnostic { file: self.file.to_owned(), line, column, field, message });
    }

    fn source_map(&self) -> &SourceMap<'t> {
        self.source_map.get_or_init(|| SourceMap::of(self.text))
    }
}

/// Composes every string of a value (NFC): a file's texts are compared with what people type.
fn compose(value: &mut Spanned<DeValue<'_>>) {
    match value.get_mut() {
        DeValue::String(text) => {
            if let Cow::Owned(composed) = composed(text) {
                *text = Cow::Owned(composed);
            }
        }
        DeValue::Array(items) => items.iter_mut().for_each(compose),
        DeValue::Table(table) => table.iter_mut().for_each(|(_, value)| compose(value)),
        _ => {}
    }
}
