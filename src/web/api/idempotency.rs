//! `Idempotency-Key`: a request is carried out once per key, and its answer repeated.
//!
//! A program that lost the answer can retry safely, even if the change has been undone meanwhile. Failed requests are not
//! kept, so that they can be retried.

use actix_web::HttpRequest;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::caller::Caller;
use super::problem::{ApiError, INVALID_KEY};
use crate::domain::access::AccessId;
use crate::service::store::Hash;
use crate::service::{ActingAs, Answer, ChangeRequest, IdempotentRequest, Plan};

const HEADER: &str = "idempotency-key";
const MAX_KEY_LENGTH: usize = 255;

/// The request as one to carry out once; `None` without a key.
///
/// `content` identifies the request: a key sent with other content is refused. The key is the person's and program's own,
/// in the world of the token.
pub fn of(request: &HttpRequest, caller: &Caller, content: &[u8]) -> Result<Option<IdempotentRequest>, ApiError> {
    let Some(header) = request.headers().get(HEADER) else { return Ok(None) };
    let key = header.as_bytes();
    if key.is_empty() || key.len() > MAX_KEY_LENGTH || !key.iter().all(u8::is_ascii_graphic) {
        return Err(ApiError::Coded(INVALID_KEY));
    }
    Ok(Some(IdempotentRequest {
        key: hash(&[caller.person.uuid().as_bytes(), caller.client_id.as_bytes(), key]),
        content: hash(&[request.method().as_str().as_bytes(), content]),
        at: (caller.portal.clock)(),
    }))
}

/// Changes clients of an access, once where the request has a key.
pub fn change(
    acting: &ActingAs,
    access: AccessId,
    change: &ChangeRequest,
    once: Option<&IdempotentRequest>,
    now: Timestamp,
    answer: impl FnOnce(&Plan) -> Result<String, ApiError>,
) -> Result<Answer, ApiError> {
    let administrator = acting.client_administrator()?;
    match once {
        Some(once) => administrator.change_once(access, change, once, now, answer)?,
        None => Ok(Answer { text: answer(&administrator.change(access, change, now)?.plan)?, repeated: false }),
    }
}

fn hash(parts: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new();
    for part in parts {
        // Hash the lengths too, or "a" + "bc" would equal "ab" + "c".
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}
