//! All texts of the portal's pages in Bokmål, Nynorsk and English.
//!
//! The embedded sign-in has its own.
//!
//! Each language is read from TOML into [`Texts`]: a key missing in the struct fails compilation, a key missing in a
//! file fails the tests. Norwegian says "kunde" or "klient" by [`Wording`]; "klient" is an overlay with the texts that
//! contain the word.

mod from_toml;
mod labels;
mod lang;
mod loader;
mod placeholders;
mod relationship_texts;
mod sections;
mod text;
mod texts;

pub use labels::label;
pub use lang::{Lang, Wording};
pub use loader::texts;
pub use placeholders::fill;
pub use relationship_texts::*;
pub use text::Text;
pub use texts::*;
