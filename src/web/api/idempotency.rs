//! `Idempotency-Key`: the same request with the same key is carried out once and answered the same every time. A program that
//! lost the answer can ask again without fear, even when somebody has taken the change back meanwhile.
//!
//! Kept in memory and bounded: a restart forgets. A request that failed is not kept, so that it can be tried again.

use std::future::Future;

use actix_web::HttpRequest;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::caller::Caller;
use super::problem::{ApiError, INVALID_KEY};
use super::replay_cache::{Hash, Reservation};

const HEADER: &str = "idempotency-key";
const MAX_KEY_LENGTH: usize = 255;

/// JSON, and whether it was given before.
pub struct IdempotentResponse {
    pub json: String,
    pub replayed: bool,
}

/// Does the work unless its answer is known. `about` is all that the request says.
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
        // Lengths go in too, or "a" + "bc" would be "ab" + "c".
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}
