//! Access packages by area, each with what the other organisation holds, and the button that changes it.

use std::collections::BTreeMap;

use crate::domain::collation::SortKey;
use crate::domain::giving::CannotGive;
use crate::domain::package::{AccessPackage, PackageCode};
use crate::domain::relationship::HeldPower;
use crate::domain::role::ErRole;
use crate::domain::spelling::plain;
use crate::i18n::fill;
use crate::service::OfferedPackage;
use crate::web::format;
use crate::web::request_context::RequestContext;

/// An area with its packages.
pub struct Area {
    pub name: String,
    /// "2 av 12".
    pub badge: String,
    pub open: bool,
    pub rows: Vec<PowerRow>,
}

/// One package.
pub struct PowerRow {
    pub code: String,
    pub name: String,
    /// "2 tjenester", or what it is for.
    pub services: String,
    /// Whether the organisation holds it.
    pub held: bool,
    /// How it holds it, where that is not by hand, or why it cannot be given; empty otherwise.
    pub note: String,
    /// Where the package is described.
    pub href: String,
    pub button: Option<PowerButton>,
}

/// "Gi fullmakt" or "Slett fullmakt".
pub struct PowerButton {
    /// "give" or "take".
    pub name: &'static str,
    pub label: String,
    /// "Gi fullmakt for Jordbruk".
    pub aria_label: String,
}

/// A package, and what can be done with it.
pub struct Power<'a> {
    pub package: &'a AccessPackage,
    /// Through which roles in Enhetsregisteret it is held.
    pub roles: &'a [ErRole],
    pub given: bool,
    /// Why it cannot be given; `None` too where nothing is given on this page.
    pub obstacle: Option<CannotGive>,
    /// Whether this page can give it.
    pub may_give: bool,
}

impl<'a> From<&'a HeldPower<'static>> for Power<'a> {
    fn from(held: &'a HeldPower<'static>) -> Self {
        Self { package: held.package, roles: &held.roles, given: held.given, obstacle: None, may_give: false }
    }
}

impl<'a> From<&'a OfferedPackage> for Power<'a> {
    fn from(OfferedPackage { package, held, obstacle }: &'a OfferedPackage) -> Self {
        let roles = held.as_ref().map_or(&[][..], |held| &held.roles);
        let given = held.as_ref().is_some_and(|held| held.given);
        Self { package, roles, given, obstacle: *obstacle, may_give: obstacle.is_none() && !given }
    }
}

impl Power<'_> {
    fn held(&self) -> bool {
        self.given || !self.roles.is_empty()
    }

    pub fn button(&self, context: &RequestContext) -> Option<PowerButton> {
        let t = &context.t.users;
        let (name, label, sentence) = match (self.given, self.may_give) {
            (true, _) => ("take", &t.take, &t.take_for),
            (false, true) => ("give", &t.give, &t.give_for),
            (false, false) => return None,
        };
        let package = format::localised(&self.package.name, context.lang);
        Some(PowerButton { name, label: label.to_string(), aria_label: fill(sentence, &[("package", package)]) })
    }

    /// How it is held other than by hand, or why it cannot be given.
    pub fn note(&self, context: &RequestContext) -> String {
        let t = &context.t.users;
        if !self.roles.is_empty() {
            let roles = self.roles.iter().map(|role| format::er_role(context.t, *role).to_owned()).collect();
            return fill(&t.through_role, &[("role", &format::list(context.t, roles))]);
        }
        match self.obstacle.filter(|_| !self.given) {
            None => String::new(),
            Some(CannotGive::NotForOrganisations) => t.not_to_organisation.to_string(),
            Some(CannotGive::NotAssignable | CannotGive::NotHeld) => format!("{} {}", t.cannot_give, t.not_held),
        }
    }

    fn row(&self, context: &RequestContext, href: &impl Fn(&PackageCode) -> String) -> PowerRow {
        PowerRow {
            code: self.package.code.to_string(),
            name: format::localised(&self.package.name, context.lang).to_owned(),
            services: services(context, self.package),
            held: self.held(),
            note: self.note(context),
            href: href(&self.package.code),
            button: self.button(context),
        }
    }
}

/// "2 tjenester", or what the package is for where none is known.
fn services(context: &RequestContext, package: &AccessPackage) -> String {
    let t = &context.t.package;
    match package.services.len() {
        0 => format::localised(&package.description, context.lang).to_owned(),
        n => format::counted(context.lang, n, &t.services_one, &t.services_many),
    }
}

/// Whether the package fits every typed word: by name, description, area or service.
pub fn matches(context: &RequestContext, package: &AccessPackage, search: &str) -> bool {
    let text = |text| format::localised(text, context.lang).to_lowercase();
    let mut words = vec![text(&package.name), text(&package.description), text(&package.area)];
    words.extend(package.services.iter().map(|service| service.name.to_lowercase()));
    plain(search).to_lowercase().split_whitespace().all(|typed| words.iter().any(|word| word.contains(typed)))
}

/// The areas in Norwegian order, held packages first in each; `total` counts an area's packages for its badge.
pub fn areas<'a>(
    context: &RequestContext,
    powers: impl Iterator<Item = Power<'a>>,
    total: impl Fn(&str) -> Option<usize>,
    (open, href): (impl Fn(&[Power]) -> bool, impl Fn(&PackageCode) -> String),
) -> Vec<Area> {
    let mut by_area: BTreeMap<(SortKey, &str), Vec<Power>> = BTreeMap::new();
    for power in powers {
        let area = format::localised(&power.package.area, context.lang);
        by_area.entry((SortKey::of(area), area)).or_default().push(power);
    }
    let view = |((_, name), mut powers): ((SortKey, &str), Vec<Power>)| {
        let in_order =
            |power: &Power| (!power.held(), SortKey::of(format::localised(&power.package.name, context.lang)));
        powers.sort_by_cached_key(in_order);
        let held = powers.iter().filter(|power| power.held()).count();
        let counts = [held, total(name).unwrap_or(powers.len())].map(|n| n.to_string());
        Area {
            name: name.to_owned(),
            badge: fill(&context.t.users.held_of, &[("held", &counts[0]), ("total", &counts[1])]),
            open: open(&powers),
            rows: powers.iter().map(|power| power.row(context, &href)).collect(),
        }
    };
    by_area.into_iter().map(view).collect()
}
