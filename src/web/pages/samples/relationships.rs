//! Samples of the pages of relationships.

use super::{FIRM, layout};
use crate::i18n::{Lang, Texts, Wording, fill, texts};
use crate::web::avatar::Avatar;
use crate::web::format;
use crate::web::layout::{Layout, Section};
use crate::web::pages::acting_systems::{ActingRow, ActingSystemsPage};
use crate::web::pages::relationships::detail::{Over, RelationshipPage, RelationshipView};
use crate::web::pages::relationships::dialogs::{
    GiveAreas, GiveBody, GiveDialog, PackageDialog, PackageView, RemovalDialog,
};
use crate::web::pages::relationships::list::{
    Found, FoundNames, FoundOrganisation, ListBody, NewUser, OrganisationList, OrganisationRow, OwnRow,
    RelationshipsPage,
};
use crate::web::pages::relationships::powers::{Area, PowerButton, PowerRow};

const CLIENT: &str = "Klientkunde AS";
const USER: &str = "/accessmanagement/ui/users/0197";

type Sample = (&'static str, Box<dyn askama::DynTemplate>);

/// A page for each thing that a person may find.
pub fn states(lang: Lang) -> Vec<Sample> {
    let t = texts(lang, Wording::Kunde);
    let found = FoundOrganisation {
        name: FIRM.to_owned(),
        number: format!("{} 310 495 891", t.common.org_nr),
        value: "310495891".to_owned(),
        known_url: None,
    };
    let names = FoundNames {
        count: fill(&t.users.showing, &[("from", "1"), ("to", "10"), ("count", "23")]),
        more: t.users.more_names.to_string(),
        rows: organisations(t),
    };
    let dialog = |found| Some(NewUser { typed: "310495891".to_owned(), found });
    let list_with = |new_user| RelationshipsPage { new_user, ..list(lang, t) };
    let not_allowed = ListBody::NotAllowed {
        heading: t.users.only_managers_heading.to_string(),
        text: fill(&t.users.only_managers, &[("name", CLIENT)]),
    };
    let over = |over| RelationshipPage { over, ..relationship(lang, t) };
    vec![
        ("users", Box::new(list_with(None))),
        ("users-not-allowed", Box::new(RelationshipsPage { body: not_allowed, ..list(lang, t) })),
        ("new-user", Box::new(list_with(dialog(Found::Nothing)))),
        ("new-user-found", Box::new(list_with(dialog(Found::Number(found))))),
        ("new-user-not-found", Box::new(list_with(dialog(Found::Problem(t.users.not_found.to_string()))))),
        ("new-user-name", Box::new(list_with(dialog(Found::Name(names))))),
        ("user", Box::new(over(Over::Nothing))),
        ("user-give", Box::new(over(Over::Give(give(t, GiveBody::Areas(areas(t))))))),
        ("user-give-package", Box::new(over(Over::Give(give(t, GiveBody::Package(Box::new(package(t)))))))),
        ("received-package", Box::new(over(Over::Package(package_dialog(t))))),
        ("user-delete", Box::new(over(Over::Removal(removal(t))))),
        ("acting-systems", Box::new(acting_systems(lang, t))),
    ]
}

fn organisations(t: &Texts) -> Vec<OrganisationRow> {
    let row = |name: &str| OrganisationRow {
        href: USER.to_owned(),
        name: name.to_owned(),
        number: format!("{} 310 495 891", t.common.org_nr),
        avatar: Avatar::of(name),
        roles: vec![format::capitalised(&t.er_role.auditor)],
        is_new: name == FIRM,
    };
    [FIRM, "Klok Regnskap AS"].map(row).into()
}

fn list(lang: Lang, t: &Texts) -> RelationshipsPage {
    RelationshipsPage {
        layout: Layout { section: Section::Users, ..layout(lang, &t.users.title) },
        heading: fill(&t.users.heading, &[("name", CLIENT)]),
        number: fill(&t.overview.org_nr, &[("number", "310 495 964")]),
        own: Some(OwnRow {
            name: "Gild Kanne".to_owned(),
            avatar: Avatar::of("Gild Kanne"),
            roles: vec![format::capitalised(&t.person_role.managing_director)],
        }),
        body: ListBody::List(OrganisationList {
            heading: t.users.list_heading.to_string(),
            action: "/accessmanagement/ui/users",
            search: String::new(),
            count: fill(&t.users.count_many, &[("count", "2")]),
            rows: organisations(t),
            pages: None,
            add_url: Some("/accessmanagement/ui/users/new"),
            note: t.users.no_persons.to_string(),
        }),
        new_user: None,
    }
}

fn relationship(lang: Lang, t: &Texts) -> RelationshipPage {
    RelationshipPage {
        layout: Layout { section: Section::Users, ..layout(lang, &t.users.title) },
        relationship: RelationshipView {
            back_url: "/accessmanagement/ui/users",
            name: FIRM.to_owned(),
            subtitle: fill(&t.users.of, &[("name", CLIENT)]),
            number: format!("{} 310 495 891", t.common.org_nr),
            avatar: Avatar::of(FIRM),
            roles: vec![format::capitalised(&t.er_role.auditor)],
            removal_url: format!("{USER}/delete"),
            removal_label: t.users.delete.to_string(),
            heading: fill(&t.access.packages_many, &[("count", "2")]),
            action: USER.to_owned(),
            search: String::new(),
            has_packages: true,
            count: fill(&t.users.matches_many, &[("count", "2")]),
            areas: areas(t).areas,
            give_url: Some(format!("{USER}/give")),
        },
        over: Over::Nothing,
    }
}

fn button(t: &Texts, name: &'static str) -> PowerButton {
    let (label, sentence) =
        if name == "give" { (&t.users.give, &t.users.give_for) } else { (&t.users.take, &t.users.take_for) };
    PowerButton { name, label: label.to_string(), aria_label: fill(sentence, &[("package", "Jordbruk")]) }
}

fn areas(t: &Texts) -> GiveAreas {
    let row = |name: &str, held, note: String, button| PowerRow {
        code: name.to_lowercase(),
        name: name.to_owned(),
        services: fill(&t.package.services_many, &[("count", "2")]),
        held,
        note,
        href: format!("{USER}/give?package=jordbruk"),
        button,
    };
    let cannot = format!("{} {}", t.users.cannot_give, t.users.not_held);
    let through = fill(&t.users.through_role, &[("role", &t.er_role.auditor)]);
    let rows = vec![
        row("Jordbruk", true, String::new(), Some(button(t, "take"))),
        row("Revisjon", true, through, None),
        row("Skogbruk", false, String::new(), Some(button(t, "give"))),
        row("Reindrift", false, cannot, None),
    ];
    let badge = fill(&t.users.held_of, &[("held", "2"), ("total", "4")]);
    GiveAreas {
        search: String::new(),
        count: String::new(),
        areas: vec![Area { name: "Jordbruk, skogbruk, jakt, fiske og akvakultur".to_owned(), badge, open: true, rows }],
    }
}

fn give(t: &Texts, body: GiveBody) -> GiveDialog {
    GiveDialog {
        heading: format::with_strong_values(&t.users.give_heading, &[("user", FIRM)]),
        close_url: USER.to_owned(),
        action: format!("{USER}/give"),
        body,
    }
}

fn package(t: &Texts) -> PackageView {
    PackageView {
        code: "jordbruk".to_owned(),
        name: "Jordbruk".to_owned(),
        back_url: format!("{USER}/give"),
        search: String::new(),
        has: fill(&t.users.has_package, &[("user", FIRM)]),
        note: t.users.not_to_organisation.to_string(),
        description: "Jordbruk".to_owned(),
        covers: t.users.covers_one.to_string(),
        services: vec!["Søknad (Landbruksdirektoratet)".to_owned()],
        button: Some(button(t, "take")),
    }
}

fn package_dialog(t: &Texts) -> PackageDialog {
    PackageDialog {
        heading: CLIENT.to_owned(),
        close_url: USER.to_owned(),
        action: USER.to_owned(),
        package: package(t),
    }
}

fn removal(t: &Texts) -> RemovalDialog {
    RemovalDialog {
        heading: t.users.delete_heading.to_string(),
        changed: t.users.delete_changed.to_string(),
        text: fill(&t.users.delete_text, &[("user", FIRM), ("name", CLIENT)]),
        ends: vec![
            (t.users.delete_packages.to_string(), vec!["Jordbruk".to_owned()]),
            (fill(&t.users.delete_accesses, &[("name", CLIENT)]), vec!["Landbruk klientdelegering".to_owned()]),
        ],
        kept: fill(&t.users.delete_kept, &[("role", &t.er_role.auditor)]),
        close_url: USER.to_owned(),
        action: format!("{USER}/delete"),
        agreed: Some("0197".to_owned()),
    }
}

fn acting_systems(lang: Lang, t: &Texts) -> ActingSystemsPage {
    let a = &t.acting_systems;
    ActingSystemsPage {
        layout: Layout { section: Section::ActingSystems, ..layout(lang, &a.title) },
        heading: fill(&a.heading, &[("name", CLIENT)]),
        number: fill(&t.overview.org_nr, &[("number", "310 495 964")]),
        intro: fill(&a.intro, &[("name", CLIENT)]),
        count: a.count_one.to_string(),
        rows: vec![ActingRow {
            title: "Landbruk klientdelegering".to_owned(),
            of: fill(&a.of, &[("provider", FIRM), ("vendor", "Landbrukssystemer AS")]),
            avatar: Avatar::of("Landbruk klientdelegering"),
            since: fill(&a.since, &[("date", "24.11.2026")]),
            packages: vec![
                fill(&a.by_hand, &[("package", "Jordbruk")]),
                fill(&a.by_role, &[("package", "Revisjon"), ("role", &t.er_role.auditor)]),
                fill(&a.lost, &[("package", "Skogbruk")]),
            ],
            href: USER.to_owned(),
            link: fill(&a.end, &[("provider", FIRM)]),
        }],
    }
}
