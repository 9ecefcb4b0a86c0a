//! Shows the dialog.

use actix_web::web::{Path, Query};
use uuid::Uuid;

use super::bulk_result::result;
use super::dialog_query::{DialogQuery, Filter, SIZES};
use super::lacking_row::lacking_row;
use super::pressed_row::{PressedRow, keep_row};
use super::view::{Choice, ClientList, ClientRow, ClientsPage, DialogBody, DialogView, Lacking};
use crate::domain::access::{AccessId, AccessKind};
use crate::domain::number::OrganisationNumber;
use crate::i18n::fill;
use crate::service::{AccessDetail, ActingAs, ClientEntry, ClientPage, PastChange, Result, ServiceError};
use crate::web::error::WebError;
use crate::web::flash::Flash;
use crate::web::layout::{Avatar, Layout};
use crate::web::page::Page;
use crate::web::pages::access::{AssignedQuery, view};
use crate::web::pagination::pagination;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

/// What the list is made of.
pub struct Listed<'a> {
    pub context: &'a RequestContext,
    id: AccessId,
    /// Display name.
    owner: String,
    pub query: &'a DialogQuery,
    pub page: &'a ClientPage,
    pub chosen: Vec<OrganisationNumber>,
    /// Of the chosen clients, how many are on the access and how many can be added.
    pub tally: (usize, usize),
    pub pressed: Option<PressedRow>,
}

/// Shows the dialog in the query that the address says.
pub async fn show(
    context: RequestContext,
    id: Path<Uuid>,
    query: Query<DialogQuery>,
) -> std::result::Result<Page<ClientsPage>, WebError> {
    let (id, query) = (AccessId::from(*id), query.into_inner());
    let (question, past, chosen) = (query.client_query(), query.result, context.session.chosen(id));
    let listed = chosen.clone();
    let flash: Option<Flash> = context.session.take_flash();
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
        Ok((acting.access(id, &AssignedQuery::first().client_query())?, clients, tally, past, pressed))
    };
    let answer = context.call_acting(ask).await;
    let (acting, (detail, clients, tally, past, pressed)) = context.or_other_owner(id, answer).await?;
    let can_undo = pressed.is_some_and(|row| !row.is_final);
    let flash = flash.map(|flash| if can_undo { flash } else { flash.without_row() });
    let owner = acting.owner.display_name();
    let listed = Listed { context: &context, id, owner, query: &query, page: &clients, chosen, tally, pressed };
    let body = listed.body(past.as_ref());
    Ok(page(&context, &acting, detail, (body, flash)))
}

