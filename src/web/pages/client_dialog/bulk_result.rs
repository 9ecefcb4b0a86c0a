//! The result of a bulk change: counts, refused clients with reasons, and undo.

use super::REFUSED_SHOWN;
use super::ineligible_row::ineligible_row;
use super::view::{IneligibleRow, ResultView};
use crate::domain::audit::{Action, RecordedChange};
use crate::domain::organisation::Organisation;
use crate::i18n::{Dialog, Text, fill};
use crate::service::{ClientEntry, PastChange};
use crate::web::format;
use crate::web::request_context::RequestContext;

/// The view of a result.
pub fn result(context: &RequestContext, owner: &str, past: &PastChange) -> ResultView {
    let t = &context.t.dialog;
    let RecordedChange { id, change, changed, refused, .. } = &past.recorded;
    let beyond = |n: usize, text: &str| match n {
        0 => String::new(),
        n => fill(text, &[("count", &format::count(context.lang, n))]),
    };
    let counted = |n, one: &str, many: &str| format::about_clients(context.t, context.lang, n, one, many);
    let (done, none, already) = sentences(t, change.action);
    let text = if *changed > 0 { counted(*changed, done.0, done.1) } else { none.to_string() };
    let row = |client: &ClientEntry| {
        let row = ineligible_row(context, owner, client);
        if row.reasons.is_empty() { IneligibleRow { reasons: vec![t.refused_no_more.to_string()], ..row } } else { row }
    };
    // A disclosure for one would take no less space.
    let shown = if *refused <= REFUSED_SHOWN + 1 { *refused } else { REFUSED_SHOWN };
    ResultView {
        text: if change.undoes.is_some() { format!("{} {text}", t.undone) } else { text },
        already: if change.already > 0 { counted(change.already, already.0, already.1) } else { String::new() },
        names: match past.named.as_slice() {
            [] => String::new(),
            named => format::list(context.t, named.iter().map(Organisation::display_name).collect()),
        },
        refused_heading: match *refused {
            0 => String::new(),
            refused => counted(refused, &t.many_refused, &t.many_refused),
        },
        refused: past.refused.iter().map(row).collect(),
        refused_shown: shown,
        refused_more: beyond(refused - shown, &t.refused_more),
        refused_unlisted: beyond(refused.saturating_sub(past.refused.len()), &t.refused_unlisted),
        undo: (*changed > 0).then(|| id.uuid()),
    }
}

/// What was done, for one client and for several; that nothing was done; and what was so before, likewise.
fn sentences(t: &Dialog, action: Action) -> ((&Text, &Text), &Text, (&Text, &Text)) {
    match action {
        Action::Add => {
            ((&t.many_added_one, &t.many_added), &t.many_added_none, (&t.many_already_added_one, &t.many_already_added))
        }
        Action::Remove => (
            (&t.many_removed_one, &t.many_removed),
            &t.many_removed_none,
            (&t.many_already_removed_one, &t.many_already_removed),
        ),
    }
}
