//! Samples of the pages of requests.

use super::{ACCESS, FIRM, layout};
use crate::domain::organisation::Organisation;
use crate::i18n::{Lang, Wording, fill, texts};
use crate::web::avatar::Avatar;
use crate::web::format;
use crate::web::layout::{Layout, Section};
use crate::web::pages::access::PackageView;
use crate::web::pages::other_owner::OtherOwnerPage;
use crate::web::pages::request::{AnswerBox, Offer, Problem, RequestBody, RequestPage, RequestView, StatusNote};
use crate::web::pages::requests::{RequestRow, RequestsPage};
use crate::web::refusal::RefusalNote;

const SYSTEM: &str = "Revisorsystem";

/// A page for each thing that a person may find.
pub fn states(lang: Lang) -> impl Iterator<Item = (&'static str, RequestPage)> {
    let r = &texts(lang, Wording::Kunde).request;
    let text = |text: &str| fill(text, &[("name", FIRM)]);
    let boxes = [
        ("request-new", AnswerBox::Buttons),
        ("request-answered", AnswerBox::Answered),
        ("request-cannot-give", AnswerBox::CannotGive { packages: vec!["Jordbruk".to_owned()] }),
        ("request-escalate", AnswerBox::Escalate { text: text(&r.escalate_text) }),
        ("request-escalated", AnswerBox::Escalated { text: text(&r.escalated_text) }),
        ("request-already-escalated", AnswerBox::AlreadyEscalated { text: text(&r.escalated_text) }),
    ];
    let problem = Problem { heading: r.unknown.to_string(), next: r.unknown_next.to_string() };
    let offer = Offer {
        heading: r.title_clients.to_string(),
        text: text(&r.other_party),
        value: "310495891".to_owned(),
        label: fill(&texts(lang, Wording::Kunde).represent.other_choose, &[("name", FIRM)]),
    };
    let bodies =
        boxes.into_iter().map(move |(name, answer)| (name, RequestBody::Request(Box::new(view(lang, answer)))));
    let others =
        [("request-unknown", RequestBody::Problem(problem)), ("request-other", RequestBody::OtherParty(offer))];
    bodies.chain(others).map(move |(name, body)| (name, page(lang, body)))
}

fn page(lang: Lang, body: RequestBody) -> RequestPage {
    let title = &texts(lang, Wording::Kunde).request.title_clients;
    let layout = Layout { account: None, section: Section::Outside, ..layout(lang, title) };
    RequestPage { layout, back_url: Some("/accessmanagement/ui/systemuser/overview"), body }
}

fn view(lang: Lang, answer: AnswerBox) -> RequestView {
    let t = texts(lang, Wording::Kunde);
    let r = &t.request;
    let answered = matches!(answer, AnswerBox::Answered);
    let refused = matches!(answer, AnswerBox::Buttons);
    let note = || fill(&r.answered_by, &[("person", "Gild Kanne"), ("date", "24.11.2026 10:00")]);
    RequestView {
        heading: r.title_clients.to_string(),
        status: answered.then(|| StatusNote { text: r.accepted.to_string(), note: note() }),
        asks: fill(&r.asks, &[("system", SYSTEM)]),
        text: format::with_strong_values(&r.text_clients, &[("system", SYSTEM), ("name", FIRM)]),
        packages_heading: r.packages_one.to_string(),
        packages: vec![PackageView {
            name: "Ansvarlig revisor".to_owned(),
            summary: fill(&t.package.services_many, &[("count", "2")]),
            area: fill(&t.package.area, &[("area", "Fullmakter for revisor")]),
            source: String::new(),
            services: vec!["Innrapportering boligselskap (Skatteetaten)".to_owned()],
        }],
        withdraw: r.withdraw.to_string(),
        failure: refused.then(|| RefusalNote {
            heading: r.failed_approve.to_string(),
            text: fill(&r.failed_code, &[("code", "AUTH-00051")]),
        }),
        action: "/accessmanagement/ui/systemuser/agentrequest",
        fields: vec![("id", "0197".to_owned())],
        answer,
        delivered_by: fill(
            &r.delivered_by,
            &[("system", SYSTEM), ("vendor", "Revisorsystemer AS"), ("number", "310 495 913")],
        ),
    }
}

/// The list of waiting requests.
pub fn requests(lang: Lang) -> RequestsPage {
    let t = texts(lang, Wording::Kunde);
    RequestsPage {
        layout: Layout { section: Section::Requests, ..layout(lang, &t.request.list_title) },
        heading: fill(&t.request.list_heading, &[("name", FIRM)]),
        number: fill(&t.overview.org_nr, &[("number", "310 495 891")]),
        rows: vec![RequestRow {
            href: "/accessmanagement/ui/systemuser/agentrequest?id=0197".to_owned(),
            vendor: "Revisorsystemer AS".to_owned(),
            avatar: Avatar::of("Revisorsystemer AS"),
            note: fill(&t.request.list_row, &[("date", "24.11.2026")]),
        }],
        none: String::new(),
        pages: None,
    }
}

/// An access of another organisation.
pub fn other_owner(lang: Lang) -> OtherOwnerPage {
    let number = "310495999".parse().unwrap();
    let owner = Organisation { number, name: "STOLT RUND TIGER AS".into(), form: "AS".parse().unwrap() };
    OtherOwnerPage::of(layout(lang, &texts(lang, Wording::Kunde).represent.title), &owner, FIRM, ACCESS)
}
