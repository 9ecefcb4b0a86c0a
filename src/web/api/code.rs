//! The codes of problems.

/// A problem's code, with its status and message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    pub status: u16,
    /// `AUTH-…` at Altinn too, `KP-…` only here.
    pub id: &'static str,
    pub title: &'static str,
}
