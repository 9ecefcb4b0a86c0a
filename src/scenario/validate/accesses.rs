//! Validates `[[access]]`: packages, vendor, and the clients already on the access.

use std::ops::Range;

use jiff::Timestamp;
use toml::Spanned;
use toml::value::Datetime;

use super::super::schema::{AccessEntry, SpannedString};
use super::Validator;
use super::fields::FirstOccurrences;
use super::identities::ValidAccess;
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::access_request::ExternalRef;
use crate::domain::client::Client;
use crate::domain::delegation::Via;
use crate::domain::eligibility::{Eligibility, Missing};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::{AccessPackage, PackageCode};

/// A client that is already on an access, with what it brings.
type AddedClient = (OrganisationNumber, Vec<(PackageCode, Via)>);

impl Validator<'_> {
    /// Validates all accesses.
    pub(super) fn accesses(&mut self) {
        let entries = self.source.take_list::<AccessEntry>("access");
        let mut valid = Vec::new();
        for entry in entries.into_iter().flatten() {
            let span = entry.span();
            valid.extend(self.access(&span, entry.into_inner()));
        }
        self.identify_accesses(valid);
    }

    fn access(&mut self, span: &Range<usize>, entry: AccessEntry) -> Option<ValidAccess> {
        let diagnostics_before = self.source.diagnostic_count();
        let kind = self.one_of(&entry.kind, &[AccessKind::Own, AccessKind::Clients].map(|kind| (kind, kind.code())));
        let packages = self.needed_packages(span, "an access", kind, &entry.packages);
        let packages_are_valid = self.source.diagnostic_count() == diagnostics_before;
        let owner = self.organisation(&entry.owner);
        let title = self.non_empty(&entry.title);
        let codes: Vec<_> = packages.iter().map(|package| package.code.clone()).collect();
        let system = self.system_of_access(span, &entry.system, entry.vendor.as_ref(), &codes);
        let created = self.timestamp(&entry.created);
        self.refuse_clients_on_own_access(kind, &entry);
        let own_organisation = self.own_organisation(kind, &packages, entry.own_organisation.as_ref());
        let (owner, kind) = (owner?, kind?);
        let can_have_clients = packages_are_valid && kind == AccessKind::Clients;
        let (clients, recorded) = if can_have_clients {
            let mut seen = FirstOccurrences::new();
            let clients = self.added_clients(&owner, &packages, &entry, &mut seen);
            (clients, self.recorded_delegations(&packages, &entry.delegations, &mut seen))
        } else {
            Default::default()
        };
        let (title, system, created) = (title?, system?, created?);
        let clients = clients.into_iter().map(|(client, packages)| (client, created, packages));
        Some(ValidAccess {
            access: SystemAccess {
                id: AccessId::of(owner.number, &title),
                owner: owner.number,
                kind,
                title,
                system,
                external_ref: ExternalRef::of(None, owner.number),
                packages: codes,
                created,
                own_organisation,
            },
            id: entry.id,
            external_ref: entry.external_ref,
            clients: clients.chain(recorded).collect(),
        })
    }

    fn refuse_clients_on_own_access(&mut self, kind: Option<AccessKind>, entry: &AccessEntry) {
        let mut named =
            entry.clients.iter().chain(&entry.lost_clients).chain(entry.delegations.iter().map(|one| &one.client));
        if kind == Some(AccessKind::Own)
            && let Some(client) = named.next()
        {
            self.report(client, "is on an access of kind `own`, which has no clients");
        }
    }

    /// When the owner was added itself: only where every package can be given.
    fn own_organisation(
        &mut self,
        kind: Option<AccessKind>,
        packages: &[AccessPackage],
        added: Option<&Spanned<Datetime>>,
    ) -> Option<Timestamp> {
        let added = added?;
        if kind == Some(AccessKind::Own) {
            self.report(added, "is on an access of kind `own`, which always is the owner's");
        } else if let Some(package) = packages.iter().find(|package| !package.assignable) {
            self.report(added, format!("`{}` only comes with a role, so the owner cannot give it", package.code));
        }
        self.timestamp(added)
    }

    /// The packages of an access or a request.
    pub(super) fn needed_packages(
        &mut self,
        span: &Range<usize>,
        what: &str,
        kind: Option<AccessKind>,
        texts: &[SpannedString],
    ) -> Vec<AccessPackage> {
        if texts.is_empty() && kind == Some(AccessKind::Clients) {
            self.source.report_in(span, "packages", format!("is empty, but {what} of kind `clients` needs a package"));
        }
        let mut packages = Vec::new();
        let mut seen = FirstOccurrences::new();
        for text in texts {
            let Some(package) = self.package(text) else { continue };
            let code = &package.code;
            if kind == Some(AccessKind::Clients) && !package.delegable {
                self.report(text, format!("`{code}` is not delegable, so {what} of kind `clients` cannot need it"));
            } else if kind == Some(AccessKind::Own) && !package.assignable {
                self.report(text, format!("`{code}` only comes with a role, so {what} of kind `own` cannot need it"));
            } else if self.is_first(&mut seen, code.clone(), text) {
                packages.push(package.clone());
            }
        }
        packages
    }

    pub(super) fn timestamp(&mut self, datetime: &Spanned<Datetime>) -> Option<Timestamp> {
        let timestamp = datetime.get_ref().to_string().parse().ok();
        if timestamp.is_none() {
            let expected = "expected date, time and time zone, such as 2026-02-15T09:00:00Z";
            self.report(datetime, format!("`{}` is not a point in time, {expected}", datetime.get_ref()));
        }
        timestamp
    }

    fn added_clients(
        &mut self,
        owner: &Organisation,
        needed: &[AccessPackage],
        entry: &AccessEntry,
        seen: &mut FirstOccurrences<OrganisationNumber>,
    ) -> Vec<AddedClient> {
        let mut added = Vec::new();
        let listed =
            entry.clients.iter().map(|text| (text, false)).chain(entry.lost_clients.iter().map(|text| (text, true)));
        for (text, lost) in listed {
            let Some(client) = self.organisation(text) else { continue };
            if !self.is_first(seen, client.number, text) || self.invalid_clients.contains(&client.number) {
                continue;
            }
            let client = if lost {
                self.lost_client(owner, needed, client, text)
            } else {
                self.added_client(owner, needed, &client, text)
            };
            added.extend(client);
        }
        added
    }

    /// A client that has lost a package since it was added.
    /// It keeps the packages it still brings, perhaps none.
    fn lost_client(
        &mut self,
        owner: &Organisation,
        needed: &[AccessPackage],
        organisation: Organisation,
        text: &SpannedString,
    ) -> Option<AddedClient> {
        let number = organisation.number;
        let without_powers = Client { organisation, roles: Vec::new(), direct: Vec::new() };
        let client = self.clients.get(&(owner.number, number)).unwrap_or(&without_powers);
        let answer = Eligibility::of(&needed.iter().collect::<Vec<_>>(), client);
        if answer.is_eligible() {
            self.report(text, format!("`{number}` has every package, so it belongs under `clients`"));
            return None;
        }
        Some((number, answer.brought()))
    }

    fn added_client(
        &mut self,
        owner: &Organisation,
        needed: &[AccessPackage],
        organisation: &Organisation,
        text: &SpannedString,
    ) -> Option<AddedClient> {
        let Some(client) = self.clients.get(&(owner.number, organisation.number)) else {
            self.report(text, format!("`{}` is not a [[client]] of the owner {}", organisation.number, owner.number));
            return None;
        };
        let answer = Eligibility::of(&needed.iter().collect::<Vec<_>>(), client);
        if !answer.is_eligible() {
            let reasons: Vec<_> = answer.missing().map(|(code, why)| format!("`{code}` {}", reason(why))).collect();
            self.report(text, format!("`{}` is not eligible: {}", organisation.number, reasons.join("; ")));
            return None;
        }
        Some((organisation.number, answer.brought()))
    }
}

fn reason(missing: Missing) -> String {
    match missing {
        Missing::Role(role) => format!("needs the role {} for the owner", role.code()),
        Missing::OrgForm { role, forms } => {
            let forms: Vec<_> = forms.iter().map(|form| form.code()).collect();
            format!("comes with the role {} only for {}", role.code(), forms.join(" and "))
        }
        Missing::Direct => "is not given to the owner".to_owned(),
        Missing::Unobtainable => "comes with no role and cannot be given".to_owned(),
    }
}
