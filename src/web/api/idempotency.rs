//! `Idempotency-Key`: the same request with the same key is carried out once and answered the same every time. A program that
//! lost the answer can ask again without fear, even when somebody has taken the change back meanwhile.
//!
//! Kept in memory and bounded: a restart forgets. A request that failed is not kept, so that it can be tried again.

use std::future::Future;

use actix_web::HttpRequest;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::caller::Caller;
use super::problem::{ApiError, BAD_KEY};
use super::replay_cache::{Hash, Turn};

const HEADER: &str = "idempotency-key";
const LONGEST_KEY: usize = 255;

/// JSON, and whether it was given before.
pub struct Answered {
    pub json: String,
    pub again: bool,
}

/// Does the work unless its answer is known. `about` is all that the request says.
pub async fn once<T: Serialize>(
    request: &HttpRequest,
    caller: &Caller,
    about: &[u8],
    work: impl Future<Output = Result<T, ApiError>>,
) -> Result<Answered, ApiError> {
    let done = |value: T| serde_json::to_string(&value).map_err(|error| ApiError::Internal(error.into()));
    let Some(header) = request.headers().get(HEADER) else {
        return Ok(Answered { json: done(work.await?)?, again: false });
    };
    let key = header.as_bytes();
    if key.is_empty() || key.len() > LONGEST_KEY || !key.iter().all(u8::is_ascii_graphic) {
        return Err(ApiError::Numbered(BAD_KEY));
    }
    let who = hash(&[caller.world.as_str().as_bytes(), caller.person.uuid().as_bytes(), caller.client.as_bytes(), key]);
    let fingerprint = hash(&[request.method().as_str().as_bytes(), about]);
    let replays = &caller.api.replays;
    if let Some(json) = replays.begin(who, fingerprint, (caller.portal.clock)())? {
        return Ok(Answered { json, again: true });
    }
    let turn = Turn::of(replays, who);
    let json = done(work.await?)?;
    turn.keep(json.clone());
    Ok(Answered { json, again: false })
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
