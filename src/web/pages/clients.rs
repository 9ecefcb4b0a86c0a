//! `…/agentdelegation/clients`: the dialog in which clients are added to and removed from a system access.
//!
//! A page of its own, so that it works without JavaScript and every state has a link. The access lies inert behind.

use actix_web::web::{Path, Query, Redirect};
use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access::{AccessView, AssignedQuery, Pagination, view};
use crate::auth::ReturnTo;
use crate::domain::access::{AccessId, AccessKind};
use crate::domain::number::OrganisationNumber;
use crate::i18n::fill;
use crate::service::{ActingAs, ClientEntry, ClientFilter, ClientPage, ClientQuery};
use crate::web::chrome::{Avatar, Chrome};
use crate::web::error::WebError;
use crate::web::flash::{Flash, Outcome};
use crate::web::form::ProtectedForm;
use crate::web::page::Page;
use crate::web::visit::Visit;
use crate::web::{present, redirect, urls};

/// The dialog over the access that it is about.
#[derive(Template)]
#[template(path = "pages/clients.html")]
pub struct ClientsPage {
    pub chrome: Chrome,
    /// Behind the dialog, inert.
    pub access: AccessView,
    pub dialog: DialogView,
}

/// The dialog's content.
pub struct DialogView {
    /// "Hvilke kunder skal knyttes til systemtilgangen Revisor klientdelegering?"
    pub heading: String,
    /// Back to the access, with the opener as fragment: "Bekreft og lukk" and the cross.
    pub close_url: String,
    /// This page without query: target of the search form (GET).
    pub action: String,
    /// Where a row's form is posted to.
    pub change_action: String,
    /// Hidden field `return_to` of the rows' forms: this state of the dialog.
    pub return_to: String,
    pub body: DialogBody,
}

/// Clients, or why there are none.
pub enum DialogBody {
    /// No client relationship at all: the explanation, with a link to the guide.
    NoClients {
        text: String,
        guide_url: String,
    },
    Clients(Box<ClientList>),
}

/// The list with search, filter and pages.
pub struct ClientList {
    pub search: String,
    /// Radio-like links or a select named `filter`: value, label, whether chosen.
    pub filters: Vec<FilterChoice>,
    /// "Viser 1–10 av 12 kunder".
    pub count: String,
    pub rows: Vec<ClientRow>,
    /// What to say when search and filter find nothing; empty otherwise.
    pub none_found: String,
    pub pages: Option<Pagination>,
    /// Clients with some but not all packages, shown apart below the list.
    pub lacking: Option<Lacking>,
}

/// One choice of what to show.
pub struct FilterChoice {
    pub value: &'static str,
    pub label: String,
    pub chosen: bool,
}

/// One client that may be added, or is added and may be removed.
pub struct ClientRow {
    /// Element id of the row's button (the fragment that keeps the focus), e.g. `client-310495883`.
    pub id: String,
    /// Field `client` of the row's form: the organisation number.
    pub client: String,
    pub name: String,
    /// "Org.nr. 310 495 883".
    pub number: String,
    pub avatar: Avatar,
    pub added: bool,
    /// Why an added client no longer has every package; empty when it has.
    pub lost: Vec<String>,
    /// What the row says when a change fails in the browser (attribute `data-failed`).
    pub failed: String,
}

/// Clients that lack a package.
pub struct Lacking {
    pub intro: String,
    pub rows: Vec<LackingRow>,
    /// Link to all of them, when there are more than are shown: label and address.
    pub all: Option<(String, String)>,
    pub guide_url: String,
}

/// One client that cannot be added, with a sentence for each missing package.
pub struct LackingRow {
    pub name: String,
    pub number: String,
    pub avatar: Avatar,
    pub reasons: Vec<String>,
}

/// Rows a page of the dialog.
const ROWS: usize = 10;

/// The state of the dialog: search, filter and page, all in the address.
#[derive(Deserialize)]
pub struct DialogQuery {
    #[serde(default)]
    search: String,
    #[serde(default)]
    filter: Filter,
    page: Option<usize>,
}

/// The filter as in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Filter {
    #[default]
    All,
    NotAdded,
    Added,
    Lacking,
}

