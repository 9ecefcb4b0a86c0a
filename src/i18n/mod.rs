//! Every word that a user reads, in Bokmål, Nynorsk and English.
//!
//! A language is one TOML file read into [`Texts`]: a key that code uses and the struct lacks fails compilation,
//! a key that a file lacks fails the tests. Norwegian says "kunde" or "klient" by [`Wording`]; the second is an
//! overlay of the few texts in which the word stands. Knows nothing of pages.

mod from_toml;
mod labels;
mod lang;
mod loader;
mod placeholders;
mod text;
mod texts;

pub use labels::label;
pub use lang::{Lang, Wording};
pub use loader::texts;
pub use placeholders::fill;
pub use text::Text;
pub use texts::*;
