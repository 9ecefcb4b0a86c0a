//! Samples of making an own access, deleting one, and the own organisation.

use super::{ACCESS, FIRM, assigned, layout};
use crate::i18n::{Lang, Texts, Wording, fill, texts};
use crate::web::avatar::Avatar;
use crate::web::pages::access::{
    AccessPage, AccessView, ClientsSection, DeletionQuestion, OwnOrganisationState, OwnOrganisationView, PackageView,
};
use crate::web::pages::create_access::{ChooseView, CreateBody, CreatePage, Denied, OfferView, SystemRow};
use crate::web::refusal::RefusalNote;

const SYSTEM: &str = "SmartCloud Lønn";

/// An access with one package.
pub fn access(t: &Texts, clients: ClientsSection) -> AccessView {
    AccessView {
        back_url: "/accessmanagement/ui/systemuser/overview".to_owned(),
        title: "Revisor klientdelegering".to_owned(),
        owner: fill(&t.access.owner, &[("name", FIRM)]),
        vendor: fill(&t.access.vendor, &[("name", "Revisorsystemer AS")]),
        avatar: Avatar::of("Revisor klientdelegering"),
        packages_heading: t.access.packages_one.to_string(),
        packages: vec![PackageView {
            name: "Ansvarlig revisor".to_owned(),
            summary: fill(&t.package.services_many, &[("count", "2")]),
            area: fill(&t.package.area, &[("area", "Fullmakter for revisor")]),
            source: fill(&t.package.through_role, &[("role", &t.er_role.auditor)]),
            services: vec!["Innrapportering boligselskap (Skatteetaten)".to_owned()],
        }],
        clients,
        created: fill(&t.access.created_by, &[("date", "15.02.2026"), ("person", "Gild Kanne")]),
        action: ACCESS.to_owned(),
        deletion: Some(deletion(t)),
        own_organisation: None,
        refusal: None,
        dialog_closed: false,
    }
}

fn deletion(t: &Texts) -> DeletionQuestion {
    DeletionQuestion {
        text: fill(&t.deletion.question, &[("access", "Revisor klientdelegering")]),
        clients: fill(&t.deletion.clients_many, &[("count", "5")]),
        count: 5,
    }
}

fn refusal(t: &Texts) -> RefusalNote {
    RefusalNote { heading: t.create.failed.to_string(), text: t.create.taken.to_string() }
}

/// A page for each step of making an access, and for what stands in the way.
pub fn states(lang: Lang) -> impl Iterator<Item = (&'static str, CreatePage)> {
    let c = &texts(lang, Wording::Kunde).create;
    let no_powers = CreateBody::NoPowers {
        text: fill(&c.no_powers_text, &[("name", FIRM)]),
        who: fill(&c.who_can, &[("name", FIRM), ("people", "Gild Kanne")]),
    };
    let choose = |error: String| ChooseView {
        rows: if error.is_empty() { Vec::new() } else { vec![row()] },
        error,
        ..choose(lang)
    };
    let bodies = [
        ("create-no-powers", no_powers),
        ("create", CreateBody::Choose(choose(String::new()))),
        ("create-nothing-chosen", CreateBody::Choose(choose(c.nothing_chosen.to_string()))),
        ("create-none-found", CreateBody::Choose(choose(fill(&c.none_found, &[("search", "ulv")])))),
        ("create-none-visible", CreateBody::Choose(ChooseView { suggestions: Vec::new(), ..choose(String::new()) })),
        ("create-offer", CreateBody::Offer(offer(lang))),
        ("create-denied", CreateBody::Offer(OfferView { denied: Some(denied(lang)), ..offer(lang) })),
        ("create-taken", CreateBody::Offer(taken(lang))),
    ];
    bodies.into_iter().map(move |(name, body)| (name, CreatePage { layout: layout(lang, &c.title), body }))
}

fn choose(lang: Lang) -> ChooseView {
    ChooseView {
        search: format!("{SYSTEM} {}", lang.code()),
        suggestions: vec![format!("{SYSTEM}, Smartcloud AS (310495921)")],
        error: String::new(),
        rows: Vec::new(),
        refusal: None,
    }
}

fn row() -> SystemRow {
    SystemRow {
        href: "/accessmanagement/ui/systemuser/create?system=310495921_smartcloud".to_owned(),
        name: SYSTEM.to_owned(),
        vendor: "Smartcloud AS (310495921)".to_owned(),
        avatar: Avatar::of(SYSTEM),
        has_access: true,
    }
}

fn offer(lang: Lang) -> OfferView {
    let t = texts(lang, Wording::Kunde);
    OfferView {
        heading: fill(&t.create.offer_one, &[("system", SYSTEM), ("name", FIRM)]),
        avatar: Avatar::of(SYSTEM),
        packages_heading: t.create.packages_one.to_string(),
        packages: access(t, assigned(t)).packages,
        refusal: None,
        existing: None,
        denied: None,
        fields: vec![("system", "310495921_smartcloud".to_owned()), ("package", "lonn".to_owned())],
        system: "310495921_smartcloud".to_owned(),
    }
}

fn denied(lang: Lang) -> Denied {
    let who = &texts(lang, Wording::Kunde).create.who_can;
    Denied { packages: vec!["Lønn".to_owned()], who: fill(who, &[("name", FIRM), ("people", "Gild Kanne")]) }
}

fn taken(lang: Lang) -> OfferView {
    let t = texts(lang, Wording::Kunde);
    let text = fill(&t.create.exists, &[("system", SYSTEM), ("name", FIRM)]);
    OfferView { refusal: Some(refusal(t)), existing: Some((text, ACCESS.to_owned())), ..offer(lang) }
}

/// An access for clients with the own organisation in each state.
pub fn joined(lang: Lang) -> impl Iterator<Item = (&'static str, AccessPage)> {
    let t = texts(lang, Wording::Kunde);
    let title = fill(&t.access.title_clients, &[("access", "Revisor klientdelegering")]);
    let own = |state| OwnOrganisationView {
        name: FIRM.to_owned(),
        number: format!("{} 310 495 891", t.common.org_nr),
        avatar: Avatar::of(FIRM),
        state,
        just_changed: false,
    };
    let blocked = fill(&t.own_organisation.of_role_one, &[("packages", "Ansvarlig revisor")]);
    let empty = || ClientsSection::Empty { add_url: format!("{ACCESS}/clients") };
    let states = [
        ("own-organisation-added", assigned(t), OwnOrganisationState::Row { added: true }),
        ("own-organisation-addable", assigned(t), OwnOrganisationState::Row { added: false }),
        ("own-organisation-alone", empty(), OwnOrganisationState::Row { added: true }),
        ("own-organisation-first", empty(), OwnOrganisationState::Button),
        ("own-organisation-blocked", empty(), OwnOrganisationState::Blocked(blocked)),
    ];
    states.into_iter().map(move |(name, clients, state)| {
        let access = AccessView {
            own_organisation: Some(own(state)),
            refusal: Some(RefusalNote {
                heading: t.deletion.failed.to_string(),
                text: t.deletion.clients_changed.to_string(),
            }),
            ..access(t, clients)
        };
        (name, AccessPage { layout: layout(lang, &title), access })
    })
}
