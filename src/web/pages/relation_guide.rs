//! `/guide/client-relationship`: how a client relationship is set up.

use askama::Template;

use crate::web::chrome::Chrome;

/// The guide. Its sentences come from the catalogue, the table from the rule itself.
#[derive(Template)]
#[template(path = "pages/relation_guide.html")]
pub struct RelationGuidePage {
    pub chrome: Chrome,
    pub table: Vec<RoleRow>,
    /// Back to where the reader came from; `None` when opened directly.
    pub back_url: Option<String>,
}

/// An ER role, the packages that it gives, and for whom.
pub struct RoleRow {
    pub role: String,
    pub packages: Vec<String>,
    pub forms: String,
}
