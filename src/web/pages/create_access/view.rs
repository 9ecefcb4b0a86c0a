//! What the page shows, in words.

use askama::Template;

use super::query::{Able, CreateQuery, offer_url};
use crate::domain::access::AccessKind;
use crate::domain::display_name;
use crate::domain::search_term::SearchTerm;
use crate::i18n::fill;
use crate::service::{AccessOffer, SystemChoice};
use crate::web::avatar::Avatar;
use crate::web::layout::Layout;
use crate::web::pages::access::{PackageView, package_view};
use crate::web::refusal::{Refusal, RefusalNote};
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// The page.
#[derive(Template)]
#[template(path = "pages/create_access.html")]
pub struct CreatePage {
    pub layout: Layout,
    pub body: CreateBody,
}

/// The step, or why there is none.
pub enum CreateBody {
    /// The person may not make accesses, and who may.
    NoPowers {
        text: String,
        who: String,
    },
    Choose(ChooseView),
    Offer(OfferView),
}

/// The first step: a field with suggestions.
pub struct ChooseView {
    pub search: String,
    /// Every system, as the field suggests it.
    pub suggestions: Vec<String>,
    /// What is missing; empty on arrival.
    pub error: String,
    /// The systems to choose from when what was typed is not one.
    pub rows: Vec<SystemRow>,
    /// Why a system that was chosen is not there any more.
    pub refusal: Option<RefusalNote>,
}

/// A system in the list.
pub struct SystemRow {
    pub href: String,
    pub name: String,
    /// "SmartCloud AS (310495921)".
    pub vendor: String,
    pub avatar: Avatar,
    /// Whether the firm has made an access to it.
    pub has_access: bool,
}

/// The second step: all that the access gets.
pub struct OfferView {
    pub heading: String,
    pub avatar: Avatar,
    /// "2 tilgangspakker".
    pub packages_heading: String,
    pub packages: Vec<PackageView>,
    pub refusal: Option<RefusalNote>,
    /// The access that stands in the way: a sentence and its address.
    pub existing: Option<(String, String)>,
    /// Packages that stand in the way.
    pub denied: Option<Denied>,
    /// Hidden fields of the form.
    pub fields: Vec<(&'static str, String)>,
    /// The id of the system, for the way back.
    pub system: String,
}

/// What the person cannot give, and who can.
pub struct Denied {
    pub packages: Vec<String>,
    pub who: String,
}

impl CreateBody {
    pub(super) fn no_powers(context: &RequestContext, name: &str, able: Vec<Able>) -> Self {
        let text = fill(&context.t.create.no_powers_text, &[("name", name)]);
        Self::NoPowers { text, who: who_can(context, name, able) }
    }
}

/// "I Diskret Nær Tiger AS kan Gild Kanne (daglig leder) gjøre dette."; empty if the portal knows nobody.
pub fn who_can(context: &RequestContext, name: &str, able: Vec<Able>) -> String {
    if able.is_empty() {
        return String::new();
    }
    let t = context.t;
    let person = |(person, role): Able| format!("{} ({})", person.display_name(), format::person_role(t, role));
    let people = format::list(t, able.into_iter().map(person).collect());
    fill(&t.create.who_can, &[("name", name), ("people", &people)])
}

impl ChooseView {
    /// The step, or the id of the system that what was typed is.
    pub(super) fn of(
        context: &RequestContext,
        choices: &[SystemChoice],
        query: &CreateQuery,
        refusal: Option<&Refusal>,
    ) -> Result<Self, String> {
        let t = &context.t.create;
        let suggestion = |choice: &SystemChoice| suggestion(context, choice);
        let mut view = Self {
            search: String::new(),
            suggestions: choices.iter().map(suggestion).collect(),
            error: String::new(),
            rows: Vec::new(),
            refusal: refusal.map(|refusal| refusal.note(context.locale())),
        };
        if let Some(chosen) = &query.chosen {
            let chosen = choices.iter().find(|choice| choice.system.id.as_str() == chosen);
            view.search = chosen.map(suggestion).unwrap_or_default();
        }
        let gone = query.system.is_some();
        let Some(search) = query.search.as_deref().map(str::trim).or(gone.then_some("")) else { return Ok(view) };
        let found = matching(context, choices, search);
        if let [only] = found[..]
            && !search.is_empty()
        {
            return Err(only.system.id.to_string());
        }
        let text = match (search.is_empty(), found.is_empty()) {
            _ if gone => &t.system_gone,
            (true, _) => &t.nothing_chosen,
            (false, true) => &t.none_found,
            (false, false) => &t.several,
        };
        view.error = if view.refusal.is_some() { String::new() } else { fill(text, &[("search", search)]) };
        search.clone_into(&mut view.search);
        let listed: Vec<_> = if found.is_empty() { choices.iter().collect() } else { found };
        view.rows = listed.into_iter().map(|choice| row(context, choice)).collect();
        Ok(view)
    }
}

/// The systems that a picked suggestion names, or else those that a search finds.
fn matching<'c>(context: &RequestContext, choices: &'c [SystemChoice], search: &str) -> Vec<&'c SystemChoice> {
    let picked: Vec<_> = choices.iter().filter(|choice| suggestion(context, choice) == search).collect();
    if !picked.is_empty() {
        return picked;
    }
    let term = SearchTerm::of(search);
    choices.iter().filter(|choice| choice.is_found_by(&term)).collect()
}

