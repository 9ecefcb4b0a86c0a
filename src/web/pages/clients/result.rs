//! What a change of many clients did, in words: added, already there, refused with the reason; and undo.

use super::show::lacking_row;
use super::view::ResultView;
use crate::domain::audit::{Action, Recorded};
use crate::i18n::fill;
use crate::service::PastChange;
use crate::web::present;
use crate::web::visit::Visit;

/// The account of a change.
pub fn result(visit: &Visit, owner: &str, past: &PastChange) -> ResultView {
    let t = &visit.t.dialog;
    let Recorded { id, entry, changed, refused } = &past.recorded;
    let counted = |n, text: &str| {
        let clients = present::counted(visit.lang, n, &t.count_one, &t.count_many);
        fill(text, &[("clients", &clients)])
    };
    let (done, already) = match entry.action {
        Action::Add => (&t.many_added, &t.many_already_added),
        Action::Remove => (&t.many_removed, &t.many_already_removed),
    };
    let text = counted(*changed, done);
    ResultView {
        text: if entry.undoes.is_some() { format!("{} {text}", t.undone) } else { text },
        already: if entry.already > 0 { counted(entry.already, already) } else { String::new() },
        refused_heading: match *refused {
            0 => String::new(),
            refused => counted(refused, &t.many_refused),
        },
        refused: past.refused.iter().map(|client| lacking_row(visit, owner, client)).collect(),
        undo: (*changed > 0).then(|| id.value()),
    }
}
