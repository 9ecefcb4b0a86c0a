//! Validates `[[request]]`.

use std::ops::Range;

use jiff::Timestamp;
use uuid::Uuid;

use super::super::schema::{AnsweredEntry, EscalatedEntry, RequestEntry, SpannedString};
use super::Validator;
use super::fields::FirstOccurrences;
use crate::domain::access::AccessKind;
use crate::domain::access_request::{AccessKey, AccessRequest, Escalation, RequestAnswer};
use crate::domain::system::SystemSummary;

/// How a request was answered.
pub(in super::super) const ACCEPTED: &str = "accepted";
pub(in super::super) const REJECTED: &str = "rejected";

impl Validator<'_> {
    /// Validates all requests. Those that were accepted give accesses their ids.
    pub(super) fn requests(&mut self) {
        let (mut ids, mut keys) = (FirstOccurrences::new(), FirstOccurrences::new());
        for entry in self.source.take_list::<RequestEntry>("request").into_iter().flatten() {
            let span = entry.span();
            self.request(&span, entry.get_ref(), &mut ids, &mut keys);
        }
    }

    fn request(
        &mut self,
        span: &Range<usize>,
        entry: &RequestEntry,
        ids: &mut FirstOccurrences<Uuid>,
        keys: &mut FirstOccurrences<AccessKey>,
    ) {
        let kind = self.one_of(&entry.kind, &[AccessKind::Own, AccessKind::Clients].map(|kind| (kind, kind.code())));
        if entry.packages.is_empty() && kind == Some(AccessKind::Own) {
            self.source.report_in(span, "packages", "is empty, but a request asks for a package");
        }
        let packages = self.needed_packages(span, "a request", kind, &entry.packages);
        let owner = self.organisation(&entry.owner);
        let system = self.declared_system(&entry.system);
        let title = entry.title.as_ref().map(|title| self.non_empty(title));
        let redirect_url = entry.redirect_url.as_ref().map(|text| self.redirect_url(text));
        let created = entry.created.as_ref().map(|created| self.timestamp(created));
        let is_undated = created.is_none();
        let created = created.unwrap_or(Some(Timestamp::UNIX_EPOCH));
        let escalation = entry.escalated.as_ref().map(|one| self.escalation(one, created));
        let answer = entry.answered.as_ref().map(|one| self.answer(one));
        if is_undated && let Some(answered) = &entry.answered {
            self.report(&answered.at, "answers a request that is made when the world is loaded: it needs `created`");
        }
        let id = entry.id.as_ref().map(|text| self.uuid(text));
        let (Some(kind), Some(owner), Some(system), Some(created)) = (kind, owner, system, created) else { return };
        let given_ref = entry.external_ref.as_ref();
        let key = AccessKey::of(&system.id, owner.number, given_ref.map(|text| text.get_ref().as_str()));
        self.is_first(keys, key.clone(), given_ref.unwrap_or(&entry.system));
        if let (Some(text), Some(Some(id))) = (&entry.id, id) {
            self.is_first(ids, id, text);
        }
        let request = AccessRequest {
            id: id.flatten().map_or_else(|| key.id(0), Into::into),
            kind,
            title: title.flatten().unwrap_or_else(|| system.name.nb.clone()),
            system,
            owner: owner.number,
            external_ref: key.external_ref.clone(),
            packages: packages.into_iter().map(|package| package.code).collect(),
            redirect_url: redirect_url.flatten(),
            created,
            escalation: escalation.flatten(),
            answer: answer.flatten(),
        };
        if request.answer.is_some_and(|answer| answer.approved) {
            self.accepted.insert(key, (request.id, span.clone()));
        }
        if is_undated {
            self.contents.undated_requests.push(request.id);
        }
        self.contents.requests.push(request);
    }

    /// A `[[system]]` of the file.
    fn declared_system(&mut self, text: &SpannedString) -> Option<SystemSummary> {
        let id = self.system_id(text)?;
        if !self.systems.contains_key(&id) {
            self.report(text, format!("`{id}` has no [[system]] in this file"));
        }
        self.systems.get(&id).cloned().flatten()
    }

    fn escalation(&mut self, entry: &EscalatedEntry, created: Option<Timestamp>) -> Option<Escalation> {
        let by = self.person(&entry.by);
        let at = entry.at.as_ref().map_or(created, |at| self.timestamp(at));
        Some(Escalation { by: by?, at: at? })
    }

    fn answer(&mut self, entry: &AnsweredEntry) -> Option<RequestAnswer> {
        let approved = self.one_of(&entry.answer, &[(true, ACCEPTED), (false, REJECTED)]);
        let (by, at) = (self.person(&entry.by), self.timestamp(&entry.at));
        Some(RequestAnswer { approved: approved?, by: by?, at: at? })
    }
}
