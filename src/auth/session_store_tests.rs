//! The session store against records in memory that count as a store: same contract, no SQL.

use std::sync::Mutex;

use super::*;

#[derive(Default)]
struct Memory(Mutex<HashMap<String, (String, Timestamp)>>);

impl SessionRecords for Memory {
    fn load(&self, key: &str, now: Timestamp) -> Result<Option<String>, SessionRecordsError> {
        let records = self.0.lock().unwrap();
        let live = records.get(key).filter(|(_, expires)| *expires > now);
        Ok(live.map(|(state, _)| state.clone()))
    }

    fn save(&self, key: &str, state: &str, expires: Timestamp) -> Result<(), SessionRecordsError> {
        let mut records = self.0.lock().unwrap();
        records.insert(key.into(), (state.into(), expires));
        Ok(())
    }

    fn replace(
        &self,
        key: &str,
        state: &str,
        expires: Timestamp,
    ) -> Result<bool, SessionRecordsError> {
        let mut records = self.0.lock().unwrap();
        let record = records.get_mut(key);
        Ok(record
            .map(|record| *record = (state.into(), expires))
            .is_some())
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

const TTL: Duration = Duration::hours(8);

fn noon() -> Timestamp {
    "2026-01-05T12:00:00Z".parse().unwrap()
}

fn evening() -> Timestamp {
    "2026-01-05T19:00:00Z".parse().unwrap()
}

fn next_day() -> Timestamp {
    "2026-01-06T02:00:00Z".parse().unwrap()
}

fn state(value: &str) -> State {
    HashMap::from([("person".to_owned(), value.to_owned())])
}

fn copy(key: &SessionKey) -> SessionKey {
    key.as_ref().to_owned().try_into().unwrap()
}

#[actix_web::test]
async fn a_session_comes_back_by_its_key_and_only_the_hash_is_kept() {
    let memory = Arc::new(Memory::default());
    let sessions = Sessions::new(memory.clone(), noon);
    let key = sessions.save(state("kari"), &TTL).await.unwrap();
    assert_eq!(sessions.load(&key).await.unwrap(), Some(state("kari")));
    let kept: Vec<_> = memory.0.lock().unwrap().keys().cloned().collect();
    assert_eq!(kept, [hash(&key)]);
    assert!(kept[0].len() == 64 && !kept[0].contains(key.as_ref()));
}

#[actix_web::test]
async fn a_session_lasts_eight_hours_from_the_last_request() {
    let memory: Arc<Memory> = Arc::default();
    let [noon, evening, next_day] =
        [noon, evening, next_day].map(|clock| Sessions::new(memory.clone(), clock));
    let key = noon.save(state("kari"), &TTL).await.unwrap();
    assert_eq!(next_day.load(&key).await.unwrap(), None);
    evening.update_ttl(&key, &TTL).await.unwrap();
    assert!(next_day.load(&key).await.unwrap().is_some());
}

#[actix_web::test]
async fn a_session_that_was_signed_out_of_does_not_come_back() {
    let sessions = Sessions::new(Arc::new(Memory::default()), noon);
    let key = sessions.save(state("kari"), &TTL).await.unwrap();
    sessions.delete(&key).await.unwrap();
    sessions
        .update(copy(&key), state("late"), &TTL)
        .await
        .unwrap();
    assert_eq!(sessions.load(&key).await.unwrap(), None);
}

#[actix_web::test]
async fn an_update_replaces_the_state_under_the_same_key() {
    let sessions = Sessions::new(Arc::new(Memory::default()), noon);
    let key = sessions.save(state("kari"), &TTL).await.unwrap();
    let same = sessions
        .update(copy(&key), state("ola"), &TTL)
        .await
        .unwrap();
    assert_eq!(same, key);
    assert_eq!(sessions.load(&key).await.unwrap(), Some(state("ola")));
}

#[actix_web::test]
async fn sweeping_removes_what_has_expired() {
    let memory: Arc<Memory> = Arc::default();
    let sessions = Sessions::new(memory.clone(), noon);
    sessions.save(state("kari"), &TTL).await.unwrap();
    assert_eq!(sessions.sweep().await.unwrap(), 0);
    assert_eq!(Sessions::new(memory, next_day).sweep().await.unwrap(), 1);
}
