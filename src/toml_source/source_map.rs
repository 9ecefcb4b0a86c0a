//! Maps byte spans of a file to field paths and lines.
//!
//! Built on the first error, because most files have none.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Field paths and line starts of a text.
pub(super) struct SourceMap<'t> {
    text: &'t str,
    /// Field path by the span of its value or key.
    fields: HashMap<Range<usize>, String>,
    /// Byte offset at which each line begins.
    lines: Vec<usize>,
}

impl<'t> SourceMap<'t> {
    /// Maps a text. One that is not TOML gets lines only.
    pub(super) fn of(text: &'t str) -> Self {
        let mut fields = HashMap::new();
        if let Ok(root) = DeTable::parse(text) {
            index_table("", root.get_ref(), &mut fields);
        }
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(newline, _)| newline + 1)).collect();
        Self { text, fields, lines }
    }

    /// Dotted path at a span, such as `access[2].packages[0]`; empty for the file.
    pub(super) fn path_at(&self, span: &Range<usize>) -> &str {
        self.fields.get(span).map_or("", String::as_str)
    }

    /// Dotted path of a field of the table at a span.
    pub(super) fn path_in(&self, table: &Range<usize>, key: &str) -> String {
        join(self.path_at(table), key)
    }

    /// Line and column of a byte offset, both counted from 1, the column in characters.
    pub(super) fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).map_or(0, |index| self.lines[index]);
        (line, self.text[start..offset].chars().count() + 1)
    }
}

fn join(table: &str, key: &str) -> String {
    if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
}

fn index_table(path: &str, table: &DeTable<'_>, fields: &mut HashMap<Range<usize>, String>) {
    for (key, value) in table {
        let field = join(path, key.get_ref());
        fields.insert(key.span(), field.clone());
        index_value(&field, value, fields);
    }
}

/// Inserts children after their parent, so that their path wins for an equal span.
/// A `[[…]]` list has the span of its first table.
fn index_value(field: &str, value: &Spanned<DeValue<'_>>, fields: &mut HashMap<Range<usize>, String>) {
    fields.insert(value.span(), field.to_owned());
    match value.get_ref() {
        DeValue::Table(table) => index_table(field, table, fields),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                index_value(&format!("{field}[{index}]"), item, fields);
            }
        }
        _ => {}
    }
}
