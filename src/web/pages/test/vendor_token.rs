//! The form of `/test/token` for a vendor's token: without a person, as Maskinporten's.

use serde::Deserialize;

use super::form_errors::{FormErrors, organisation_number};
use super::token_issuer::{TOKEN_LIFETIME, default_client};
use super::{IssueTokenRequest, TokenHolder};
use crate::domain::world::WorldName;
use crate::i18n::Texts;
use crate::web::api::vendor::{MASKINPORTEN_SCOPE, REGISTER_SCOPE, REQUEST_READ_SCOPE, REQUEST_WRITE_SCOPE};

/// The form, sent as a query.
#[derive(Debug, Clone, Deserialize)]
pub struct VendorTokenForm {
    /// Absent until the form is sent.
    pub vendor: Option<String>,
    #[serde(default = "default_client")]
    pub vendor_client: String,
    /// Present when ticked.
    pub request_write: Option<String>,
    pub request_read: Option<String>,
    pub register: Option<String>,
    pub maskinporten: Option<String>,
}

/// A tick box for a scope.
pub struct ScopeTick {
    pub name: &'static str,
    pub scope: &'static str,
    pub ticked: bool,
}

impl VendorTokenForm {
    /// The form's tick boxes. Before it is sent, those that a vendor's program needs are ticked.
    pub fn ticks(&self) -> [ScopeTick; 4] {
        let fresh = self.vendor.is_none();
        let tick = |name, scope, ticked: &Option<String>| ScopeTick { name, scope, ticked: ticked.is_some() };
        let ticks = [
            tick("request_write", REQUEST_WRITE_SCOPE, &self.request_write),
            tick("request_read", REQUEST_READ_SCOPE, &self.request_read),
            tick("register", REGISTER_SCOPE, &self.register),
            tick("maskinporten", MASKINPORTEN_SCOPE, &self.maskinporten),
        ];
        ticks.map(|tick| ScopeTick { ticked: tick.ticked || (fresh && tick.name != "maskinporten"), ..tick })
    }

    /// What to issue, for a number as typed.
    pub fn request(&self, t: &Texts, vendor: &str, world: &WorldName) -> Result<IssueTokenRequest, FormErrors> {
        let mut errors = FormErrors::default();
        let number = errors.number("vendor", vendor, &|fault| organisation_number(t, fault));
        if self.vendor_client.trim().is_empty() {
            errors.add("vendor_client", &t.test.form.program);
        }
        let (Some(number), true) = (number, errors.is_empty()) else { return Err(errors) };
        let ticks = self.ticks();
        let scopes: Vec<_> = ticks.iter().filter(|tick| tick.ticked).map(|tick| tick.scope).collect();
        Ok(IssueTokenRequest {
            holder: TokenHolder::Organisation(number),
            client_id: self.vendor_client.clone(),
            scope: scopes.join(" "),
            lifetime: TOKEN_LIFETIME,
            world: world.clone(),
        })
    }
}
