//! Validates single fields: numbers, names, codes, duplicates.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use toml::Spanned;

use super::super::schema::SpannedString;
use super::Validator;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::{AccessPackage, Localised, PackageCode};

/// The span at which each key first occurs, to report duplicates.
pub(super) type FirstOccurrences<K> = HashMap<K, Range<usize>>;

impl<'t> Validator<'t> {
    pub(super) fn report<T>(&mut self, value: &Spanned<T>, problem: impl Into<String>) {
        self.source.report(&value.span(), problem);
    }

    /// A valid organisation number; the organisation need not be in the file.
    pub(super) fn number(&mut self, text: &SpannedString) -> Option<OrganisationNumber> {
        match text.get_ref().parse() {
            Ok(number) => Some(number),
            Err(error) => {
                let expected = "expected nine digits, the first 2 or 3, the last a mod 11 check digit";
                self.report(text, format!("`{}` {error}, {expected}", text.get_ref()));
                None
            }
        }
    }

    /// The organisation with this number, if it is in the file and valid.
    pub(super) fn organisation(&mut self, text: &SpannedString) -> Option<Organisation> {
        let number = self.number(text)?;
        if !self.organisations.contains_key(&number) {
            self.report(text, format!("`{number}` has no [[organisation]] in this file"));
        }
        self.organisations.get(&number).cloned().flatten()
    }

    pub(super) fn package(&mut self, text: &SpannedString) -> Option<&'t AccessPackage> {
        let package = self.catalogue.get(&PackageCode::from(text.get_ref().as_str()));
        if package.is_none() {
            self.report(text, format!("`{}` is not an access package in the catalogue", text.get_ref()));
        }
        package
    }

    /// A trimmed text that is not empty.
    pub(super) fn non_empty(&mut self, text: &SpannedString) -> Option<String> {
        let trimmed = text.get_ref().trim();
        if trimmed.is_empty() {
            self.report(text, "is empty");
            return None;
        }
        Some(trimmed.to_owned())
    }

    /// Requires a text in all three languages.
    pub(super) fn localised(&mut self, text: &Spanned<Localised>) {
        let Localised { nb, nn, en } = text.get_ref();
        for (language, text_in_language) in [("nb", nb), ("nn", nn), ("en", en)] {
            if text_in_language.trim().is_empty() {
                self.source.report_in(&text.span(), language, "is empty");
            }
        }
    }

    /// The value of a known code; otherwise reports the codes that are.
    pub(super) fn one_of<T: Copy>(&mut self, text: &SpannedString, known: &[(T, &str)]) -> Option<T> {
        let found = known.iter().find(|(_, code)| code == text.get_ref());
        if found.is_none() {
            let codes: Vec<_> = known.iter().map(|(_, code)| *code).collect();
            self.report(text, format!("`{}` is not known, expected one of {}", text.get_ref(), codes.join(", ")));
        }
        found.map(|(value, _)| *value)
    }

    /// Whether the key is new; otherwise reports a duplicate.
    pub(super) fn is_first<K: Eq + Hash>(
        &mut self,
        seen: &mut FirstOccurrences<K>,
        key: K,
        text: &SpannedString,
    ) -> bool {
        let first = seen.entry(key).or_insert(text.span()).clone();
        let is_first = first == text.span();
        if !is_first {
            let line = self.source.line(&first);
            self.report(text, format!("is given twice, first on line {line}"));
        }
        is_first
    }
}
