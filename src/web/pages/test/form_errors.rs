//! Validation errors of the test tools' forms.
//!
//! Shown in a summary with links to the fields, and at each field. The page keeps what was typed.

use std::fmt::Display;

use serde::de::{DeserializeOwned, IntoDeserializer, value};

use crate::domain::number::NumberError;
use crate::domain::spelling::{plain, whole_number};
use crate::i18n::{Texts, fill};

/// The errors of a form: field id and message, in the order of the fields.
#[derive(Debug, Default)]
pub struct FormErrors(Vec<(String, String)>);

impl FormErrors {
    /// A single error at the field with this id.
    pub fn at(field: impl Into<String>, words: &str) -> Self {
        Self(vec![(field.into(), words.to_owned())])
    }

    /// Adds an error.
    pub fn add(&mut self, field: impl Into<String>, words: impl Into<String>) {
        self.0.push((field.into(), words.into()));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Field id and message of each error.
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// The message for this field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(at, _)| at == field).map(|(_, words)| words.as_str())
    }

    /// The page's title, prefixed if there are errors: screen readers read it first.
    pub fn title(&self, t: &Texts, title: String) -> String {
        if self.is_empty() { title } else { fill(&t.test.form.title, &[("title", &title)]) }
    }

    /// Parses an organisation number or national id; adds an error if it is invalid.
    pub fn number<T: std::str::FromStr<Err = NumberError>>(
        &mut self,
        field: &str,
        typed: &str,
        words: &dyn Fn(Option<NumberError>) -> String,
    ) -> Option<T> {
        let fault = match typed.parse() {
            Ok(number) => return Some(number),
            Err(_) if plain(typed).trim().is_empty() => None,
            Err(error) => Some(error),
        };
        self.add(field, words(fault));
        None
    }

    /// Parses a whole number within limits, or adds an error.
    pub fn whole<T: std::str::FromStr + PartialOrd + Display>(
        &mut self,
        t: &Texts,
        field: &str,
        typed: &str,
        [from, to]: [T; 2],
    ) -> Option<T> {
        let number = whole_number(typed).filter(|number| *number >= from && *number <= to);
        if number.is_none() {
            let limits = [("from", from.to_string()), ("to", to.to_string())];
            let limits = limits.each_ref().map(|(name, limit)| (*name, limit.as_str()));
            self.add(field, fill(&t.test.form.whole, &limits));
        }
        number
    }

    /// Parses a selected option; adds an error if it is unknown.
    pub fn choice<T: DeserializeOwned>(&mut self, t: &Texts, field: &str, chosen: &str) -> Option<T> {
        let choice = parsed(chosen);
        if choice.is_none() {
            self.add(field, &t.test.form.choose);
        }
        choice
    }

    /// Like [`Self::choice`], but an empty option is no error.
    pub fn choice_or_none<T: DeserializeOwned>(&mut self, t: &Texts, field: &str, chosen: &str) -> Option<T> {
        if chosen.is_empty() { None } else { self.choice(t, field, chosen) }
    }
}

fn parsed<T: DeserializeOwned>(text: &str) -> Option<T> {
    let text: value::StringDeserializer<value::Error> = text.to_owned().into_deserializer();
    T::deserialize(text).ok()
}

/// Why an organisation number is invalid; `None`: it is missing.
pub fn organisation_number(t: &Texts, fault: Option<NumberError>) -> String {
    let t = &t.test.form;
    let words = match fault {
        None => &t.number_missing,
        Some(NumberError::Length) => &t.number_length,
        Some(NumberError::Checksum) => &t.number_check,
        Some(NumberError::NotSynthetic) => &t.number_synthetic,
        Some(NumberError::Several) => &t.number_several,
    };
    words.to_string()
}

/// Why a national id is invalid; `None`: it is missing.
pub fn national_id(t: &Texts, fault: Option<NumberError>) -> String {
    let t = &t.test.form;
    let words = match fault {
        None => &t.person_missing,
        Some(NumberError::Length) => &t.person_length,
        Some(NumberError::Checksum) => &t.person_check,
        Some(NumberError::NotSynthetic) => &t.person_synthetic,
        Some(NumberError::Several) => &t.person_several,
    };
    words.to_string()
}
