//! Links to the pages of a list.

use crate::i18n::{Texts, fill};

/// Links to the pages of a list.
pub struct Pagination {
    pub previous: Option<String>,
    pub next: Option<String>,
    /// The page numbers, for the dialog, where pages are buttons.
    pub previous_number: Option<usize>,
    pub next_number: Option<usize>,
    pub items: Vec<PageLink>,
}

/// A page number or a gap.
pub enum PageLink {
    Page { number: usize, href: String, label: String, current: bool },
    Gap,
}

/// Links to the first, the last and the nearest pages; `None` for one page.
pub fn pagination(t: &Texts, current: usize, last: usize, href: impl Fn(usize) -> String) -> Option<Pagination> {
    if last <= 1 {
        return None;
    }
    let link = |number: usize| PageLink::Page {
        number,
        href: href(number),
        label: fill(&t.common.page_n, &[("number", &number.to_string())]),
        current: number == current,
    };
    let mut items = Vec::new();
    let mut before = 0;
    let around = current.saturating_sub(1).max(2)..=(current + 1).min(last.saturating_sub(1));
    for number in std::iter::once(1).chain(around).chain([last]) {
        match number - before {
            1 => {}
            2 => items.push(link(number - 1)),
            _ => items.push(PageLink::Gap),
        }
        items.push(link(number));
        before = number;
    }
    let previous_number = (current > 1).then(|| current - 1);
    let next_number = (current < last).then_some(current + 1);
    let (previous, next) = (previous_number.map(&href), next_number.map(&href));
    Some(Pagination { previous, next, previous_number, next_number, items })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Wording, texts};

    /// The linked page numbers, with 0 for a gap.
    fn linked(current: usize, last: usize) -> Vec<usize> {
        let pages = pagination(texts(Lang::Nb, Wording::Kunde), current, last, |number| number.to_string());
        let number = |item: &PageLink| match item {
            PageLink::Page { number, .. } => *number,
            PageLink::Gap => 0,
        };
        pages.map(|pages| pages.items.iter().map(number).collect()).unwrap_or_default()
    }

    #[test]
    fn there_are_links_to_the_first_page_the_last_and_those_around_and_no_gap_of_one() {
        assert_eq!(linked(1, 1), [0; 0]);
        assert_eq!(linked(1, 2), [1, 2]);
        assert_eq!(linked(1, 5000), [1, 2, 0, 5000]);
        assert_eq!(linked(3, 5), [1, 2, 3, 4, 5]);
        assert_eq!(linked(4, 7), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(linked(5, 9), [1, 0, 4, 5, 6, 0, 9]);
        assert_eq!(linked(9, 9), [1, 0, 8, 9]);
    }
}
