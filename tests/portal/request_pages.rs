//! The pages of requests for system accesses: each state, each answer, and where they lead.

use klientportal::domain::access::AccessKind;
use klientportal::domain::access_request::{AccessKey, RequestId};
use klientportal::domain::number::OrganisationNumber;

use crate::support::{
    ESTETISK_SKAL, FIRM, GILD_KANNE, KURSIV_FOSSEKALL, LUFTIG_PARASOLL, OVERVIEW, Page, Person, Portal,
    RYDDIG_PAPIRVIFTE, SITRONGUL_MEDALJONG, Visitor,
};

const REQUESTS: &str = "/accessmanagement/ui/requests";
const AUDIT: &str = "310495913_revisorsystemer";
const TAX: &str = "310495948_skattesystemer";
const OWN: &str = "310495921_smartcloud";
const APPROVE: &str = "Godkjenn systemtilgang";

fn id(owner: &str, system: &str, external_ref: &str) -> RequestId {
    let owner: OrganisationNumber = owner.parse().unwrap();
    AccessKey::of(&system.parse().unwrap(), owner, Some(external_ref)).id(0)
}

fn address(kind: AccessKind, id: RequestId) -> String {
    let page = match kind {
        AccessKind::Own => "request",
        AccessKind::Clients => "agentrequest",
    };
    format!("/accessmanagement/ui/systemuser/{page}?id={}", id.uuid())
}

/// The firm's request for an access for clients.
fn clients(system: &str, external_ref: &str) -> String {
    address(AccessKind::Clients, id(FIRM, system, external_ref))
}

/// The firm's request for an own access.
fn own(external_ref: &str) -> String {
    address(AccessKind::Own, id(FIRM, OWN, external_ref))
}

fn stay(address: &str) -> String {
    format!("{address}&skiplogout=true&backtopage=/systemuser/overview")
}

fn portal() -> Portal {
    Portal::start_with(&["--scenario", "foresporsel"])
}

/// A browser in which the person represents the firm.
async fn acting(portal: &Portal, person: Person) -> Visitor {
    let visitor = portal.visitor();
    let list = visitor.sign_in(person).await;
    if list.button("Diskret Nær Tiger AS").is_some() {
        visitor.press(&list, "Diskret Nær Tiger AS").await;
    }
    visitor
}

fn said(page: &Page) -> String {
    page.texts(".ds-alert").join(" ")
}

fn pending(page: &Page) -> Vec<String> {
    page.texts("main .row-title").into_iter().filter(|title| title.contains("(ref: ")).collect()
}

#[tokio::test]
async fn an_approved_request_becomes_an_access_without_clients_that_is_new_once() {
    let portal = portal();
    let visitor = acting(&portal, GILD_KANNE).await;
    let request = clients(AUDIT, "ny");
    let page = visitor.get(&stay(&request)).await;
    assert_eq!((page.status.as_u16(), page.heading()), (200, "Godkjenn systemtilgang for kundene dine".to_owned()));
    assert_eq!(page.texts(".request-body > h2"), ["Revisorsystemer ber om en systemtilgang"]);
    assert_eq!(page.texts(".request-text strong"), ["Revisorsystemer", "Diskret Nær Tiger AS"]);
    assert_eq!(page.texts(".request-packages .row-title"), ["Ansvarlig revisor"]);
    assert_eq!(
        page.texts(".request-vendor"),
        ["Revisorsystemer blir levert av Revisorsystemer AS, org.nr. 310 495 913"]
    );
    assert_eq!(page.link_target("Tilbake").unwrap(), OVERVIEW);
    assert!(page.elements("nav.side").is_empty() && page.text(".account-name").is_none(), "a bare page");

    let overview = visitor.press(&page, APPROVE).await;
    assert_eq!(
        (overview.path(), overview.confirmation()),
        (OVERVIEW, "Systemtilgangen «Revisor klientdelegering» er godkjent".to_owned(),)
    );
    assert_eq!(overview.texts(".row-new"), ["NY"]);
    assert!(visitor.get(OVERVIEW).await.texts(".row-new").is_empty());

    let access = format!("/accessmanagement/ui/systemuser/{}/agentdelegation", id(FIRM, AUDIT, "ny").uuid());
    assert!(visitor.get(&access).await.text("main").unwrap().contains("Denne systemtilgangen har ingen kunder."));
    let again = visitor.get(&request).await;
    assert!(said(&again).starts_with("Denne forespørselen er allerede godkjent Gild Kanne, "), "{}", said(&again));
    assert_eq!(again.attribute(".request-form .ds-button", "aria-disabled").as_deref(), Some("true"));
    assert_eq!(again.elements(".request-form button[name]").len(), 0, "nothing to send");
}

