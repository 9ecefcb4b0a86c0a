//! System accesses, what they need, and the clients that are already on them.

use std::ops::Range;

use jiff::Timestamp;
use toml::Spanned;
use toml::value::Datetime;

use super::super::raw::{RawAccess, Text};
use super::Checker;
use super::values::Seen;
use crate::domain::access::{AccessId, AccessKind, System, SystemAccess, Vendor};
use crate::domain::client::Client;
use crate::domain::delegation::{Delegation, Via};
use crate::domain::eligibility::{Eligibility, Missing};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::{AccessPackage, PackageCode};

/// A client that is already on an access, with what it brings.
type Added = (OrganisationNumber, Vec<(PackageCode, Via)>);

impl Checker<'_> {
    /// Reads all accesses.
    pub(super) fn accesses(&mut self) {
        let mut seen = Seen::new();
        for raw in self.document.items::<RawAccess>("access").into_iter().flatten() {
            self.access(&raw.span(), raw.get_ref(), &mut seen);
        }
    }

    fn access(&mut self, place: &Range<usize>, raw: &RawAccess, seen: &mut Seen<(OrganisationNumber, String)>) {
        let before = self.document.fault_count();
        let kind = self.one_of(&raw.kind, &[AccessKind::Own, AccessKind::Clients].map(|kind| (kind, kind.code())));
        let packages = self.needed_packages(place, kind, &raw.packages);
        let packages_are_sure = self.document.fault_count() == before;
        let owner = self.organisation(&raw.owner);
        let title = self.words(&raw.title);
        if let (Some(owner), Some(title)) = (&owner, &title) {
            self.is_first(seen, (owner.number, title.clone()), &raw.title);
        }
        let system = self.words(&raw.system);
        let vendor = self.organisation(&raw.vendor).map(|vendor| Vendor { number: vendor.number, name: vendor.name });
        let created = self.timestamp(&raw.created);
        self.takes_clients(kind, raw);
        let (Some(owner), Some(kind)) = (owner, kind) else { return };
        let sure = packages_are_sure && kind == AccessKind::Clients;
        let (clients, written) = if sure {
            let mut seen = Seen::new();
            let clients = self.added_clients(&owner, &packages, raw, &mut seen);
            (clients, self.written_delegations(&packages, &raw.delegations, &mut seen))
        } else {
            Default::default()
        };
        let (Some(title), Some(name), Some(vendor), Some(created)) = (title, system, vendor, created) else { return };
        let id = AccessId::of(owner.number, &title);
        let delegation = |(client, added, packages)| Delegation { access: id, client, added, packages };
        let clients = clients.into_iter().map(|(client, packages)| (client, created, packages));
        self.made.delegations.extend(clients.chain(written).map(delegation));
        let packages = packages.iter().map(|package| package.code.clone()).collect();
        let system = System { name, vendor };
        self.made.accesses.push(SystemAccess { id, owner: owner.number, kind, title, system, packages, created });
    }

    /// An access for own use names no clients.
    fn takes_clients(&mut self, kind: Option<AccessKind>, raw: &RawAccess) {
        let mut named =
            raw.clients.iter().chain(&raw.lost_clients).chain(raw.delegations.iter().map(|one| &one.client));
        if kind == Some(AccessKind::Own)
            && let Some(client) = named.next()
        {
            self.fault(client, "is on an access for the owner's own use, which takes no clients");
        }
    }

    fn needed_packages(
        &mut self,
        place: &Range<usize>,
        kind: Option<AccessKind>,
        texts: &[Text],
    ) -> Vec<AccessPackage> {
        if texts.is_empty() && kind == Some(AccessKind::Clients) {
            self.document.fault_in(place, "packages", "is empty, but an access for clients needs a package");
        }
        let mut packages = Vec::new();
        let mut seen = Seen::new();
        for text in texts {
            let Some(package) = self.package(text) else { continue };
            let code = &package.code;
            if kind == Some(AccessKind::Clients) && !package.delegable {
                self.fault(text, format!("`{code}` is not delegable, so no access for clients can need it"));
            } else if kind == Some(AccessKind::Own) && !package.assignable {
                self.fault(text, format!("`{code}` comes with a role alone, so no access for own use can need it"));
            } else if self.is_first(&mut seen, code.clone(), text) {
                packages.push(package.clone());
            }
        }
        packages
    }

    pub(super) fn timestamp(&mut self, written: &Spanned<Datetime>) -> Option<Timestamp> {
        let timestamp = written.get_ref().to_string().parse().ok();
        if timestamp.is_none() {
            let expected = "expected a date, a time and a time zone, such as 2026-02-15T09:00:00Z";
            self.fault(written, format!("`{}` is not a moment, {expected}", written.get_ref()));
        }
        timestamp
    }

    fn added_clients(
        &mut self,
        owner: &Organisation,
        needed: &[AccessPackage],
        raw: &RawAccess,
        seen: &mut Seen<OrganisationNumber>,
    ) -> Vec<Added> {
        let mut added = Vec::new();
        let listed =
            raw.clients.iter().map(|text| (text, false)).chain(raw.lost_clients.iter().map(|text| (text, true)));
        for (text, lost) in listed {
            let Some(client) = self.organisation(text) else { continue };
            if !self.is_first(seen, client.number, text) || self.doubtful.contains(&client.number) {
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

    /// A client that was added and has lost a package since: it has what it still brings, which may be nothing.
    fn lost_client(
        &mut self,
        owner: &Organisation,
        needed: &[AccessPackage],
        organisation: Organisation,
        text: &Text,
    ) -> Option<Added> {
        let number = organisation.number;
        let without_powers = Client { organisation, roles: Vec::new(), direct: Vec::new() };
        let client = self.clients.get(&(owner.number, number)).unwrap_or(&without_powers);
        let answer = Eligibility::of(&needed.iter().collect::<Vec<_>>(), client);
        if answer.is_eligible() {
            self.fault(text, format!("`{number}` has every package, so it belongs under `clients`"));
            return None;
        }
        Some((number, answer.brought()))
    }

    fn added_client(
        &mut self,
        owner: &Organisation,
        needed: &[AccessPackage],
        organisation: &Organisation,
        text: &Text,
    ) -> Option<Added> {
        let Some(client) = self.clients.get(&(owner.number, organisation.number)) else {
            self.fault(text, format!("`{}` is no [[client]] of the owner {}", organisation.number, owner.number));
            return None;
        };
        let answer = Eligibility::of(&needed.iter().collect::<Vec<_>>(), client);
        if !answer.is_eligible() {
            let reasons: Vec<_> = answer.missing().map(|(code, why)| format!("`{code}` {}", reason(why))).collect();
            self.fault(text, format!("`{}` is not eligible: {}", organisation.number, reasons.join("; ")));
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
