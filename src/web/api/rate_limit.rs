//! Limits requests per minute, and request size.
//!
//! A token that has been verified has a limit of its own. All other requests are counted by IP address: those without a
//! token, with one that is not valid, and the first one with a new token, until it is verified. So made-up tokens are
//! limited together, and cost nothing but a count once the limit is reached.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::BODY_LIMIT;
use super::problem::{ApiError, TOO_LARGE};
use crate::web::portal::Portal;

/// Most buckets in memory.
///
/// A token or address whose bucket was dropped starts with a full one.
const CAPACITY: usize = 10_000;

/// Marks a request whose token was verified, in its extensions.
pub struct VerifiedToken;

/// Hash of a token or address.
type Key = [u8; 32];

/// Whom a request may be counted against.
#[derive(Clone, Copy)]
struct Sender {
    token: Option<Key>,
    address: Key,
}

/// Token buckets: full at first, refilled at a steady rate.
pub struct RateLimiter {
    per_minute: Option<u32>,
    buckets: Mutex<HashMap<Key, Bucket>>,
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

    /// Counts a request against its known token, else against its address, and returns which.
    /// The error is the number of seconds to wait.
    fn take(&self, sender: Sender, now: Timestamp) -> Result<Key, u64> {
        let Some(per_minute) = self.per_minute.map(f64::from) else { return Ok(sender.address) };
        let mut buckets = self.lock();
        let known = sender.token.filter(|token| buckets.contains_key(token));
        let key = known.unwrap_or(sender.address);
        let bucket = bucket(&mut buckets, key, per_minute, now);
        if bucket.available < 1.0 {
            return Err(seconds_until_next(bucket.available, per_minute));
        }
        bucket.available -= 1.0;
        Ok(key)
    }

    /// Counts a request against its token after all, which has turned out to be valid.
    fn charge_token(&self, sender: Sender, charged: Key, now: Timestamp) {
        let (Some(per_minute), Some(token)) = (self.per_minute.map(f64::from), sender.token) else { return };
        if charged != token {
            let mut buckets = self.lock();
            bucket(&mut buckets, charged, per_minute, now).available += 1.0;
            bucket(&mut buckets, token, per_minute, now).available -= 1.0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Bucket>> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The key's bucket as it is now.
fn bucket(buckets: &mut HashMap<Key, Bucket>, key: Key, per_minute: f64, now: Timestamp) -> &mut Bucket {
    if buckets.len() >= CAPACITY && !buckets.contains_key(&key) {
        buckets.retain(|_, bucket| bucket.refilled(per_minute, now) < per_minute);
        if buckets.len() >= CAPACITY {
            buckets.clear();
        }
    }
    let bucket = buckets.entry(key).or_insert(Bucket { available: per_minute, updated: now });
    *bucket = Bucket { available: bucket.refilled(per_minute, now), updated: now };
    bucket
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
    let (sender, now) = (Sender::of(&request), (portal.clock)());
    let charged = match check(&limiter, &request, sender, now) {
        Ok(charged) => charged,
        Err(error) => return Ok(request.error_response(error).map_into_right_body()),
    };
    let response = next.call(request).await?;
    // The token exchange, which does not know the marker, succeeds only with a valid token.
    if response.status().is_success() || response.request().extensions().contains::<VerifiedToken>() {
        limiter.charge_token(sender, charged, now);
    }
    Ok(response.map_into_left_body())
}

fn check(limiter: &RateLimiter, request: &ServiceRequest, sender: Sender, now: Timestamp) -> Result<Key, ApiError> {
    let charged = limiter.take(sender, now).map_err(|retry_after| ApiError::TooManyRequests { retry_after })?;
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > BODY_LIMIT) { Err(ApiError::Coded(TOO_LARGE)) } else { Ok(charged) }
}

impl Sender {
    fn of(request: &ServiceRequest) -> Self {
        let token = request.headers().get(AUTHORIZATION).map(|token| Sha256::digest(token.as_bytes()).into());
        let address = request.peer_addr().map(|peer| peer.ip().to_canonical().to_string()).unwrap_or_default();
        Self { token, address: Sha256::digest(address).into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// A sender at one address with this token.
    fn with(token: u8) -> Sender {
        Sender { token: Some([token; 32]), address: [0; 32] }
    }

    /// A request with a valid token.
    fn valid(limiter: &RateLimiter, token: u8, second: i64) -> Result<(), u64> {
        let charged = limiter.take(with(token), at(second))?;
        limiter.charge_token(with(token), charged, at(second));
        Ok(())
    }

    #[test]
    fn a_token_has_its_requests_at_once_and_then_steadily() {
        let limiter = RateLimiter::new(Some(6));
        for _ in 0..6 {
            assert_eq!(valid(&limiter, 1, 0), Ok(()));
        }
        assert_eq!(valid(&limiter, 1, 0), Err(10));
        assert_eq!(valid(&limiter, 1, 9), Err(1));
        assert_eq!(valid(&limiter, 2, 9), Ok(()));
        assert_eq!(valid(&limiter, 1, 10), Ok(()));
        assert_eq!(valid(&limiter, 1, 10), Err(10));
    }

    #[test]
    fn tokens_that_are_not_valid_share_the_limit_of_their_address() {
        let limiter = RateLimiter::new(Some(6));
        assert_eq!(valid(&limiter, 1, 0), Ok(()));
        for token in 10..16 {
            assert!(limiter.take(with(token), at(0)).is_ok());
        }
        for sender in [with(16), with(10), Sender { token: None, ..with(0) }] {
            assert_eq!(limiter.take(sender, at(0)), Err(10));
        }
        assert!(limiter.take(Sender { address: [9; 32], ..with(16) }, at(0)).is_ok(), "from another address");
        for _ in 0..5 {
            assert_eq!(valid(&limiter, 1, 0), Ok(()), "a known token has its own");
        }
        assert_eq!(valid(&limiter, 1, 0), Err(10));
    }

    #[test]
    fn valid_tokens_leave_their_address_its_limit() {
        let limiter = RateLimiter::new(Some(2));
        assert!((1..100).all(|token| valid(&limiter, token, 0).is_ok()));
    }

    #[test]
    fn without_a_limit_nobody_waits() {
        let limiter = RateLimiter::new(None);
        assert!((0..10_000).all(|_| valid(&limiter, 1, 0).is_ok()));
    }
}
