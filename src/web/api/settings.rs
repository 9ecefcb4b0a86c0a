//! The points at which Altinn's documents, its behaviour and what would be better part: one switch a point.

use std::num::NonZeroUsize;

/// Which clients `clients/available` lists when it is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Available {
    /// Those that have every package: who is listed can be added.
    Eligible,
    /// Those that have at least one, as Altinn does.
    Any,
}

/// Where a problem says what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// In `title`, as Altinn's library has done since version 5.
    Title,
    /// In `detail`, as it did before, and as some programs still expect.
    Detail,
}

/// What somebody without any power over an owner learns of its system accesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existence {
    /// Nothing: they are answered as if there were none.
    Hidden,
    /// Whether there is one, as at Altinn, where it is looked up before the right to it.
    Revealed,
}

/// All settings.
#[derive(Debug, Clone)]
pub struct ApiSettings {
    pub available: Available,
    pub message: Message,
    pub existence: Existence,
    /// Rows of a list before `links.next`; `None`: one page has all, as at Altinn.
    pub page_size: Option<NonZeroUsize>,
    /// For each token; `None` for as many as one likes.
    pub requests_per_minute: Option<u32>,
}
