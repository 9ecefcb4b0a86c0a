//! What a request's page shows, in words.

use askama::Template;

use super::link::RequestLink;
use crate::domain::access::AccessKind;
use crate::domain::access_request::{ANSWERABLE_FOR, RequestStatus};
use crate::domain::organisation::Organisation;
use crate::i18n::{Text, Texts, fill};
use crate::service::{FinalState, RequestPage as FoundRequest, RequestState};
use crate::web::flash::AnswerFailure;
use crate::web::format::{self, Span};
use crate::web::layout::Layout;
use crate::web::pages::access::PackageView;
use crate::web::pages::access::package_view;
use crate::web::request_context::RequestContext;
use crate::web::urls;

/// A request's page.
#[derive(Template)]
#[template(path = "pages/request.html")]
pub struct RequestPage {
    pub layout: Layout,
    pub back_url: Option<&'static str>,
    pub body: RequestBody,
}

/// The page's content.
pub enum RequestBody {
    /// There is no such request, or it is not for this person.
    Problem(Problem),
    /// It is for another organisation that the person may represent.
    OtherParty(Offer),
    Request(Box<RequestView>),
}

/// What is wrong, and what to do.
pub struct Problem {
    pub heading: String,
    pub next: String,
}

/// A button that represents another organisation.
pub struct Offer {
    pub heading: String,
    pub text: String,
    /// Value of the button `organisation`.
    pub value: String,
    pub label: String,
}

