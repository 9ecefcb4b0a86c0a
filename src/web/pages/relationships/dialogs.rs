//! View structs of the dialogs over one relationship.

use super::powers::{Area, Power, PowerButton};
use super::side_pages::SidePages;
use crate::domain::relationship::Side;
use crate::i18n::fill;
use crate::service::{ActingAs, RelationshipDetail};
use crate::web::format::{self, Span};
use crate::web::request_context::RequestContext;

/// "+ Gi fullmakt": the packages that can be given, or one of them.
pub struct GiveDialog {
    /// "Hva skal Diskret Nær Tiger AS jobbe med?"
    pub heading: Vec<Span>,
    pub close_url: String,
    /// Where the form is posted to.
    pub action: String,
    pub body: GiveBody,
}

/// The dialog's content.
pub enum GiveBody {
    Areas(GiveAreas),
    Package(Box<PackageView>),
}

/// The packages by area.
pub struct GiveAreas {
    pub search: String,
    /// How many the search has found, or that it has found none; empty without a search.
    pub count: String,
    pub areas: Vec<Area>,
}

impl GiveAreas {
    /// The common name of the areas: one at a time is open. Empty where a search has opened all.
    pub fn one_open(&self) -> &'static str {
        if self.count.is_empty() { "areas" } else { "" }
    }
}

/// A package over the page of powers from others.
pub struct PackageDialog {
    pub heading: String,
    pub close_url: String,
    pub action: String,
    pub package: PackageView,
}

/// What a package covers, and what can be done with it.
pub struct PackageView {
    pub code: String,
    pub name: String,
    /// Back to the list, at the package.
    pub back_url: String,
    /// Kept in the form, so that the list is as it was.
    pub search: String,
    /// "Diskret Nær Tiger AS har denne fullmakten."; empty if not.
    pub has: String,
    /// Through which role, or why it cannot be given; empty otherwise.
    pub note: String,
    pub description: String,
    /// "Gir tilgang til 2 tjenester".
    pub covers: String,
    /// "Innrapportering boligselskap (Skatteetaten)".
    pub services: Vec<String>,
    pub button: Option<PowerButton>,
}

/// "Er du sikker på at du vil slette denne brukeren?"
pub struct RemovalDialog {
    pub heading: String,
    /// That something has changed since the question was opened; empty otherwise.
    pub changed: String,
    pub text: String,
    /// Headings with what ends.
    pub ends: Vec<(String, Vec<String>)>,
    /// What stays, and why; empty if nothing does.
    pub kept: String,
    pub close_url: String,
    pub action: String,
    /// Identifies what the question says; `None` if nothing can be deleted.
    pub agreed: Option<String>,
}

impl PackageView {
    /// `holder`: who has the power of attorney.
    pub fn of(context: &RequestContext, power: &Power, holder: &str, (back_url, search): (String, &str)) -> Self {
        let (t, lang, package) = (context.t, context.lang, power.package);
        let held = power.given || !power.roles.is_empty();
        let services = package.services.iter().map(|service| format!("{} ({})", service.name, service.owner));
        Self {
            code: package.code.to_string(),
            name: format::localised(&package.name, lang).to_owned(),
            back_url,
            search: search.to_owned(),
            has: if held { fill(&t.users.has_package, &[("user", holder)]) } else { String::new() },
            note: power.note(context),
            description: format::localised(&package.description, lang).to_owned(),
            covers: match package.services.len() {
                0 => t.package.no_services.to_string(),
                n => format::counted(lang, n, &t.users.covers_one, &t.users.covers_many),
            },
            services: services.collect(),
            button: power.button(context),
        }
    }
}

impl PackageDialog {
    /// The package on the page of one relationship.
    pub fn of_page(
        context: &RequestContext,
        acting: &ActingAs,
        side: Side,
        detail: &RelationshipDetail,
        power: &Power,
    ) -> Self {
        let (other, owner) = (detail.organisation.display_name(), acting.owner.display_name());
        let action = side.page_url(detail.organisation.uuid());
        let holder = if side == Side::Client { &other } else { &owner };
        let back_url = format!("{action}#held-{}", power.package.code);
        Self {
            package: PackageView::of(context, power, holder, (back_url.clone(), "")),
            heading: other,
            close_url: back_url,
            action,
        }
    }
}
