//! The dialog's bulk buttons, which add or remove many clients.

use super::dialog_form::BulkAction;
use super::dialog_page::ClientListBuilder;
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
    /// The bulk buttons that have something to do. `boxes`: rows with a checkbox.
    pub fn bulk(&self, boxes: usize) -> Vec<BulkButton> {
        let (t, page) = (&self.context.t.dialog, self.page);
        let (added, addable) = self.chosen_counts;
        let (adds, removes) = self.adds_and_removes();
        let searched = !self.query.search.trim().is_empty();
        let button = |bulk, count, (one, many): (&Text, &Text)| {
            bulk_button(bulk, format::counted(self.context.lang, count, one, many))
        };
        let add_all = if searched { (&t.add_found_one, &t.add_found) } else { (&t.add_all_one, &t.add_all) };
        let remove_all =
            if searched { (&t.remove_found_one, &t.remove_found) } else { (&t.remove_all_one, &t.remove_all) };
        let nothing_chosen = self.chosen.is_empty();
        let buttons = [
            (nothing_chosen && adds, BulkAction::AddMatching, page.addable, add_all),
            (nothing_chosen && removes, BulkAction::RemoveMatching, page.removable, remove_all),
            (addable > 0, BulkAction::AddChosen, addable, (&t.add_chosen_one, &t.add_chosen)),
            (added > 0, BulkAction::RemoveChosen, added, (&t.remove_chosen_one, &t.remove_chosen)),
            (boxes > 1, BulkAction::ChoosePage, boxes, (&t.choose_page, &t.choose_page)),
            (!nothing_chosen, BulkAction::ChooseNone, self.chosen.len(), (&t.choose_none, &t.choose_none)),
        ];
        let shown = buttons.into_iter().filter(|(shown, ..)| *shown);
        shown.map(|(_, bulk, count, text)| button(bulk, count, text)).collect()
    }

    /// Extra buttons for browsers without JavaScript.
    ///
    /// There the server learns of ticked boxes only when the form is sent.
    pub fn ticked(&self, boxes: usize) -> Vec<BulkButton> {
        let t = &self.context.t.dialog;
        let (adds, removes) = self.adds_and_removes();
        let here = self.chosen.is_empty() && boxes > 0;
        let buttons = [
            (here && adds, BulkAction::AddChosen, &t.add_ticked),
            (here && removes, BulkAction::RemoveChosen, &t.remove_ticked),
        ];
        let shown = buttons.into_iter().filter(|(shown, ..)| *shown);
        shown.map(|(_, bulk, text)| bulk_button(bulk, text.to_string())).collect()
    }

    /// Whether to show the buttons that add, and that remove, all listed clients.
    ///
    /// Ignores the row just changed: a button that appeared because of it would move the list.
    fn adds_and_removes(&self) -> (bool, bool) {
        let new = |action| usize::from(self.changed_row.is_some_and(|row| row.action != action));
        (self.page.addable > new(Action::Add), self.page.removable > new(Action::Remove))
    }
}
