//! Forms with CSRF protection: each carries the session's form token.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use url::form_urlencoded;

use super::error::WebError;
use super::request_context::RequestContext;

/// Name of the hidden field with the token.
const TOKEN: &str = "form_token";

/// A received form; only [`ProtectedForm::verified`] gives its content.
pub struct ProtectedForm<T> {
    body: Bytes,
    content: PhantomData<T>,
}

impl<T: DeserializeOwned> ProtectedForm<T> {
    /// The content, if somebody is signed in and the token belongs to the session.
    ///
    /// A repeated field, such as a checkbox, is deserialised as a list.
    pub fn verified(self, context: &RequestContext) -> Result<T, WebError> {
        context.person()?;
        let token = form_urlencoded::parse(&self.body).find(|(name, _)| name == TOKEN);
        if !token.is_some_and(|(_, token)| context.session.verify_form_token(&token)) {
            return Err(WebError::FormToken);
        }
        serde_html_form::from_bytes(&self.body).map_err(|_| WebError::BadInput)
    }
}

impl<T> FromRequest for ProtectedForm<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Bytes::from_request(request, payload);
        Box::pin(async { Ok(Self { body: body.await?, content: PhantomData }) })
    }
}
