//! Settings for where Altinn's documentation and behaviour differ.

use std::num::NonZeroUsize;

use clap::ValueEnum;

/// The clients that `clients/available` lists by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Available {
    /// Those that have every package, so that all listed clients can be added.
    Eligible,
    /// Those that have at least one package, as at Altinn.
    Any,
}

/// The field that holds a problem's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Message {
    /// `title`, as in Altinn's library since version 5.
    Title,
    /// `detail`, as in earlier versions; some programs still expect it.
    Detail,
}

/// Whether callers without permissions can learn that a system access exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Existence {
    /// Answer as if it did not exist.
    Hidden,
    /// Answer 403, as at Altinn: it looks up before it checks permissions.
    Revealed,
}

/// How the vendors' requests behave where Altinn is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Requests {
    /// A rejected request is told as such, only its vendor can withdraw a request, and no longer once it is accepted.
    Consistent,
    /// As at Altinn: a rejected request answers a repeat, any vendor can delete any request, and `escalated` is told by
    /// the lists and the look-up of requests for clients by external reference only.
    Original,
}

/// The API's settings.
#[derive(Debug, Clone)]
pub struct ApiSettings {
    pub available: Available,
    pub message: Message,
    pub existence: Existence,
    pub requests: Requests,
    /// Clients per page; `None`: all on one page, as at Altinn.
    pub page_size: Option<NonZeroUsize>,
    /// Per token, and per address without a valid token; `None`: no limit.
    pub requests_per_minute: Option<u32>,
}
