//! Finds scenarios: built in, generated, or in a file.

use std::path::Path;

use anyhow::{Context, bail};

use crate::scenario::{Diagnostic, GENERATED, SIZES, Scenario, generate, package_catalogue};
use crate::service::worlds::BuiltInScenario;

/// The built-in scenarios.
pub(super) const BUILT_IN: [BuiltInScenario; 8] = [
    BuiltInScenario { name: "veiledning", text: include_str!("../../fixtures/scenarios/veiledning.toml") },
    BuiltInScenario { name: "alle-pakker", text: include_str!("../../fixtures/scenarios/alle-pakker.toml") },
    BuiltInScenario { name: "mistet-fullmakt", text: include_str!("../../fixtures/scenarios/mistet-fullmakt.toml") },
    BuiltInScenario { name: "regnskapsforer", text: include_str!("../../fixtures/scenarios/regnskapsforer.toml") },
    BuiltInScenario { name: "forretningsforer", text: include_str!("../../fixtures/scenarios/forretningsforer.toml") },
    BuiltInScenario { name: "ingen-klienter", text: include_str!("../../fixtures/scenarios/ingen-klienter.toml") },
    BuiltInScenario { name: "roller", text: include_str!("../../fixtures/scenarios/roller.toml") },
    BuiltInScenario { name: "foresporsel", text: include_str!("../../fixtures/scenarios/foresporsel.toml") },
];

/// The names of the built-in scenarios.
pub fn built_in_names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|scenario| scenario.name)
}

/// The built-in scenario with this name, or a generated one.
/// "generated-12000" has 12 000 clients.
pub fn by_name(name: &str) -> Option<anyhow::Result<Scenario>> {
    let clients = name.strip_prefix(GENERATED).and_then(|clients| clients.parse().ok());
    if let Some(clients) = clients.filter(|clients| SIZES.contains(clients)) {
        return Some(parse(name, &generate(clients)));
    }
    let built_in = BUILT_IN.iter().find(|scenario| scenario.name == name);
    built_in.map(|scenario| parse(&format!("{name}.toml"), scenario.text))
}

/// Reads the scenario of this name, or a file (.toml).
pub fn read(name: &str) -> anyhow::Result<Scenario> {
    if let Some(scenario) = by_name(name) {
        return scenario;
    }
    let path = Path::new(name);
    if path.extension().is_none_or(|extension| extension != "toml") {
        let names: Vec<_> = built_in_names().collect();
        bail!("there is no scenario \"{name}\"; built in: {}; or give a file that ends in .toml", names.join(", "));
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the scenario {name}"))?;
    parse(name, &text)
}

fn parse(name: &str, text: &str) -> anyhow::Result<Scenario> {
    Scenario::parse(name, text, package_catalogue::embedded()).map_err(|diagnostics| {
        let lines: Vec<_> = diagnostics.iter().map(Diagnostic::to_string).collect();
        anyhow::anyhow!("the scenario has errors; nothing was loaded\n{}", lines.join("\n"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_scenario_is_valid_and_has_its_own_name() {
        for BuiltInScenario { name, .. } in BUILT_IN {
            match read(name) {
                Ok(scenario) => assert_eq!(scenario.name, name),
                Err(diagnostics) => panic!("{diagnostics}"),
            }
        }
    }
}
