//! The people who can sign in, as a trait that the host implements.

/// One entry of the list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// 11 digits.
    pub national_id: String,
    pub name: String,
    /// One line on what this person can be used for, in the requested language.
    pub note: String,
}

/// Who may sign in. Calls may block (a database behind it is expected): they are made off the async threads.
pub trait Directory: Send + Sync {
    /// People to offer, in the order to show them. `lang` is "nb", "nn" or "en"; `world` is the set of people that the
    /// client named; only the host knows what it means.
    fn people(&self, lang: &str, world: Option<&str>) -> Vec<Person>;

    /// A typed national id as the 11 digits of a synthetic person. It need not be one of [`Self::people`].
    fn check(&self, typed: &str) -> Result<String, NotANationalId>;

    fn name_of(&self, national_id: &str, world: Option<&str>) -> Option<String>;
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
    #[error("more than one number")]
    Several,
}
