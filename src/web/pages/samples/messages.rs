//! Samples of the relation guide and of an error.

use super::{ACCESS, layout};
use crate::domain::package::PackageCode;
use crate::i18n::{Lang, Wording, fill, texts};
use crate::web::layout::{Layout, Section};
use crate::web::pages::message::{MessageLink, MessagePage};
use crate::web::pages::relation_guide::{PackageName, RelationGuidePage, RoleRow};

pub fn guide(lang: Lang) -> RelationGuidePage {
    let t = texts(lang, Wording::Kunde);
    let package = |name: &str| PackageName {
        name: name.to_owned(),
        urn_prefix: PackageCode::URN,
        code: name.to_lowercase().replace(' ', "-"),
    };
    let row = |role: &str, forms: &str| RoleRow {
        role: role.to_owned(),
        packages: ["Ansvarlig revisor", "Revisormedarbeider"].map(package).into(),
        forms: forms.to_owned(),
    };
    RelationGuidePage {
        layout: Layout { section: Section::RelationGuide, ..layout(lang, &t.relation_guide.title) },
        table: vec![row(&t.er_role.auditor, &t.relation_guide.any_form), row(&t.er_role.business_manager, "ESEK, BRL")],
        back_url: Some(ACCESS.to_owned()),
    }
}

pub fn message(lang: Lang) -> MessagePage {
    let t = texts(lang, Wording::Kunde);
    let link = |href: &str, label: &str| MessageLink { href: href.to_owned(), label: label.to_owned() };
    MessagePage {
        layout: layout(lang, &t.errors.not_found_title),
        heading: t.errors.not_found_title.to_string(),
        text: t.errors.not_found.to_string(),
        links: vec![link("/", &t.errors.to_overview), link("/", &t.errors.to_start)],
        reference: fill(&t.errors.reference, &[("id", "0197a2c4-6d7e-7c1a-9f00-5f7d6f2b1a11")]),
    }
}
