//! Answers that are sent again as they were made, for as long as they are still true.
//!
//! A page that is to be kept ([`super::page::Page::kept`]) shows nothing but the world, the session and what the request
//! names. All of these are in the question, and the world has a revision: an answer is sent again to the very same
//! question only, while the world is at the very same revision, and never while somebody rehearses a fault. Whoever sends
//! `Cache-Control: no-cache`, as a browser does for a forced reload, gets a page that is made anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::body::{BoxBody, EitherBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, FromRequest, HttpResponse};

use super::visit::Visit;
use crate::auth::Held;
use crate::i18n::Lang;
use crate::service;

/// Of all answers together; a page takes some 20 000, compressed a fifth of that.
const MOST_BYTES: usize = 4_000_000;

/// The world's revision that an answer is of: put with the answer by whoever made it.
#[derive(Debug, Clone, Copy)]
pub struct MadeOf(pub u64);

/// The answers of all workers.
#[derive(Default)]
pub struct Kept(Mutex<Answers>);

/// Those of one revision.
#[derive(Default)]
struct Answers {
    revision: u64,
    by_question: HashMap<Question, Arc<Answer>>,
    bytes: usize,
}

/// Everything that such a page is made of, beside the world.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Question {
    /// Path and query.
    here: String,
    lang: Lang,
    encodings: Vec<HeaderValue>,
    session: Held,
}

#[derive(Debug)]
struct Answer {
    headers: HeaderMap,
    body: Bytes,
}

/// For `from_fn`, within the session and around all that makes an answer; finds its [`Kept`] in the app data.
pub async fn send_again(
    kept: Data<Kept>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    if !may_be_old(&request) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let visit = Visit::extract(request.request()).await?;
    let Some(question) = Question::of(&request, &visit) else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    if let Some(answer) = kept.recall(&question, || visit.portal.service.revision()) {
        return Ok(request.into_response(answer.send()).map_into_right_body());
    }
    let response = next.call(request).await?;
    let made_of = response.response().extensions().get().copied();
    match made_of {
        Some(made_of) if response.status() == StatusCode::OK && visit.session.is_unchanged() => {
            let (request, response) = response.into_parts();
            let (response, body) = response.into_parts();
            let body = to_bytes(body).await.map_err(|error| Error::from(error.into()))?;
            let answer = Answer { headers: response.headers().clone(), body };
            let response = answer.send();
            kept.keep(question, made_of, answer);
            Ok(ServiceResponse::new(request, response).map_into_right_body())
        }
        _ => Ok(response.map_into_left_body()),
    }
}

/// Whether the request may have an answer that was made before.
fn may_be_old(request: &ServiceRequest) -> bool {
    let anew = request.headers().get(CACHE_CONTROL).is_some_and(|value| value.as_bytes() == b"no-cache");
    request.method() == Method::GET && !anew
}

impl Question {
    /// The question, unless its answer depends on more.
    fn of(request: &ServiceRequest, visit: &Visit) -> Option<Self> {
        if !visit.is_as_usual() {
            return None;
        }
        let encodings = request.headers().get_all(ACCEPT_ENCODING).cloned().collect();
        Some(Self { here: visit.here.clone(), lang: visit.lang, encodings, session: visit.session.held()? })
    }
}

impl Kept {
    /// The answer to the question, if the world is as it was. What it is now is asked only if there is an answer; where
    /// that cannot be said, whoever makes the page will say so.
    fn recall(&self, question: &Question, revision: impl FnOnce() -> service::Result<u64>) -> Option<Arc<Answer>> {
        let (of, answer) = {
            let answers = self.lock();
            (answers.revision, answers.by_question.get(question)?.clone())
        };
        revision().is_ok_and(|revision| revision == of).then_some(answer)
    }

    /// Keeps an answer; those of earlier revisions have no use any more.
    fn keep(&self, question: Question, MadeOf(revision): MadeOf, answer: Answer) {
        let mut answers = self.lock();
        if revision < answers.revision {
            return;
        }
        let size = answer.body.len() + question.here.len() + question.session.size();
        if revision > answers.revision || answers.bytes + size > MOST_BYTES {
            *answers = Answers { revision, ..Answers::default() };
        }
        if answers.by_question.insert(question, Arc::new(answer)).is_none() {
            answers.bytes += size;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Answers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answer {
    fn send(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::Ok().body(self.body.clone());
        *response.headers_mut() = self.headers.clone();
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(here: &str, lang: Lang, encodings: &'static str, person: &str) -> Question {
        let session = Held::from_iter([("signed_in".to_owned(), person.to_owned())]);
        let encodings = vec![HeaderValue::from_static(encodings)];
        Question { here: here.to_owned(), lang, encodings, session }
    }

    fn kari() -> Question {
        question("/overview", Lang::Nb, "br", "kari")
    }

    fn answer(body: &'static str) -> Answer {
        Answer { headers: HeaderMap::new(), body: Bytes::from_static(body.as_bytes()) }
    }

    fn recalled(kept: &Kept, question: &Question, revision: u64) -> Option<Bytes> {
        kept.recall(question, || Ok(revision)).map(|answer| answer.body.clone())
    }

    #[test]
    fn only_the_same_question_at_the_same_revision_has_the_same_answer() {
        let kept = Kept::default();
        kept.keep(kari(), MadeOf(7), answer("page"));
        assert_eq!(recalled(&kept, &kari(), 7).unwrap(), "page");
        for other in [6, 8] {
            assert_eq!(recalled(&kept, &kari(), other), None);
        }
        for other in [
            question("/overview?x", Lang::Nb, "br", "kari"),
            question("/overview", Lang::En, "br", "kari"),
            question("/overview", Lang::Nb, "gzip", "kari"),
            question("/overview", Lang::Nb, "br", "ola"),
        ] {
            assert_eq!(recalled(&kept, &other, 7), None, "{other:?}");
        }
    }

    #[test]
    fn a_later_revision_takes_the_place_of_an_earlier_and_not_the_other_way_round() {
        let kept = Kept::default();
        kept.keep(kari(), MadeOf(7), answer("earlier"));
        kept.keep(question("/other", Lang::Nb, "br", "kari"), MadeOf(8), answer("later"));
        kept.keep(kari(), MadeOf(7), answer("late"));
        assert_eq!(recalled(&kept, &kari(), 7), None);
        assert_eq!(kept.lock().by_question.len(), 1);
    }

    #[test]
    fn the_answers_never_take_more_than_their_room() {
        let kept = Kept::default();
        let large = || Answer { headers: HeaderMap::new(), body: vec![0; MOST_BYTES / 3].into() };
        for number in 0..10 {
            kept.keep(question(&number.to_string(), Lang::Nb, "br", "kari"), MadeOf(7), large());
            let answers = kept.lock();
            assert!(answers.bytes <= MOST_BYTES && !answers.by_question.is_empty());
            assert!(answers.bytes >= answers.by_question.values().map(|answer| answer.body.len()).sum::<usize>());
        }
    }
}
