//! Exports a world as a scenario file that loads to the same world.
//!
//! Delegations are recorded with time and packages, because a client may have lost or gained powers since it was added.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::validate::DIRECT;
use crate::domain::access::SystemAccess;
use crate::domain::delegation::{Delegation, Via};
use crate::domain::number::OrganisationNumber;
use crate::domain::package::Localised;
use crate::domain::world::WorldClock;
use crate::domain::world_contents::WorldContents;

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
        }
        Ok(())
    }

    fn write_clients(&self, to: &mut String) -> fmt::Result {
        let mut powers: BTreeMap<(OrganisationNumber, OrganisationNumber), [Vec<String>; 2]> = BTreeMap::new();
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
            write_list(to, "roles", &roles)?;
            write_list(to, "packages", &packages)?;
        }
        Ok(())
    }

    fn write_access(&self, to: &mut String, access: &SystemAccess) -> fmt::Result {
        write!(to, "\n[[access]]\nowner = \"{}\"\nkind = \"{}\"\n", access.owner, access.kind.code())?;
        writeln!(to, "title = {}\nsystem = {}", quote(&access.title), quote(&access.system.name))?;
        writeln!(to, "vendor = \"{}\"\ncreated = {}", access.system.vendor.number, access.created)?;
        let packages: Vec<_> = access.packages.iter().map(|code| quote(code.as_str())).collect();
        write_list(to, "packages", &packages)?;
        let added = self.0.delegations.iter().filter(|delegation| delegation.access == access.id);
        write_list(to, "delegations", &added.map(delegation_entry).collect::<Vec<_>>())
    }
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
