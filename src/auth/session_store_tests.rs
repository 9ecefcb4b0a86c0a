//! The session store against records in memory that count as a store: same contract, no SQL.

use std::collections::HashMap;
use std::sync::Mutex;

use uuid::Uuid;

use super::*;
use crate::auth::SignedIn;
use crate::domain::permission::AuthenticationLevel;
use crate::service::sessions::SessionState;

#[derive(Default)]
pub struct Memory(Mutex<HashMap<String, (SessionState, Timestamp)>>);

impl Memory {
    /// When the only session expires.
    fn expiry(&self) -> Timestamp {
        self.0.lock().unwrap().values().next().unwrap().1
    }
}

impl SessionRecords for Memory {
    fn load(&self, key: &str, now: Timestamp) -> Result<Option<(SessionState, Timestamp)>, SessionRecordsError> {
        let records = self.0.lock().unwrap();
        Ok(records.get(key).filter(|(_, expires)| *expires > now).cloned())
    }

    fn save(&self, key: &str, state: &SessionState, expires: Timestamp) -> Result<(), SessionRecordsError> {
        let mut records = self.0.lock().unwrap();
        records.insert(key.to_owned(), (state.clone(), expires));
        Ok(())
    }

    fn change(&self, key: &str, changes: &SessionChanges, expires: Timestamp) -> Result<bool, SessionRecordsError> {
        let mut records = self.0.lock().unwrap();
        let record = records.get_mut(key);
        Ok(record.map(|record| *record = (changed(&record.0, changes), expires)).is_some())
    }

    fn renew(
        &self,
        key: &str,
        to: &str,
        kept: &[&str],
        changes: &SessionChanges,
        expires: Timestamp,
    ) -> Result<bool, SessionRecordsError> {
        let mut records = self.0.lock().unwrap();
        let Some((mut state, _)) = records.remove(key) else { return Ok(false) };
        state.retain(|name, _| kept.contains(&name.as_str()));
        records.insert(to.to_owned(), (changed(&state, changes), expires));
        Ok(true)
    }

    fn touch(&self, key: &str, expires: Timestamp) -> Result<(), SessionRecordsError> {
        if let Some(record) = self.0.lock().unwrap().get_mut(key) {
            record.1 = expires;
        }
        Ok(())
    }

    fn delete(&self, key: &str) -> Result<(), SessionRecordsError> {
        self.0.lock().unwrap().remove(key);
        Ok(())
    }

    fn sweep(&self, now: Timestamp) -> Result<usize, SessionRecordsError> {
        let mut records = self.0.lock().unwrap();
        let before = records.len();
        records.retain(|_, (_, expires)| *expires > now);
        Ok(before - records.len())
    }
}

fn changed(state: &SessionState, changes: &SessionChanges) -> SessionState {
    let mut state = state.clone();
    for (name, value) in changes {
        match value {
            Some(value) => _ = state.insert(name.clone(), value.clone()),
            None => _ = state.remove(name),
        }
    }
    state
}

pub fn noon() -> Timestamp {
    "2026-01-05T12:00:00Z".parse().unwrap()
}

fn evening() -> Timestamp {
    "2026-01-05T19:00:00Z".parse().unwrap()
}

fn next_day() -> Timestamp {
    "2026-01-06T02:00:00Z".parse().unwrap()
}

/// A request without a session that sets a field.
async fn begin(sessions: &Sessions, json: &str) -> String {
    let fields = SessionFields::default();
    fields.set("person", json.to_owned());
    let KeyChange::New(key) = sessions.write(None, &fields).await else { panic!("a new session has a key") };
    key
}

async fn person(sessions: &Sessions, key: &str) -> Option<String> {
    sessions.load(key).await?.get("person")
}

#[actix_web::test]
async fn a_session_comes_back_by_its_key_and_only_the_hash_is_kept() {
    let memory = Arc::new(Memory::default());
    let sessions = Sessions::new(memory.clone(), noon);
    let key = begin(&sessions, "kari").await;
    assert_eq!(person(&sessions, &key).await.as_deref(), Some("kari"));
    let kept: Vec<_> = memory.0.lock().unwrap().keys().cloned().collect();
    assert_eq!(kept, [hash(&key)]);
    assert!(kept[0].len() == 43 && !kept[0].contains(&key));
}

#[actix_web::test]
async fn a_session_without_fields_is_not_stored() {
    let memory = Arc::new(Memory::default());
    let sessions = Sessions::new(memory.clone(), noon);
    assert!(matches!(sessions.write(None, &SessionFields::default()).await, KeyChange::None));
    assert!(memory.0.lock().unwrap().is_empty());
}

#[actix_web::test]
async fn a_session_lasts_eight_hours_from_the_last_request() {
    let memory: Arc<Memory> = Arc::default();
    let [noon, evening, next_day] = [noon, evening, next_day].map(|clock| Sessions::new(memory.clone(), clock));
    let key = begin(&noon, "kari").await;
    assert!(next_day.load(&key).await.is_none());
    evening.load(&key).await.unwrap();
    assert!(next_day.load(&key).await.is_some());
}

#[actix_web::test]
async fn a_sign_in_lasts_twelve_hours_however_much_the_session_is_used() {
    let memory: Arc<Memory> = Arc::default();
    let at = |clock| Sessions::new(memory.clone(), clock);
    let signed_in = SignedIn { person: Uuid::from_u128(1), level: AuthenticationLevel(4), at: noon() };
    let fields = SessionFields::default();
    fields.set("signed_in", serde_json::to_string(&signed_in).unwrap());
    let KeyChange::New(key) = at(noon).write(None, &fields).await else { panic!("a new session has a key") };
    assert!(at(evening).load(&key).await.is_some());
    assert!(at(|| noon() + SignedDuration::from_mins(719)).load(&key).await.is_some());
    assert!(at(|| noon() + SignedDuration::from_hours(12)).load(&key).await.is_none());
}

