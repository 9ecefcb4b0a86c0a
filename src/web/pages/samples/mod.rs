//! A sample of every page in its states, which a test renders in every language.

mod dialog;
mod messages;
mod own_access;
mod relationships;
mod request;

use self::dialog::{client_list, dialog, question, result};
use self::own_access::access;
use super::access::{AccessPage, AssignedClients, AssignedRow, ClientsSection};
use super::client_dialog::{ClientList, ClientsPage, DialogBody, NoClients};
use super::overview::{AccessList, AccessRow, OverviewBody, OverviewPage, OwnAccesses, PendingRequests};
use super::represent::{OrganisationList, OrganisationRow, RepresentPage};
use super::start::{PersonRow, StartPage};
use crate::i18n::{Lang, Texts, Wording, fill, texts};
use crate::web::avatar::Avatar;
use crate::web::layout::{
    Account, Breadcrumb, ComeBackButton, Layout, MenuRights, Section, Snackbar, SnackbarKind, WaitingRequests,
};
use crate::web::pagination::{PageLink, Pagination};

const FIRM: &str = "Diskret Nær Tiger AS";
const ACCESS: &str = "/accessmanagement/ui/systemuser/0197/agentdelegation";

fn layout(lang: Lang, title: &str) -> Layout {
    let t = texts(lang, Wording::Kunde);
    let breadcrumb =
        |label: &str, href: Option<&str>| Breadcrumb { label: label.to_owned(), href: href.map(str::to_owned) };
    Layout {
        t,
        lang,
        wording: Wording::Kunde,
        title: fill(&t.common.title_suffix, &[("title", title)]),
        breadcrumbs: vec![
            breadcrumb(&t.common.start, Some("/")),
            breadcrumb(&t.side.access_management, None),
            breadcrumb(title, None),
        ],
        section: Section::SystemAccesses,
        menu_rights: MenuRights::AccessManagement,
        waiting_requests: WaitingRequests { number: "2".to_owned(), words: "2".to_owned() },
        user: Some("Gild Kanne".to_owned()),
        account: Some(Account {
            name: FIRM.to_owned(),
            number: format!("{} 310 495 891", t.common.org_nr),
            avatar: Avatar::of(FIRM),
        }),
        can_change_account: true,
        form_token: "token".to_owned(),
        path_and_query: ACCESS.to_owned(),
        banner_notes: Vec::new(),
        tools_url: Some("/test".to_owned()),
        come_back: Some(ComeBackButton {
            national_id: "12836810064".to_owned(),
            label: fill(&t.test.client.come_back, &[("name", "Gild Kanne")]),
            return_to: ACCESS.to_owned(),
        }),
        client_url: Some("/test/client".to_owned()),
        guide_url: "/guide/client-relationship".to_owned(),
        flash: None,
    }
}

fn names() -> [(&'static str, &'static str); 5] {
    [
        ("Klok Verd Ørn AS", "310 500 143"),
        ("Mild Blomstrete Elg AS", "310 500 070"),
        ("Revisorkunde AS", "310 495 883"),
        ("Sterk Ærlig Oter AS", "310 500 216"),
        ("Ærlig Vrien Løve AS", "310 500 283"),
    ]
}

fn pages(t: &Texts) -> Pagination {
    let page = |number: usize| PageLink::Page {
        number,
        href: format!("{ACCESS}/clients?page={number}"),
        label: fill(&t.common.page_n, &[("number", &number.to_string())]),
        current: number == 1,
    };
    Pagination {
        previous: None,
        next: Some(format!("{ACCESS}/clients?page=2")),
        previous_number: None,
        next_number: Some(2),
        items: vec![page(1), page(2), page(3), PageLink::Gap, page(5000)],
    }
}

