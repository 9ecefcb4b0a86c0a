//! A name or text as it stands on a page, in any language and wording.

use std::borrow::Cow;

use crate::domain::package::Localised;
use crate::i18n::{Lang, Wording, fill, label};

/// What a page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageText {
    /// The same in every language, such as a name.
    Plain(String),
    /// Given in each language.
    Each(Localised),
    /// A label of the portal's catalogue.
    Label {
        /// Dotted, such as `dialog.add`.
        key: String,
        /// What stands in the label's braces.
        values: Vec<(String, PageText)>,
        /// What the page says right after the label.
        then: String,
    },
}

impl PageText {
    /// The words on the page. A label that does not exist is its key; a checked file has none such.
    pub fn resolve(&self, lang: Lang, wording: Wording) -> Cow<'_, str> {
        match self {
            Self::Plain(text) => text.into(),
            Self::Each(texts) => in_language(texts, lang).into(),
            Self::Label { key, values, then } => {
                let values: Vec<_> =
                    values.iter().map(|(name, value)| (name.as_str(), value.resolve(lang, wording))).collect();
                let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_ref())).collect();
                let label = label(lang, wording, key).unwrap_or(key);
                // A name may carry a soft hyphen or a hard space; what assistive technology has is plain.
                let resolved = fill(label, &values) + then;
                resolved.replace('\u{a0}', " ").into()
            }
        }
    }
}

/// The text of one language.
pub fn in_language(texts: &Localised, lang: Lang) -> &str {
    match lang {
        Lang::Nb => &texts.nb,
        Lang::Nn => &texts.nn,
        Lang::En => &texts.en,
    }
}
