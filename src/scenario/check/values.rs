//! Single values: numbers, names, codes, and whether one was given before.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use toml::Spanned;

use super::super::raw::Text;
use super::Checker;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::{AccessPackage, Localised, PackageCode};

/// What was given, and where it stands.
pub(super) type Seen<K> = HashMap<K, Range<usize>>;

impl<'t> Checker<'t> {
    pub(super) fn fault<T>(&mut self, value: &Spanned<T>, problem: impl Into<String>) {
        self.document.fault(&value.span(), problem);
    }

    /// An organisation number, whether the file has such an organisation or not.
    pub(super) fn number(&mut self, text: &Text) -> Option<OrganisationNumber> {
        match text.get_ref().parse() {
            Ok(number) => Some(number),
            Err(error) => {
                let expected = "expected nine digits, the first 2 or 3, the last a mod 11 check digit";
                self.fault(text, format!("`{}` {error}, {expected}", text.get_ref()));
                None
            }
        }
    }

    /// The organisation with the number, where it is in the file and without fault.
    pub(super) fn organisation(&mut self, text: &Text) -> Option<Organisation> {
        let number = self.number(text)?;
        if !self.organisations.contains_key(&number) {
            self.fault(text, format!("`{number}` is the number of no [[organisation]] of this file"));
        }
        self.organisations.get(&number).cloned().flatten()
    }

    /// The package with the code.
    pub(super) fn package(&mut self, text: &Text) -> Option<&'t AccessPackage> {
        let package = self.catalogue.get(&PackageCode::from(text.get_ref().as_str()));
        if package.is_none() {
            self.fault(text, format!("`{}` is no access package of the catalogue", text.get_ref()));
        }
        package
    }

    /// A text that a reader will see.
    pub(super) fn words(&mut self, text: &Text) -> Option<String> {
        let words = text.get_ref().trim();
        if words.is_empty() {
            self.fault(text, "is empty");
            return None;
        }
        Some(words.to_owned())
    }

    /// A text in three languages.
    pub(super) fn localised(&mut self, text: &Spanned<Localised>) {
        let Localised { nb, nn, en } = text.get_ref();
        for (language, words) in [("nb", nb), ("nn", nn), ("en", en)] {
            if words.trim().is_empty() {
                self.document.fault_in(&text.span(), language, "is empty");
            }
        }
    }

    /// One of the known codes; else a fault that lists them.
    pub(super) fn one_of<T: Copy>(&mut self, text: &Text, known: &[(T, &str)]) -> Option<T> {
        let found = known.iter().find(|(_, code)| code == text.get_ref());
        if found.is_none() {
            let codes: Vec<_> = known.iter().map(|(_, code)| *code).collect();
            self.fault(text, format!("`{}` is not known, expected one of {}", text.get_ref(), codes.join(", ")));
        }
        found.map(|(value, _)| *value)
    }

    /// Whether the key comes for the first time; else a fault that names the line of the first.
    pub(super) fn is_first<K: Eq + Hash>(&mut self, seen: &mut Seen<K>, key: K, text: &Text) -> bool {
        let first = seen.entry(key).or_insert(text.span()).clone();
        let is_first = first == text.span();
        if !is_first {
            let line = self.document.line(&first);
            self.fault(text, format!("is given twice, first on line {line}"));
        }
        is_first
    }
}
