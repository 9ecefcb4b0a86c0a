//! The embedded catalogue of access packages, `fixtures/catalogue/packages.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::catalogue::Catalogue;
use crate::domain::package::AccessPackage;

const SOURCE: &str = include_str!("../../fixtures/catalogue/packages.toml");

static EMBEDDED: LazyLock<Catalogue> = LazyLock::new(|| match read(SOURCE) {
    Ok(packages) => packages.into_iter().collect(),
    Err(error) => panic!("the embedded catalogue is checked by a test: {error}"),
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueFile {
    package: Vec<AccessPackage>,
}

/// The embedded catalogue, parsed once.
pub fn embedded() -> &'static Catalogue {
    &EMBEDDED
}

fn read(source: &str) -> Result<Vec<AccessPackage>, toml::de::Error> {
    toml::from_str(source).map(|catalogue: CatalogueFile| catalogue.package)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::package::Localised;
    use crate::domain::role::{ErRole, ROLE_GRANTS};

    fn texts(text: &Localised) -> [&str; 3] {
        [&text.nb, &text.nn, &text.en]
    }

    #[test]
    fn the_catalogue_has_every_package_once() {
        let packages = read(SOURCE).unwrap();
        let codes: BTreeSet<_> = packages.iter().map(|package| &package.code).collect();
        assert_eq!((packages.len(), codes.len(), embedded().iter().count()), (147, 147, 147));
    }

    #[test]
    fn every_package_that_a_role_gives_is_in_the_catalogue_and_delegable() {
        for code in ROLE_GRANTS.iter().flat_map(|grant| grant.packages) {
            let package = embedded().get(&(*code).into()).unwrap_or_else(|| panic!("{code} is not in the catalogue"));
            assert!(package.delegable, "{code}");
        }
    }

    #[test]
    fn exactly_the_role_packages_cannot_be_given_directly() {
        let role_packages: BTreeSet<_> = [
            (ErRole::Auditor, "ansvarlig-revisor"),
            (ErRole::Auditor, "revisormedarbeider"),
            (ErRole::Accountant, "regnskapsforer-med-signeringsrettighet"),
            (ErRole::Accountant, "regnskapsforer-uten-signeringsrettighet"),
            (ErRole::Accountant, "regnskapsforer-lonn"),
            (ErRole::BusinessManager, "forretningsforer-eiendom"),
        ]
        .into_iter()
        .inspect(|(role, code)| assert!(role.grants_of(code).next().is_some(), "{code}"))
        .map(|(_, code)| code)
        .collect();
        let packages = embedded().iter().filter(|package| package.delegable && !package.assignable);
        assert_eq!(packages.map(|package| package.code.as_str()).collect::<BTreeSet<_>>(), role_packages);
    }

    #[test]
    fn every_text_is_there_in_latin_letters_without_hidden_characters() {
        let latin =
            |char: char| matches!(char, ' '..='~' | 'æ' | 'ø' | 'å' | 'Æ' | 'Ø' | 'Å' | 'é' | 'ê' | 'ò' | 'ó' | '’');
        for package in embedded().iter() {
            for text in [&package.name, &package.description, &package.area].into_iter().flat_map(texts) {
                assert!(!text.trim().is_empty() && text.chars().all(latin), "{}: {text:?}", package.code);
            }
        }
    }

    #[test]
    fn a_description_is_one_short_line_that_says_more_than_the_name() {
        let mut descriptions = BTreeSet::new();
        for package in embedded().iter() {
            for (text, name) in texts(&package.description).into_iter().zip(texts(&package.name)) {
                let words = text.split_whitespace().count();
                assert!((6..=16).contains(&words), "{words} words: {text}");
                assert!(text.ends_with('.') && text.trim_end_matches('.') != name, "{text}");
            }
            assert!(descriptions.insert(&package.description.en), "{} has another's description", package.code);
        }
    }
}
