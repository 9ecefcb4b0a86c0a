//! `Idempotency-Key`: runs a request once per key, and replays its response.
//!
//! A program that lost the response can retry safely, even if the change has been undone meanwhile. Responses are kept in
//! memory, so a restart forgets them. Failed requests are not kept, so that they can be retried.

use std::future::Future;

use actix_web::HttpRequest;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::caller::Caller;
use super::problem::{ApiError, INVALID_KEY};
use super::replay_cache::{Hash, Reservation};

const HEADER: &str = "idempotency-key";
const MAX_KEY_LENGTH: usize = 255;

/// A JSON body, and whether it repeats an earlier response.
pub struct IdempotentResponse {
    pub json: String,
    pub replayed: bool,
}

/// Runs the work unless the key's response is cached.
///
/// `request_content` identifies the request: a key sent with other content is refused.
pub async fn once<T: Serialize>(
    request: &HttpRequest,
    caller: &Caller,
    request_content: &[u8],
    work: impl Future<Output = Result<T, ApiError>>,
) -> Result<IdempotentResponse, ApiError> {
    let to_json = |value: T| serde_json::to_string(&value).map_err(|error| ApiError::Internal(error.into()));
    let Some(header) = request.headers().get(HEADER) else {
        return Ok(IdempotentResponse { json: to_json(work.await?)?, replayed: false });
    };
    let key = header.as_bytes();
    if key.is_empty() || key.len() > MAX_KEY_LENGTH || !key.iter().all(u8::is_ascii_graphic) {
        return Err(ApiError::Coded(INVALID_KEY));
    }
    let cache_key =
        hash(&[caller.world.as_str().as_bytes(), caller.person.uuid().as_bytes(), caller.client_id.as_bytes(), key]);
    let fingerprint = hash(&[request.method().as_str().as_bytes(), request_content]);
    let replays = &caller.api.replays;
    if let Some(json) = replays.reserve(cache_key, fingerprint, (caller.portal.clock)())? {
        return Ok(IdempotentResponse { json, replayed: true });
    }
    let reservation = Reservation::new(replays, cache_key);
    let json = to_json(work.await?)?;
    reservation.complete(json.clone());
    Ok(IdempotentResponse { json, replayed: false })
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
