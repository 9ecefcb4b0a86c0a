//! One text of a language file, in plain form for code and escaped once for templates.

use std::fmt::{self, Display, Formatter, Write};
use std::ops::Deref;

use askama::filters::{Html, HtmlSafe, escape};
use askama::{FastWritable, Values};

/// A text: code sees it as the plain string that it is, an HTML template prints it as escaped when it was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    plain: String,
    /// Right in an element and in a quoted attribute.
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

/// The plain text, so that `format!` and `to_string` give what is escaped later like any other string.
impl Display for Text {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        formatter.write_str(&self.plain)
    }
}

/// Makes a template print [`FastWritable`] as it is; askama never prints such a type by its [`Display`].
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