/// The dialog over its access.
pub fn page(
    context: &RequestContext,
    acting: &ActingAs,
    detail: AccessDetail,
    (body, flash): (DialogBody, Option<Flash>),
) -> Page<ClientsPage> {
    let t = context.t;
    let (id, title) = (detail.access.id, detail.access.title.clone());
    let crumbs = [(t.overview.title.as_str(), Some(urls::OVERVIEW)), (title.as_str(), None)];
    Page::ok(ClientsPage {
        layout: Layout {
            flash: flash.map(|flash| flash.worded(t, context.lang)),
            ..context.acting_layout(acting, &t.dialog.title, &crumbs)
        },
        access: view(context, acting, detail, &AssignedQuery::first()),
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
        let Self { context, page, query, .. } = self;
        let guide_url = urls::returning(urls::RELATION_GUIDE, &context.here);
        if page.available == 0 && page.lacking_matched == 0 && query.search.is_empty() {
            let text = fill(&context.t.dialog.none, &[("owner", &self.owner)]);
            return DialogBody::NoClients { text, guide_url };
        }
        // Under the filter for them, those that lack a power are the list itself, and those on the access come first.
        let alone = query.filter == Filter::Lacking;
        let (rows, lacking): (Vec<_>, Vec<_>) =
            page.rows.iter().partition(|entry| !alone || entry.assigned || self.is_pressed(entry));
        DialogBody::Clients(Box::new(ClientList {
            search: query.search.clone(),
            filters: Filter::ALL.map(|filter| self.filter(filter)).into(),
            sizes: SIZES.map(|size| self.size(size)).into(),
            count: format::shown(context.t, context.lang, page, query.size()),
            chosen: match self.chosen.len() {
                0 => String::new(),
                n => fill(&context.t.dialog.chosen, &[("count", &format::count(context.lang, n))]),
            },
            bulk: self.bulk(rows.len()),
            ticked: self.ticked(rows.len()),
            add_and_close: match self.tally {
                (_, 0) => String::new(),
                (_, n) => fill(&context.t.dialog.add_confirm_close, &[("count", &format::count(context.lang, n))]),
            },
            result: past.map(|past| result(context, &self.owner, past)),
            fields: self.fields(&rows),
            rows: rows.into_iter().map(|entry| self.row(entry)).collect(),
            none_found: if page.rows.is_empty() { self.none_found() } else { String::new() },
            pages: pagination(context.t, page.page, page.pages, |n| query.at_page(n).url(self.id)),
            pages_last: alone,
            lacking: if alone && !page.rows.is_empty() { self.lacking(&lacking, None) } else { self.lacking_apart() },
            guide_url,
        }))
    }

    fn filter_label(&self, filter: Filter) -> &str {
        let t = &self.context.t.dialog;
        match filter {
            Filter::All => &t.filter_all,
            Filter::NotAdded => &t.filter_not_added,
            Filter::Added => &t.filter_added,
            Filter::Lacking => &t.filter_lacking,
        }
    }

    fn filter(&self, filter: Filter) -> Choice {
        let (value, label) = (filter.code().to_owned(), self.filter_label(filter).to_owned());
        Choice { value, label, chosen: self.query.filter == filter }
    }

    fn size(&self, size: usize) -> Choice {
        let label = fill(&self.context.t.dialog.size_n, &[("count", &size.to_string())]);
        Choice { value: size.to_string(), label, chosen: self.query.size() == size }
    }

    fn fields(&self, rows: &[&ClientEntry]) -> Vec<(&'static str, String)> {
        let shown: Vec<_> = rows.iter().map(|entry| entry.organisation.number.to_string()).collect();
        vec![
            ("at", self.page.page.to_string()),
            ("seen", self.page.last_change.value().to_string()),
            ("shown", shown.join(",")),
            ("listed_search", self.query.search.clone()),
            ("listed_filter", self.query.filter.code().to_owned()),
            ("listed_size", self.query.size().to_string()),
        ]
    }

    fn row(&self, entry: &ClientEntry) -> ClientRow {
        let ClientEntry { organisation, eligibility, assigned } = entry;
        let (context, name) = (self.context, organisation.display_name());
        ClientRow {
            id: row_id(organisation.number),
            client: organisation.number.to_string(),
            number: format::number(context.t, organisation.number),
            avatar: Avatar::of(&name),
            name,
            added: *assigned,
            chosen: self.chosen.contains(&organisation.number),
            pressed: self.is_pressed(entry),
            lost: format::reasons(context.locale(), &self.owner, organisation, eligibility),
        }
    }

    fn is_pressed(&self, entry: &ClientEntry) -> bool {
        self.pressed.is_some_and(|row| row.client == entry.organisation.number)
    }

    fn none_found(&self) -> String {
        let t = &self.context.t.dialog;
        if let Some(stranger) = self.page.stranger {
            return fill(&t.stranger, &[("number", &stranger.grouped()), ("owner", &self.owner)]);
        }
        match (self.query.search.trim(), self.query.filter) {
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
        let (context, page) = (self.context, self.page);
        if self.query.filter == Filter::Added {
            return None;
        }
        let all = DialogQuery { filter: Filter::Lacking, ..self.query.at_page(1) }.url(self.id);
        let label =
            fill(&context.t.dialog.lacking_all, &[("count", &format::count(context.lang, page.lacking_matched))]);
        let more = page.lacking_matched > page.lacking.len();
        self.lacking(&page.lacking.iter().collect::<Vec<_>>(), more.then_some((label, all)))
    }

    fn lacking(&self, entries: &[&ClientEntry], all: Option<(String, String)>) -> Option<Lacking> {
        (!entries.is_empty()).then(|| Lacking {
            intro: fill(&self.context.t.dialog.lacking_intro, &[("owner", &self.owner)]),
            rows: entries.iter().map(|entry| lacking_row(self.context, &self.owner, entry)).collect(),
            all,
        })
    }
}
