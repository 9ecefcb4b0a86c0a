//! Names and sentences: that labels exist, and that what stands in their braces is given.

use toml::Spanned;

use super::Checker;
use crate::domain::package::Localised;
use crate::i18n::{Lang, Wording, label};
use crate::walkthrough::contents::Target;
use crate::walkthrough::prose::{Piece, Prose, pieces};
use crate::walkthrough::raw::{Name, RawTarget, RawText, Word};
use crate::walkthrough::text::{Text, in_language};

/// Roles that the portal's pages have.
const ROLES: [&str; 25] = [
    "alert",
    "article",
    "banner",
    "button",
    "cell",
    "checkbox",
    "combobox",
    "complementary",
    "contentinfo",
    "dialog",
    "document",
    "form",
    "group",
    "heading",
    "link",
    "list",
    "listitem",
    "main",
    "navigation",
    "option",
    "radio",
    "region",
    "searchbox",
    "status",
    "textbox",
];

impl Checker<'_> {
    /// A sentence in three languages; its braces hold labels that need nothing filled in.
    pub(super) fn prose(&mut self, texts: &Spanned<Localised>) -> Option<Prose> {
        let mut good = true;
        for lang in Lang::ALL {
            let text = in_language(texts.get_ref(), lang);
            let problem = if text.trim().is_empty() { Some("is empty".to_owned()) } else { quotes(text) };
            if let Some(problem) = problem {
                self.document.fault_in(&texts.span(), lang.code(), problem);
                good = false;
            }
        }
        good.then(|| Prose(texts.get_ref().clone()))
    }

    pub(super) fn target(&mut self, raw: RawTarget) -> Option<Target> {
        self.role_and_name(&raw.role, raw.name)
    }

    pub(super) fn role_and_name(&mut self, role: &Word, name: Name) -> Option<Target> {
        let known = ROLES.contains(&role.get_ref().as_str());
        if !known {
            let problem = format!("`{}` is not known, expected one of {}", role.get_ref(), ROLES.join(", "));
            self.document.fault(&role.span(), problem);
        }
        let name = self.name(name)?;
        known.then(|| Target { role: role.get_ref().clone(), name })
    }

    pub(super) fn name(&mut self, name: Name) -> Option<Text> {
        let place = name.span();
        match text(name.into_inner()) {
            Ok(text) => Some(text),
            Err(problem) => {
                self.document.fault(&place, problem);
                None
            }
        }
    }
}

/// What is wrong with the labels of a sentence.
fn quotes(text: &str) -> Option<String> {
    pieces(text).into_iter().find_map(|piece| match piece {
        Piece::Words(_) => None,
        Piece::Label(key) => fitting(key, &[]).err(),
    })
}

fn text(raw: RawText) -> Result<Text, String> {
    match raw {
        RawText::Plain(text) if text.trim().is_empty() => Err("is empty".to_owned()),
        RawText::Plain(text) => Ok(Text::Plain(text)),
        RawText::Each(texts) => Ok(Text::Each(texts)),
        RawText::Label { label: key, then, values } => {
            let given: Vec<_> = values.keys().map(String::as_str).collect();
            fitting(&key, &given)?;
            let values = values.into_iter().map(|(name, value)| Ok((name, text(value)?)));
            Ok(Text::Label { key, values: values.collect::<Result<_, String>>()?, then })
        }
    }
}

/// Whether there is such a label and these are the values that it needs.
fn fitting(key: &str, given: &[&str]) -> Result<(), String> {
    let found = label(Lang::Nb, Wording::Kunde, key).ok_or_else(|| format!("there is no label `{key}`"))?;
    let needed: Vec<_> = pieces(found)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Label(name) => Some(name),
            Piece::Words(_) => None,
        })
        .collect();
    if let Some(missing) = needed.iter().find(|name| !given.contains(name)) {
        return Err(format!("the label `{key}`, \"{found}\", needs a value for `{missing}`"));
    }
    match given.iter().find(|name| !needed.contains(name)) {
        Some(unknown) => Err(format!("the label `{key}`, \"{found}\", has no `{unknown}`")),
        None => Ok(()),
    }
}