fn assigned(t: &Texts) -> ClientsSection {
    let row = |(name, number): (&str, &str)| AssignedRow {
        name: name.to_owned(),
        number: format!("{} {number}", t.common.org_nr),
        avatar: Avatar::of(name),
        lost_reasons: if name.starts_with('M') { vec![missing_package(t)] } else { Vec::new() },
        events_url: "/test/events?client=310496170".to_owned(),
    };
    ClientsSection::Assigned(AssignedClients {
        edit_url: format!("{ACCESS}/clients"),
        action: ACCESS.to_owned(),
        search: String::new(),
        count: fill(&t.dialog.count_many, &[("count", "5")]),
        rows: names().map(row).into(),
        none_found: String::new(),
        pages: None,
        other_view: None,
    })
}

fn missing_package(t: &Texts) -> String {
    fill(&t.missing.direct, &[("package", "Jordbruk"), ("owner", FIRM)])
}

fn overview(lang: Lang, body: OverviewBody) -> OverviewPage {
    let t = texts(lang, Wording::Kunde);
    OverviewPage {
        layout: layout(lang, &t.overview.title),
        heading: fill(&t.overview.heading, &[("name", FIRM)]),
        number: fill(&t.overview.org_nr, &[("number", "310 495 891")]),
        body,
    }
}

fn lists(t: &'static Texts) -> OverviewBody {
    let row = |title: &str, vendor: &str, count: &str, warning: &str| AccessRow {
        href: ACCESS.to_owned(),
        title: title.to_owned(),
        vendor: vendor.to_owned(),
        avatar: Avatar::of(title),
        badge: &t.overview.clients_badge,
        count: count.to_owned(),
        warning: warning.to_owned(),
        is_new: title == "SmartCloud",
    };
    let list = |rows| AccessList { rows, pages: None };
    OverviewBody::Lists {
        pending: PendingRequests {
            list: list(vec![row("Revisorsystem (ref: 0a003)", "Revisorsystemer AS", "", "")]),
            all: fill(&t.request.pending_all, &[("count", "12")]),
        },
        own: OwnAccesses::Shown(list(vec![row("SmartCloud", "Smartcloud AS", "", "")])),
        clients: list(vec![
            row("Revisor klientdelegering", "Revisorsystemer AS", &t.overview.client_count_one, ""),
            row("Regnskapsfører klientdelegering", "Regnskapssystemer AS", "", &t.overview.lost_one),
        ]),
    }
}

fn represent(lang: Lang, organisations: Option<OrganisationList>) -> RepresentPage {
    let t = texts(lang, Wording::Kunde);
    RepresentPage {
        layout: Layout { account: None, section: Section::Outside, ..layout(lang, &t.represent.title) },
        organisations,
        nobody: fill(&t.represent.nobody, &[("name", "Gild Kanne")]),
        action: "/represent".to_owned(),
        return_to: "/".to_owned(),
    }
}

fn organisations(t: &Texts) -> OrganisationList {
    let choice = |(name, number): (&str, &str)| OrganisationRow {
        value: number.replace(' ', ""),
        name: name.to_owned(),
        number: format!("{} {number}", t.common.org_nr),
        roles: fill(&t.represent.your_roles, &[("roles", &t.person_role.managing_director)]),
        avatar: Avatar::of(name),
        current: name.starts_with('R'),
    };
    OrganisationList {
        search: String::new(),
        count: fill(&t.represent.count_many, &[("count", "5")]),
        rows: names().map(choice).into(),
        none_found: String::new(),
    }
}

