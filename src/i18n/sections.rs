//! Declares the sections of a language file: one struct per section, one field per text.

macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty),+ $(,)? })+) => {
        $($(#[$doc])*
        #[derive(Debug)]
        #[expect(missing_docs, reason = "the key says what the text is")]
        pub struct $name { $(pub $field: $kind),+ }

        impl $crate::i18n::from_toml::FromToml for $name {
            fn from_toml(key: &str, value: Option<toml::Value>) -> Result<Self, $crate::i18n::from_toml::LoadError> {
                let mut section = $crate::i18n::from_toml::TableReader::of(key, value)?;
                let read = Self { $($field: section.take(stringify!($field))?),+ };
                section.finish().map(|()| read)
            }
        })+
    };
}

pub(super) use sections;
