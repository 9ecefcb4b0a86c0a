//! `/acting-systems`: the system accesses of others that act for the represented organisation. Altinn has no such page.

use askama::Template;

use crate::domain::delegation::Via;
use crate::domain::display_name;
use crate::i18n::fill;
use crate::service::{ActingAs, ActingPackage, ActingSystem};
use crate::web::avatar::Avatar;
use crate::web::error::WebError;
use crate::web::layout::{Layout, Section};
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// The system accesses, and what each is built on.
#[derive(Template)]
#[template(path = "pages/acting_systems.html")]
pub struct ActingSystemsPage {
    pub layout: Layout,
    pub heading: String,
    pub number: String,
    pub intro: String,
    /// "2 systemtilganger", or why there are none.
    pub count: String,
    pub rows: Vec<ActingRow>,
}

/// One system access of another organisation.
pub struct ActingRow {
    pub title: String,
    /// "Systemtilgang hos Diskret Nær Tiger AS, levert av Revisorsystemer AS".
    pub of: String,
    pub avatar: Avatar,
    /// "Siden 24.11.2026".
    pub since: String,
    /// What each package is built on, and so how it ends.
    pub packages: Vec<String>,
    /// The provider's page among the users.
    pub href: String,
    /// "Se fullmaktene til Diskret Nær Tiger AS".
    pub link: String,
}

/// Lists the system accesses, or says who may see them.
pub async fn show(context: RequestContext) -> Result<Page<ActingSystemsPage>, WebError> {
    let load = |acting: &ActingAs| {
        if !acting.permissions.access_management {
            return Ok(None);
        }
        acting.access_manager()?.acting_systems().map(Some)
    };
    let (acting, found) = context.call_acting(load).await?;
    let (t, name) = (&context.t.acting_systems, acting.owner.display_name());
    let count = match found.as_ref().map(Vec::len) {
        None => fill(&t.only_managers, &[("name", &name)]),
        Some(0) => fill(&t.none, &[("name", &name)]),
        Some(n) => format::counted(context.lang, n, &t.count_one, &t.count_many),
    };
    let layout = context.acting_layout(&acting, &t.title, &[(&t.title, None)]);
    Ok(Page::ok(ActingSystemsPage {
        layout: Layout { section: Section::ActingSystems, ..layout },
        heading: fill(&t.heading, &[("name", &name)]),
        number: fill(&context.t.overview.org_nr, &[("number", &acting.owner.number.grouped())]),
        intro: fill(&t.intro, &[("name", &name)]),
        count,
        rows: found.unwrap_or_default().into_iter().map(|system| row(&context, system)).collect(),
    }))
}

fn row(context: &RequestContext, ActingSystem { access, provider, since, packages }: ActingSystem) -> ActingRow {
    let t = &context.t.acting_systems;
    let (name, vendor) = (provider.display_name(), display_name::organisation(&access.system.vendor.name));
    ActingRow {
        avatar: Avatar::of(&access.title),
        title: access.title,
        of: fill(&t.of, &[("provider", &name), ("vendor", &vendor)]),
        since: fill(&t.since, &[("date", &format::date(since))]),
        packages: packages.iter().map(|package| built_on(context, package)).collect(),
        href: urls::relationship(urls::USER, provider.uuid()),
        link: fill(&t.end, &[("provider", &name)]),
    }
}

fn built_on(context: &RequestContext, ActingPackage { package, via }: &ActingPackage) -> String {
    let t = &context.t.acting_systems;
    let name = format::localised(&package.name, context.lang);
    match via {
        None => fill(&t.lost, &[("package", name)]),
        Some(Via::Direct) => fill(&t.by_hand, &[("package", name)]),
        Some(Via::Role(role)) => fill(&t.by_role, &[("package", name), ("role", format::er_role(context.t, *role))]),
    }
}
