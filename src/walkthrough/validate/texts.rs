//! Validates texts: roles and labels exist, labels get the values they need.

use toml::Spanned;

use super::Validator;
use crate::domain::package::Localised;
use crate::i18n::{Lang, Wording, label};
use crate::walkthrough::guide_text::{GuideText, Segment, segments};
use crate::walkthrough::model::Target;
use crate::walkthrough::page_text::{PageText, in_language};
use crate::walkthrough::schema::{SpannedString, SpannedText, TargetEntry, TextEntry};

/// ARIA roles that occur on the portal's pages.
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

impl Validator<'_> {
    /// A guide text in three languages. It may quote only labels without placeholders.
    pub(super) fn guide_text(&mut self, texts: &Spanned<Localised>) -> Option<GuideText> {
        let mut valid = true;
        for lang in Lang::ALL {
            let text = in_language(texts.get_ref(), lang);
            let problem = if text.trim().is_empty() { Some("is empty".to_owned()) } else { label_error(text) };
            if let Some(problem) = problem {
                self.source.report_in(&texts.span(), lang.code(), problem);
                valid = false;
            }
        }
        valid.then(|| GuideText(texts.get_ref().clone()))
    }

    pub(super) fn target(&mut self, entry: TargetEntry) -> Option<Target> {
        self.role_and_name(&entry.role, entry.name)
    }

    pub(super) fn role_and_name(&mut self, role: &SpannedString, name: SpannedText) -> Option<Target> {
        let known = ROLES.contains(&role.get_ref().as_str());
        if !known {
            let problem = format!("`{}` is not known, expected one of {}", role.get_ref(), ROLES.join(", "));
            self.source.report(&role.span(), problem);
        }
        let name = self.name(name)?;
        known.then(|| Target { role: role.get_ref().clone(), name })
    }

    pub(super) fn name(&mut self, name: SpannedText) -> Option<PageText> {
        let span = name.span();
        match page_text(name.into_inner()) {
            Ok(text) => {
                if let PageText::Plain(name) = &text {
                    self.names.push((name.clone(), span));
                }
                Some(text)
            }
            Err(problem) => {
                self.source.report(&span, problem);
                None
            }
        }
    }
}

/// The first error in the labels that a guide text quotes.
fn label_error(text: &str) -> Option<String> {
    segments(text).into_iter().find_map(|segment| match segment {
        Segment::Words(_) => None,
        Segment::Label(key) => check_label(key, &[]).err(),
    })
}

fn page_text(entry: TextEntry) -> Result<PageText, String> {
    match entry {
        TextEntry::Plain(text) if text.trim().is_empty() => Err("is empty".to_owned()),
        TextEntry::Plain(text) => Ok(PageText::Plain(text)),
        TextEntry::Each(texts) => Ok(PageText::Each(texts)),
        TextEntry::Label { label: key, then, values } => {
            let given: Vec<_> = values.keys().map(String::as_str).collect();
            check_label(&key, &given)?;
            let values = values.into_iter().map(|(name, value)| Ok((name, page_text(value)?)));
            Ok(PageText::Label { key, values: values.collect::<Result<_, String>>()?, then })
        }
    }
}

/// Checks that the label exists and that exactly its placeholders have values.
fn check_label(key: &str, given: &[&str]) -> Result<(), String> {
    let found = label(Lang::Nb, Wording::Kunde, key).ok_or_else(|| format!("there is no label `{key}`"))?;
    let needed: Vec<_> = segments(found)
        .into_iter()
        .filter_map(|segment| match segment {
            Segment::Label(name) => Some(name),
            Segment::Words(_) => None,
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
