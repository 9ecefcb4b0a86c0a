//! The dialog's bulk buttons, which add or remove many clients.

use super::dialog_form::BulkAction;
use super::dialog_page::ClientListBuilder;
use super::dialog_query::Filter;
use super::view::BulkButton;
use crate::domain::audit::Action;
use crate::i18n::Text;
use crate::web::format;

/// Element id of a bulk button.
pub fn bulk_id(bulk: BulkAction) -> String {
    format!("bulk-{}", bulk.code())
}

fn bulk_button(bulk: BulkAction, label: String) -> BulkButton {
    BulkButton {
        id: bulk_id(bulk),
        value: bulk.code(),
        label,
        removes: matches!(bulk, BulkAction::RemoveMatching | BulkAction::RemoveChosen),
        selects_only: matches!(bulk, BulkAction::ChoosePage | BulkAction::ChooseNone),
    }
}

impl ClientListBuilder<'_> {
    /// Buttons that change what search and filter match, or tick the page. `boxes`: rows with a checkbox.
    pub fn bulk(&self, boxes: usize) -> Vec<BulkButton> {
        let (t, page) = (&self.context.t.dialog, self.page);
        let searched = !self.query.search.trim().is_empty();
        // The number differs from the count beside it as soon as some are on the access.
        let add = match (page.addable == page.matched, searched) {
            (true, false) => (&t.add_all_one, &t.add_all),
            (true, true) => (&t.add_found_one, &t.add_found),
            (false, _) => (&t.add_rest_one, &t.add_rest),
        };
        let remove = match (page.removable == page.matched, searched) {
            (true, false) => (&t.remove_all_one, &t.remove_all),
            (true, true) => (&t.remove_found_one, &t.remove_found),
            (false, _) => (&t.remove_added_one, &t.remove_added),
        };
        let chosen_only = self.query.filter == Filter::Chosen;
        self.counted([
            (
                !chosen_only && page.addable > self.just_changed_from(Action::Add),
                BulkAction::AddMatching,
                page.addable,
                add,
            ),
            (self.removes_matching(), BulkAction::RemoveMatching, page.removable, remove),
            (!chosen_only && boxes > 1, BulkAction::ChoosePage, boxes, (&t.choose_page, &t.choose_page)),
        ])
    }

    /// Buttons that change the chosen clients, or drop the choice.
    pub fn bulk_of_chosen(&self) -> Vec<BulkButton> {
        let t = &self.context.t.dialog;
        let (added, addable) = self.chosen_counts;
        let removes = added > 0 && self.query.filter.removes_many();
        self.counted([
            (addable > 0, BulkAction::AddChosen, addable, (&t.add_chosen_one, &t.add_chosen)),
            (removes, BulkAction::RemoveChosen, added, (&t.remove_chosen_one, &t.remove_chosen)),
            (!self.chosen.is_empty(), BulkAction::ChooseNone, self.chosen.len(), (&t.choose_none, &t.choose_none)),
        ])
    }

    /// The same for browsers without JavaScript.
    ///
    /// There the server learns of ticked boxes only when the form is sent.
    pub fn bulk_of_ticked(&self, boxes: usize) -> Vec<BulkButton> {
        let t = &self.context.t.dialog;
        let here = self.chosen.is_empty() && boxes > 0;
        let buttons = [
            (here && self.page.addable > self.just_changed_from(Action::Add), BulkAction::AddChosen, &t.add_ticked),
            (here && self.removes_matching(), BulkAction::RemoveChosen, &t.remove_ticked),
        ];
        let shown = buttons.into_iter().filter(|(shown, ..)| *shown);
        shown.map(|(_, bulk, text)| bulk_button(bulk, text.to_string())).collect()
    }

    fn counted<const N: usize>(&self, buttons: [CountedButton; N]) -> Vec<BulkButton> {
        let shown = buttons.into_iter().filter(|(shown, ..)| *shown);
        let label = |count, (one, many): (&Text, &Text)| format::counted(self.context.lang, count, one, many);
        shown.map(|(_, bulk, count, texts)| bulk_button(bulk, label(count, texts))).collect()
    }

    fn removes_matching(&self) -> bool {
        self.query.filter.removes_many()
            && self.query.filter != Filter::Chosen
            && self.page.removable > self.just_changed_from(Action::Remove)
    }

    /// 1 if the row just changed has the other state now: a button that appeared because of it would move the list.
    fn just_changed_from(&self, action: Action) -> usize {
        usize::from(self.changed_row.is_some_and(|row| row.action != action))
    }
}

/// Whether to show it, its action, its number, and its label for one and for many.
type CountedButton<'a> = (bool, BulkAction, usize, (&'a Text, &'a Text));
