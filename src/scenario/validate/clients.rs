//! Validates `[[client]]`: the provider's ER roles, packages given directly, and a provider that was only added.

use super::super::schema::{ClientEntry, SpannedString};
use super::Validator;
use super::fields::FirstOccurrences;
use crate::domain::client::Client;
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::PackageCode;
use crate::domain::relationship::{ADDED_LONG_AGO, Relationship};
use crate::domain::role::ErRole;
use crate::domain::world_contents::{AddedProvider, ErRelation, PackageGrant};

impl Validator<'_> {
    /// Validates all clients. Accesses can refer to them afterwards.
    pub(super) fn clients(&mut self) {
        let numbers = self.source.strings_in("client", "number");
        let items = self.source.take_list::<ClientEntry>("client");
        let mut seen = FirstOccurrences::new();
        for (entry, number) in items.into_iter().zip(numbers) {
            if !entry.as_ref().is_some_and(|entry| self.client(entry.get_ref(), &mut seen)) {
                let number = number.and_then(|number| number.parse::<OrganisationNumber>().ok());
                self.invalid_clients.extend(number);
            }
        }
    }

    /// Whether the client's table is valid.
    fn client(
        &mut self,
        entry: &ClientEntry,
        seen: &mut FirstOccurrences<(OrganisationNumber, OrganisationNumber)>,
    ) -> bool {
        let diagnostics_before = self.source.diagnostic_count();
        let provider = self.organisation(&entry.provider);
        let organisation = self.organisation(&entry.number);
        let roles = self.er_roles(&entry.roles);
        let direct = self.given_packages(&entry.packages);
        let added = entry.added.as_ref().and_then(|added| self.timestamp(added));
        let (Some(provider), Some(organisation)) = (provider, organisation) else { return false };
        if provider.number == organisation.number {
            self.report(&entry.number, "is its own provider");
        }
        self.is_first(seen, (provider.number, organisation.number), &entry.number);
        if self.source.diagnostic_count() > diagnostics_before {
            return false;
        }
        let by_hand = added.is_some() || !direct.is_empty() || roles.is_empty();
        if by_hand {
            let relationship = Relationship { provider: provider.number, client: organisation.number };
            let added = added.unwrap_or(ADDED_LONG_AGO);
            self.contents.added_providers.push(AddedProvider { relationship, added });
        }
        self.add_client(&provider, Client { organisation, roles, direct });
        true
    }

    fn add_client(&mut self, provider: &Organisation, client: Client) {
        let (provider, organisation) = (provider.number, client.organisation.number);
        let relations = client.roles.iter().map(|role| ErRelation { provider, client: organisation, role: *role });
        self.contents.relations.extend(relations);
        let grants =
            client.direct.iter().map(|code| PackageGrant { provider, client: organisation, package: code.clone() });
        self.contents.grants.extend(grants);
        self.clients.insert((provider, organisation), client);
    }

    fn er_roles(&mut self, texts: &[SpannedString]) -> Vec<ErRole> {
        let known = ErRole::ALL.map(|role| (role, role.code()));
        let mut seen = FirstOccurrences::new();
        let mut roles = Vec::new();
        for text in texts {
            let Some(role) = self.one_of(text, &known) else { continue };
            if self.is_first(&mut seen, role, text) {
                roles.push(role);
            }
        }
        roles
    }

    fn given_packages(&mut self, texts: &[SpannedString]) -> Vec<PackageCode> {
        let mut seen = FirstOccurrences::new();
        let mut packages = Vec::new();
        for text in texts {
            let Some(package) = self.package(text) else { continue };
            let code = &package.code;
            if !package.assignable {
                self.report(text, format!("`{code}` cannot be given directly: it only comes with a role"));
            } else if self.is_first(&mut seen, code.clone(), text) {
                packages.push(code.clone());
            }
        }
        packages
    }
}
