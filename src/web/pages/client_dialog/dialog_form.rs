//! The dialog's form.
//!
//! Every button sends the whole form; [`DialogForm::action`] says which was pressed.

use serde::Deserialize;

use super::dialog_query::{DialogQuery, Filter};
use crate::domain::audit::{Action, ChangeId};
use crate::domain::number::OrganisationNumber;
use crate::service::Selection;

/// The dialog's form as sent.
#[derive(Debug, Deserialize)]
pub struct DialogForm {
    #[serde(default)]
    search: String,
    #[serde(default)]
    filter: Filter,
    size: Option<usize>,
    /// The query of the list on the page; the visible fields may differ by now.
    /// Absent without `listed_filter`.
    #[serde(default)]
    listed_search: String,
    listed_filter: Option<Filter>,
    listed_size: Option<usize>,
    /// Number of the list's page.
    at: Option<usize>,
    /// The latest change that the page showed.
    pub seen: Option<ChangeId>,
    /// The clients with a checkbox on the page, separated by commas.
    #[serde(default)]
    shown: String,
    #[serde(default)]
    chosen: Vec<OrganisationNumber>,
    /// The buttons; a browser sends only the pressed one.
    add: Option<OrganisationNumber>,
    remove: Option<OrganisationNumber>,
    bulk: Option<BulkAction>,
    undo: Option<ChangeId>,
    /// Clears the search.
    clear: Option<String>,
    page: Option<usize>,
    /// The number of clients that the user confirmed.
    pub expected: Option<usize>,
    /// Present if the script sent the form, and will replace only parts of the page.
    fetched: Option<String>,
}

/// The bulk buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BulkAction {
    AddMatching,
    RemoveMatching,
    AddChosen,
    /// The main button: adds the ticked clients that can be added, and closes.
    AddAndClose,
    RemoveChosen,
    /// Ticks every box on the page.
    ChoosePage,
    /// Unticks all, on all pages.
    ChooseNone,
}

/// The pressed button.
#[derive(Debug)]
pub enum DialogAction {
    Row(Action, OrganisationNumber),
    Bulk(BulkAction),
    Undo(ChangeId),
    Page(usize),
    /// No button: a search, or a ticked checkbox sent by the script.
    Show,
}

impl BulkAction {
    /// Value of the button.
    pub fn code(self) -> &'static str {
        match self {
            Self::AddMatching => "add-matching",
            Self::RemoveMatching => "remove-matching",
            Self::AddChosen => "add-chosen",
            Self::AddAndClose => "add-and-close",
            Self::RemoveChosen => "remove-chosen",
            Self::ChoosePage => "choose-page",
            Self::ChooseNone => "choose-none",
        }
    }

    /// The change that the button makes; `None` if it only ticks boxes.
    pub fn change(self, query: &DialogQuery, chosen: &[OrganisationNumber]) -> Option<(Action, Selection)> {
        let matching =
            || Selection::Matching { search: query.search.clone(), filter: query.filter.for_service(chosen) };
        let listed = || Selection::Listed(chosen.to_vec());
        match self {
            Self::AddMatching => Some((Action::Add, matching())),
            Self::RemoveMatching => Some((Action::Remove, matching())),
            Self::AddChosen | Self::AddAndClose => Some((Action::Add, listed())),
            Self::RemoveChosen => Some((Action::Remove, listed())),
            Self::ChoosePage | Self::ChooseNone => None,
        }
    }
}

impl DialogForm {
    /// The query of the form's fields. A changed query starts on the first page.
    pub fn query(&self) -> DialogQuery {
        let listed = self.listed();
        let requested = DialogQuery {
            search: if self.clear.is_some() { String::new() } else { self.search.clone() },
            filter: self.filter,
            size: self.size,
            ..listed.clone()
        };
        let same = requested.search.trim() == listed.search.trim()
            && (requested.filter, requested.size()) == (listed.filter, listed.size());
        DialogQuery { page: requested.page.filter(|_| same), ..requested }
    }

    /// The query of the list on the page, which "add all" and "remove all" refer to.
    pub fn listed(&self) -> DialogQuery {
        let (search, filter) = match self.listed_filter {
            Some(filter) => (&self.listed_search, filter),
            None => (&self.search, self.filter),
        };
        let size = self.listed_size.or(self.size);
        DialogQuery { search: search.clone(), filter, size, page: self.at, result: None }
    }

    /// The pressed button.
    pub fn action(&self) -> DialogAction {
        let row = |action| move |client: OrganisationNumber| DialogAction::Row(action, client);
        (self.add.map(row(Action::Add)))
            .or(self.remove.map(row(Action::Remove)))
            .or(self.bulk.map(DialogAction::Bulk))
            .or(self.undo.map(DialogAction::Undo))
            .or(self.page.map(DialogAction::Page))
            .unwrap_or(DialogAction::Show)
    }

    /// Whether the response replaces the whole page.
    pub fn is_whole_page(&self) -> bool {
        self.fetched.is_none()
    }

    /// The clients with a checkbox on the page.
    fn shown(&self) -> Vec<OrganisationNumber> {
        self.shown.split(',').filter_map(|number| number.parse().ok()).collect()
    }

    /// The ticked clients: of this page as sent, of other pages as before.
    pub fn chosen_after(&self, before: Vec<OrganisationNumber>) -> Vec<OrganisationNumber> {
        let shown = self.shown();
        let all = self.bulk == Some(BulkAction::ChoosePage);
        let mut after: Vec<_> = before.into_iter().filter(|client| !shown.contains(client)).collect();
        after.extend(shown.iter().filter(|client| all || self.chosen.contains(client)));
        after.truncate(super::MAX_CHOSEN);
        after
    }
}
