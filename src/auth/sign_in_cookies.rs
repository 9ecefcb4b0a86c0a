//! Sign-ins that a browser has begun and not finished, each in a sealed cookie of its own: several tabs can sign in side by
//! side, and nothing is stored here for visitors who never come back.

use std::future::{Ready, ready};

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, CookieJar, Key, SameSite};
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::error::AuthError;
use super::relying_party::PendingSignIn;
use super::return_to::ReturnTo;

/// As long as the embedded provider waits for a choice.
const LIFETIME: SignedDuration = SignedDuration::from_mins(30);
/// Most sign-ins that a browser holds at once; the oldest gives way.
const MAX_PENDING: usize = 5;

/// How pending sign-ins are kept: key, lifetime and clock.
pub struct SignInCookies {
    key: Key,
    https: bool,
    clock: fn() -> Timestamp,
}

/// A sign-in that this browser began, found by its state.
pub enum RememberedSignIn {
    /// It waits for its answer.
    Pending(PendingSignIn, ReturnTo),
    /// It was finished, and led here.
    Finished(ReturnTo),
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    begun: Timestamp,
    return_to: ReturnTo,
    /// Absent once finished.
    pending: Option<PendingSignIn>,
}

impl SignInCookies {
    /// `key` seals the cookies; with another one, sign-ins that are under way have to be started again.
    pub fn new(key: Key, https: bool, clock: fn() -> Timestamp) -> Self {
        Self { key, https, clock }
    }

    fn prefix(&self) -> &'static str {
        if self.https { "__Host-sign-in-" } else { "sign-in-" }
    }

    fn unseal(&self, cookie: &Cookie<'static>) -> Option<Sealed> {
        let mut jar = CookieJar::new();
        jar.add_original(cookie.clone());
        let opened = jar.private(&self.key).get(cookie.name())?;
        let sealed: Sealed = serde_json::from_str(opened.value()).ok()?;
        ((self.clock)().duration_since(sealed.begun) < LIFETIME).then_some(sealed)
    }

    fn seal(&self, name: &str, sealed: &Sealed) -> Result<Cookie<'static>, AuthError> {
        let value = serde_json::to_string(sealed).map_err(|error| AuthError::Session(error.into()))?;
        let mut jar = CookieJar::new();
        jar.private_mut(&self.key).add(self.plain(name.to_owned(), value, LIFETIME));
        jar.get(name).cloned().ok_or_else(|| AuthError::Session("the cookie was not sealed".into()))
    }

    /// `SameSite=Lax`: the provider leads back from another site.
    fn plain(&self, name: String, value: String, lifetime: SignedDuration) -> Cookie<'static> {
        Cookie::build(name, value)
            .path("/")
            .http_only(true)
            .secure(self.https)
            .same_site(SameSite::Lax)
            .max_age(Duration::seconds(lifetime.as_secs()))
            .finish()
    }
}

/// The pending sign-ins of the browser that sent the request, as an extractor.
pub struct PendingSignIns {
    kept: Data<SignInCookies>,
    cookies: Vec<Cookie<'static>>,
}

impl PendingSignIns {
    /// The cookies that remember one more, and forget those that are too old or too many.
    pub fn remember(&self, pending: PendingSignIn, return_to: &ReturnTo) -> Result<Vec<Cookie<'static>>, AuthError> {
        let name = format!("{}{}", self.kept.prefix(), pending.state());
        let sealed = Sealed { begun: (self.kept.clock)(), return_to: return_to.clone(), pending: Some(pending) };
        let mut held: Vec<_> =
            self.cookies.iter().map(|cookie| (self.kept.unseal(cookie).map(|sealed| sealed.begun), cookie)).collect();
        held.sort_unstable_by_key(|(begun, _)| std::cmp::Reverse(*begun));
        let forgotten =
            held.iter().enumerate().filter(|(place, (begun, _))| begun.is_none() || place + 1 >= MAX_PENDING);
        let forgotten = forgotten
            .map(|(_, (_, cookie))| self.kept.plain(cookie.name().to_owned(), String::new(), SignedDuration::ZERO));
        Ok(forgotten.chain([self.kept.seal(&name, &sealed)?]).collect())
    }

    /// The sign-in with this state, if this browser has begun it and it is not too old.
    pub fn find(&self, state: &str) -> Option<RememberedSignIn> {
        let sealed = self.kept.unseal(self.cookie(state)?)?;
        Some(match sealed.pending {
            Some(pending) => RememberedSignIn::Pending(pending, sealed.return_to),
            None => RememberedSignIn::Finished(sealed.return_to),
        })
    }

    /// The cookie that says of a sign-in that it is finished, for as long as it would have waited.
    pub fn finished(&self, state: &str) -> Result<Option<Cookie<'static>>, AuthError> {
        let found = self.cookie(state).and_then(|cookie| Some((cookie, self.kept.unseal(cookie)?)));
        let finished = found.map(|(cookie, sealed)| self.kept.seal(cookie.name(), &Sealed { pending: None, ..sealed }));
        finished.transpose()
    }

    fn cookie(&self, state: &str) -> Option<&Cookie<'static>> {
        self.cookies.iter().find(|cookie| cookie.name().strip_prefix(self.kept.prefix()) == Some(state))
    }
}

