//! The fields of one request's session, and which of them the request changed: only those are written, so that requests
//! of several tabs do not undo each other's changes.

use std::cell::RefCell;
use std::rc::Rc;

use actix_web::HttpMessage;

use crate::service::sessions::{SessionChanges, SessionState};

/// What happens to the session once the request is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SessionStatus {
    /// It keeps its key; changed fields are written.
    #[default]
    Kept,
    /// It gets a new key.
    Renewed,
    /// It ends, here and in the browser.
    Ended,
}

/// Shared by the request's extractors and the middleware that writes it.
#[derive(Clone, Default)]
pub struct SessionFields(Rc<RefCell<Inner>>);

#[derive(Default)]
struct Inner {
    state: SessionState,
    changes: SessionChanges,
    status: SessionStatus,
    /// The fields that survive a new key.
    kept: Vec<&'static str>,
    unavailable: bool,
}

/// What the middleware has to write.
pub struct Outcome {
    pub status: SessionStatus,
    pub changes: SessionChanges,
    /// All fields, as this request sees them.
    pub state: SessionState,
    /// The fields that survive a new key.
    pub kept: Vec<&'static str>,
}

impl SessionFields {
    /// Those of the request; empty ones where no middleware has read any.
    pub fn of(request: &impl HttpMessage) -> Self {
        let mut extensions = request.extensions_mut();
        if let Some(fields) = extensions.get::<Self>() {
            return fields.clone();
        }
        let fields = Self::default();
        extensions.insert(fields.clone());
        fields
    }

    pub fn loaded(state: SessionState) -> Self {
        Self(Rc::new(RefCell::new(Inner { state, ..Inner::default() })))
    }

    /// For a session that could not be read: nobody is signed in, and nothing is written back.
    pub fn unavailable() -> Self {
        Self(Rc::new(RefCell::new(Inner { unavailable: true, ..Inner::default() })))
    }

    pub fn is_unavailable(&self) -> bool {
        self.0.borrow().unavailable
    }

    /// The field's JSON.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.borrow().state.get(name).cloned()
    }

    pub fn contains(&self, name: &str) -> bool {
        self.0.borrow().state.contains_key(name)
    }

    /// Also counts as a change when the field already has the value: another request may be changing it.
    pub fn set(&self, name: &str, json: String) {
        let mut inner = self.0.borrow_mut();
        if inner.status != SessionStatus::Ended {
            inner.state.insert(name.to_owned(), json.clone());
            inner.changes.insert(name.to_owned(), Some(json));
        }
    }

    /// Also counts as a change when the field is absent: another request may be setting it.
    pub fn remove(&self, name: &str) {
        let mut inner = self.0.borrow_mut();
        inner.state.remove(name);
        inner.changes.insert(name.to_owned(), None);
    }

    /// Removes all fields but these.
    pub fn retain(&self, kept: &[&str]) {
        let mut names: Vec<_> = self.0.borrow().state.keys().cloned().collect();
        names.retain(|name| !kept.contains(&name.as_str()));
        for name in &names {
            self.remove(name);
        }
    }

    /// A new key, with these fields and what is set afterwards.
    pub fn renew(&self, kept: &[&'static str]) {
        self.retain(kept);
        let mut inner = self.0.borrow_mut();
        if inner.status != SessionStatus::Ended {
            inner.status = SessionStatus::Renewed;
            inner.kept = kept.to_vec();
        }
    }

    pub fn end(&self) {
        *self.0.borrow_mut() = Inner { status: SessionStatus::Ended, ..Inner::default() };
    }

    #[cfg(test)]
    pub fn status(&self) -> SessionStatus {
        self.0.borrow().status
    }

    #[cfg(test)]
    pub fn is_changed(&self) -> bool {
        !self.0.borrow().changes.is_empty()
    }

    /// Leaves nothing: for the middleware, after the handler.
    pub fn take(&self) -> Outcome {
        let Inner { state, changes, status, kept, .. } = std::mem::take(&mut *self.0.borrow_mut());
        Outcome { status, changes, state, kept }
    }
}
