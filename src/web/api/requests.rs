//! The latest requests to the API, for testers who want to see what a program sent. In memory and bounded. No token is ever
//! kept: the command that repeats a request has a variable in its place.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest};
use jiff::Timestamp;
use url::Url;
use uuid::Uuid;

use crate::auth::same_origin_url;
use crate::domain::person::PersonId;
use crate::domain::world::WorldName;

const CAPACITY: usize = 200;
/// For the request log: known once the token has been read.
#[derive(Clone)]
pub struct Asker {
    pub person: PersonId,
    pub client: String,
    pub world: WorldName,
}

/// Bytes of a body that are kept.
const BODY_KEPT: usize = 8 * 1024;

/// Put among a request's extensions by a handler that reads its body.
pub struct SentBody(pub Bytes);

/// A request that was answered.
#[derive(Debug, Clone)]
pub struct Noted {
    pub at: Timestamp,
    pub method: String,
    /// Path and query.
    pub target: String,
    pub status: u16,
    /// Whose token it was, if it held.
    pub person: Option<PersonId>,
    /// The program's client id.
    pub client: Option<String>,
    /// The world that its token opens.
    pub world: Option<WorldName>,
    pub id: Uuid,
    idempotency_key: Option<String>,
    body: Option<String>,
}

/// The latest requests.
#[derive(Default)]
pub struct RequestLog(Mutex<VecDeque<Noted>>);

impl RequestLog {
    /// Notes a request and how it was answered.
    pub(super) fn note(&self, request: &HttpRequest, status: StatusCode, id: Uuid, at: Timestamp) {
        let extensions = request.extensions();
        let asker = extensions.get::<Asker>();
        let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok());
        let body = extensions.get::<SentBody>().map(|SentBody(body)| &body[..body.len().min(BODY_KEPT)]);
        let noted = Noted {
            at,
            method: request.method().to_string(),
            target: request.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
            status: status.as_u16(),
            person: asker.map(|asker| asker.person),
            client: asker.map(|asker| asker.client.clone()),
            world: asker.map(|asker| asker.world.clone()),
            id,
            idempotency_key: key.map(str::to_owned),
            body: body.map(|body| String::from_utf8_lossy(body).into_owned()),
        };
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.truncate(CAPACITY - 1);
        log.push_front(noted);
    }

    /// The latest first.
    pub fn latest(&self) -> Vec<Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

impl Noted {
    /// A shell command that sends the request again, with the token in `$TOKEN`.
    pub fn curl(&self, base: &Url) -> String {
        let address = same_origin_url(base, &self.target);
        let mut command =
            format!("curl -i -X {} {} -H \"Authorization: Bearer $TOKEN\"", self.method, quoted(&address));
        if let Some(key) = &self.idempotency_key {
            command.push_str(" -H ");
            command.push_str(&quoted(&format!("Idempotency-Key: {key}")));
        }
        if let Some(body) = &self.body {
            command.push_str(" -H 'Content-Type: application/json' --data ");
            command.push_str(&quoted(body));
        }
        command
    }
}

/// One word for a POSIX shell, whatever is in it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use actix_web::http::Method;
    use actix_web::test::TestRequest;

    use super::*;

    fn noted(log: &RequestLog, target: &str) -> Noted {
        let request = TestRequest::with_uri(target).method(Method::DELETE);
        let request = request.insert_header(("authorization", "Bearer secret")).to_http_request();
        log.note(&request, StatusCode::OK, Uuid::nil(), Timestamp::UNIX_EPOCH);
        log.latest().remove(0)
    }

    #[test]
    fn a_request_becomes_a_command_without_its_token_that_no_shell_misreads() {
        let noted = noted(&RequestLog::default(), "/clients?agent=a'%20$(id)");
        assert_eq!(
            noted.curl(&Url::parse("http://localhost/").unwrap()),
            r#"curl -i -X DELETE 'http://localhost/clients?agent=a'\''%20$(id)' -H "Authorization: Bearer $TOKEN""#
        );
        assert!(!format!("{noted:?}").contains("secret"));
    }

    #[test]
    fn only_the_latest_are_kept_the_last_one_first() {
        let log = RequestLog::default();
        for number in 0..CAPACITY + 5 {
            noted(&log, &format!("/{number}"));
        }
        assert_eq!((log.latest().len(), log.latest()[0].target.as_str()), (CAPACITY, "/204"));
    }
}
