//! Shows the dialog.

use actix_web::web::{Path, Query};
use uuid::Uuid;

use super::lacking::lacking_row;
use super::pressed::{PressedRow, keep_row};
use super::result::result;
use super::state::{DialogState, Filter, SIZES};
use super::view::{Choice, ClientList, ClientRow, ClientsPage, DialogBody, DialogView, Lacking};
use crate::domain::access::{AccessId, AccessKind};
use crate::domain::number::OrganisationNumber;
use crate::i18n::fill;
use crate::service::{AccessDetail, ActingAs, ClientEntry, ClientPage, PastChange, Result, ServiceError};
use crate::web::chrome::{Avatar, Chrome};
use crate::web::error::WebError;
use crate::web::flash::Flash;
use crate::web::page::Page;
use crate::web::pages::access::{AssignedQuery, view};
use crate::web::pagination::pagination;
use crate::web::visit::Visit;
use crate::web::{present, urls};

/// What the list is made of.
pub struct Listed<'a> {
    pub visit: &'a Visit,
    id: AccessId,
    /// Display name.
    owner: String,
    pub state: &'a DialogState,
    pub page: &'a ClientPage,
    pub chosen: Vec<OrganisationNumber>,
    /// Of the chosen clients, how many are on the access and how many can be added.
    pub tally: (usize, usize),
    pub pressed: Option<PressedRow>,
}

/// Shows the dialog in the state that the address says.
pub async fn show(
    visit: Visit,
    id: Path<Uuid>,
    state: Query<DialogState>,
) -> std::result::Result<Page<ClientsPage>, WebError> {
    let (id, state) = (AccessId::from(*id), state.into_inner());
    let (question, past, chosen) = (state.question(), state.result, visit.session.chosen(id));
    let listed = chosen.clone();
    let flash: Option<Flash> = visit.session.take_flash();
    let pressed = flash.as_ref().and_then(|flash| flash.pressed(id));
    let ask = move |acting: &ActingAs| -> Result<_> {
        let administrator = acting.client_administrator()?;
        let mut clients = administrator.clients(id, &question)?;
        let keep = |pressed| keep_row(administrator, id, pressed, (&mut clients, question.size));
        let pressed = pressed.map(keep).transpose()?.flatten();
        let tally = administrator.tally(id, &listed)?;
        let past = match past.map(|past| administrator.past_change(id, past)).transpose() {
            // A change that is not this access's is no reason to refuse the page.
            Err(ServiceError::NotFound) => None,
            past => past?,
        };
        Ok((acting.access(id, &AssignedQuery::first().question())?, clients, tally, past, pressed))
    };
    let (acting, (detail, clients, tally, past, pressed)) = visit.ask_acting(ask).await?;
    let can_undo = pressed.is_some_and(|row| !row.is_final);
    let flash = flash.map(|flash| if can_undo { flash } else { flash.without_row() });
    let owner = acting.owner.display_name();
    let listed = Listed { visit: &visit, id, owner, state: &state, page: &clients, chosen, tally, pressed };
    let body = listed.body(past.as_ref());
    Ok(page(&visit, &acting, detail, (body, flash)))
}

/// The dialog over its access.
pub fn page(
    visit: &Visit,
    acting: &ActingAs,
    detail: AccessDetail,
    (body, flash): (DialogBody, Option<Flash>),
) -> Page<ClientsPage> {
    let t = visit.t;
    let (id, title) = (detail.access.id, detail.access.title.clone());
    let crumbs = [(t.overview.title.as_str(), Some(urls::OVERVIEW)), (title.as_str(), None)];
    Page::ok(ClientsPage {
        chrome: Chrome {
            flash: flash.map(|flash| flash.worded(t, visit.lang)),
            ..visit.acting_chrome(acting, &t.dialog.title, &crumbs)
        },
        access: view(visit, acting, detail, &AssignedQuery::first()),
        dialog: DialogView {
            heading: fill(&t.dialog.heading, &[("access", &title)]),
            close_url: close_url(id),
            action: urls::clients(id),
            body,
        },
    })
}

/// Where the dialog was opened from.
pub fn close_url(id: AccessId) -> String {
    format!("{}#{}", urls::access(id, AccessKind::Clients), urls::OPENER)
}

/// Element id of a row's button.
pub fn row_id(client: OrganisationNumber) -> String {
    format!("client-{client}")
}

