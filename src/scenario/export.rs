//! Exports a world as a scenario file that loads to the same world.
//!
//! Delegations are recorded with time and packages, because a client may have lost or gained powers since it was added.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::validate::{ACCEPTED, DIRECT, REJECTED};
use crate::domain::access::SystemAccess;
use crate::domain::access_request::{AccessRequest, Escalation, ExternalRef, RequestAnswer};
use crate::domain::delegation::{Delegation, Via};
use crate::domain::number::OrganisationNumber;
use crate::domain::package::{Localised, PackageCode};
use crate::domain::person::PersonId;
use crate::domain::relationship::Relationship;
use crate::domain::system::{OAuthClient, System, SystemSummary};
use crate::domain::world::WorldClock;
use crate::domain::world_contents::{AddedProvider, WorldContents};

/// The scenario file that makes this world.
pub fn to_toml(contents: &WorldContents) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = TomlWriter(contents).write(&mut text);
    text
}

struct TomlWriter<'c>(&'c WorldContents);

impl TomlWriter<'_> {
    fn write(&self, to: &mut String) -> fmt::Result {
        writeln!(to, "name = {}", quote(&self.0.name))?;
        writeln!(to, "title = {}", localised(&self.0.title))?;
        writeln!(to, "description = {}", localised(&self.0.description))?;
        match self.0.clock {
            WorldClock::Real => {}
            WorldClock::Fixed(moment) => writeln!(to, "clock = {moment}")?,
            WorldClock::Moved(by) => writeln!(to, "clock_moved = \"{by}\"")?,
        }
        for organisation in &self.0.organisations {
            let (number, name, form) = (organisation.number, quote(&organisation.name), organisation.form.code());
            write!(to, "\n[[organisation]]\nnumber = \"{number}\"\nname = {name}\nform = \"{form}\"\n")?;
        }
        self.write_people(to)?;
        self.write_clients(to)?;
        self.0.systems.iter().try_for_each(|system| write_system(to, system))?;
        self.0.requests.iter().try_for_each(|request| self.write_request(to, request))?;
        self.0.accesses.iter().try_for_each(|access| self.write_access(to, access))
    }

    fn write_people(&self, to: &mut String) -> fmt::Result {
        for listed in &self.0.people {
            let person = &listed.person;
            write!(to, "\n[[person]]\nnational_id = \"{}\"\nname = {}\n", person.national_id, quote(&person.name))?;
            writeln!(to, "note = {}", localised(&listed.note))?;
            let held = self.0.roles.iter().filter(|held| held.person == person.id);
            let held = held.map(|held| format!("{{ in = \"{}\", as = \"{}\" }}", held.organisation, held.role.code()));
            write_list(to, "roles", &held.collect::<Vec<_>>())?;
            let packages = self.0.held_packages.iter().filter(|held| held.person == person.id);
            let packages =
                packages.map(|held| format!("{{ in = \"{}\", package = \"{}\" }}", held.organisation, held.package));
            write_list(to, "packages", &packages.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    fn write_clients(&self, to: &mut String) -> fmt::Result {
        let mut powers: BTreeMap<(OrganisationNumber, OrganisationNumber), [Vec<String>; 2]> = BTreeMap::new();
        let mut added = BTreeMap::new();
        for AddedProvider { relationship: Relationship { provider, client }, added: at } in &self.0.added_providers {
            powers.entry((*provider, *client)).or_default();
            added.insert((*provider, *client), at);
        }
        for relation in &self.0.relations {
            let [roles, _] = powers.entry((relation.provider, relation.client)).or_default();
            roles.push(quote(relation.role.code()));
        }
        for grant in &self.0.grants {
            let [_, packages] = powers.entry((grant.provider, grant.client)).or_default();
            packages.push(quote(grant.package.as_str()));
        }
        for ((provider, client), [roles, packages]) in powers {
            write!(to, "\n[[client]]\nnumber = \"{client}\"\nprovider = \"{provider}\"\n")?;
            if let Some(at) = added.get(&(provider, client)) {
                writeln!(to, "added = {at}")?;
            }
            write_list(to, "roles", &roles)?;
            write_list(to, "packages", &packages)?;
        }
        Ok(())
    }

    fn write_request(&self, to: &mut String, request: &AccessRequest) -> fmt::Result {
        write!(to, "\n[[request]]\nid = \"{}\"\n", request.id.uuid())?;
        writeln!(to, "owner = \"{}\"\nkind = \"{}\"", request.owner, request.kind.code())?;
        write_names(to, &request.title, &request.system, &request.external_ref)?;
        write_list(to, "packages", &quoted_codes(&request.packages))?;
        if let Some(url) = &request.redirect_url {
            writeln!(to, "redirect_url = {}", quote(url.as_str()))?;
        }
        let is_dated = !self.0.undated_requests.contains(&request.id);
        if is_dated {
            writeln!(to, "created = {}", request.created)?;
        }
        if let Some(Escalation { by, at }) = request.escalation {
            let at = if is_dated { format!(", at = {at}") } else { String::new() };
            writeln!(to, "escalated = {{ by = \"{}\"{at} }}", self.national_id(by))?;
        }
        if let Some(RequestAnswer { approved, by, at }) = request.answer {
            let answer = if approved { ACCEPTED } else { REJECTED };
            writeln!(to, "answered = {{ as = \"{answer}\", by = \"{}\", at = {at} }}", self.national_id(by))?;
        }
        Ok(())
    }

    fn national_id(&self, person: PersonId) -> &str {
        let known = self.0.people.iter().find(|known| known.person.id == person);
        known.map_or("", |known| known.person.national_id.as_str())
    }

    fn write_access(&self, to: &mut String, access: &SystemAccess) -> fmt::Result {
        write!(to, "\n[[access]]\nid = \"{}\"\n", access.id.uuid())?;
        writeln!(to, "owner = \"{}\"\nkind = \"{}\"", access.owner, access.kind.code())?;
        write_names(to, &access.title, &access.system, &access.external_ref)?;
        writeln!(to, "created = {}", access.created)?;
        write_list(to, "packages", &quoted_codes(&access.packages))?;
        let added = self.0.delegations.iter().filter(|delegation| delegation.access == access.id);
        write_list(to, "delegations", &added.map(delegation_entry).collect::<Vec<_>>())
    }
}

fn write_system(to: &mut String, system: &System) -> fmt::Result {
    write!(to, "\n[[system]]\nid = {}\n", quote(system.id.as_str()))?;
    let Localised { nb, nn, en } = &system.name;
    let same = nb == nn && nb == en;
    writeln!(to, "name = {}", if same { quote(nb) } else { localised(&system.name) })?;
    if !system.description.nb.is_empty() {
        writeln!(to, "description = {}", localised(&system.description))?;
    }
    writeln!(to, "vendor = \"{}\"", system.vendor.number)?;
    write_list(to, "packages", &quoted_codes(&system.packages))?;
    let urls: Vec<_> = system.redirect_urls.iter().map(|url| quote(url.as_str())).collect();
    write_list(to, "redirect_urls", &urls)?;
    let oauth_client = |client: &OAuthClient| match &client.public_key {
        Some(key) => format!("{{ id = \"{}\", public_key = {} }}", client.id, quote(key)),
        None => format!("{{ id = \"{}\" }}", client.id),
    };
    write_list(to, "oauth_clients", &system.oauth_clients.iter().map(oauth_client).collect::<Vec<_>>())?;
    for (key, set) in [("visible", system.visible), ("deleted", system.deleted)] {
        if set {
            writeln!(to, "{key} = true")?;
        }
    }
    Ok(())
}

fn write_names(to: &mut String, title: &str, system: &SystemSummary, external_ref: &ExternalRef) -> fmt::Result {
    let (system, external_ref) = (quote(system.id.as_str()), quote(external_ref.as_str()));
    writeln!(to, "title = {}\nsystem = {system}\nexternal_ref = {external_ref}", quote(title))
}

fn quoted_codes(codes: &[PackageCode]) -> Vec<String> {
    codes.iter().map(|code| quote(code.as_str())).collect()
}

fn delegation_entry(delegation: &Delegation) -> String {
    let brought = delegation.packages.iter().map(|(code, via)| {
        let via = match via {
            Via::Role(role) => role.code(),
            Via::Direct => DIRECT,
        };
        format!("{} = \"{via}\"", quote(code.as_str()))
    });
    let brought = brought.collect::<Vec<_>>().join(", ");
    format!("{{ client = \"{}\", added = {}, brought = {{ {brought} }} }}", delegation.client, delegation.added)
}

/// Writes one item per line; an empty list is left out.
fn write_list(to: &mut String, key: &str, items: &[String]) -> fmt::Result {
    match items {
        [] => Ok(()),
        [only] => writeln!(to, "{key} = [{only}]"),
        many => writeln!(to, "{key} = [\n    {},\n]", many.join(",\n    ")),
    }
}

fn localised(text: &Localised) -> String {
    format!("{{ nb = {}, nn = {}, en = {} }}", quote(&text.nb), quote(&text.nn), quote(&text.en))
}

/// Quotes a text on one line: TOML allows no line break inside an inline table.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(char));
            }
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}
