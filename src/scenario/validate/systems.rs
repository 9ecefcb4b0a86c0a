//! Validates `[[system]]`, and makes the systems that accesses only name.

use std::ops::Range;

use uuid::Uuid;

use super::super::schema::{NameEntry, OAuthClientEntry, SpannedString, SystemEntry};
use super::Validator;
use super::fields::FirstOccurrences;
use crate::domain::package::{Localised, PackageCode};
use crate::domain::redirect_url::RedirectUrl;
use crate::domain::system::{OAuthClient, System, SystemId, SystemSummary, Vendor};

impl Validator<'_> {
    /// Validates all systems. Requests and accesses can refer to them afterwards.
    pub(super) fn systems(&mut self) {
        for id in self.source.strings_in("system", "id").into_iter().flatten() {
            if let Ok(id) = id.parse() {
                self.systems.insert(id, None);
            }
        }
        let (mut ids, mut clients) = (FirstOccurrences::new(), FirstOccurrences::new());
        for entry in self.source.take_list::<SystemEntry>("system").into_iter().flatten() {
            let diagnostics_before = self.source.diagnostic_count();
            let system = self.validate_system(entry.into_inner(), &mut ids, &mut clients);
            if let Some(system) = system.filter(|_| self.source.diagnostic_count() == diagnostics_before) {
                self.systems.insert(system.id.clone(), Some(system.summary()));
                self.contents.systems.push(system);
            }
        }
        self.declared_systems = self.contents.systems.len();
    }

    fn validate_system(
        &mut self,
        entry: SystemEntry,
        ids: &mut FirstOccurrences<SystemId>,
        clients: &mut FirstOccurrences<Uuid>,
    ) -> Option<System> {
        let id = self.system_id(&entry.id);
        let vendor = self.organisation(&entry.vendor);
        if let Some(id) = &id {
            self.is_first(ids, id.clone(), &entry.id);
            if vendor.as_ref().is_some_and(|vendor| id.vendor() != Some(vendor.number)) {
                self.report(&entry.id, "does not begin with the number of its vendor");
            }
        }
        let name = match entry.name.get_ref() {
            NameEntry::Same(name) => Localised { nb: name.clone(), nn: name.clone(), en: name.clone() },
            NameEntry::Localised(name) => name.clone(),
        };
        if [&name.nb, &name.nn, &name.en].iter().any(|name| name.trim().is_empty()) {
            self.report(&entry.name, "is empty");
        }
        if let Some(description) = &entry.description {
            self.localised(description);
        }
        let packages = self.packages_of_system(&entry);
        let redirect_urls = entry.redirect_urls.iter().filter_map(|text| self.redirect_url(text)).collect();
        let oauth_clients = entry.oauth_clients.iter().filter_map(|one| self.oauth_client(one, clients)).collect();
        let nothing = Localised { nb: String::new(), nn: String::new(), en: String::new() };
        let vendor = vendor?;
        Some(System {
            id: id?,
            name,
            description: entry.description.map_or(nothing, toml::Spanned::into_inner),
            vendor: Vendor { number: vendor.number, name: vendor.name },
            packages,
            visible: entry.visible,
            redirect_urls,
            oauth_clients,
            deleted: entry.deleted,
        })
    }

    fn packages_of_system(&mut self, entry: &SystemEntry) -> Vec<PackageCode> {
        let mut packages = Vec::new();
        let mut seen = FirstOccurrences::new();
        for text in &entry.packages {
            let Some(package) = self.package(text) else { continue };
            let code = &package.code;
            if entry.visible && !package.assignable {
                self.report(text, format!("`{code}` only comes with a role, so a visible system cannot have it"));
            } else if self.is_first(&mut seen, code.clone(), text) {
                packages.push(code.clone());
            }
        }
        packages
    }

    fn oauth_client(&mut self, entry: &OAuthClientEntry, seen: &mut FirstOccurrences<Uuid>) -> Option<OAuthClient> {
        let id = self.uuid(&entry.id)?;
        let public_key = entry.public_key.as_ref();
        if let Some(key) = public_key.filter(|key| serde_json::from_str::<serde_json::Value>(key.get_ref()).is_err()) {
            self.report(key, "is not a JSON Web Key");
        }
        let public_key = public_key.map(|key| key.get_ref().clone());
        self.is_first(seen, id, &entry.id).then_some(OAuthClient { id, public_key })
    }

    pub(super) fn system_id(&mut self, text: &SpannedString) -> Option<SystemId> {
        match text.get_ref().parse() {
            Ok(id) => Some(id),
            Err(error) => {
                let expected = "expected such as 310495913_revisorsystemer";
                self.report(text, format!("`{}` {error}, {expected}", text.get_ref()));
                None
            }
        }
    }

    pub(super) fn redirect_url(&mut self, text: &SpannedString) -> Option<RedirectUrl> {
        match text.get_ref().parse() {
            Ok(url) => Some(url),
            Err(error) => {
                self.report(text, format!("`{}` {error}", text.get_ref()));
                None
            }
        }
    }

    pub(super) fn uuid(&mut self, text: &SpannedString) -> Option<Uuid> {
        let id = text.get_ref().parse().ok();
        if id.is_none() {
            self.report(text, format!("`{}` is not a UUID", text.get_ref()));
        }
        id
    }

    /// The system of an access: a `[[system]]` by its id, or one of the vendor's by name, which need not be there.
    pub(super) fn system_of_access(
        &mut self,
        span: &Range<usize>,
        text: &SpannedString,
        vendor: Option<&SpannedString>,
        packages: &[PackageCode],
    ) -> Option<SystemSummary> {
        let name = self.non_empty(text);
        let vendor = match vendor {
            Some(vendor) => Some(self.organisation(vendor)?),
            None => None,
        };
        let name = name?;
        let known = name.parse().ok().and_then(|id: SystemId| self.systems.get(&id).cloned());
        match (known, vendor) {
            (Some(system), None) => system,
            (Some(system), Some(vendor)) => {
                let system = system?;
                if system.vendor.number != vendor.number {
                    self.report(text, format!("`{name}` is not a system of the vendor {}", vendor.number));
                }
                Some(system)
            }
            (None, Some(vendor)) => {
                self.system_by_name(&name, &Vendor { number: vendor.number, name: vendor.name }, packages)
            }
            (None, None) if name.contains('_') => {
                self.report(text, format!("`{name}` has no [[system]] in this file"));
                None
            }
            (None, None) => {
                self.source.report_in(span, "vendor", "is missing");
                None
            }
        }
    }

    /// The vendor's system with this name. One that is in the file only by name is made, with what its accesses need.
    fn system_by_name(&mut self, name: &str, vendor: &Vendor, packages: &[PackageCode]) -> Option<SystemSummary> {
        let is_it = |system: &System| system.vendor.number == vendor.number && system.name.nb == name;
        let first_id = SystemId::of(vendor.number, name);
        if let Some(place) = self.contents.systems.iter().position(is_it) {
            let is_made = place >= self.declared_systems;
            let system = &mut self.contents.systems[place];
            for code in packages.iter().filter(|_| is_made) {
                if !system.packages.contains(code) {
                    system.packages.push(code.clone());
                }
            }
            return Some(system.summary());
        }
        if self.systems.get(&first_id).is_some_and(Option::is_none) {
            return None;
        }
        let mut id = first_id.clone();
        for nth in 2.. {
            if !self.systems.contains_key(&id) {
                break;
            }
            id = first_id.nth(nth);
        }
        let system = System {
            id,
            name: Localised { nb: name.to_owned(), nn: name.to_owned(), en: name.to_owned() },
            description: Localised { nb: String::new(), nn: String::new(), en: String::new() },
            vendor: vendor.clone(),
            packages: packages.to_vec(),
            visible: false,
            redirect_urls: Vec::new(),
            oauth_clients: Vec::new(),
            deleted: false,
        };
        self.systems.insert(system.id.clone(), Some(system.summary()));
        let summary = system.summary();
        self.contents.systems.push(system);
        Some(summary)
    }
}