/// The request, and what the person can do with it.
pub struct RequestView {
    pub heading: String,
    /// An answered or expired request's state.
    pub status: Option<StatusNote>,
    /// "Revisorsystem ber om en systemtilgang".
    pub asks: String,
    pub text: Vec<Span>,
    pub packages_heading: String,
    pub packages: Vec<PackageView>,
    /// For an own access; empty otherwise.
    pub withdraw: String,
    /// The answer that was refused just now.
    pub failure: Option<FailureNote>,
    pub action: &'static str,
    pub fields: Vec<(&'static str, String)>,
    pub answer: AnswerBox,
    /// "Revisorsystem blir levert av Revisorsystemer AS, org.nr. 310 495 913".
    pub delivered_by: String,
}

/// How a request ended.
pub struct StatusNote {
    pub text: String,
    /// Who answered, and when.
    pub note: String,
}

/// Why an answer was refused.
pub struct FailureNote {
    pub heading: String,
    pub text: String,
}

/// What the person can press.
pub enum AnswerBox {
    Buttons,
    /// The buttons of an answered request.
    Answered,
    /// Packages that the person cannot give stand in the way.
    CannotGive {
        packages: Vec<String>,
    },
    Escalate {
        text: String,
    },
    /// This person has sent it on.
    Escalated {
        text: String,
    },
    /// Somebody else has.
    AlreadyEscalated {
        text: String,
    },
}

/// The page's heading.
pub fn title(t: &Texts, kind: AccessKind) -> &Text {
    match kind {
        AccessKind::Own => &t.request.title_own,
        AccessKind::Clients => &t.request.title_clients,
    }
}

impl Offer {
    pub(super) fn of(context: &RequestContext, kind: AccessKind, party: &Organisation) -> Self {
        let (t, name) = (context.t, party.display_name());
        Self {
            heading: title(t, kind).to_string(),
            text: fill(&t.request.other_party, &[("name", &name)]),
            value: party.number.to_string(),
            label: fill(&t.represent.other_choose, &[("name", &name)]),
        }
    }
}

impl RequestView {
    pub(super) fn of(
        context: &RequestContext,
        link: &RequestLink,
        found: &FoundRequest,
        failure: Option<&AnswerFailure>,
    ) -> Self {
        let (t, r) = (context.t, &context.t.request);
        let system = &found.request.system;
        let system_name = format::localised(&system.name, context.lang);
        let party = found.party.display_name();
        let vendor = crate::domain::display_name::organisation(&system.vendor.name);
        let vendor_number = system.vendor.number.grouped();
        let values = [("system", system_name), ("name", party.as_str())];
        let packages = found.packages.iter().map(|asked| package_view(context, link.kind, asked.package));
        let own = link.kind == AccessKind::Own;
        Self {
            heading: title(t, link.kind).to_string(),
            status: status_note(context, found),
            asks: fill(&r.asks, &values),
            text: text(r, own, found, &values),
            packages_heading: (if found.packages.len() == 1 { &r.packages_one } else { &r.packages_many }).to_string(),
            packages: packages.collect(),
            withdraw: if own { r.withdraw.to_string() } else { String::new() },
            failure: failure.map(|failure| FailureNote::of(context, failure)),
            action: urls::request_page(link.kind),
            fields: link.fields(),
            answer: answer_box(context, found, &party),
            delivered_by: fill(
                &r.delivered_by,
                &[("system", system_name), ("vendor", &vendor), ("number", &vendor_number)],
            ),
        }
    }
}

fn text(r: &crate::i18n::Request, own: bool, found: &FoundRequest, values: &[(&str, &str)]) -> Vec<Span> {
    let mut spans = format::with_strong_values(if own { &r.text_own } else { &r.text_clients }, values);
    if found.own_organisation_may_join() {
        spans.push(Span { text: format!(" {}", r.text_self), strong: false });
    }
    spans
}

fn status_note(context: &RequestContext, found: &FoundRequest) -> Option<StatusNote> {
    let RequestState::Ended(FinalState { status, answered }) = &found.state else { return None };
    let r = &context.t.request;
    let text = match status {
        RequestStatus::Rejected => &r.rejected,
        RequestStatus::Timedout => &r.expired,
        RequestStatus::New | RequestStatus::Accepted => &r.accepted,
    };
    let note = match answered {
        Some((person, at)) => {
            fill(&r.answered_by, &[("person", &person.display_name()), ("date", &format::date_time(*at))])
        }
        None if *status == RequestStatus::Timedout => {
            let days = (ANSWERABLE_FOR.as_hours() / 24).to_string();
            fill(&r.expired_next, &[("date", &format::date(found.request.created)), ("days", &days)])
        }
        None => String::new(),
    };
    Some(StatusNote { text: text.to_string(), note })
}

fn answer_box(context: &RequestContext, found: &FoundRequest, party: &str) -> AnswerBox {
    let r = &context.t.request;
    let name = [("name", party)];
    match &found.state {
        RequestState::MayApprove => AnswerBox::Buttons,
        RequestState::MayReject => {
            let name = |package: &crate::domain::package::AccessPackage| {
                format::localised(&package.name, context.lang).to_owned()
            };
            AnswerBox::CannotGive { packages: found.obstacles().map(|(package, _)| name(package)).collect() }
        }
        RequestState::MayEscalate => AnswerBox::Escalate { text: fill(&r.escalate_text, &name) },
        RequestState::Escalated { by, .. } => {
            let text = fill(&r.escalated_text, &name);
            let is_own = by.as_ref().map(|person| person.id.uuid()) == context.session.person();
            if is_own { AnswerBox::Escalated { text } } else { AnswerBox::AlreadyEscalated { text } }
        }
        RequestState::Ended(_) => AnswerBox::Answered,
    }
}

impl FailureNote {
    fn of(context: &RequestContext, failure: &AnswerFailure) -> Self {
        let r = &context.t.request;
        let catalogue = context.portal.service.catalogue();
        let name = |code| catalogue.get(code).map(|package| format::localised(&package.name, context.lang));
        let packages: Vec<_> = failure.packages.iter().filter_map(name).collect();
        let packages = packages.join(", ");
        let text = match failure.code.as_str() {
            "AUTH-00004" => &r.failed_taken,
            "AUTH-00011" => &r.failed_system,
            // A register behind the portal names no packages.
            _ if packages.is_empty() => &r.failed_code,
            "AUTH-00053" => &r.failed_cannot_give,
            "AUTH-00063" => &r.failed_package,
            "AUTH-00064" | "AUTH-00065" => &r.failed_not_delegable,
            _ => &r.failed_code,
        };
        Self {
            heading: (if failure.approve { &r.failed_approve } else { &r.failed_reject }).to_string(),
            text: fill(text, &[("packages", &packages), ("code", &failure.code)]),
        }
    }
}
