//! Injected faults, each for a number of requests.
//! In memory: a restart ends them all.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::decline_code::DeclineCode;
use crate::domain::world::WorldName;

/// Most requests that a fault can hit.
pub const MAX_REQUESTS: u32 = 1000;
/// Longest delay of a response.
pub const MAX_DELAY_MS: u64 = 30_000;

/// A fault that a tester can inject.
/// Each kind is handled both for browsers and for programs: a new one compiles only when both handle it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum Fault {
    /// Every response is delayed.
    Slow { milliseconds: u64 },
    /// Declines the first addable client and every nth after it.
    RefuseAdds { every: NonZeroUsize },
    /// The portal answers 503.
    Unavailable,
    /// A change finds the database locked.
    Busy,
    /// The session has expired.
    SessionExpired,
    /// The person cancels at the identity provider.
    SignInDenied,
    /// The ID token belongs to another sign-in.
    WrongNonce,
    /// The ID token is too old.
    ExpiredToken,
    /// The ID token has an invalid signature.
    BadSignature,
    /// The provider signs with a new key, which must work.
    RotatedKey,
    /// To approve, make, change or delete a system access is refused with one of Altinn's codes.
    DeclineAccesses { code: DeclineCode },
    /// The API reports the failure of a service behind it, as Altinn's API does.
    Upstream { answer: Upstream },
}

/// Failures of services behind Altinn's API, by its error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Upstream {
    /// A client could not be added.
    #[serde(rename = "AUTH-00002")]
    DelegationFailed,
    /// A client could not be removed.
    #[serde(rename = "AUTH-00031")]
    RevocationFailed,
    /// The access takes no clients.
    #[serde(rename = "AUTH-00034")]
    NotForClients,
    /// A list was refused: not signed in.
    #[serde(rename = "AUTH-00043")]
    ListUnauthorized,
    /// A list was refused: no power.
    #[serde(rename = "AUTH-00044")]
    ListForbidden,
    /// A list could not be fetched.
    #[serde(rename = "AUTH-00045")]
    ListFailed,
    /// A package of the access is not in the system's register.
    #[serde(rename = "AUTH-00063")]
    PackageUnknown,
    /// The owner of the access is in no register.
    #[serde(rename = "owner-not-found")]
    OwnerNotFound,
}

/// Kinds of request; they decide which faults apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// Reads a page.
    Read,
    /// Changes something.
    Change,
    /// Answers a request for a system access, or makes, changes or deletes one as a whole.
    AccessChange,
    /// Starts a sign-in.
    SignIn,
}

impl Fault {
    /// The kinds for browsers, in the order of the page.
    pub const ALL: [Self; 11] = [
        Self::Slow { milliseconds: 2000 },
        Self::RefuseAdds { every: NonZeroUsize::MIN },
        Self::Unavailable,
        Self::Busy,
        Self::SessionExpired,
        Self::SignInDenied,
        Self::WrongNonce,
        Self::ExpiredToken,
        Self::BadSignature,
        Self::RotatedKey,
        Self::DeclineAccesses { code: DeclineCode::ALL[0] },
    ];

    /// The fault's code in forms and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Slow { .. } => "slow",
            Self::RefuseAdds { .. } => "refuse-adds",
            Self::Unavailable => "unavailable",
            Self::Busy => "busy",
            Self::SessionExpired => "session-expired",
            Self::SignInDenied => "sign-in-denied",
            Self::WrongNonce => "wrong-nonce",
            Self::ExpiredToken => "expired-token",
            Self::BadSignature => "bad-signature",
            Self::RotatedKey => "rotated-key",
            Self::DeclineAccesses { .. } => "decline-accesses",
            Self::Upstream { .. } => "upstream",
        }
    }

    /// Whether the identity provider has the fault.
    pub fn is_of_provider(self) -> bool {
        use Fault as F;
        matches!(self, F::SignInDenied | F::WrongNonce | F::ExpiredToken | F::BadSignature | F::RotatedKey)
    }

    fn upstream(self) -> Option<Upstream> {
        if let Self::Upstream { answer } = self { Some(answer) } else { None }
    }

    fn is_due_for(self, kind: RequestKind) -> bool {
        match self {
            Self::RefuseAdds { .. } => kind == RequestKind::Change,
            Self::Busy => matches!(kind, RequestKind::Change | RequestKind::AccessChange),
            Self::DeclineAccesses { .. } => kind == RequestKind::AccessChange,
            Self::Slow { .. } => true,
            Self::Unavailable | Self::SessionExpired => kind != RequestKind::SignIn,
            Self::SignInDenied | Self::WrongNonce | Self::ExpiredToken | Self::BadSignature | Self::RotatedKey => {
                kind == RequestKind::SignIn
            }
            // Injected where the API looks up the access.
            Self::Upstream { .. } => false,
        }
    }
}