/// Records on a disk that fails.
struct Failing;

fn failure<T>() -> Result<T, SessionRecordsError> {
    Err(SessionRecordsError("database is locked".into()))
}

impl SessionRecords for Failing {
    fn load(&self, _: &str, _: Timestamp) -> Result<Option<(SessionState, Timestamp)>, SessionRecordsError> {
        failure()
    }

    fn save(&self, _: &str, _: &SessionState, _: Timestamp) -> Result<(), SessionRecordsError> {
        failure()
    }

    fn change(&self, _: &str, _: &SessionChanges, _: Timestamp) -> Result<bool, SessionRecordsError> {
        failure()
    }

    fn renew(
        &self,
        _: &str,
        _: &str,
        _: &[&str],
        _: &SessionChanges,
        _: Timestamp,
    ) -> Result<bool, SessionRecordsError> {
        failure()
    }

    fn touch(&self, _: &str, _: Timestamp) -> Result<(), SessionRecordsError> {
        failure()
    }

    fn delete(&self, _: &str) -> Result<(), SessionRecordsError> {
        failure()
    }

    fn sweep(&self, _: Timestamp) -> Result<usize, SessionRecordsError> {
        failure()
    }
}

#[actix_web::test]
async fn a_session_that_cannot_be_read_is_nobody_and_ends_at_sign_out() {
    let sessions = Sessions::new(Arc::new(Failing), noon);
    let key = begin(&sessions, "kari").await;
    let found = sessions.load(&key).await.unwrap();
    assert!(found.is_unavailable() && !found.contains("person"));
    found.end();
    assert!(matches!(sessions.write(Some(key.clone()), &found).await, KeyChange::Gone));
    assert!(sessions.load(&key).await.is_none(), "although its record is still there");
}

#[actix_web::test]
async fn the_expiry_is_written_a_minute_after_the_last_time() {
    let memory: Arc<Memory> = Arc::default();
    let at = |clock| Sessions::new(memory.clone(), clock);
    let key = begin(&at(noon), "kari").await;
    let first = memory.expiry();
    at(|| noon() + SignedDuration::from_secs(60)).load(&key).await;
    assert_eq!(memory.expiry(), first);
    at(|| noon() + SignedDuration::from_secs(61)).load(&key).await;
    assert_eq!(memory.expiry(), first + SignedDuration::from_secs(61));
}

#[actix_web::test]
async fn a_session_that_was_signed_out_of_does_not_come_back() {
    let sessions = Sessions::new(Arc::new(Memory::default()), noon);
    let key = begin(&sessions, "kari").await;
    let [slow, out] = [sessions.load(&key).await.unwrap(), sessions.load(&key).await.unwrap()];
    out.end();
    sessions.write(Some(key.clone()), &out).await;
    slow.set("person", "late".to_owned());
    assert!(matches!(sessions.write(Some(key.clone()), &slow).await, KeyChange::None));
    assert!(sessions.load(&key).await.is_none());
}

#[actix_web::test]
async fn a_request_writes_only_the_fields_that_it_changed() {
    let sessions = Sessions::new(Arc::new(Memory::default()), noon);
    let key = begin(&sessions, "kari").await;
    let [slow, quick] = [sessions.load(&key).await.unwrap(), sessions.load(&key).await.unwrap()];
    quick.set("person", "ola".to_owned());
    sessions.write(Some(key.clone()), &quick).await;
    slow.set("flash", "saved".to_owned());
    sessions.write(Some(key.clone()), &slow).await;
    let found = sessions.load(&key).await.unwrap();
    assert_eq!([found.get("person"), found.get("flash")].map(Option::unwrap_or_default), ["ola", "saved"]);
}

/// What is set to the value that it has already is a choice too.
#[actix_web::test]
async fn the_last_of_two_choices_stands() {
    let sessions = Sessions::new(Arc::new(Memory::default()), noon);
    let key = begin(&sessions, "kari").await;
    let [first, last] = [sessions.load(&key).await.unwrap(), sessions.load(&key).await.unwrap()];
    first.set("person", "ola".to_owned());
    sessions.write(Some(key.clone()), &first).await;
    last.set("person", "kari".to_owned());
    sessions.write(Some(key.clone()), &last).await;
    assert_eq!(person(&sessions, &key).await.as_deref(), Some("kari"));
}

#[actix_web::test]
async fn a_new_key_keeps_what_others_have_stored_meanwhile() {
    let sessions = Sessions::new(Arc::new(Memory::default()), noon);
    let key = begin(&sessions, "kari").await;
    let [signing_in, choosing] = [sessions.load(&key).await.unwrap(), sessions.load(&key).await.unwrap()];
    choosing.set("world", "annen".to_owned());
    sessions.write(Some(key.clone()), &choosing).await;
    signing_in.renew(&["world"]);
    let KeyChange::New(renewed) = sessions.write(Some(key.clone()), &signing_in).await else { panic!("no new key") };
    assert!(sessions.load(&key).await.is_none());
    let found = sessions.load(&renewed).await.unwrap();
    assert_eq!([found.get("world"), found.get("person")].map(Option::unwrap_or_default), ["annen", ""]);
}

#[actix_web::test]
async fn sweeping_removes_what_has_expired() {
    let memory: Arc<Memory> = Arc::default();
    let sessions = Sessions::new(memory.clone(), noon);
    begin(&sessions, "kari").await;
    assert_eq!(sessions.sweep().await.unwrap(), 0);
    assert_eq!(Sessions::new(memory, next_day).sweep().await.unwrap(), 1);
}
