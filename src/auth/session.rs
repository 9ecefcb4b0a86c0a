//! What a browser's session holds. The keys of the map below are known here only; a value that no longer reads (after an
//! upgrade) counts as absent.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::AuthError;
use super::form_token;
use super::session_fields::SessionFields;
use crate::domain::access::AccessId;
use crate::domain::number::OrganisationNumber;
use crate::domain::permission::AuthenticationLevel;
use crate::service::sessions::SessionState;

const SIGNED_IN: &str = "signed_in";
const ID_TOKEN: &str = "id_token";
const REPRESENTED: &str = "represented";
const FORM_TOKEN: &str = "form_token";
const FLASH: &str = "flash";
const CHOSEN: &str = "chosen";
pub(super) const WORLD: &str = "world";
pub(super) const FAULTS: &str = "faults";
pub(super) const TESTER: &str = "tester";
pub(super) const BROWSER: &str = "browser";
pub(super) const COME_BACK: &str = "come_back";
/// What a tester has set up: it stays when somebody signs in or out.
const TESTERS: [&str; 3] = [WORLD, FAULTS, TESTER];
const KEPT_AT_SIGN_IN: [&str; 5] = [WORLD, FAULTS, TESTER, BROWSER, COME_BACK];

/// Since the sign-in, however much the session is used.
const SIGN_IN_LIFETIME: SignedDuration = SignedDuration::from_hours(12);

/// Who uses this session.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SignedIn {
    pub person: Uuid,
    pub level: AuthenticationLevel,
    /// By the real clock.
    pub at: Timestamp,
}

/// Whether the sign-in in a session is too old to count.
pub(super) fn is_over(state: &SessionState, now: Timestamp) -> bool {
    let signed_in = state.get(SIGNED_IN).and_then(|json| serde_json::from_str::<SignedIn>(json).ok());
    signed_in.is_some_and(|signed_in| now.duration_since(signed_in.at) >= SIGN_IN_LIFETIME)
}

/// An extractor; needs [`super::keep_session`] around the handler.
pub struct TypedSession(pub(super) SessionFields);

impl TypedSession {
    /// A new key and an empty session, so that nothing from before the sign-in can be planted in it.
    /// The provider wants to see its ID token again at sign-out.
    pub fn sign_in(&self, signed_in: SignedIn, id_token: &str) -> Result<(), AuthError> {
        self.0.renew(&KEPT_AT_SIGN_IN);
        self.put(SIGNED_IN, &signed_in)?;
        self.put(ID_TOKEN, &id_token)?;
        self.put(FORM_TOKEN, &form_token::new())
    }

    pub fn signed_in(&self) -> Option<SignedIn> {
        self.read(SIGNED_IN)
    }

    pub fn is_signed_in(&self) -> bool {
        self.0.contains(SIGNED_IN)
    }

    /// Whether there may be a session that could not be read.
    pub fn is_unavailable(&self) -> bool {
        self.0.is_unavailable()
    }

    pub fn id_token(&self) -> Option<String> {
        self.read(ID_TOKEN)
    }

    pub fn person(&self) -> Option<Uuid> {
        self.signed_in().map(|signed_in| signed_in.person)
    }

    /// Ends the session here and in the browser, but for what a tester has set up: that goes on under a new key.
    pub fn sign_out(&self) {
        if TESTERS.iter().any(|name| self.0.contains(name)) { self.0.renew(&TESTERS) } else { self.0.end() }
    }

    /// As if its time had run out: nobody is signed in, and the browser still holds its cookie.
    pub fn expire(&self) {
        self.0.retain(&KEPT_AT_SIGN_IN);
    }

    /// The organisation that the person has chosen to act for. Whether they may is for the service to say.
    pub fn represented(&self) -> Option<OrganisationNumber> {
        self.read(REPRESENTED)
    }

    pub fn represent(&self, organisation: OrganisationNumber) -> Result<(), AuthError> {
        self.put(REPRESENTED, &organisation)
    }

    /// Forgets the organisation and the ticked clients.
    pub(super) fn forget_choices(&self) {
        self.0.remove(REPRESENTED);
        self.0.remove(CHOSEN);
    }

    /// The clients ticked for an access. Another access starts a new choice.
    pub fn chosen(&self, access: AccessId) -> Vec<OrganisationNumber> {
        let chosen: Option<(AccessId, Vec<OrganisationNumber>)> = self.read(CHOSEN);
        chosen.filter(|(of, _)| *of == access).map(|(_, clients)| clients).unwrap_or_default()
    }

