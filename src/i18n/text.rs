//! One text of a language file: plain for code, and already escaped for templates.

use std::fmt::{self, Display, Formatter, Write};
use std::ops::Deref;

use askama::filters::{Html, HtmlSafe, escape};
use askama::{FastWritable, Values};

/// A text that code reads as plain string and templates print escaped.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    plain: String,
    /// Escaped for element content and quoted attributes.
    html: String,
}

impl Text {
    pub(super) fn new(plain: String) -> Self {
        let html = escape(&plain, Html).map_or_else(|never| match never {}, |escaped| escaped.to_string());
        Self { plain, html }
    }

    pub fn as_str(&self) -> &str {
        &self.plain
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> Self {
        text.plain.clone()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.plain
    }
}

/// The plain text, so that `format!` results are escaped later like other strings.
impl Display for Text {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        formatter.write_str(&self.plain)
    }
}

/// Makes templates print the [`FastWritable`] form without escaping it again.
impl HtmlSafe for Text {}

impl FastWritable for Text {
    fn write_into(&self, page: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
        Ok(page.write_str(&self.html)?)
    }
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::*;

    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% macro m(label) %}<b title="{{ label }}">{{ label }}</b>{% endmacro -%}
{% call m(text) %}{% endcall %}{% for text in texts %}{{ text }}{% endfor %}{{ text.replace("b", "<") }}{{ filled }}"#
    )]
    struct Page<'a> {
        text: &'a Text,
        texts: Vec<&'a Text>,
        filled: String,
    }

    #[test]
    fn a_template_escapes_a_text_once_wherever_it_stands_and_what_code_makes_of_it_too() {
        let text = Text::new(r#"a & "b""#.to_owned());
        let page = Page { text: &text, texts: vec![&text], filled: format!("{text}<{}>", &*text) };
        let once = "a &#38; &#34;b&#34;";
        let expected = format!("<b title=\"{once}\">{once}</b>{once}a &#38; &#34;&#60;&#34;{once}&#60;{once}&#62;");
        assert_eq!(page.render().unwrap(), expected);
    }
}
