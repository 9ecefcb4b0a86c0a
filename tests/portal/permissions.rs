//! The permission matrix: what each role may see and do.
//!
//! The scenario has one person per role, each in their own firm.

use klientportal::domain::access::AccessId;
use reqwest::Method;

use crate::api::{Program, client};
use crate::support::{OVERVIEW, Page, Person, Portal, Visitor, access_id};

const AUDIT: &str = "Revisor klientdelegering";
const OWN: &str = "Lønn";
const ASSIGNED: &str = "314000013";
const AVAILABLE: &str = "314000021";

/// National id, firm, access management, client administration.
pub const MATRIX: [(&str, &str, bool, bool); 18] = [
    ("01816010027", "314000048", true, true),   // managing director
    ("02826110158", "314000056", true, true),   // chair
    ("03836210289", "314000064", true, true),   // owner of a sole proprietorship
    ("04846310490", "314000072", true, true),   // partner with full liability
    ("05856410430", "314000080", true, true),   // partner with shared liability
    ("06866510561", "314000099", true, true),   // general partner
    ("07876610692", "314000102", true, true),   // managing shipowner
    ("08886710713", "314000110", true, true),   // estate administrator
    ("09896810844", "314000129", true, false),  // contact person of a foreign enterprise
    ("10906910913", "314000137", true, false),  // Norwegian representative
    ("11917011100", "314000145", false, false), // board member
    ("12927111150", "314000153", false, false), // deputy member
    ("13817211253", "314000161", false, false), // deputy chair
    ("14827311384", "314000188", false, false), // contact person
    ("15837411405", "314000196", true, true),   // main administrator
    ("16847511536", "314000218", true, false),  // access manager
    ("17857611667", "314000226", false, true),  // client administrator
    ("18867711798", "314000234", false, false), // employee
];

fn heads(page: &Page) -> Vec<String> {
    page.texts("main .section-head h2")
}

async fn check_overview(visitor: &Visitor, manages: bool, administers: bool) {
    let page = visitor.get(OVERVIEW).await;
    let lists: &[&str] = match (manages, administers) {
        (true, _) => &["Egne systemtilganger", "Systemtilganger for kunder"],
        (false, true) => &["Systemtilganger for kunder"],
        (false, false) => &[],
    };
    assert_eq!(heads(&page), lists);
    assert_eq!(page.link(OWN).is_some(), manages);
    assert_eq!(page.button("Lag ny systemtilgang").is_some(), manages);
    assert_eq!(page.link(AUDIT).is_some(), manages || administers);
    assert_eq!(page.texts("nav.side a[href='/accessmanagement/ui/systemuser/overview']").is_empty(), lists.is_empty());
    let told = page.texts(".ds-alert[data-color=warning]").join(" ");
    assert_eq!(told.is_empty(), !lists.is_empty(), "a warning for those without powers, and for nobody else: {told}");
    // The number of clients is shown only to those who may see the clients.
    assert_eq!(page.text("main").unwrap().contains("1 kunde"), administers);
}

async fn check_pages(visitor: &Visitor, firm: &str, manages: bool, administers: bool) {
    let id = access_id(firm, AUDIT);
    let path = format!("/accessmanagement/ui/systemuser/{id}/agentdelegation");
    let page = visitor.get(&path).await;
    let status = |allowed| if allowed { 200 } else { 403 };
    assert_eq!(page.status.as_u16(), status(manages || administers));
    assert_eq!(page.button("Legg til eller fjern kunder").is_some(), administers);
    assert_eq!(page.rows("#assigned").len(), usize::from(administers));
    if manages && !administers {
        let told = page.texts(".ds-alert").join(" ");
        assert!(told.contains("Bare klientadministratorer"), "what is hidden is said, not left blank: {told}");
    }
    assert_eq!(page.button("Slett systemtilgang").is_some(), manages);
    let own = format!("/accessmanagement/ui/systemuser/{}", access_id(firm, OWN));
    let own_page = visitor.get(&own).await;
    assert_eq!(own_page.status.as_u16(), status(manages));
    assert_eq!(own_page.button("Slett systemtilgang").is_some(), manages);
    assert_eq!(visitor.get("/accessmanagement/ui/systemuser/create").await.status.as_u16(), status(manages));
    let dialog = format!("{path}/clients");
    assert_eq!(visitor.get(&dialog).await.status.as_u16(), status(administers));
    for (wanted, client) in [("add", AVAILABLE), ("remove", ASSIGNED)] {
        let answer = visitor.change(&dialog, client, wanted).await;
        assert_eq!(answer.status.as_u16(), if administers { 303 } else { 403 }, "{wanted}");
    }
}

async fn check_api(program: &Program, firm: &str, manages: bool, administers: bool) {
    let agent = AccessId::of(firm.parse().unwrap(), AUDIT).uuid();
    // A hidden access looks like an unknown id.
    let refused = if manages { 403 } else { 400 };
    let expected = if administers { 200 } else { refused };
    assert_eq!(program.get(&format!("/agents?party={firm}")).await.status, if administers { 200 } else { 403 });
    for list in ["/clients", "/clients/available"] {
        assert_eq!(program.get(&format!("{list}?agent={agent}")).await.status, expected, "{list}");
    }
    for (method, number) in [(Method::POST, ASSIGNED), (Method::DELETE, AVAILABLE)] {
        let request = program.request(method.clone(), &format!("/clients?agent={agent}&client={}", client(number)));
        assert_eq!(request.send().await.unwrap().status().as_u16(), expected, "{method}");
    }
}

#[tokio::test]
async fn every_kind_of_person_sees_and_does_what_its_row_says_and_nothing_more() {
    let portal = Portal::start_with(&["--scenario", "roller"]);
    for (national_id, firm, manages, administers) in MATRIX {
        println!("{national_id} in {firm}");
        let person = Person { name: "", national_id };
        let visitor = portal.sign_in(person).await;
        check_overview(&visitor, manages, administers).await;
        check_pages(&visitor, firm, manages, administers).await;
        let on_access = || portal.database().clients_on(&access_id(firm, AUDIT));
        assert_eq!(on_access(), [if administers { AVAILABLE } else { ASSIGNED }]);
        check_api(&Program::of(&portal, person).await, firm, manages, administers).await;
        assert_eq!(on_access(), [ASSIGNED]);
    }
}