impl FromRequest for PendingSignIns {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let kept = request.app_data::<Data<SignInCookies>>().expect("the app keeps pending sign-ins").clone();
        let cookies = request
            .cookies()
            .map(|cookies| cookies.iter().filter(|cookie| cookie.name().starts_with(kept.prefix())).cloned().collect());
        let cookies = cookies.unwrap_or_default();
        ready(Ok(Self { kept, cookies }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static KEY: [u8; 64] = [7; 64];

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn browser(clock: fn() -> Timestamp, cookies: Vec<Cookie<'static>>) -> PendingSignIns {
        let kept = Data::new(SignInCookies::new(Key::from(&KEY), false, clock));
        PendingSignIns { kept, cookies }
    }

    fn pending(state: &str) -> PendingSignIn {
        serde_json::from_str(&format!(r#"{{"state":"{state}","nonce":"n0nce","verifier":"v3rifier"}}"#)).unwrap()
    }

    fn way_back() -> ReturnTo {
        ReturnTo::parse("/overview").unwrap()
    }

    #[test]
    fn several_wait_side_by_side_and_each_is_found_by_its_state() {
        let empty = browser(|| at(0), Vec::new());
        let mut cookies = empty.remember(pending("one"), &way_back()).unwrap();
        cookies.extend(empty.remember(pending("two"), &ReturnTo::default()).unwrap());
        assert!(cookies.iter().all(|cookie| !cookie.value().contains("v3rifier")), "the cookies are sealed");
        let browser = browser(|| at(1799), cookies);
        assert!(matches!(browser.find("one"), Some(RememberedSignIn::Pending(_, back)) if back == way_back()));
        assert!(matches!(browser.find("two"), Some(RememberedSignIn::Pending(..))));
        assert!(browser.find("three").is_none() && browser.find("").is_none());
    }

    #[test]
    fn one_that_is_finished_still_says_where_it_led() {
        let cookies = browser(|| at(0), Vec::new()).remember(pending("one"), &way_back()).unwrap();
        let finished = browser(|| at(1), cookies).finished("one").unwrap().unwrap();
        let browser = browser(|| at(2), vec![finished]);
        assert!(matches!(browser.find("one"), Some(RememberedSignIn::Finished(back)) if back == way_back()));
    }

    #[test]
    fn one_that_is_too_old_or_altered_or_of_another_state_is_none() {
        let cookies = browser(|| at(0), Vec::new()).remember(pending("one"), &way_back()).unwrap();
        assert!(browser(|| at(1800), cookies.clone()).find("one").is_none());
        let mut renamed = cookies[0].clone();
        renamed.set_name("sign-in-two");
        assert!(browser(|| at(1), vec![renamed]).find("two").is_none());
        let cut = Cookie::new(cookies[0].name().to_owned(), cookies[0].value()[1..].to_owned());
        assert!(browser(|| at(1), vec![cut]).find("one").is_none());
    }

    #[test]
    fn the_oldest_and_the_unreadable_give_way() {
        let begun = [|| at(0), || at(1), || at(2), || at(3), || at(4)];
        let held = begun.iter().enumerate().map(|(n, clock)| {
            browser(*clock, Vec::new()).remember(pending(&n.to_string()), &way_back()).unwrap().remove(0)
        });
        let held = held.chain([Cookie::new("sign-in-x", "broken")]).collect();
        let set = browser(|| at(5), held).remember(pending("5"), &way_back()).unwrap();
        let mut removed: Vec<_> =
            set.iter().filter(|cookie| cookie.value().is_empty()).map(|cookie| cookie.name().to_owned()).collect();
        removed.sort_unstable();
        assert_eq!(removed, ["sign-in-0", "sign-in-x"]);
    }
}
