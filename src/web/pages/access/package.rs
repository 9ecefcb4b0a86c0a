//! Access packages, as the pages of accesses and requests list them.

use crate::domain::access::AccessKind;
use crate::domain::package::AccessPackage;
use crate::domain::role::ROLE_GRANTS;
use crate::i18n::fill;
use crate::web::format;
use crate::web::request_context::RequestContext;

/// An access package, with a disclosure of what it covers.
pub struct PackageView {
    pub name: String,
    /// "2 tjenester".
    pub summary: String,
    /// "Område: Fullmakter for revisor".
    pub area: String,
    /// A sentence about how a client gives the package to the provider; empty for an own access.
    pub source: String,
    /// "Innrapportering boligselskap (Skatteetaten)".
    pub services: Vec<String>,
}

/// A package as shown on an access of this kind.
pub fn package_view(context: &RequestContext, kind: AccessKind, package: &AccessPackage) -> PackageView {
    let (t, lang) = (context.t, context.lang);
    let services = package.services.iter().map(|service| format!("{} ({})", service.name, service.owner));
    PackageView {
        name: format::localised(&package.name, lang).to_owned(),
        summary: match package.services.len() {
            0 => format::localised(&package.description, lang).to_owned(),
            n => format::counted(lang, n, &t.package.services_one, &t.package.services_many),
        },
        area: fill(&t.package.area, &[("area", format::localised(&package.area, lang))]),
        source: if kind == AccessKind::Clients { source(context, package) } else { String::new() },
        services: services.collect(),
    }
}

/// How a client gives the package to the provider.
fn source(context: &RequestContext, package: &AccessPackage) -> String {
    let t = context.t;
    if package.assignable {
        return t.package.direct.to_string();
    }
    match ROLE_GRANTS.iter().find(|grant| grant.packages.contains(&package.code.as_str())) {
        Some(grant) if grant.forms.is_empty() => {
            fill(&t.package.through_role, &[("role", format::er_role(t, grant.role))])
        }
        Some(grant) => fill(
            &t.package.through_role_forms,
            &[("role", format::er_role(t, grant.role)), ("forms", &format::forms(t, grant.forms))],
        ),
        None => {
            let name = format::localised(&package.name, context.lang);
            fill(&t.missing.unobtainable, &[("package", name)])
        }
    }
}
