//! Faults that a tester has ordered, and for how many requests more. Kept in memory: a restart ends them all.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::world::WorldName;

/// Most requests that a fault can be switched on for.
pub const MAX_REQUESTS: u32 = 1000;
/// Longest that an answer can be held back.
pub const MAX_DELAY_MS: u64 = 30_000;

/// What can be made to go wrong. Each kind is handled where browsers' and where programs' requests are: a new one does not
/// compile until both say what they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum Fault {
    /// Every answer comes later.
    Slow { milliseconds: u64 },
    /// Of the clients that could be added, the first and every nth after it are refused.
    RefuseAdds { every: NonZeroUsize },
    /// The portal answers 503.
    Unavailable,
    /// A change finds the database taken.
    Busy,
    /// The session is over.
    SessionExpired,
    /// The person cancels at the identity provider.
    SignInDenied,
    /// The ID token belongs to another sign-in.
    WrongNonce,
    /// The ID token is too old.
    ExpiredToken,
    /// The ID token was changed on the way.
    BadSignature,
    /// The provider signs with a new key: nothing should go wrong.
    RotatedKey,
    /// A program is told that something failed that this portal has no part for, as Altinn's API tells of it.
    Upstream { answer: Upstream },
}

/// How Altinn's API tells that a part behind it failed (Altinn's Client Delegation API, error codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Upstream {
    /// A client could not be added.
    #[serde(rename = "AUTH-00002")]
    DelegationFailed,
    /// A client could not be removed.
    #[serde(rename = "AUTH-00031")]
    RevocationFailed,
    /// The access turns out to take no clients.
    #[serde(rename = "AUTH-00034")]
    NotForClients,
    /// A list was refused for want of a sign-in.
    #[serde(rename = "AUTH-00043")]
    ListUnauthorized,
    /// A list was refused for want of a power.
    #[serde(rename = "AUTH-00044")]
    ListForbidden,
    /// A list could not be got.
    #[serde(rename = "AUTH-00045")]
    ListFailed,
    /// A package of the access is not in the system's register.
    #[serde(rename = "AUTH-00063")]
    PackageUnknown,
    /// The owner of the access is in no register.
    #[serde(rename = "owner-not-found")]
    OwnerNotFound,
}

/// The kinds of request, by which it is decided whether a fault is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// To see a page.
    Read,
    /// To change something.
    Change,
    /// To be sent to the identity provider.
    SignIn,
}

impl Fault {
    /// The kinds for browsers, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
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
            Self::Upstream { .. } => "upstream",
        }
    }

    /// Whether it is one of the identity provider's.
    pub fn is_of_provider(self) -> bool {
        use Fault as F;
        matches!(self, F::SignInDenied | F::WrongNonce | F::ExpiredToken | F::BadSignature | F::RotatedKey)
    }

    fn upstream(self) -> Option<Upstream> {
        if let Self::Upstream { answer } = self { Some(answer) } else { None }
    }

    fn is_due_for(self, kind: RequestKind) -> bool {
        match self {
            Self::RefuseAdds { .. } | Self::Busy => kind == RequestKind::Change,
            Self::Slow { .. } => true,
            Self::Unavailable | Self::SessionExpired => kind != RequestKind::SignIn,
            Self::SignInDenied | Self::WrongNonce | Self::ExpiredToken | Self::BadSignature | Self::RotatedKey => {
                kind == RequestKind::SignIn
            }
            // Taken where the API finds the access.
            Self::Upstream { .. } => false,
        }
    }
}

/// A fault that is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ActiveFault {
    #[serde(flatten)]
    pub fault: Fault,
    /// For how many requests more.
    pub left: u32,
}

/// The faults of one session, or of one world.
#[derive(Debug, Default)]
pub struct ActiveFaults(Mutex<Vec<ActiveFault>>);

impl ActiveFaults {
    /// Switches a fault on for so many requests, in place of another of its kind; none switches it off.
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

    /// Switches all off.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// What is switched on.
    pub fn active(&self) -> Vec<ActiveFault> {
        self.lock().clone()
    }

    /// The faults due for this request; each has one request less afterwards. Of the identity provider's, one at a time.
    pub fn take_due(&self, kind: RequestKind) -> Vec<Fault> {
        self.take(|fault| fault.is_due_for(kind))
    }

    /// The same for a request of a program: it has no session that could be over.
    pub fn take_due_for_program(&self, kind: RequestKind) -> Vec<Fault> {
        self.take(|fault| fault.is_due_for(kind) && fault != Fault::SessionExpired)
    }

    /// The upstream failure due for a program's request, if one fits it.
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

/// Most sessions whose faults are remembered: those that have none left make room.
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

    /// The faults of everybody in a world.
    pub fn of_world(&self, name: &WorldName) -> Arc<ActiveFaults> {
        let mut worlds = self.worlds.lock().unwrap_or_else(PoisonError::into_inner);
        worlds.entry(name.clone()).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_hits_as_many_requests_of_its_kind_as_it_was_switched_on_for() {
        let faults = ActiveFaults::default();
        faults.set(Fault::Busy, 2);
        assert_eq!(faults.take_due(RequestKind::Read), []);
        assert_eq!(faults.take_due(RequestKind::Change), [Fault::Busy]);
        assert_eq!(faults.active(), [ActiveFault { fault: Fault::Busy, left: 1 }]);
        assert_eq!(faults.take_due(RequestKind::Change), [Fault::Busy]);
        assert_eq!(faults.take_due(RequestKind::Change), []);
    }

    #[test]
    fn switching_on_again_replaces_and_none_switches_off() {
        let faults = ActiveFaults::default();
        faults.set(Fault::Slow { milliseconds: 5 }, 3);
        faults.set(Fault::Slow { milliseconds: u64::MAX }, u32::MAX);
        let expected = ActiveFault { fault: Fault::Slow { milliseconds: MAX_DELAY_MS }, left: MAX_REQUESTS };
        assert_eq!(faults.active(), [expected]);
        faults.set(Fault::Slow { milliseconds: 5 }, 0);
        assert_eq!(faults.active(), []);
    }

    #[test]
    fn one_sign_in_has_one_fault_of_the_provider() {
        let faults = ActiveFaults::default();
        faults.set(Fault::WrongNonce, 1);
        faults.set(Fault::ExpiredToken, 1);
        assert_eq!(faults.take_due(RequestKind::SignIn), [Fault::WrongNonce]);
        assert_eq!(faults.take_due(RequestKind::SignIn), [Fault::ExpiredToken]);
    }

    #[test]
    fn a_code_is_what_json_says() {
        for fault in Fault::ALL {
            let json = serde_json::to_value(fault).unwrap();
            assert_eq!(json["fault"], fault.code());
        }
    }
}
