//! A name or text as a page shows it, in any language and wording.

use std::borrow::Cow;

use crate::domain::package::Localised;
use crate::i18n::{Lang, Wording, fill, label};

/// A text on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageText {
    /// The same in every language, such as a name.
    Plain(String),
    /// Given in each language.
    Each(Localised),
    /// A label from the language files.
    Label {
        /// Dotted, such as `dialog.add`.
        key: String,
        /// Values for the label's placeholders.
        values: Vec<(String, PageText)>,
        /// Text that follows the label directly.
        then: String,
    },
}

impl PageText {
    /// The text in a language and wording.
    /// An unknown label yields its key; validation excludes that.
    pub fn resolve(&self, lang: Lang, wording: Wording) -> Cow<'_, str> {
        match self {
            Self::Plain(text) => text.into(),
            Self::Each(texts) => in_language(texts, lang).into(),
            Self::Label { key, values, then } => {
                let values: Vec<_> =
                    values.iter().map(|(name, value)| (name.as_str(), value.resolve(lang, wording))).collect();
                let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_ref())).collect();
                let label = label(lang, wording, key).unwrap_or(key);
                // Accessible names have plain spaces where labels have hard ones.
                let resolved = fill(label, &values) + then;
                resolved.replace('\u{a0}', " ").into()
            }
        }
    }
}

/// The text in one language.
pub fn in_language(texts: &Localised, lang: Lang) -> &str {
    match lang {
        Lang::Nb => &texts.nb,
        Lang::Nn => &texts.nn,
        Lang::En => &texts.en,
    }
}
