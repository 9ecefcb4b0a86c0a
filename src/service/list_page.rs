//! One page of a list that is in memory.

/// One page of a list.
#[derive(Debug)]
pub struct ListPage<T> {
    pub rows: Vec<T>,
    /// The page shown, from 1.
    pub page: usize,
    pub pages: usize,
    /// How many rows all pages have.
    pub total: usize,
}

impl<T> ListPage<T> {
    /// A page of these, each made into a row; a page after the last is the last.
    pub(super) fn of<S>(
        all: impl Iterator<Item = S> + Clone,
        page: usize,
        size: usize,
        row: impl FnMut(S) -> T,
    ) -> Self {
        let (total, size) = (all.clone().count(), size.max(1));
        let pages = total.div_ceil(size).max(1);
        let page = page.clamp(1, pages);
        Self { rows: all.skip((page - 1) * size).take(size).map(row).collect(), page, pages, total }
    }
}