#[tokio::test]
async fn a_rejected_request_makes_nothing() {
    let portal = portal();
    let visitor = acting(&portal, SITRONGUL_MEDALJONG).await;
    let page = visitor.get(&stay(&clients(AUDIT, "ny"))).await;
    let overview = visitor.press(&page, "Avvis").await;
    assert_eq!(overview.confirmation(), "Forespørselen om «Revisor klientdelegering» er avvist");
    assert!(overview.link("Revisor klientdelegering").is_none() && overview.texts(".row-new").is_empty());
    let again = visitor.get(&clients(AUDIT, "ny")).await;
    assert!(said(&again).starts_with("Denne forespørselen er allerede avvist Sitrongul Medaljong, "));
}

#[tokio::test]
async fn without_skiplogout_the_person_is_signed_out_and_sent_to_the_vendor() {
    let portal = portal();
    let visitor = acting(&portal, GILD_KANNE).await;
    let page = visitor.get(&clients(AUDIT, "ny")).await;
    let receipt = visitor.press(&page, APPROVE).await;
    assert!(receipt.path().starts_with("/test/vendor/receipt?id="), "{}", receipt.path());
    assert!(receipt.text("main").unwrap().contains("Revisor klientdelegering"));
    let overview = visitor.get(OVERVIEW).await;
    assert_ne!(overview.path(), OVERVIEW, "nobody is signed in");
    let visitor = acting(&portal, GILD_KANNE).await;
    let without_address = visitor.get(&own("ny-a-ordning")).await;
    assert_eq!(visitor.press(&without_address, APPROVE).await.heading(), "Du er logget ut");
}

#[tokio::test]
async fn an_address_is_followed_only_for_an_answered_request() {
    let portal = portal();
    let visitor = portal.visitor();
    let sent = |id: RequestId| format!("/signed-out?state={}", id.uuid());
    assert_eq!(visitor.get(&sent(id(FIRM, AUDIT, "ny"))).await.heading(), "Du er logget ut");
    let receipt = visitor.get(&sent(id(FIRM, AUDIT, "avvist"))).await;
    assert_eq!(receipt.heading(), "Du er tilbake hos leverandøren");
    for state in ["", "x", "https://example.com", "00000000-0000-0000-0000-000000000000"] {
        assert_eq!(visitor.get(&format!("/signed-out?state={state}")).await.heading(), "Du er logget ut", "{state}");
    }
}

