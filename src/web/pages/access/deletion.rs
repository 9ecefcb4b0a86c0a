//! The question before an access is deleted.

use crate::domain::access::AccessKind;
use crate::i18n::fill;
use crate::service::AccessDetail;
use crate::web::format;
use crate::web::request_context::RequestContext;

/// The question before an access is deleted.
pub struct DeletionQuestion {
    /// "Er du sikker på at du vil slette systemtilgangen «Årsoppgjør»?"
    pub text: String,
    /// What goes with it; empty if nothing does.
    pub clients: String,
    /// The number that the person agrees to.
    pub count: usize,
}

/// The question, for a person who may delete the access.
pub(super) fn question(context: &RequestContext, detail: &AccessDetail) -> Option<DeletionQuestion> {
    let t = &context.t.deletion;
    let count = detail.clients.as_ref().map(|clients| clients.assigned);
    let clients = match (detail.access.kind, count) {
        (AccessKind::Own, _) | (_, Some(0)) => String::new(),
        (_, Some(count)) => format::counted(context.lang, count, &t.clients_one, &t.clients_many),
        (_, None) => t.clients_unknown.to_string(),
    };
    detail.deletable.then(|| DeletionQuestion {
        text: fill(&t.question, &[("access", &detail.access.title)]),
        clients,
        count: count.unwrap_or_default(),
    })
}
