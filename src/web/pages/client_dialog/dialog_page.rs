//! Builds the dialog's page.

use actix_web::Either;
use actix_web::web::{Path, Query, Redirect};
use uuid::Uuid;

use super::bulk_result::result;
use super::changed_row::keep_row;
use super::dialog_query::{DialogQuery, Filter, SIZES};
use super::ineligible_row::ineligible_row;
use super::view::{
    ClientList, ClientRow, ClientsPage, DialogBody, DialogFoot, DialogView, IneligibleClients, NoClients, SelectOption,
};
use crate::domain::access::{AccessId, AccessKind};
use crate::domain::number::OrganisationNumber;
use crate::i18n::fill;
use crate::service::{AccessDetail, ActingAs, ClientEntry, ClientPage, PastChange, Result, ServiceError};
use crate::web::avatar::Avatar;
use crate::web::error::WebError;
use crate::web::flash::{ChangedRow, Flash};
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::pages::access::{AssignedQuery, access_view};
use crate::web::pagination::pagination;
use crate::web::request_context::RequestContext;
use crate::web::{format, redirect, urls};

/// Builds the [`ClientList`].
pub struct ClientListBuilder<'a> {
    pub context: &'a RequestContext,
    id: AccessId,
    /// Display name.
    owner: String,
    pub query: &'a DialogQuery,
    pub page: &'a ClientPage,
    pub chosen: Vec<OrganisationNumber>,
    /// How many of the chosen clients are on the access, and how many can be added.
    pub chosen_counts: (usize, usize),
    pub changed_row: Option<ChangedRow>,
}

/// Shows the dialog.
pub async fn show(
    context: RequestContext,
    id: Path<Uuid>,
    query: Query<DialogQuery>,
) -> std::result::Result<Either<Page<ClientsPage>, Redirect>, WebError> {
    if let Some(address) = context.without_empty_query() {
        return Ok(Either::Right(redirect(address)));
    }
    let (id, query) = (AccessId::from(*id), query.into_inner());
    let chosen = context.session.chosen(id);
    let (client_query, past) = (query.client_query(&chosen), query.result);
    let chosen_clients = chosen.clone();
    let flash: Option<Flash> = context.session.take_flash();
    let changed_row = flash.as_ref().and_then(|flash| flash.changed_row(id));
    let load = move |acting: &ActingAs| -> Result<_> {
        let administrator = acting.client_administrator()?;
        let mut clients = administrator.clients(id, &client_query)?;
        let keep = |changed_row| keep_row(administrator, id, changed_row, (&mut clients, client_query.size));
        let changed_row = changed_row.map(keep).transpose()?.flatten();
        let chosen_counts = administrator.count_assigned_and_addable(id, &chosen_clients)?;
        let past = match past.map(|past| administrator.past_change(id, past)).transpose() {
            // An unknown change, or one of another access: show the page without a result.
            Err(ServiceError::NotFound) => None,
            past => past?,
        };
        Ok((acting.access(id, &AssignedQuery::first_page().client_query())?, clients, chosen_counts, past, changed_row))
    };
    let answer = context.call_acting(load).await;
    let (acting, (detail, clients, chosen_counts, past, changed_row)) = context.or_other_owner(id, answer).await?;
    let flash = flash.map(|flash| if changed_row.is_some() { flash } else { flash.without_row() });
    let owner = acting.owner.display_name();
    let builder = ClientListBuilder {
        context: &context,
        id,
        owner,
        query: &query,
        page: &clients,
        chosen,
        chosen_counts,
        changed_row,
    };
    let body = builder.body(past.as_ref());
    Ok(Either::Left(page(&context, &acting, detail, (body, flash))))
}

/// The page of the dialog, with the access behind it.
pub fn page(
    context: &RequestContext,
    acting: &ActingAs,
    detail: AccessDetail,
    (body, flash): (DialogBody, Option<Flash>),
) -> Page<ClientsPage> {
    let t = context.t;
    let (id, title) = (detail.access.id, detail.access.title.clone());
    let breadcrumbs = [(t.overview.title.as_str(), Some(urls::OVERVIEW)), (title.as_str(), None)];
    Page::ok(ClientsPage {
        layout: Layout {
            flash: flash.map(|flash| flash.snackbar(t, context.lang)),
            ..context.acting_layout(acting, &t.dialog.title, &breadcrumbs)
        },
        access: access_view(context, acting, detail, &AssignedQuery::first_page()),
        dialog: DialogView {
            heading: fill(&t.dialog.heading, &[("access", &title)]),
            close_url: close_url(id),
            action: urls::clients(id),
            body,
        },
    })
}

/// The access page.
pub fn close_url(id: AccessId) -> String {
    urls::access(id, AccessKind::Clients)
}

/// Element id of a row's button.
pub fn row_id(client: OrganisationNumber) -> String {
    format!("client-{client}")
}