#[tokio::test]
async fn what_is_not_there_or_not_for_the_person_says_so() {
    let portal = portal();
    let visitor = acting(&portal, GILD_KANNE).await;
    let page = "/accessmanagement/ui/systemuser/agentrequest";
    for (query, status, told) in [
        ("", 400, "Adressen mangler id-en til forespørselen"),
        ("?id=", 400, "Adressen mangler id-en til forespørselen"),
        ("?id=x", 400, "Vi kan ikke lese id-en til forespørselen"),
        ("?id=00000000-0000-0000-0000-000000000000", 404, "Forespørselen finnes ikke"),
    ] {
        let answer = visitor.get(&format!("{page}{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.heading().as_str()), (status, told), "{query}");
        assert!(answer.elements(".request-form").is_empty());
    }
    // An id of the other kind is unknown.
    let other_kind = format!("{page}?id={}", id(FIRM, OWN, "ny").uuid());
    assert_eq!(visitor.get(&other_kind).await.status.as_u16(), 404);
    let other_firm = address(AccessKind::Clients, id("310495905", AUDIT, "annen"));
    let foreign = visitor.get(&other_firm).await;
    assert_eq!(foreign.status.as_u16(), 403);
    assert_eq!(foreign.heading(), "Forespørselen gjelder en virksomhet du ikke har noen rolle i");
    assert!(!foreign.text("body").unwrap().contains("Fjern Tiger"), "not even the name of the firm is told");
    let nobody = portal.visitor();
    nobody.sign_in(LUFTIG_PARASOLL).await;
    assert_eq!(nobody.get(&clients(AUDIT, "ny")).await.status.as_u16(), 403);
}

#[tokio::test]
async fn a_request_to_another_firm_of_the_person_is_one_button_away() {
    let portal = portal();
    let visitor = acting(&portal, KURSIV_FOSSEKALL).await;
    let request = stay(&address(AccessKind::Clients, id("310495905", AUDIT, "annen")));
    let offer = visitor.get(&request).await;
    assert!(offer.text("main").unwrap().contains("Forespørselen er til Diskret Fjern Tiger AS."));
    assert!(offer.button(APPROVE).is_none());
    let page = visitor.press(&offer, "Representer Diskret Fjern Tiger AS og fortsett").await;
    assert!(page.button(APPROVE).is_some());
    let overview = visitor.press(&page, APPROVE).await;
    assert_eq!(overview.heading(), "Systemtilganger for Diskret Fjern Tiger AS");
}

#[tokio::test]
async fn a_link_from_the_vendor_leads_through_the_sign_in_to_the_request() {
    let portal = portal();
    let visitor = portal.visitor();
    let link = format!("{}&DONTCHOOSEREPORTEE=true", clients(AUDIT, "ny"));
    let sign_in = visitor.get(&link).await;
    let page = visitor.press(&sign_in, KURSIV_FOSSEKALL.national_id).await;
    assert!(page.button("Representer Diskret Nær Tiger AS og fortsett").is_some(), "no list of firms in between");
}

#[tokio::test]
async fn who_may_not_approve_sends_the_request_on_to_those_who_may() {
    let portal = portal();
    let manager = acting(&portal, SITRONGUL_MEDALJONG).await;
    let before = pending(&manager.get(OVERVIEW).await).len();
    let visitor = acting(&portal, RYDDIG_PAPIRVIFTE).await;
    let request = clients(AUDIT, "ny");
    let page = visitor.get(&request).await;
    assert!(page.button(APPROVE).is_none() && page.button("Avvis").is_none());
    assert_eq!(page.texts(".ds-alert h2"), ["Du mangler nødvendig fullmakt"]);
    let sent = visitor.press(&page, "Ja, send videre").await;
    assert_eq!(sent.texts(".ds-alert h2"), ["Forespørselen er videresendt"]);
    assert_eq!(visitor.get(&request).await.texts(".ds-alert h2"), ["Forespørselen er videresendt"], "also on return");
    let other = acting(&portal, ESTETISK_SKAL).await;
    assert!(said(&other.get(&request).await).starts_with("Denne forespørselen er allerede videresendt"));
    assert_eq!(visitor.press(&sent, "Avslutt").await.heading(), "Du er logget ut", "and not sent to the vendor");

    let overview = manager.get(OVERVIEW).await;
    assert_eq!(pending(&overview).len(), before + 1);
    let title = pending(&overview).into_iter().find(|title| title.starts_with("Revisor klientdelegering")).unwrap();
    let page = manager.follow(&overview, &title).await;
    assert_eq!(page.link_target("Tilbake").unwrap(), OVERVIEW);
    assert_eq!(pending(&manager.press(&page, APPROVE).await).len(), before);
}

#[tokio::test]
async fn pending_requests_are_listed_and_counted_for_access_managers_only() {
    let portal = portal();
    let manager = acting(&portal, SITRONGUL_MEDALJONG).await;
    let list = manager.get(REQUESTS).await;
    assert_eq!(list.heading(), "Forespørsler for Diskret Nær Tiger AS");
    assert_eq!(list.texts("main .row-title").len(), 2, "neither expired nor answered ones");
    assert_eq!(list.texts("nav.side .menu-number"), ["2"]);
    assert_eq!(list.attribute("nav.side a[aria-current=page]", "href").unwrap(), REQUESTS);
    let row = list.texts("main .row-title").remove(0);
    assert_eq!(manager.follow(&list, &row).await.link_target("Tilbake").unwrap(), REQUESTS);

    let administrator = acting(&portal, ESTETISK_SKAL).await;
    let overview = administrator.get(OVERVIEW).await;
    assert!(pending(&overview).is_empty() && overview.elements(".menu-number").is_empty());
    let list = administrator.get(REQUESTS).await;
    let told = list.text("main [data-reason]").unwrap();
    assert_eq!(told, "Bare de som har tilgangsstyring i Diskret Nær Tiger AS, kan se og behandle forespørslene.");
}

#[tokio::test]
async fn an_own_access_needs_the_power_to_give_every_package() {
    let portal = portal();
    let manager = acting(&portal, SITRONGUL_MEDALJONG).await;
    let page = manager.get(&own("ny")).await;
    assert_eq!(page.heading(), "Gi tilgang til system");
    assert!(page.button(APPROVE).is_none() && page.button("Avvis").is_some());
    assert_eq!(page.texts(".ds-alert h2"), ["Du kan ikke godkjenne denne systemtilgangen"]);
    assert_eq!(page.texts(".ds-alert li").len(), 1);
    // Posted all the same: told why, and nothing is made.
    let token = page.attribute("input[name=form_token]", "value").unwrap();
    let uuid = id(FIRM, OWN, "ny").uuid().to_string();
    let fields = [("form_token", token.as_str()), ("id", &uuid), ("answer", "approve")];
    let refused = manager.post("/accessmanagement/ui/systemuser/request", &fields).await;
    let page = manager.get(refused.header("location")).await;
    assert!(page.text("#failure").unwrap().contains("Du kan ikke selv gi fullmakt til"));
    let held = manager.get(&stay(&own("ny-a-ordning"))).await;
    let overview = manager.press(&held, APPROVE).await;
    assert!(overview.link("SmartCloud A-ordning").is_some());
    let director = acting(&portal, GILD_KANNE).await;
    let page = director.get(&stay(&own("ny"))).await;
    assert_eq!(director.press(&page, APPROVE).await.texts(".row-new"), ["NY"]);
}

#[tokio::test]
async fn what_stands_in_the_way_of_an_approval_is_said_and_nothing_is_made() {
    let portal = portal();
    let director = acting(&portal, GILD_KANNE).await;
    for (request, told) in [
        (clients("310495948_skattearkiv", "slettet"), "Leverandøren har slettet systemet"),
        (clients(TAX, "endret"), "Systemet har ikke lenger pakken Merverdiavgift."),
        (own(FIRM), "Virksomheten har allerede en systemtilgang med samme system og referanse."),
    ] {
        let page = director.get(&request).await;
        let refused = director.press(&page, APPROVE).await;
        assert!(refused.text("#failure").unwrap().contains(told), "{}", said(&refused));
        assert_eq!(refused.attribute("#failure", "role").as_deref(), Some("alert"));
        assert!(refused.button(APPROVE).is_some(), "the page stays");
        assert!(director.get(&request).await.elements("#failure").is_empty(), "said once");
    }
}

#[tokio::test]
async fn an_expired_request_cannot_be_answered() {
    let portal = portal();
    let director = acting(&portal, GILD_KANNE).await;
    let page = director.get(&clients(TAX, "utlopt")).await;
    assert!(said(&page).contains("Denne forespørselen har utløpt"), "{}", said(&page));
    assert!(said(&page).contains("10.01.2025") && said(&page).contains("180 dager"));
    assert!(page.elements(".request-form button[name]").is_empty());
}

#[tokio::test]
async fn of_two_who_answer_at_once_one_wins_and_the_other_is_told() {
    let portal = portal();
    let (first, second) = (acting(&portal, GILD_KANNE).await, acting(&portal, SITRONGUL_MEDALJONG).await);
    let request = stay(&clients(AUDIT, "ny"));
    let (page, late) = (first.get(&request).await, second.get(&request).await);
    first.press(&page, APPROVE).await;
    let told = second.press(&late, "Avvis").await;
    assert!(said(&told).starts_with("Denne forespørselen er allerede godkjent Gild Kanne, "), "{}", said(&told));
    assert!(told.elements("#failure").is_empty());
    // A second press of the same person changes nothing either.
    assert!(said(&first.press(&page, APPROVE).await).contains("allerede godkjent"));
}

#[tokio::test]
async fn the_pages_forms_may_end_at_the_vendors_address_and_at_no_other() {
    let portal = portal();
    let director = acting(&portal, GILD_KANNE).await;
    let policy = |page: &Page| page.header("content-security-policy").to_owned();
    assert!(policy(&director.get(&clients(AUDIT, "ny")).await).contains("form-action 'self';"));
}
