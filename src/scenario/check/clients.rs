//! Clients: what each has registered its provider as, and what it has given by hand.

use super::super::raw::{RawClient, Text};
use super::Checker;
use super::values::Seen;
use crate::domain::client::Client;
use crate::domain::contents::{Grant, Relation};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::PackageCode;
use crate::domain::role::ErRole;

impl Checker<'_> {
    /// Reads all clients; accesses can name them afterwards.
    pub(super) fn clients(&mut self) {
        let numbers = self.document.texts_in("client", "number");
        let items = self.document.items::<RawClient>("client");
        let mut seen = Seen::new();
        for (raw, number) in items.into_iter().zip(numbers) {
            if !raw.as_ref().is_some_and(|raw| self.client(raw.get_ref(), &mut seen)) {
                let number = number.and_then(|number| number.parse::<OrganisationNumber>().ok());
                self.doubtful.extend(number);
            }
        }
    }

    /// Whether the client's table is without fault.
    fn client(&mut self, raw: &RawClient, seen: &mut Seen<(OrganisationNumber, OrganisationNumber)>) -> bool {
        let before = self.document.fault_count();
        let provider = self.organisation(&raw.provider);
        let organisation = self.organisation(&raw.number);
        let roles = self.er_roles(&raw.roles);
        let direct = self.given_packages(&raw.packages);
        if raw.roles.is_empty() && raw.packages.is_empty() {
            self.fault(&raw.number, "gives its provider neither a role nor a package, so it is no client");
        }
        let (Some(provider), Some(organisation)) = (provider, organisation) else { return false };
        if provider.number == organisation.number {
            self.fault(&raw.number, "is its own provider");
        }
        self.is_first(seen, (provider.number, organisation.number), &raw.number);
        if self.document.fault_count() > before {
            return false;
        }
        self.keep_client(&provider, Client { organisation, roles, direct });
        true
    }

    fn keep_client(&mut self, provider: &Organisation, client: Client) {
        let (provider, organisation) = (provider.number, client.organisation.number);
        let relations = client.roles.iter().map(|role| Relation { provider, client: organisation, role: *role });
        self.made.relations.extend(relations);
        let grants = client.direct.iter().map(|code| Grant { provider, client: organisation, package: code.clone() });
        self.made.grants.extend(grants);
        self.clients.insert((provider, organisation), client);
    }

    fn er_roles(&mut self, texts: &[Text]) -> Vec<ErRole> {
        let known = ErRole::ALL.map(|role| (role, role.code()));
        let mut seen = Seen::new();
        let mut roles = Vec::new();
        for text in texts {
            let Some(role) = self.one_of(text, &known) else { continue };
            if self.is_first(&mut seen, role, text) {
                roles.push(role);
            }
        }
        roles
    }

    fn given_packages(&mut self, texts: &[Text]) -> Vec<PackageCode> {
        let mut seen = Seen::new();
        let mut packages = Vec::new();
        for text in texts {
            let Some(package) = self.package(text) else { continue };
            let code = &package.code;
            if !package.assignable {
                self.fault(text, format!("`{code}` cannot be given directly, it comes with a role alone"));
            } else if self.is_first(&mut seen, code.clone(), text) {
                packages.push(code.clone());
            }
        }
        packages
    }
}
