//! What the provider must be told about people. The host implements it; the provider never asks where they come from.

/// One entry of the list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// 11 digits.
    pub national_id: String,
    pub name: String,
    /// One line on what this person is good for, in the language that was asked for.
    pub note: String,
}

/// Who may sign in. Calls may block (a database behind it is expected): they are made off the async threads.
pub trait Directory: Send + Sync {
    /// People to offer, in the order to show them. `lang` is "nb", "nn" or "en"; `within` is what the client said of
    /// where they are to be sought, and means something to the host alone.
    fn people(&self, lang: &str, within: Option<&str>) -> Vec<Person>;

    /// A typed national id as the 11 digits of a synthetic person. It need not be one of [`Self::people`].
    fn check(&self, typed: &str) -> Result<String, NotANationalId>;

    fn name_of(&self, national_id: &str, within: Option<&str>) -> Option<String>;
}

/// Why what was typed is not the national id of a synthetic person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotANationalId {
    #[error("not 11 digits")]
    Length,
    #[error("check digits do not fit")]
    Checksum,
    #[error("not a synthetic number")]
    NotSynthetic,
}
