//! `/guide/client-relationship`: explains how to set up a client relationship.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::auth::ReturnTo;
use crate::domain::package::PackageCode;
use crate::domain::role::ROLE_GRANTS;
use crate::web::error::WebError;
use crate::web::layout::{Breadcrumb, Layout, Section};
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::{format, urls};

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
    pub packages: Vec<PackageName>,
    pub forms: String,
}

/// A package's name, and its urn in two parts with room for a line break between them.
pub struct PackageName {
    pub name: String,
    pub urn_prefix: &'static str,
    pub code: String,
}

/// The page to link back to.
#[derive(Deserialize)]
pub struct GuideQuery {
    return_to: Option<String>,
}

/// Shows the guide; needs no sign-in.
pub async fn show(context: RequestContext, query: Query<GuideQuery>) -> Result<Page<RelationGuidePage>, WebError> {
    let t = context.t;
    let mut layout = context.signed_in_layout(&t.relation_guide.title, Section::RelationGuide).await?;
    layout.breadcrumbs = vec![
        Breadcrumb { label: t.common.start.to_string(), href: Some(urls::START.to_owned()) },
        Breadcrumb { label: t.relation_guide.title.to_string(), href: None },
    ];
    let table = ROLE_GRANTS.iter().map(|grant| RoleRow {
        role: format::er_role(t, grant.role).to_owned(),
        packages: grant
            .packages
            .iter()
            .map(|code| PackageName {
                name: format::package_name(context.locale(), &PackageCode::from(*code)).to_owned(),
                urn_prefix: PackageCode::URN,
                code: (*code).to_owned(),
            })
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
