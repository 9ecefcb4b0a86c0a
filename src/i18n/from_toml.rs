//! Turns a language file into structs: a field per key, and no key may be left.
//!
//! The macro in `texts` implements it. With serde's derive, some forty sections made up a tenth of the program and much
//! of its build time.

use toml::{Table, Value};

use super::text::Text;

/// An error in a language file, with its key.
pub(super) type LoadError = String;

/// A value that a key can hold.
pub(super) trait FromToml: Sized {
    /// Converts the value of a key; `None` means that the key is missing.
    fn from_toml(key: &str, value: Option<Value>) -> Result<Self, LoadError>;
}

impl FromToml for Text {
    fn from_toml(key: &str, value: Option<Value>) -> Result<Self, LoadError> {
        match value {
            Some(Value::String(text)) => Ok(Self::new(text)),
            Some(other) => Err(format!("{key} is {} instead of a text", other.type_str())),
            None => Err(format!("{key} is missing")),
        }
    }
}

impl FromToml for Vec<Text> {
    fn from_toml(key: &str, value: Option<Value>) -> Result<Self, LoadError> {
        match value {
            Some(Value::Array(items)) => {
                let item = |(at, item)| Text::from_toml(&format!("{key}[{at}]"), Some(item));
                items.into_iter().enumerate().map(item).collect()
            }
            Some(other) => Err(format!("{key} is {} instead of a list of texts", other.type_str())),
            None => Err(format!("{key} is missing")),
        }
    }
}

/// A section whose keys are taken one by one.
pub(super) struct TableReader<'k> {
    key: &'k str,
    table: Table,
}

impl<'k> TableReader<'k> {
    /// Starts reading a section; the file itself has an empty key.
    pub fn of(key: &'k str, value: Option<Value>) -> Result<Self, LoadError> {
        match value {
            Some(Value::Table(table)) => Ok(Self { key, table }),
            Some(other) => Err(format!("{key} is {} instead of a section", other.type_str())),
            None => Err(format!("{key} is missing")),
        }
    }

    /// Takes the value of a key.
    pub fn take<T: FromToml>(&mut self, name: &str) -> Result<T, LoadError> {
        T::from_toml(&self.key_of(name), self.table.remove(name))
    }

    /// Fails if a key is left.
    pub fn finish(self) -> Result<(), LoadError> {
        self.table
            .keys()
            .next()
            .map_or(Ok(()), |name| Err(format!("{} is not a text of the portal", self.key_of(name))))
    }

    fn key_of(&self, name: &str) -> String {
        if self.key.is_empty() { name.to_owned() } else { format!("{}.{name}", self.key) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_its_key() {
        let error = |file: &str| {
            let mut section = TableReader::of("a", Some(Value::Table(toml::from_str(file).unwrap()))).unwrap();
            section.take::<Text>("b").and_then(|_| section.take::<Vec<Text>>("c")).and_then(|_| section.finish())
        };
        assert_eq!(error("b = 'x'\nc = ['y']"), Ok(()));
        assert_eq!(error("b = 1").unwrap_err(), "a.b is integer instead of a text");
        assert_eq!(error("b = 'x'").unwrap_err(), "a.c is missing");
        assert_eq!(error("b = 'x'\nc = ['y', 2]").unwrap_err(), "a.c[1] is integer instead of a text");
        assert_eq!(error("b = 'x'\nc = []\nd = 'z'").unwrap_err(), "a.d is not a text of the portal");
    }
}
