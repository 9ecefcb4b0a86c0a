//! Sends commands of Chromium's protocol as method and JSON.
//!
//! The client library's typed responses fail on values newer than the library, and every Chromium adds some to the
//! accessibility tree.

use std::borrow::Cow;

use chromiumoxide::{Command, Method};
use serde::Serialize;
use serde_json::Value;

use super::error::{Error, Result};

#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Call {
    #[serde(skip)]
    method: &'static str,
    params: Value,
}

impl Method for Call {
    fn identifier(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.method)
    }
}

impl Command for Call {
    type Response = Value;
}

/// Sends one command to the page's session.
pub async fn call(page: &chromiumoxide::Page, method: &'static str, params: Value) -> Result<Value> {
    let answer = page.execute(Call { method, params }).await;
    answer.map(|answer| answer.result).map_err(|source| Error::Protocol { method, source })
}
