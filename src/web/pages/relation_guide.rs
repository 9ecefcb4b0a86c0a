//! `/guide/client-relationship`: how a client relationship is set up.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::auth::ReturnTo;
use crate::domain::package::PackageCode;
use crate::domain::role::ROLE_GRANTS;
use crate::web::error::WebError;
use crate::web::format;
use crate::web::layout::{Layout, Section};
use crate::web::page::Page;
use crate::web::request_context::RequestContext;

/// The guide. Its sentences come from the catalogue, the table from the rule itself.
#[derive(Template)]
#[template(path = "pages/relation_guide.html")]
pub struct RelationGuidePage {
    pub layout: Layout,
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

/// Where the reader came from.
#[derive(Deserialize)]
pub struct GuideQuery {
    return_to: Option<String>,
}

/// Shows the guide, to anybody.
pub async fn show(context: RequestContext, query: Query<GuideQuery>) -> Result<Page<RelationGuidePage>, WebError> {
    let t = context.t;
    let layout = context.signed_in_layout(&t.relation_guide.title, Section::RelationGuide).await?;
    let table = ROLE_GRANTS.iter().map(|grant| RoleRow {
        role: format::er_role(t, grant.role).to_owned(),
        packages: grant
            .packages
            .iter()
            .map(|code| format::package_name(context.locale(), &PackageCode::from(*code)).to_owned())
            .collect(),
        forms: if grant.forms.is_empty() {
            t.relation_guide.any_form.to_string()
        } else {
            format::forms(t, grant.forms)
        },
    });
    let back_url = query.return_to.as_deref().and_then(ReturnTo::parse).map(String::from);
    Ok(Page::ok(RelationGuidePage { layout, table: table.collect(), back_url }))
}
