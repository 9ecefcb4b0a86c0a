//! The catalogue of access packages, by code.

use std::collections::BTreeMap;

use super::package::{AccessPackage, PackageCode};

/// All access packages that the portal knows.
#[derive(Debug, Default)]
pub struct Catalogue(BTreeMap<PackageCode, AccessPackage>);

impl Catalogue {
    /// The package with this code.
    pub fn get(&self, code: &PackageCode) -> Option<&AccessPackage> {
        self.0.get(code)
    }

    /// All packages, by code.
    pub fn iter(&self) -> impl Iterator<Item = &AccessPackage> {
        self.0.values()
    }
}

impl FromIterator<AccessPackage> for Catalogue {
    fn from_iter<I: IntoIterator<Item = AccessPackage>>(packages: I) -> Self {
        Self(packages.into_iter().map(|package| (package.code.clone(), package)).collect())
    }
}