impl Listed<'_> {
    fn body(&self, past: Option<&PastChange>) -> DialogBody {
        let Self { visit, page, state, .. } = self;
        let guide_url = urls::returning(urls::RELATION_GUIDE, &visit.here);
        if page.available == 0 && page.lacking_matched == 0 && state.search.is_empty() {
            let text = fill(&visit.t.dialog.none, &[("owner", &self.owner)]);
            return DialogBody::NoClients { text, guide_url };
        }
        // Under the filter for them, those that lack a power are the list itself, and those on the access come first.
        let alone = state.filter == Filter::Lacking;
        let (rows, lacking): (Vec<_>, Vec<_>) =
            page.rows.iter().partition(|entry| !alone || entry.assigned || self.is_pressed(entry));
        DialogBody::Clients(Box::new(ClientList {
            search: state.search.clone(),
            filters: Filter::ALL.map(|filter| self.filter(filter)).into(),
            sizes: SIZES.map(|size| self.size(size)).into(),
            count: present::shown(visit.t, visit.lang, page, state.size()),
            chosen: match self.chosen.len() {
                0 => String::new(),
                n => fill(&visit.t.dialog.chosen, &[("count", &present::count(visit.lang, n))]),
            },
            bulk: self.bulk(rows.len()),
            ticked: self.ticked(rows.len()),
            add_and_close: match self.tally {
                (_, 0) => String::new(),
                (_, n) => fill(&visit.t.dialog.add_confirm_close, &[("count", &present::count(visit.lang, n))]),
            },
            result: past.map(|past| result(visit, &self.owner, past)),
            fields: self.fields(&rows),
            rows: rows.into_iter().map(|entry| self.row(entry)).collect(),
            none_found: if page.rows.is_empty() { self.none_found() } else { String::new() },
            pages: pagination(visit.t, page.page, page.pages, |n| state.at_page(n).url(self.id)),
            pages_last: alone,
            lacking: if alone && !page.rows.is_empty() { self.lacking(&lacking, None) } else { self.lacking_apart() },
            guide_url,
        }))
    }

    fn filter_label(&self, filter: Filter) -> &str {
        let t = &self.visit.t.dialog;
        match filter {
            Filter::All => &t.filter_all,
            Filter::NotAdded => &t.filter_not_added,
            Filter::Added => &t.filter_added,
            Filter::Lacking => &t.filter_lacking,
        }
    }

    fn filter(&self, filter: Filter) -> Choice {
        let (value, label) = (filter.code().to_owned(), self.filter_label(filter).to_owned());
        Choice { value, label, chosen: self.state.filter == filter }
    }

    fn size(&self, size: usize) -> Choice {
        let label = fill(&self.visit.t.dialog.size_n, &[("count", &size.to_string())]);
        Choice { value: size.to_string(), label, chosen: self.state.size() == size }
    }

    fn fields(&self, rows: &[&ClientEntry]) -> Vec<(&'static str, String)> {
        let shown: Vec<_> = rows.iter().map(|entry| entry.organisation.number.to_string()).collect();
        vec![
            ("at", self.page.page.to_string()),
            ("seen", self.page.last_change.value().to_string()),
            ("shown", shown.join(",")),
            ("listed_search", self.state.search.clone()),
            ("listed_filter", self.state.filter.code().to_owned()),
            ("listed_size", self.state.size().to_string()),
        ]
    }

    fn row(&self, entry: &ClientEntry) -> ClientRow {
        let ClientEntry { organisation, eligibility, assigned } = entry;
        let (visit, name) = (self.visit, organisation.display_name());
        ClientRow {
            id: row_id(organisation.number),
            client: organisation.number.to_string(),
            number: present::number(visit.t, organisation.number),
            avatar: Avatar::of(&name),
            name,
            added: *assigned,
            chosen: self.chosen.contains(&organisation.number),
            pressed: self.is_pressed(entry),
            lost: present::reasons(visit.locale(), &self.owner, organisation, eligibility),
        }
    }

    fn is_pressed(&self, entry: &ClientEntry) -> bool {
        self.pressed.is_some_and(|row| row.client == entry.organisation.number)
    }

    fn none_found(&self) -> String {
        let t = &self.visit.t.dialog;
        if let Some(stranger) = self.page.stranger {
            return fill(&t.stranger, &[("number", &stranger.grouped()), ("owner", &self.owner)]);
        }
        match (self.state.search.trim(), self.state.filter) {
            ("", Filter::All) => t.none_addable.to_string(),
            ("", Filter::NotAdded) => t.none_not_added.to_string(),
            ("", Filter::Added) => t.none_added.to_string(),
            ("", Filter::Lacking) => t.none_lacking.to_string(),
            (search, Filter::All) => fill(&t.none_found, &[("search", search)]),
            (search, filter) => {
                fill(&t.none_found_in_filter, &[("search", search), ("filter", self.filter_label(filter))])
            }
        }
    }

    /// Below the list; who asks for those that are added asks for no others.
    fn lacking_apart(&self) -> Option<Lacking> {
        let (visit, page) = (self.visit, self.page);
        if self.state.filter == Filter::Added {
            return None;
        }
        let all = DialogState { filter: Filter::Lacking, ..self.state.at_page(1) }.url(self.id);
        let label = fill(&visit.t.dialog.lacking_all, &[("count", &present::count(visit.lang, page.lacking_matched))]);
        let more = page.lacking_matched > page.lacking.len();
        self.lacking(&page.lacking.iter().collect::<Vec<_>>(), more.then_some((label, all)))
    }

    fn lacking(&self, entries: &[&ClientEntry], all: Option<(String, String)>) -> Option<Lacking> {
        (!entries.is_empty()).then(|| Lacking {
            intro: fill(&self.visit.t.dialog.lacking_intro, &[("owner", &self.owner)]),
            rows: entries.iter().map(|entry| lacking_row(self.visit, &self.owner, entry)).collect(),
            all,
        })
    }
}
