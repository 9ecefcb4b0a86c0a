//! Tests of scenario files: a small world in which single lines are replaced.

mod diagnostics;
mod export;
mod guide_scenario;
mod properties;
mod requests;

use super::{Diagnostic, Scenario, package_catalogue};

pub(super) const GUIDE: &str = include_str!("../../../fixtures/scenarios/veiledning.toml");

const SMALL: &str = r#"name = "prove"
title = { nb = "Prøve", nn = "Prøve", en = "Trial" }
description = { nb = "Liten verden.", nn = "Lita verd.", en = "Small world." }
[[organisation]]
number = "310495891"
name = "TILBYDER AS"
form = "AS"
[[organisation]]
number = "310495883"
name = "KUNDE AS"
form = "AS"
[[person]]
national_id = "12836810064"
name = "GILD KANNE"
note = { nb = "Leder.", nn = "Leiar.", en = "Leader." }
roles = [{ in = "310495891", as = "daglig-leder" }]
[[client]]
number = "310495883"
provider = "310495891"
roles = ["revisor"]
packages = ["jordbruk"]
[[access]]
owner = "310495891"
kind = "clients"
title = "Revisor"
system = "Systemet"
vendor = "310495891"
packages = ["ansvarlig-revisor"]
created = 2026-02-15T09:00:00Z
clients = ["310495883"]
"#;

fn parse(text: &str) -> Result<Scenario, Vec<Diagnostic>> {
    Scenario::parse("prove.toml", text, package_catalogue::embedded())
}

/// The small world with some lines (counted from 1) replaced.
fn small_with(changes: &[(usize, &str)]) -> String {
    let line = |(index, line)| changes.iter().find(|(number, _)| *number == index + 1).map_or(line, |(_, new)| *new);
    SMALL.lines().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// The error messages for the small world with these lines replaced.
fn messages(changes: &[(usize, &str)]) -> Vec<String> {
    parse(&small_with(changes)).err().unwrap_or_default().iter().map(Diagnostic::to_string).collect()
}