/// "SmartCloud Lønn, SmartCloud AS (310495921)": name and vendor, because the field searches in what it suggests.
fn suggestion(context: &RequestContext, choice: &SystemChoice) -> String {
    format!("{}, {}", format::localised(&choice.system.name, context.lang), vendor(choice))
}

fn vendor(choice: &SystemChoice) -> String {
    let vendor = &choice.system.vendor;
    format!("{} ({})", display_name::organisation(&vendor.name), vendor.number)
}

fn row(context: &RequestContext, choice: &SystemChoice) -> SystemRow {
    let name = format::localised(&choice.system.name, context.lang).to_owned();
    SystemRow {
        href: offer_url(choice.system.id.as_str()),
        avatar: Avatar::of(&name),
        vendor: vendor(choice),
        has_access: choice.existing.is_some(),
        name,
    }
}

impl OfferView {
    pub(super) fn of(
        context: &RequestContext,
        name: &str,
        AccessOffer { choice, packages }: AccessOffer,
        able: Vec<Able>,
        refusal: Option<&Refusal>,
    ) -> Self {
        let (t, lang) = (&context.t.create, context.lang);
        let system = format::localised(&choice.system.name, lang);
        let values = [("system", system), ("name", name)];
        let missing = packages.iter().filter(|asked| asked.obstacle.is_some());
        let missing: Vec<_> = missing.map(|asked| format::localised(&asked.package.name, lang).to_owned()).collect();
        let mut fields = vec![("system", choice.system.id.to_string())];
        fields.extend(packages.iter().map(|asked| ("package", asked.package.code.to_string())));
        Self {
            heading: fill(if packages.len() == 1 { &t.offer_one } else { &t.offer_many }, &values),
            avatar: Avatar::of(system),
            packages_heading: format::counted(lang, packages.len(), &t.packages_one, &t.packages_many),
            packages: packages.iter().map(|asked| package_view(context, AccessKind::Own, asked.package)).collect(),
            refusal: refusal.map(|refusal| refusal.note(context.locale())),
            existing: choice.existing.map(|access| (fill(&t.exists, &values), urls::access(access, AccessKind::Own))),
            denied: (!missing.is_empty()).then(|| Denied { packages: missing, who: who_can(context, name, able) }),
            fields,
            system: choice.system.id.to_string(),
        }
    }
}
