//! Opens the world and fills an empty one from its scenario.

use std::path::Path;

use anyhow::{Context, bail};
use jiff::Timestamp;

use crate::config::Config;
use crate::scenario::{Fault, SIZES, Scenario, catalogue, generate};
use crate::store::SqliteStore;

/// The scenarios that come with the portal, by name.
const BUILT_IN: [(&str, &str); 2] = [
    ("veiledning", include_str!("../../fixtures/scenarios/veiledning.toml")),
    ("mistet-fullmakt", include_str!("../../fixtures/scenarios/mistet-fullmakt.toml")),
];

/// The names of the scenarios that come with the portal.
pub fn built_in() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// The world's store. A scenario with a fault is refused before anything is written.
pub fn open(config: &Config) -> anyhow::Result<SqliteStore> {
    let file = config.data.join("main.db");
    let fresh = !file.exists();
    let scenario = if fresh || config.reset { Some(read(&config.scenario)?) } else { None };
    let store = SqliteStore::open(&file).with_context(|| format!("cannot open the database {}", file.display()))?;
    let loaded = store.loaded().with_context(|| format!("cannot read the database {}", file.display()))?;
    let scenario = match (scenario, loaded) {
        (None, None) => Some(read(&config.scenario)?),
        (scenario, _) => scenario,
    };
    if let Some(scenario) = scenario {
        store
            .load(&scenario, Timestamp::now())
            .with_context(|| format!("cannot load the scenario into {}", file.display()))?;
    }
    Ok(store)
}

/// The scenario of this name, or in this file (.toml); "generated-12000" is one that is made, with so many clients.
pub fn read(named: &str) -> anyhow::Result<Scenario> {
    let clients = named.strip_prefix("generated-").and_then(|clients| clients.parse().ok());
    if let Some(clients) = clients.filter(|clients| SIZES.contains(clients)) {
        return parsed(named, &generate(clients));
    }
    if let Some((_, text)) = BUILT_IN.iter().find(|(name, _)| *name == named) {
        return parsed(&format!("{named}.toml"), text);
    }
    let path = Path::new(named);
    if path.extension().is_none_or(|extension| extension != "toml") {
        let known: Vec<_> = built_in().collect();
        bail!("there is no scenario \"{named}\"; built in: {}; or give a file that ends in .toml", known.join(", "));
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the scenario {named}"))?;
    parsed(named, &text)
}

fn parsed(name: &str, text: &str) -> anyhow::Result<Scenario> {
    Scenario::parse(name, text, catalogue::embedded()).map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(Fault::to_string).collect();
        anyhow::anyhow!("the scenario has faults, nothing was loaded\n{}", lines.join("\n"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_scenario_is_without_fault_and_has_the_name_that_it_is_asked_for_by() {
        for (name, _) in BUILT_IN {
            match read(name) {
                Ok(scenario) => assert_eq!(scenario.name, name),
                Err(faults) => panic!("{faults}"),
            }
        }
    }
}
