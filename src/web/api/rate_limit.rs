//! Limits requests per minute and Authorization header, and request size.
//!
//! Runs before the token is verified, so that invalid tokens are limited too. Requests without the header are limited by
//! IP address. A made-up token has a bucket of its own, so this does not stop a client that changes tokens.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use actix_web::Error;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use actix_web::middleware::Next;
use actix_web::web::Data;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::BODY_LIMIT;
use super::problem::{ApiError, TOO_LARGE};
use crate::web::portal::Portal;

/// Most buckets in memory.
///
/// A token whose bucket was dropped starts with a full one.
const CAPACITY: usize = 10_000;

/// Token buckets: full at first, refilled at a steady rate.
pub struct RateLimiter {
    per_minute: Option<u32>,
    buckets: Mutex<HashMap<[u8; 32], Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    available: f64,
    updated: Timestamp,
}

impl RateLimiter {
    /// Also allows `per_minute` requests in one burst; `None`: no limit.
    pub fn new(per_minute: Option<u32>) -> Self {
        Self { per_minute, buckets: Mutex::default() }
    }

    /// Counts a request; the error is the number of seconds to wait.
    fn take(&self, key: [u8; 32], now: Timestamp) -> Result<(), u64> {
        let Some(per_minute) = self.per_minute.map(f64::from) else { return Ok(()) };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= CAPACITY && !buckets.contains_key(&key) {
            buckets.retain(|_, bucket| bucket.refilled(per_minute, now) < per_minute);
            if buckets.len() >= CAPACITY {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(key).or_insert(Bucket { available: per_minute, updated: now });
        let available = bucket.refilled(per_minute, now);
        let allowed = available >= 1.0;
        *bucket = Bucket { available: if allowed { available - 1.0 } else { available }, updated: now };
        if allowed { Ok(()) } else { Err(seconds_until_next(available, per_minute)) }
    }
}

impl Bucket {
    fn refilled(self, per_minute: f64, now: Timestamp) -> f64 {
        let passed = now.duration_since(self.updated).as_secs_f64().max(0.0);
        (self.available + passed * per_minute / 60.0).min(per_minute)
    }
}

fn seconds_until_next(available: f64, per_minute: f64) -> u64 {
    let seconds = ((1.0 - available) * 60.0 / per_minute).ceil().clamp(1.0, 3600.0);
    (1..=3600_u32).find(|whole| f64::from(*whole) >= seconds).map_or(3600, u64::from)
}

/// Middleware that refuses requests over a limit.
pub async fn limit(
    limiter: Data<RateLimiter>,
    portal: Data<Portal>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    if let Err(error) = check(&limiter, &request, (portal.clock)()) {
        return Ok(request.error_response(error).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

fn check(limiter: &RateLimiter, request: &ServiceRequest, now: Timestamp) -> Result<(), ApiError> {
    let headers = request.headers();
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let peer = request.peer_addr().map(|address| address.ip().to_string()).unwrap_or_default();
    let key = headers.get(AUTHORIZATION).map_or(peer.as_bytes(), |token| token.as_bytes());
    let taken = limiter.take(Sha256::digest(key).into(), now);
    taken.map_err(|retry_after| ApiError::TooManyRequests { retry_after })?;
    if length.is_some_and(|length| length > BODY_LIMIT) { Err(ApiError::Coded(TOO_LARGE)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_token_has_its_requests_at_once_and_then_steadily() {
        let limiter = RateLimiter::new(Some(6));
        for _ in 0..6 {
            assert_eq!(limiter.take([1; 32], at(0)), Ok(()));
        }
        assert_eq!(limiter.take([1; 32], at(0)), Err(10));
        assert_eq!(limiter.take([1; 32], at(9)), Err(1));
        assert_eq!(limiter.take([2; 32], at(9)), Ok(()));
        assert_eq!(limiter.take([1; 32], at(10)), Ok(()));
        assert_eq!(limiter.take([1; 32], at(10)), Err(10));
    }

    #[test]
    fn without_a_limit_nobody_waits() {
        let limiter = RateLimiter::new(None);
        assert!((0..10_000).all(|_| limiter.take([1; 32], at(0)).is_ok()));
    }
}
