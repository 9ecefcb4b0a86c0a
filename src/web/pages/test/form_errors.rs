//! What is wrong with a form of the tools, field by field: said above the form with a way to each field, and at the field.
//! The page comes back with what was typed.

use std::fmt::Display;

use serde::de::{DeserializeOwned, IntoDeserializer, value};

use crate::domain::number::NumberError;
use crate::i18n::{Texts, fill};

/// The faults of a form in the order of its fields; none, while nothing was refused.
#[derive(Debug, Default)]
pub struct FormErrors(Vec<(String, String)>);

impl FormErrors {
    /// One fault at the field with this id.
    pub fn at(field: impl Into<String>, words: &str) -> Self {
        Self(vec![(field.into(), words.to_owned())])
    }

    /// One more.
    pub fn add(&mut self, field: impl Into<String>, words: impl Into<String>) {
        self.0.push((field.into(), words.into()));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ids of the fields, each with what is wrong there.
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// What is wrong at this field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(at, _)| at == field).map(|(_, words)| words.as_str())
    }

    /// The page's title, which says first that something is wrong: it is what a screen reader begins with.
    pub fn title(&self, t: &Texts, title: String) -> String {
        if self.is_empty() { title } else { fill(&t.test.form.title, &[("title", &title)]) }
    }

    /// What is written as a number of that kind; else a fault at the field.
    pub fn number<T: std::str::FromStr<Err = NumberError>>(
        &mut self,
        field: &str,
        typed: &str,
        words: &dyn Fn(Option<NumberError>) -> String,
    ) -> Option<T> {
        let fault = match typed.trim().parse() {
            Ok(number) => return Some(number),
            Err(_) if typed.trim().is_empty() => None,
            Err(error) => Some(error),
        };
        self.add(field, words(fault));
        None
    }

    /// A whole number within limits; else a fault at the field. People write a minus in two ways.
    pub fn whole<T: std::str::FromStr + PartialOrd + Display>(
        &mut self,
        t: &Texts,
        field: &str,
        typed: &str,
        [from, to]: [T; 2],
    ) -> Option<T> {
        let number = typed.trim().replace('\u{2212}', "-").parse().ok();
        let number = number.filter(|number| *number >= from && *number <= to);
        if number.is_none() {
            let limits = [("from", from.to_string()), ("to", to.to_string())];
            let limits = limits.each_ref().map(|(name, limit)| (*name, limit.as_str()));
            self.add(field, fill(&t.test.form.whole, &limits));
        }
        number
    }

    /// One of what a list has; else a fault at the field.
    pub fn choice<T: DeserializeOwned>(&mut self, t: &Texts, field: &str, chosen: &str) -> Option<T> {
        let choice = parsed(chosen);
        if choice.is_none() {
            self.add(field, &t.test.form.choose);
        }
        choice
    }

    /// One of what a list has, or none of them; else a fault at the field.
    pub fn choice_or_none<T: DeserializeOwned>(&mut self, t: &Texts, field: &str, chosen: &str) -> Option<T> {
        if chosen.is_empty() { None } else { self.choice(t, field, chosen) }
    }
}

fn parsed<T: DeserializeOwned>(text: &str) -> Option<T> {
    let text: value::StringDeserializer<value::Error> = text.to_owned().into_deserializer();
    T::deserialize(text).ok()
}

/// Why that is no organisation number.
pub fn organisation_number(t: &Texts, fault: Option<NumberError>) -> String {
    let t = &t.test.form;
    let words = match fault {
        None => &t.number_missing,
        Some(NumberError::Length) => &t.number_length,
        Some(NumberError::Checksum) => &t.number_check,
        Some(NumberError::NotSynthetic) => &t.number_synthetic,
    };
    words.to_string()
}

/// Why that is no national id.
pub fn national_id(t: &Texts, fault: Option<NumberError>) -> String {
    let t = &t.test.form;
    let words = match fault {
        None => &t.person_missing,
        Some(NumberError::Length) => &t.person_length,
        Some(NumberError::Checksum) => &t.person_check,
        Some(NumberError::NotSynthetic) => &t.person_synthetic,
    };
    words.to_string()
}
