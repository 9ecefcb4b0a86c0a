//! Samples of the dialog in its states.

use uuid::Uuid;

use super::{ACCESS, FIRM, missing_package, names, pages};
use crate::i18n::{Texts, fill};
use crate::web::avatar::Avatar;
use crate::web::pages::client_dialog::{
    BulkButton, ClientList, ClientRow, DialogBody, DialogFoot, DialogView, IneligibleClients, IneligibleRow, Question,
    ResultView, SelectOption,
};

pub fn dialog(t: &Texts, body: DialogBody) -> DialogView {
    DialogView {
        heading: fill(&t.dialog.heading, &[("access", "Revisor klientdelegering")]),
        close_url: ACCESS.to_owned(),
        action: format!("{ACCESS}/clients"),
        body,
    }
}

fn ineligible_row(t: &Texts) -> IneligibleRow {
    IneligibleRow {
        powers_url: "/accessmanagement/ui/received-from/0197".to_owned(),
        giver: "310496170".to_owned(),
        events_url: "/test/events?client=310496170".to_owned(),
        name: "Snill Grå Ape".to_owned(),
        number: format!("{} 310 500 321", t.common.org_nr),
        avatar: Avatar::of("Snill Grå Ape"),
        reasons: vec![missing_package(t)],
    }
}

pub fn client_list(t: &Texts) -> ClientList {
    let row = |(name, number): (&str, &str)| ClientRow {
        id: format!("client-{}", number.replace(' ', "")),
        client: number.replace(' ', ""),
        name: name.to_owned(),
        number: format!("{} {number}", t.common.org_nr),
        avatar: Avatar::of(name),
        added: name.starts_with('R') || name.starts_with('M'),
        chosen: name.starts_with('S'),
        just_changed: false,
        lost_reasons: if name.starts_with('M') { vec![missing_package(t)] } else { Vec::new() },
        events_url: "/test/events?client=310496170".to_owned(),
    };
    let choice =
        |value: &str, label: &str, chosen| SelectOption { value: value.to_owned(), label: label.to_owned(), chosen };
    let bulk = |value, label: &str, removes| BulkButton {
        id: format!("bulk-{value}"),
        value,
        label: fill(label, &[("count", "11 972")]),
        removes,
        selects_only: false,
    };
    ClientList {
        search: String::new(),
        filters: vec![choice("all", &t.dialog.filter_all, true), choice("added", &t.dialog.filter_added, false)],
        sizes: vec![choice("10", &fill(&t.dialog.size_n, &[("count", "10")]), true)],
        count: fill(&t.dialog.showing, &[("from", "1"), ("to", "5"), ("count", "11 984")]),
        bulk: vec![bulk("add-matching", &t.dialog.add_all, false), bulk("remove-matching", &t.dialog.remove_all, true)],
        foot: DialogFoot {
            has_boxes: true,
            chosen: t.dialog.chosen_one.to_string(),
            bulk: vec![bulk("add-chosen", &t.dialog.add_chosen_one, false)],
            ticked: Vec::new(),
            add_and_close: fill(&t.dialog.add_confirm_close, &[("count", "1")]),
        },
        result: None,
        rows: names().map(row).into(),
        fields: vec![("at", "1".to_owned())],
        none_found: String::new(),
        pages: Some(pages(t)),
        pages_last: false,
        ineligible: Some(IneligibleClients {
            intro: fill(&t.dialog.lacking_intro, &[("owner", FIRM)]),
            rows: vec![ineligible_row(t)],
            all: Some((fill(&t.dialog.lacking_all, &[("count", "7")]), format!("{ACCESS}/clients?filter=lacking"))),
        }),
        could_list_new: true,
        guide_url: "/guide/client-relationship".to_owned(),
    }
}

pub fn result(t: &Texts) -> ResultView {
    let clients = |text: &str, clients: &str| fill(text, &[("clients", clients)]);
    ResultView {
        text: clients(&t.dialog.many_added, "11 972"),
        already: clients(&t.dialog.many_already_added, "12"),
        refused_heading: clients(&t.dialog.many_refused, "1"),
        refused: vec![ineligible_row(t)],
        names: String::new(),
        refused_shown: 1,
        refused_more: String::new(),
        refused_unlisted: String::new(),
        undo: Some(Uuid::from_u128(7)),
    }
}

pub fn question(t: &Texts) -> Question {
    let fill = |text: &str| fill(text, &[("clients", "11 972"), ("access", "Revisor klientdelegering")]);
    Question {
        heading: fill(&t.dialog.confirm_add_heading),
        text: fill(&t.dialog.confirm_add),
        fields: vec![("bulk", "add-matching".to_owned()), ("expected", "11972".to_owned())],
        yes: fill(&t.dialog.confirm_add_yes),
        removes: false,
        closes: false,
        cancel_url: format!("{ACCESS}/clients"),
    }
}
