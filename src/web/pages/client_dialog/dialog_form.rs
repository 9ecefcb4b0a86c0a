//! What was pressed in the dialog. Every button sends the whole form; this says which one it was.

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
    /// What the list was of, whatever has been typed and not yet asked for since; without the filter it was not said.
    #[serde(default)]
    listed_search: String,
    listed_filter: Option<Filter>,
    listed_size: Option<usize>,
    /// The page on which the button stood.
    at: Option<usize>,
    /// The latest change that the page knew of.
    pub seen: Option<ChangeId>,
    /// The clients whose boxes were on the page, joined by commas; those that were ticked.
    #[serde(default)]
    shown: String,
    #[serde(default)]
    chosen: Vec<OrganisationNumber>,
    /// The buttons; a browser sends the pressed one only.
    add: Option<OrganisationNumber>,
    remove: Option<OrganisationNumber>,
    bulk: Option<BulkAction>,
    undo: Option<ChangeId>,
    page: Option<usize>,
    /// How many clients the reader agreed to.
    pub expected: Option<usize>,
    /// There when the script sent the form and shows only the parts of the page that changed.
    fetched: Option<String>,
}

/// The buttons for many clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BulkAction {
    AddMatching,
    RemoveMatching,
    AddChosen,
    /// The dialog's main button: adds those that can be added, if any are ticked, and closes.
    AddAndClose,
    RemoveChosen,
    /// Ticks every box on the page.
    ChoosePage,
    /// Unticks all, on all pages.
    ChooseNone,
}

/// A button.
#[derive(Debug)]
pub enum DialogAction {
    Row(Action, OrganisationNumber),
    BulkAction(BulkAction),
    Undo(ChangeId),
    Page(usize),
    /// Search, or a box ticked: show the list again.
    Show,
}

impl BulkAction {
    /// As in the form.
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

    /// The change that it makes, if it changes clients: of which ones is for the query and the choice to say.
    pub fn change(self, query: &DialogQuery, chosen: &[OrganisationNumber]) -> Option<(Action, Selection)> {
        let matching = || Selection::Matching { search: query.search.clone(), filter: query.filter.for_service() };
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
    /// The query that the form asks for: another list begins on its first page.
    pub fn query(&self) -> DialogQuery {
        let listed = self.listed();
        let asked = DialogQuery { search: self.search.clone(), filter: self.filter, size: self.size, ..listed.clone() };
        let same = asked.search.trim() == listed.search.trim()
            && (asked.filter, asked.size()) == (listed.filter, listed.size());
        DialogQuery { page: asked.page.filter(|_| same), ..asked }
    }

    /// The query of the list: what a button that speaks of all means by it.
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
            .or(self.bulk.map(DialogAction::BulkAction))
            .or(self.undo.map(DialogAction::Undo))
            .or(self.page.map(DialogAction::Page))
            .unwrap_or(DialogAction::Show)
    }

    /// Whether the answer is a whole page.
    pub fn is_whole_page(&self) -> bool {
        self.fetched.is_none()
    }

    /// The clients that had boxes on the page.
    fn shown(&self) -> Vec<OrganisationNumber> {
        self.shown.split(',').filter_map(|number| number.parse().ok()).collect()
    }

    /// The choice after this form: what was ticked elsewhere stays, what the page showed is as it was ticked there.
    pub fn chosen_after(&self, before: Vec<OrganisationNumber>) -> Vec<OrganisationNumber> {
        let shown = self.shown();
        let all = self.bulk == Some(BulkAction::ChoosePage);
        let mut after: Vec<_> = before.into_iter().filter(|client| !shown.contains(client)).collect();
        after.extend(shown.iter().filter(|client| all || self.chosen.contains(client)));
        after.truncate(super::MAX_CHOSEN);
        after
    }
}