/// A press on a row's button.
#[derive(Deserialize)]
pub struct ChangeForm {
    client: OrganisationNumber,
    change: Wanted,
    return_to: Option<String>,
}

/// What the button says.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    Add,
    Remove,
}

impl Filter {
    const ALL: [(Self, &'static str, ClientFilter); 4] = [
        (Self::All, "all", ClientFilter::All),
        (Self::NotAdded, "not-added", ClientFilter::NotAdded),
        (Self::Added, "added", ClientFilter::Added),
        (Self::Lacking, "lacking", ClientFilter::Lacking),
    ];

    fn known(self) -> (&'static str, ClientFilter) {
        let known = Self::ALL.iter().find(|(filter, ..)| *filter == self);
        known.map_or(("all", ClientFilter::All), |(_, code, filter)| (*code, *filter))
    }

    /// As in the address; the default is left out.
    fn code(self) -> &'static str {
        if self == Self::All { "" } else { self.known().0 }
    }
}

/// Shows the dialog.
pub async fn show(visit: Visit, id: Path<Uuid>, query: Query<DialogQuery>) -> Result<Page<ClientsPage>, WebError> {
    let id = AccessId::from(*id);
    let (_, filter) = query.filter.known();
    let question = ClientQuery { search: query.search.clone(), filter, page: query.page.unwrap_or(1), size: ROWS };
    let ask = move |acting: &ActingAs| {
        let (_, page) = acting.client_administrator()?.clients(id, &question)?;
        Ok((acting.access(id, &AssignedQuery::first().question())?, page))
    };
    let (acting, (detail, page)) = visit.ask_acting(ask).await?;
    let (t, title) = (visit.t, detail.access.title.clone());
    let crumbs = [(t.overview.title.as_str(), Some(urls::OVERVIEW)), (title.as_str(), None)];
    Ok(Page::ok(ClientsPage {
        chrome: visit.acting_chrome(&acting, &t.dialog.title, &crumbs),
        access: view(&visit, &acting, detail, &AssignedQuery::first()),
        dialog: dialog(&visit, &acting, id, &title, &query, &page),
    }))
}

/// Carries out a press on a row's button and comes back to the row, whose new button gets the focus.
pub async fn change(visit: Visit, id: Path<Uuid>, form: ProtectedForm<ChangeForm>) -> Result<Redirect, WebError> {
    let ChangeForm { client, change, return_to } = form.verified(&visit)?;
    let (id, now) = (AccessId::from(*id), (visit.portal.clock)());
    let carry_out = move |acting: &ActingAs| {
        let administrator = acting.client_administrator()?;
        match change {
            Wanted::Add => administrator.add(id, client, now),
            Wanted::Remove => administrator.remove(id, client, now),
        }
    };
    let (_, done) = visit.ask_acting(carry_out).await?;
    let outcome = match (change, done.changed) {
        (Wanted::Add, true) => Outcome::Added,
        (Wanted::Add, false) => Outcome::AlreadyAdded,
        (Wanted::Remove, true) => Outcome::Removed,
        (Wanted::Remove, false) => Outcome::AlreadyRemoved,
    };
    visit.session.put_flash(&Flash { outcome, client: done.client.display_name() })?;
    let back = return_to.as_deref().and_then(ReturnTo::parse);
    let back = back.map_or_else(|| urls::clients(id), String::from);
    Ok(redirect(&format!("{back}#{}", row_id(client))))
}

fn row_id(client: OrganisationNumber) -> String {
    format!("client-{client}")
}

fn dialog(
    visit: &Visit,
    acting: &ActingAs,
    id: AccessId,
    title: &str,
    query: &DialogQuery,
    page: &ClientPage,
) -> DialogView {
    let t = visit.t;
    let owner = acting.owner.display_name();
    let address = urls::clients(id);
    let nobody = page.available == 0 && page.lacking_matched == 0 && query.search.is_empty();
    let body = if nobody {
        let text = fill(&t.dialog.none, &[("owner", &owner)]);
        DialogBody::NoClients { text, guide_url: urls::returning(urls::RELATION_GUIDE, &visit.here) }
    } else {
        DialogBody::Clients(Box::new(client_list(visit, &owner, &address, query, page)))
    };
    DialogView {
        heading: fill(&t.dialog.heading, &[("access", title)]),
        close_url: format!("{}#{}", urls::access(id, AccessKind::Clients), urls::OPENER),
        action: address.clone(),
        change_action: address,
        return_to: visit.here.clone(),
        body,
    }
}