impl ClientListBuilder<'_> {
    fn body(&self, past: Option<&PastChange>) -> DialogBody {
        let Self { context, page, query, .. } = self;
        let guide_url = urls::with_return_to(urls::RELATION_GUIDE, &context.path_and_query);
        let result = past.map(|past| result(context, &self.owner, past));
        if page.available == 0 && page.lacking_matched == 0 && query.search.is_empty() {
            let text = fill(&context.t.dialog.none, &[("owner", &self.owner)]);
            return DialogBody::NoClients(NoClients { text, guide_url, result });
        }
        // In these lists ineligible clients have no part of their own; those that have a button come first.
        let alone = matches!(query.filter, Filter::Lacking | Filter::Chosen);
        let has_button = |entry: &&ClientEntry| entry.assigned || entry.eligibility.is_eligible();
        let (rows, ineligible): (Vec<_>, Vec<_>) =
            page.rows.iter().partition(|entry| !alone || has_button(entry) || self.is_changed_row(entry));
        DialogBody::Clients(Box::new(ClientList {
            search: query.search.clone(),
            filters: Filter::ALL.map(|filter| self.filter(filter)).into(),
            sizes: SIZES.map(|size| self.size(size)).into(),
            count: format::shown_range(context.t, context.lang, page, query.size()),
            bulk: self.bulk(rows.len()),
            foot: self.foot(rows.len()),
            result,
            fields: self.fields(&rows),
            rows: rows.into_iter().map(|entry| self.row(entry)).collect(),
            none_found: if page.rows.is_empty() { self.none_found() } else { String::new() },
            pages: pagination(context.t, page.page, page.pages, |n| query.at_page(n).url(self.id)),
            pages_last: alone,
            ineligible: if alone && !page.rows.is_empty() {
                self.ineligible(&ineligible, None)
            } else {
                self.ineligible_below()
            },
            could_list_new: query.filter.could_list_new(),
            guide_url,
        }))
    }

    /// The foot; `boxes`: rows with a checkbox.
    fn foot(&self, boxes: usize) -> DialogFoot {
        let (t, lang) = (&self.context.t.dialog, self.context.lang);
        DialogFoot {
            has_boxes: boxes > 0,
            chosen: match self.chosen.len() {
                0 => String::new(),
                n => format::counted(lang, n, &t.chosen_one, &t.chosen),
            },
            bulk: self.bulk_of_chosen(),
            ticked: self.bulk_of_ticked(boxes),
            add_and_close: match self.chosen_counts {
                (_, 0) => String::new(),
                (_, n) => fill(&t.add_confirm_close, &[("count", &format::count(lang, n))]),
            },
        }
    }

    fn filter_label(&self, filter: Filter) -> &str {
        let t = &self.context.t.dialog;
        match filter {
            Filter::All => &t.filter_all,
            Filter::NotAdded => &t.filter_not_added,
            Filter::Added => &t.filter_added,
            Filter::Chosen => &t.filter_chosen,
            Filter::Lacking => &t.filter_lacking,
        }
    }

    fn filter(&self, filter: Filter) -> SelectOption {
        let (value, label) = (filter.code().to_owned(), self.filter_label(filter).to_owned());
        SelectOption { value, label, chosen: self.query.filter == filter }
    }

    fn size(&self, size: usize) -> SelectOption {
        let label = fill(&self.context.t.dialog.size_n, &[("count", &size.to_string())]);
        SelectOption { value: size.to_string(), label, chosen: self.query.size() == size }
    }

    fn fields(&self, rows: &[&ClientEntry]) -> Vec<(&'static str, String)> {
        let shown: Vec<_> = rows.iter().map(|entry| entry.organisation.number.to_string()).collect();
        vec![
            ("at", self.page.page.to_string()),
            ("seen", self.page.last_change.uuid().to_string()),
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
            just_changed: self.is_changed_row(entry) && self.changed_row.is_some_and(|row| row.changed),
            lost_reasons: format::reasons(context.locale(), &self.owner, organisation, eligibility),
            events_url: context.events_url(organisation.number),
        }
    }

    fn is_changed_row(&self, entry: &ClientEntry) -> bool {
        self.changed_row.is_some_and(|row| row.client == entry.organisation.number)
    }

    fn none_found(&self) -> String {
        let t = &self.context.t.dialog;
        if let Some(stranger) = self.page.unknown_number {
            return fill(&t.stranger, &[("number", &stranger.grouped()), ("owner", &self.owner)]);
        }
        if self.page.wrong_check_digit {
            return format::wrong_check_digit(self.context.t, &self.query.search);
        }
        match (self.query.search.trim(), self.query.filter) {
            ("", Filter::All) => t.none_addable.to_string(),
            ("", Filter::NotAdded) => t.none_not_added.to_string(),
            ("", Filter::Added) => t.none_added.to_string(),
            ("", Filter::Chosen) => t.none_chosen.to_string(),
            ("", Filter::Lacking) => t.none_lacking.to_string(),
            (search, Filter::All) => fill(&t.none_found, &[("search", search)]),
            (search, filter) => {
                fill(&t.none_found_in_filter, &[("search", search), ("filter", self.filter_label(filter))])
            }
        }
    }

    /// The ineligible clients below the list; none where only other clients can be meant.
    fn ineligible_below(&self) -> Option<IneligibleClients> {
        let (context, page) = (self.context, self.page);
        if !self.query.filter.could_list_new() {
            return None;
        }
        let all = DialogQuery { filter: Filter::Lacking, ..self.query.at_page(1) }.url(self.id);
        let label =
            fill(&context.t.dialog.lacking_all, &[("count", &format::count(context.lang, page.lacking_matched))]);
        let more = page.lacking_matched > page.lacking.len();
        self.ineligible(&page.lacking.iter().collect::<Vec<_>>(), more.then_some((label, all)))
    }

    fn ineligible(&self, entries: &[&ClientEntry], all: Option<(String, String)>) -> Option<IneligibleClients> {
        (!entries.is_empty()).then(|| IneligibleClients {
            intro: fill(&self.context.t.dialog.lacking_intro, &[("owner", &self.owner)]),
            rows: entries.iter().map(|entry| ineligible_row(self.context, &self.owner, entry)).collect(),
            all,
        })
    }
}
