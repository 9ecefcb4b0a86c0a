//! The session store against records in memory that count as a store: same contract, no SQL.

use std::collections::HashMap;
use std::sync::Mutex;

use actix_web::cookie::Cookie;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, HttpResponse};
use uuid::Uuid;

use super::*;
use crate::auth::{SignedIn, TypedSession};
use crate::domain::permission::AuthenticationLevel;

#[derive(Default)]
struct Memory(Mutex<HashMap<String, (SessionState, Timestamp)>>);

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

    fn replace(&self, key: &str, state: &SessionState, expires: Timestamp) -> Result<bool, SessionRecordsError> {
        let mut records = self.0.lock().unwrap();
        let record = records.get_mut(key);
        Ok(record.map(|record| *record = (state.clone(), expires)).is_some())
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

fn state(value: &str) -> SessionState {
    SessionState::from([("person".to_owned(), value.to_owned())])
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
    assert!(kept[0].len() == 43 && !kept[0].contains(key.as_ref()));
}

#[actix_web::test]
async fn a_session_lasts_eight_hours_from_the_last_request() {
    let memory: Arc<Memory> = Arc::default();
    let [noon, evening, next_day] = [noon, evening, next_day].map(|clock| Sessions::new(memory.clone(), clock));
    let key = noon.save(state("kari"), &TTL).await.unwrap();
    assert_eq!(next_day.load(&key).await.unwrap(), None);
    evening.load(&key).await.unwrap();
    assert!(next_day.load(&key).await.unwrap().is_some());
}

#[actix_web::test]
async fn a_sign_in_lasts_twelve_hours_however_much_the_session_is_used() {
    let memory: Arc<Memory> = Arc::default();
    let at = |clock| Sessions::new(memory.clone(), clock);
    let signed_in = SignedIn { person: Uuid::from_u128(1), level: AuthenticationLevel(4), at: noon() };
    let state = SessionState::from([("signed_in".to_owned(), serde_json::to_string(&signed_in).unwrap())]);
    let key = at(noon).save(state, &TTL).await.unwrap();
    assert!(at(evening).load(&key).await.unwrap().is_some());
    assert!(at(|| noon() + SignedDuration::from_mins(719)).load(&key).await.unwrap().is_some());
    assert_eq!(at(|| noon() + SignedDuration::from_hours(12)).load(&key).await.unwrap(), None);
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

    fn replace(&self, _: &str, _: &SessionState, _: Timestamp) -> Result<bool, SessionRecordsError> {
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
    let key = sessions.save(state("kari"), &TTL).await.unwrap();
    let found = sessions.load(&key).await.unwrap().unwrap();
    assert!(session::is_unavailable(&found) && !found.contains_key("signed_in"));
    sessions.update(copy(&key), found, &TTL).await.unwrap();
    sessions.delete(&key).await.unwrap();
    assert_eq!(sessions.load(&key).await.unwrap(), None, "although its record is still there");
}

#[actix_web::test]
async fn the_expiry_is_written_a_minute_after_the_last_time() {
    let memory: Arc<Memory> = Arc::default();
    let at = |clock| Sessions::new(memory.clone(), clock);
    let key = at(noon).save(state("kari"), &TTL).await.unwrap();
    let first = memory.expiry();
    at(|| noon() + SignedDuration::from_secs(60)).load(&key).await.unwrap();
    assert_eq!(memory.expiry(), first);
    at(|| noon() + SignedDuration::from_secs(61)).load(&key).await.unwrap();
    assert_eq!(memory.expiry(), first + SignedDuration::from_secs(61));
}

#[actix_web::test]
async fn a_session_that_was_signed_out_of_does_not_come_back() {
    let sessions = Sessions::new(Arc::new(Memory::default()), noon);
    let key = sessions.save(state("kari"), &TTL).await.unwrap();
    sessions.delete(&key).await.unwrap();
    sessions.update(copy(&key), state("late"), &TTL).await.unwrap();
    assert_eq!(sessions.load(&key).await.unwrap(), None);
}

#[actix_web::test]
async fn an_update_replaces_the_state_under_the_same_key() {
    let sessions = Sessions::new(Arc::new(Memory::default()), noon);
    let key = sessions.save(state("kari"), &TTL).await.unwrap();
    let same = sessions.update(copy(&key), state("ola"), &TTL).await.unwrap();
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

async fn form(session: TypedSession) -> String {
    session.form_token().unwrap()
}

async fn sign_in(session: TypedSession) -> HttpResponse {
    let person = Uuid::from_u128(1);
    session.sign_in(SignedIn { person, level: AuthenticationLevel(4), at: noon() }, "a.b.c").unwrap();
    HttpResponse::NoContent().finish()
}

async fn who(session: TypedSession) -> String {
    session.person().map_or("nobody".into(), |person| person.to_string())
}

async fn sign_out(session: TypedSession) -> HttpResponse {
    session.sign_out();
    HttpResponse::NoContent().finish()
}

/// Visits the paths in turn with a cookie of one's own choice or the one last set; all cookies seen, and the last body.
async fn visit(https: bool, steps: &[(&str, Option<usize>)]) -> (Vec<Cookie<'static>>, String) {
    let sessions = Sessions::new(Arc::new(Memory::default()), noon);
    let app = App::new()
        .wrap(session_middleware(sessions, Key::from(&[7; 64]), https))
        .route("/form", web::get().to(form))
        .route("/sign-in", web::get().to(sign_in))
        .route("/who", web::get().to(who))
        .route("/sign-out", web::get().to(sign_out));
    let app = init_service(app).await;
    let (mut cookies, mut body) = (Vec::<Cookie<'static>>::new(), String::new());
    for (path, with) in steps {
        let cookie = with.map(|index| cookies[index].clone());
        let mut request = TestRequest::with_uri(path);
        for cookie in cookie.iter().chain(with.is_none().then(|| cookies.last()).flatten()) {
            request = request.cookie(cookie.clone());
        }
        let response = call_service(&app, request.to_request()).await;
        cookies.extend(response.response().cookies().map(Cookie::into_owned));
        body = String::from_utf8(read_body(response).await.to_vec()).unwrap();
    }
    (cookies, body)
}

#[actix_web::test]
async fn signing_in_gives_a_new_cookie_and_the_one_from_before_is_nobody() {
    let (cookies, old) = visit(false, &[("/form", None), ("/sign-in", None), ("/who", Some(0))]).await;
    assert_ne!(cookies[0].value(), cookies[1].value());
    assert_eq!(old, "nobody");
    let (_, new) = visit(false, &[("/form", None), ("/sign-in", None), ("/who", None)]).await;
    assert_eq!(new, Uuid::from_u128(1).to_string());
}

#[actix_web::test]
async fn a_cookie_kept_after_sign_out_is_nobody() {
    let steps = [("/sign-in", None), ("/sign-out", None), ("/who", Some(0))];
    assert_eq!(visit(false, &steps).await.1, "nobody");
}

#[actix_web::test]
async fn the_cookie_is_bound_to_the_host_and_hidden_from_scripts() {
    let (cookies, _) = visit(true, &[("/form", None)]).await;
    let cookie = &cookies[0];
    assert_eq!(cookie.name(), "__Host-session");
    assert_eq!((cookie.secure(), cookie.http_only()), (Some(true), Some(true)));
    assert_eq!((cookie.path(), cookie.domain()), (Some("/"), None));
    assert_eq!(cookie.same_site(), Some(SameSite::Lax));
    assert_eq!(cookie.max_age(), None);
}