/// An injected fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ActiveFault {
    #[serde(flatten)]
    pub fault: Fault,
    /// Requests left.
    pub left: u32,
}

/// The faults of one session, or of one world.
#[derive(Debug, Default)]
pub struct ActiveFaults(Mutex<Vec<ActiveFault>>);

impl ActiveFaults {
    /// Injects a fault for this many requests, replacing one of its kind;
    /// 0 removes it.
    pub fn set(&self, fault: Fault, requests: u32) {
        let mut active = self.lock();
        active.retain(|other| other.fault.code() != fault.code());
        let fault = match fault {
            Fault::Slow { milliseconds } => Fault::Slow { milliseconds: milliseconds.min(MAX_DELAY_MS) },
            other => other,
        };
        if requests > 0 {
            active.push(ActiveFault { fault, left: requests.min(MAX_REQUESTS) });
        }
    }

    /// Removes all faults.
    pub fn clear(&self) {
        self.lock().clear();
    }

    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// The injected faults.
    pub fn active(&self) -> Vec<ActiveFault> {
        self.lock().clone()
    }

    /// Takes the faults for this request and counts them down.
    /// At most one of the identity provider's at a time.
    pub fn take_due(&self, kind: RequestKind) -> Vec<Fault> {
        self.take(|fault| fault.is_due_for(kind))
    }

    /// The same for a program, which has no session to expire.
    pub fn take_due_for_program(&self, kind: RequestKind) -> Vec<Fault> {
        self.take(|fault| fault.is_due_for(kind) && fault != Fault::SessionExpired)
    }

    /// Takes the first fitting upstream failure.
    pub fn take_upstream(&self, fits: impl Fn(Upstream) -> bool) -> Option<Upstream> {
        let due = self.take(|fault| fault.upstream().is_some_and(&fits));
        due.into_iter().find_map(Fault::upstream)
    }

    fn take(&self, is_due: impl Fn(Fault) -> bool) -> Vec<Fault> {
        let mut active = self.lock();
        let mut provider = false;
        let mut due = Vec::new();
        for one in active.iter_mut().filter(|one| is_due(one.fault)) {
            if !one.fault.is_of_provider() || !std::mem::replace(&mut provider, true) {
                one.left -= 1;
                due.push(one.fault);
            }
        }
        active.retain(|one| one.left > 0);
        due
    }

    fn lock(&self) -> MutexGuard<'_, Vec<ActiveFault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sessions whose faults are kept; above it, those without faults are dropped.
const MAX_SESSIONS: usize = 1000;

/// The faults of every session and every world.
#[derive(Debug, Default)]
pub struct FaultRegistry {
    sessions: Mutex<HashMap<Uuid, Arc<ActiveFaults>>>,
    worlds: Mutex<HashMap<WorldName, Arc<ActiveFaults>>>,
}

impl FaultRegistry {
    /// The faults of the session with this key.
    pub fn of_session(&self, key: Uuid) -> Arc<ActiveFaults> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= MAX_SESSIONS && !sessions.contains_key(&key) {
            sessions.retain(|_, faults| !faults.active().is_empty());
        }
        sessions.entry(key).or_default().clone()
    }

    /// The faults of everyone in a world.
    pub fn of_world(&self, name: &WorldName) -> Arc<ActiveFaults> {
        let mut worlds = self.worlds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(faults) = worlds.get(name) {
            return faults.clone();
        }
        worlds.entry(name.clone()).or_default().clone()
    }

    /// Forgets the faults of a world that is deleted.
    pub fn forget_world(&self, name: &WorldName) {
        self.worlds.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}

#[cfg(test)]
#[path = "faults_tests.rs"]
mod tests;
