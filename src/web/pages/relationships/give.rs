//! `/accessmanagement/ui/users/{id}/give`: the dialog in which access packages are given.

use actix_web::web::{Path, Query};
use serde::Deserialize;
use uuid::Uuid;

use super::detail::{DetailPage, Over, page};
use super::dialogs::{GiveAreas, GiveBody, GiveDialog, PackageView};
use super::for_managers;
use super::powers::{Power, areas, matches};
use super::side_pages::SidePages;
use crate::domain::package::PackageCode;
use crate::domain::relationship::Side;
use crate::i18n::fill;
use crate::service::{ActingAs, OfferedPackage};
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// Search, the package that is described, and the one whose area is open.
#[derive(Debug, Default, Deserialize)]
pub struct GiveQuery {
    #[serde(default)]
    pub search: String,
    pub package: Option<String>,
    pub open: Option<String>,
}

impl GiveQuery {
    /// The dialog's address.
    pub fn url(&self, organisation: Uuid) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let values = [("search", self.search.clone()), ("package", text(&self.package)), ("open", text(&self.open))];
        urls::with_query(&urls::relationship(urls::GIVE, organisation), &values)
    }

    /// The address of the list, at this package.
    pub fn at_row(&self, organisation: Uuid, code: &str) -> String {
        let list = Self { search: self.search.clone(), package: None, open: Some(code.to_owned()) };
        format!("{}#give-{code}", list.url(organisation))
    }
}

/// Shows the dialog.
pub async fn show(context: RequestContext, id: Path<Uuid>, query: Query<GiveQuery>) -> Result<DetailPage, WebError> {
    let (id, query) = (*id, query.into_inner());
    let load = move |acting: &ActingAs| {
        let manager = acting.access_manager()?;
        Ok((manager.relationship(Side::Client, id)?, manager.offered_packages(id)?))
    };
    let (acting, (detail, offered)) = context.call_acting(load).await.map_err(for_managers)?;
    let user = detail.organisation.display_name();
    let described = query.package.as_deref().map(PackageCode::from);
    let held = |code: &PackageCode| detail.packages.iter().find(|held| held.package.code == *code).map(Power::from);
    let offer = |code: &PackageCode| offered.iter().find(|one| one.package.code == *code).map(Power::from);
    let body = match described.as_ref().and_then(|code| offer(code).or_else(|| held(code))) {
        Some(power) => {
            let back = query.at_row(id, power.package.code.as_str()).replace("#give-", "#give-name-");
            GiveBody::Package(Box::new(PackageView::of(&context, &power, &user, (back, &query.search))))
        }
        None => GiveBody::Areas(give_areas(&context, id, &query, &offered)),
    };
    let dialog = GiveDialog {
        heading: format::with_strong_values(&context.t.users.give_heading, &[("user", &user)]),
        close_url: Side::Client.page_url(id),
        action: urls::relationship(urls::GIVE, id),
        body,
    };
    Ok(Page::ok(page(&context, &acting, Side::Client, &detail, "", Over::Give(dialog))))
}

fn give_areas(context: &RequestContext, id: Uuid, query: &GiveQuery, offered: &[OfferedPackage]) -> GiveAreas {
    let (t, search) = (&context.t.users, query.search.trim());
    let found: Vec<_> = offered.iter().filter(|offer| matches(context, offer.package, search)).collect();
    let count = match (search.is_empty(), found.len()) {
        (true, _) => String::new(),
        (false, 0) => fill(&t.no_match, &[("search", search)]),
        (false, n) => format::counted(context.lang, n, &t.matches_one, &t.matches_many),
    };
    let opened = query.open.as_deref();
    let open =
        |powers: &[Power]| !search.is_empty() || powers.iter().any(|power| Some(power.package.code.as_str()) == opened);
    let href = |code: &PackageCode| {
        GiveQuery { search: query.search.clone(), package: Some(code.to_string()), open: None }.url(id)
    };
    let areas = areas(context, found.into_iter().map(Power::from), |_| None, (open, href));
    GiveAreas { search: query.search.clone(), count, areas }
}
