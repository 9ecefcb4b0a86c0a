//! `/guide/client-relationship`: explains how to set up a client relationship.

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

/// The guide. Its table is built from the same rule that grants packages.
#[derive(Template)]
#[template(path = "pages/relation_guide.html")]
pub struct RelationGuidePage {
    pub layout: Layout,
    pub table: Vec<RoleRow>,
    /// `None` if opened directly.
    pub back_url: Option<String>,
}

/// A role in Enhetsregisteret, and the packages and forms that it covers.
pub struct RoleRow {
    pub role: String,
    pub packages: Vec<String>,
    pub forms: String,
}

/// The page to link back to.
#[derive(Deserialize)]
pub struct GuideQuery {
    return_to: Option<String>,
}

/// Shows the guide; needs no sign-in.
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