/// Every page and state, with a file name.
fn all(lang: Lang) -> Vec<(&'static str, Box<dyn askama::DynTemplate>)> {
    let t = texts(lang, Wording::Kunde);
    let title = fill(&t.access.title_clients, &[("access", "Revisor klientdelegering")]);
    let access_page = |clients| AccessPage { layout: layout(lang, &title), access: access(t, clients) };
    let dialog_page = |body| ClientsPage {
        layout: layout(lang, &t.dialog.title),
        access: access(t, assigned(t)),
        dialog: dialog(t, body),
    };
    let clients = |list| DialogBody::Clients(Box::new(list));
    let mut flashed = dialog_page(clients(client_list(t)));
    flashed.layout.flash = Some(Snackbar {
        text: fill(&t.dialog.added, &[("client", "Revisorkunde AS")]),
        names: String::new(),
        row_button: None,
        kind: SnackbarKind::Success,
        undo: None,
    });
    let no_clients = DialogBody::NoClients(NoClients {
        text: fill(&t.dialog.none, &[("owner", FIRM)]),
        guide_url: "/guide/client-relationship".to_owned(),
        result: None,
    });
    let not_allowed = ClientsSection::NotAllowed {
        why: t.access.only_client_administrators.to_string(),
        next: fill(&t.access.only_client_administrators_next, &[("name", FIRM)]),
    };
    let no_powers = OverviewBody::NoPowers {
        text: fill(&t.overview.no_powers, &[("name", FIRM)]),
        next: fill(&t.overview.no_powers_next, &[("name", FIRM)]),
    };
    let own = ClientsSection::Own { sentence: fill(&t.access.own_takes_no_clients, &[("name", FIRM)]) };
    let start = StartPage {
        layout: Layout { account: None, user: None, section: Section::Outside, ..layout(lang, &t.start.title) },
        action_url: "/sign-in".to_owned(),
        action_label: t.start.sign_in.to_string(),
        people: vec![PersonRow {
            national_id: "12836810064".to_owned(),
            name: "Gild Kanne".to_owned(),
            note: t.person_role.managing_director.to_string(),
        }],
    };
    let mut pages: Vec<(&'static str, Box<dyn askama::DynTemplate>)> = vec![
        ("start", Box::new(start)),
        ("represent", Box::new(represent(lang, Some(organisations(t))))),
        ("represent-nobody", Box::new(represent(lang, None))),
        ("overview", Box::new(overview(lang, lists(t)))),
        ("overview-no-powers", Box::new(overview(lang, no_powers))),
        ("access-empty", Box::new(access_page(ClientsSection::Empty { add_url: format!("{ACCESS}/clients") }))),
        ("access-assigned", Box::new(access_page(assigned(t)))),
        ("access-not-allowed", Box::new(access_page(not_allowed))),
        ("access-own", Box::new(access_page(own))),
        ("dialog", Box::new(dialog_page(clients(client_list(t))))),
        ("dialog-result", Box::new(dialog_page(clients(ClientList { result: Some(result(t)), ..client_list(t) })))),
        ("dialog-question", Box::new(dialog_page(DialogBody::Confirm(question(t))))),
        ("dialog-added", Box::new(flashed)),
        ("dialog-no-clients", Box::new(dialog_page(no_clients))),
        ("guide", Box::new(messages::guide(lang))),
        ("message", Box::new(messages::message(lang))),
        ("other-owner", Box::new(request::other_owner(lang))),
        ("requests", Box::new(request::requests(lang))),
    ];
    pages.extend(own_access::states(lang).map(|(name, page)| (name, Box::new(page) as Box<dyn askama::DynTemplate>)));
    pages.extend(own_access::joined(lang).map(|(name, page)| (name, Box::new(page) as Box<dyn askama::DynTemplate>)));
    pages.extend(relationships::states(lang));
    pages.extend(request::states(lang).map(|(name, page)| (name, Box::new(page) as Box<dyn askama::DynTemplate>)));
    pages
}

/// Set `KLIENTPORTAL_SAMPLES=<folder>` to write the pages to files.
#[test]
fn every_page_renders_in_every_language_with_nothing_left_to_fill_in() {
    let folder = std::env::var_os("KLIENTPORTAL_SAMPLES").map(std::path::PathBuf::from);
    for lang in Lang::ALL {
        for (name, page) in all(lang) {
            let html = page.dyn_render().unwrap();
            let text: String = scraper::Html::parse_document(&html).root_element().text().collect();
            assert!(!text.contains('{'), "{name} in {}: {text}", lang.code());
            assert!(html.contains(&format!("<html lang=\"{}\"", lang.code())), "{name}");
            assert!(!html.contains(" style="), "{name} has an inline style");
            if let Some(folder) = &folder {
                std::fs::create_dir_all(folder).unwrap();
                std::fs::write(folder.join(format!("{name}.{}.html", lang.code())), &html).unwrap();
            }
        }
    }
}