    /// Remembers the choice, if it is not the present one: to set a field is a write.
    pub fn choose(&self, access: AccessId, clients: &[OrganisationNumber]) -> Result<(), AuthError> {
        if self.chosen(access) == clients { Ok(()) } else { self.put(CHOSEN, &(access, clients)) }
    }

    /// For a hidden field of every form.
    pub fn form_token(&self) -> Result<String, AuthError> {
        if let Some(token) = self.read(FORM_TOKEN) {
            return Ok(token);
        }
        let token = form_token::new();
        self.put(FORM_TOKEN, &token)?;
        Ok(token)
    }

    /// False for a session that has shown no form.
    pub fn verify_form_token(&self, given: &str) -> bool {
        let expected: Option<String> = self.read(FORM_TOKEN);
        expected.is_some_and(|expected| form_token::are_same(&expected, given))
    }

    /// For the next page only.
    pub fn put_flash(&self, message: &impl Serialize) -> Result<(), AuthError> {
        self.put(FLASH, message)
    }

    /// The message, which stays for the page to show.
    pub fn peek_flash<T: DeserializeOwned>(&self) -> Option<T> {
        self.read(FLASH)
    }

    pub fn take_flash<T: DeserializeOwned>(&self) -> Option<T> {
        self.take(FLASH)
    }

    pub(super) fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(&self.0.get(name)?).ok()
    }

    /// Looks first: to remove a field is a write.
    fn take<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let value = self.read(name);
        if self.0.contains(name) {
            self.0.remove(name);
        }
        value
    }

    pub(super) fn put(&self, name: &str, value: &impl Serialize) -> Result<(), AuthError> {
        let json = serde_json::to_string(value).map_err(|error| AuthError::Session(error.into()))?;
        self.0.set(name, json);
        Ok(())
    }
}

impl FromRequest for TypedSession {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(SessionFields::of(request))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::session_fields::SessionStatus;
    use crate::domain::world::WorldName;

    fn session() -> TypedSession {
        TypedSession(SessionFields::default())
    }

    fn kari() -> SignedIn {
        SignedIn { person: Uuid::from_u128(1), level: AuthenticationLevel(4), at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn signing_in_renews_the_session_and_leaves_nothing_from_before() {
        let session = session();
        let before = session.form_token().unwrap();
        session.represent("310609544".parse().unwrap()).unwrap();
        session.sign_in(kari(), "a.b.c").unwrap();
        assert_eq!(session.0.status(), SessionStatus::Renewed);
        assert_eq!(session.person(), Some(Uuid::from_u128(1)));
        assert_eq!(session.represented(), None);
        assert!(!session.verify_form_token(&before));
    }

    #[test]
    fn signing_out_leaves_nobody() {
        let session = session();
        session.sign_in(kari(), "a.b.c").unwrap();
        session.sign_out();
        assert_eq!(session.0.status(), SessionStatus::Ended);
        assert!(session.signed_in().is_none() && session.id_token().is_none());
    }

    #[test]
    fn a_testers_world_and_faults_outlast_sign_in_and_sign_out_and_nothing_else_does() {
        let session = session();
        let world: WorldName = "kari".parse().unwrap();
        session.choose_world(&world).unwrap();
        let faults = session.faults_key().unwrap();
        session.put_tester("Kari").unwrap();
        session.sign_in(kari(), "a.b.c").unwrap();
        session.represent("310609544".parse().unwrap()).unwrap();
        assert_eq!((session.world(), session.faults()), (Some(world.clone()), Some(faults)));
        session.sign_out();
        assert_eq!((session.world(), session.faults()), (Some(world), Some(faults)));
        assert_eq!(session.tester().as_deref(), Some("Kari"));
        assert!(session.signed_in().is_none() && session.represented().is_none());
        assert_eq!(session.0.status(), SessionStatus::Renewed);
    }

    #[test]
    fn a_form_token_stays_the_same_until_the_next_sign_in() {
        let session = session();
        assert!(!session.verify_form_token(""));
        let token = session.form_token().unwrap();
        assert_eq!(session.form_token().unwrap(), token);
        assert!(session.verify_form_token(&token));
        assert!(!session.verify_form_token("other"));
    }

    #[test]
    fn a_flash_is_shown_once_and_asking_without_one_writes_nothing() {
        let session = session();
        assert_eq!(session.take_flash::<String>(), None);
        assert!(!session.0.is_changed());
        session.put_flash(&"saved").unwrap();
        assert_eq!(session.take_flash::<String>().as_deref(), Some("saved"));
        assert_eq!(session.take_flash::<String>(), None);
    }
}
