//! A parsed page. Elements that are inert are ignored.

use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode, Url};
use scraper::{ElementRef, Html, Selector};

pub struct Page {
    pub url: Url,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: Html,
}

impl Page {
    pub async fn of(response: Response) -> Self {
        Self {
            url: response.url().clone(),
            status: response.status(),
            headers: response.headers().clone(),
            html: Html::parse_document(&response.text().await.unwrap()),
        }
    }

    /// Path and query.
    pub fn path(&self) -> &str {
        &self.url[url::Position::BeforePath..url::Position::AfterQuery]
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The text of the `h1`.
    pub fn heading(&self) -> String {
        self.texts("h1").join(" | ")
    }

    pub fn lang(&self) -> String {
        self.attribute("html", "lang").unwrap_or_default()
    }

    /// The text of the snackbar.
    pub fn confirmation(&self) -> String {
        self.texts("#snackbar [data-announce]").join(" | ")
    }

    /// The titles of a list's rows.
    pub fn rows(&self, within: &str) -> Vec<String> {
        self.texts(&format!("{within} .rows .row-title"))
    }

    pub fn elements(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(selector).unwrap();
        self.html.select(&selector).filter(|element| !is_inert(*element)).collect()
    }

    pub fn count(&self, selector: &str) -> usize {
        self.elements(selector).len()
    }

    /// The text of each matching element, with single spaces.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.elements(selector).into_iter().map(text).collect()
    }

    /// The text of the first matching element.
    pub fn text(&self, selector: &str) -> Option<String> {
        self.texts(selector).into_iter().next()
    }

    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.elements(selector).first().and_then(|element| element.attr(name)).map(str::to_owned)
    }

    /// The only button whose accessible name contains the text; one that opens a popover of the same name does not count.
    pub fn button(&self, name: &str) -> Option<ElementRef<'_>> {
        self.only("button:not([popovertarget])", name).or_else(|| self.only("button", name))
    }

    /// The only link whose accessible name contains the text.
    pub fn link(&self, name: &str) -> Option<ElementRef<'_>> {
        self.only("a[href]", name)
    }

    /// The `href` of the link whose accessible name contains the text.
    pub fn link_target(&self, name: &str) -> Option<String> {
        self.link(name).and_then(|link| link.attr("href")).map(str::to_owned)
    }

    /// Matches with the same `href` count as one: both menus have them.
    fn only(&self, selector: &str, name: &str) -> Option<ElementRef<'_>> {
        let found: Vec<_> =
            self.elements(selector).into_iter().filter(|element| accessible_name(*element).contains(name)).collect();
        let targets: std::collections::HashSet<_> = found.iter().map(|element| element.attr("href")).collect();
        assert!(
            found.len() < 2 || targets.len() == 1 && !targets.contains(&None) || is_sign_out(&found),
            "{name:?} is the name of several elements of {}: {:?}",
            self.url,
            found.iter().map(|element| accessible_name(*element)).collect::<Vec<_>>()
        );
        found.into_iter().next()
    }
}

/// Both the account selector and the menu have a sign-out form.
fn is_sign_out(found: &[ElementRef]) -> bool {
    let actions = found.iter().filter_map(|element| form_around(*element)?.attr("action"));
    actions.collect::<Vec<_>>() == vec!["/sign-out"; found.len()]
}

pub fn form_around(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    element.ancestors().filter_map(ElementRef::wrap).find(|ancestor| ancestor.value().name() == "form")
}

/// The text of an element, with single spaces.
pub fn text(element: ElementRef) -> String {
    with_single_spaces(&element.text().collect::<String>())
}

/// The accessible name: `aria-label`, else content not `aria-hidden`.
pub fn accessible_name(element: ElementRef) -> String {
    if let Some(label) = element.attr("aria-label") {
        return with_single_spaces(label);
    }
    let shown = element.descendants().filter_map(|node| {
        let hidden =
            node.ancestors().filter_map(ElementRef::wrap).any(|ancestor| ancestor.attr("aria-hidden") == Some("true"));
        node.value().as_text().filter(|_| !hidden).map(|text| text.to_string())
    });
    with_single_spaces(&shown.collect::<String>())
}

fn is_inert(element: ElementRef) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|ancestor| ancestor.attr("inert").is_some())
}

fn with_single_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
