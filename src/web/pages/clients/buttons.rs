//! The dialog's buttons for many clients.

use super::press::Bulk;
use super::show::Listed;
use super::view::BulkButton;
use crate::domain::audit::Action;
use crate::i18n::Text;
use crate::web::present;

/// Element id of a button for many clients.
pub fn bulk_id(bulk: Bulk) -> String {
    format!("bulk-{}", bulk.code())
}

fn bulk_button(bulk: Bulk, label: String) -> BulkButton {
    BulkButton {
        id: bulk_id(bulk),
        value: bulk.code(),
        label,
        removes: matches!(bulk, Bulk::RemoveMatching | Bulk::RemoveChosen),
        quiet: matches!(bulk, Bulk::ChoosePage | Bulk::ChooseNone),
    }
}

impl Listed<'_> {
    /// The buttons for many clients that have something to do, beside so many rows with a box.
    pub fn bulk(&self, boxes: usize) -> Vec<BulkButton> {
        let (t, page) = (&self.visit.t.dialog, self.page);
        let (added, addable) = self.tally;
        let (adds, removes) = self.adds_and_removes();
        let searched = !self.state.search.trim().is_empty();
        let button = |bulk, count, (one, many): (&Text, &Text)| {
            bulk_button(bulk, present::counted(self.visit.lang, count, one, many))
        };
        let add_all = if searched { (&t.add_found_one, &t.add_found) } else { (&t.add_all_one, &t.add_all) };
        let remove_all =
            if searched { (&t.remove_found_one, &t.remove_found) } else { (&t.remove_all_one, &t.remove_all) };
        let nothing_chosen = self.chosen.is_empty();
        let buttons = [
            (nothing_chosen && adds, Bulk::AddMatching, page.addable, add_all),
            (nothing_chosen && removes, Bulk::RemoveMatching, page.removable, remove_all),
            (addable > 0, Bulk::AddChosen, addable, (&t.add_chosen_one, &t.add_chosen)),
            (added > 0, Bulk::RemoveChosen, added, (&t.remove_chosen_one, &t.remove_chosen)),
            (boxes > 1, Bulk::ChoosePage, boxes, (&t.choose_page, &t.choose_page)),
            (!nothing_chosen, Bulk::ChooseNone, self.chosen.len(), (&t.choose_none, &t.choose_none)),
        ];
        let shown = buttons.into_iter().filter(|(shown, ..)| *shown);
        shown.map(|(_, bulk, count, text)| button(bulk, count, text)).collect()
    }

    /// For a browser without script, which says what was ticked only with the button pressed.
    pub fn ticked(&self, boxes: usize) -> Vec<BulkButton> {
        let t = &self.visit.t.dialog;
        let (adds, removes) = self.adds_and_removes();
        let here = self.chosen.is_empty() && boxes > 0;
        let buttons =
            [(here && adds, Bulk::AddChosen, &t.add_ticked), (here && removes, Bulk::RemoveChosen, &t.remove_ticked)];
        let shown = buttons.into_iter().filter(|(shown, ..)| *shown);
        shown.map(|(_, bulk, text)| bulk_button(bulk, text.to_string())).collect()
    }

    /// Whether there are buttons that add, and that remove, what the list shows. None comes with the row that was
    /// pressed: the list would move.
    fn adds_and_removes(&self) -> (bool, bool) {
        let new = |action| usize::from(self.pressed.is_some_and(|row| row.action != action));
        (self.page.addable > new(Action::Add), self.page.removable > new(Action::Remove))
    }
}
