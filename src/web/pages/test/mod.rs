//! `/test`: what a tester needs beside the portal. Only in test mode, and only for the world that the session is in.
//!
//! Nobody has to be signed in here, so these forms carry no token: that they come from the portal's own pages is checked
//! before any handler.

pub mod api;
pub mod clock;
pub mod events;
pub mod faults;
pub mod index;
mod mint;
pub mod multipart;
pub mod requests;
pub mod scenarios;
pub mod token;
pub mod walkthroughs;
pub mod worlds;

pub use mint::{MintOrder, Minter, Tools};

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::{Bytes, Redirect};
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use crate::web::chrome::{Chrome, Section};
use crate::web::error::WebError;
use crate::web::flash::Flash;
use crate::web::redirect;
use crate::web::urls;
use crate::web::visit::Visit;

/// What surrounds every page of the tools: the portal's own frame, and the way to the other tools.
pub struct Frame {
    pub chrome: Chrome,
    pub tools: Vec<ToolLink>,
}

/// One of the tools.
pub struct ToolLink {
    pub href: &'static str,
    pub label: String,
    pub current: bool,
}

/// The frame of the tool at this address. To be made after the first question: it says what time it is in the world.
pub async fn frame(visit: &Visit, address: &str) -> Result<Frame, WebError> {
    let t = &visit.t.test;
    let tools = [
        (urls::TEST, &t.people.tab),
        (urls::TEST_SCENARIOS, &t.scenarios.tab),
        (urls::TEST_WORLDS, &t.worlds.tab),
        (urls::TEST_EVENTS, &t.events.tab),
        (urls::TEST_FAULTS, &t.faults.tab),
        (urls::TEST_CLOCK, &t.clock.tab),
        (urls::TEST_WALKTHROUGHS, &t.walkthroughs.tab),
    ];
    let title = tools.iter().find(|(href, _)| *href == address).map_or(&t.title, |(_, label)| *label);
    let title = if address == urls::TEST { t.title.clone() } else { format!("{title} – {}", t.title) };
    let chrome = visit.signed_in_chrome(&title, Section::Outside).await?;
    let link =
        |(href, label): (&'static str, &String)| ToolLink { href, label: label.clone(), current: href == address };
    Ok(Frame { chrome, tools: tools.into_iter().map(link).collect() })
}

/// Back to a tool, which says once what was done.
pub fn said(visit: &Visit, address: &str, words: String) -> Result<Redirect, WebError> {
    visit.session.put_flash(&Flash { said: Some(words), ..Flash::default() })?;
    Ok(redirect(address))
}

/// A form of the tools; what does not fit is for the handler to say in words.
pub struct TestForm<T>(pub Option<T>);

impl<T: DeserializeOwned + 'static> FromRequest for TestForm<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Bytes::from_request(request, payload);
        Box::pin(async { Ok(Self(serde_urlencoded::from_bytes(&body.await?).ok())) })
    }
}