fn client_list(visit: &Visit, owner: &str, address: &str, query: &DialogQuery, page: &ClientPage) -> ClientList {
    let (t, search, filter) = (visit.t, &query.search, query.filter);
    let url = |n| present::list_url(address, search, filter.code(), n);
    // Under the filter for them, those that lack a power are the list itself.
    let apart = filter != Filter::Lacking && page.lacking_matched > 0;
    let only_lacking = filter == Filter::Lacking;
    let row = |entry: &ClientEntry| client_row(visit, owner, entry);
    ClientList {
        search: search.clone(),
        filters: filters(visit, filter),
        count: present::shown(t, visit.lang, page, ROWS),
        rows: page.rows.iter().filter(|entry| !only_lacking || entry.assigned).map(row).collect(),
        none_found: if page.rows.is_empty() { none_found(visit, search, filter) } else { String::new() },
        pages: present::pagination(t, page.page, page.pages, url),
        lacking: if only_lacking {
            let entries: Vec<_> = page.rows.iter().filter(|entry| !entry.assigned).collect();
            (!entries.is_empty()).then(|| lacking(visit, owner, &entries, None))
        } else {
            let all = present::list_url(address, search, Filter::Lacking.code(), 1);
            let more = page.lacking_matched > page.lacking.len();
            let label = fill(&t.dialog.lacking_all, &[("count", &present::count(visit.lang, page.lacking_matched))]);
            apart.then(|| lacking(visit, owner, &page.lacking.iter().collect::<Vec<_>>(), more.then_some((label, all))))
        },
    }
}

fn none_found(visit: &Visit, search: &str, filter: Filter) -> String {
    let t = visit.t;
    if search.trim().is_empty() && filter != Filter::All {
        t.dialog.none_in_filter.clone()
    } else {
        fill(&t.dialog.none_found, &[("search", search)])
    }
}

fn filters(visit: &Visit, chosen: Filter) -> Vec<FilterChoice> {
    let t = &visit.t.dialog;
    let label = |filter| match filter {
        Filter::All => &t.filter_all,
        Filter::NotAdded => &t.filter_not_added,
        Filter::Added => &t.filter_added,
        Filter::Lacking => &t.filter_lacking,
    };
    let choice = |(filter, value, _): &(Filter, &'static str, ClientFilter)| FilterChoice {
        value,
        label: label(*filter).clone(),
        chosen: *filter == chosen,
    };
    Filter::ALL.iter().map(choice).collect()
}

fn client_row(visit: &Visit, owner: &str, entry: &ClientEntry) -> ClientRow {
    let ClientEntry { organisation, eligibility, assigned } = entry;
    let name = organisation.display_name();
    ClientRow {
        id: row_id(organisation.number),
        client: organisation.number.to_string(),
        number: present::number(visit.t, organisation.number),
        avatar: Avatar::of(&name),
        name,
        added: *assigned,
        lost: present::reasons(visit.t, visit.lang, owner, organisation, eligibility),
        failed: visit.t.dialog.failed.clone(),
    }
}

fn lacking(visit: &Visit, owner: &str, entries: &[&ClientEntry], all: Option<(String, String)>) -> Lacking {
    let t = visit.t;
    let row = |entry: &&ClientEntry| LackingRow {
        name: entry.organisation.display_name(),
        number: present::number(t, entry.organisation.number),
        avatar: Avatar::of(&entry.organisation.display_name()),
        reasons: present::reasons(t, visit.lang, owner, &entry.organisation, &entry.eligibility),
    };
    Lacking {
        intro: fill(&t.dialog.lacking_intro, &[("owner", owner)]),
        rows: entries.iter().map(row).collect(),
        all,
        guide_url: urls::returning(urls::RELATION_GUIDE, &visit.here),
    }
}
