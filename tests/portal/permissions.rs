//! The permission matrix: what each role may see and do.
//!
//! The scenario has one person per role, each in their own firm.

use klientportal::domain::access::AccessId;
use reqwest::Method;
use serde_json::json;

use crate::api::vendor::{OWN_REQUESTS, REQUESTS_FOR_CLIENTS, VendorProgram};
use crate::api::{Program, client};
use crate::support::{OVERVIEW, Page, Person, Portal, Visitor, access_id};

const AUDIT: &str = "Revisor klientdelegering";
const OWN: &str = "Lønn";
const ASSIGNED: &str = "314000013";
const AVAILABLE: &str = "314000021";
const VENDOR: &str = "314000005";
const SYSTEM: &str = "314000005_revisorsystemer";
const REQUESTS: &str = "/accessmanagement/ui/requests";

/// National id, firm, access management, client administration, gives every package for the firm itself.
pub const MATRIX: [(&str, &str, bool, bool, bool); 18] = [
    ("01816010027", "314000048", true, true, true),    // managing director
    ("02826110158", "314000056", true, true, true),    // chair
    ("03836210289", "314000064", true, true, true),    // owner of a sole proprietorship
    ("04846310490", "314000072", true, true, true),    // partner with full liability
    ("05856410430", "314000080", true, true, true),    // partner with shared liability
    ("06866510561", "314000099", true, true, true),    // general partner
    ("07876610692", "314000102", true, true, true),    // managing shipowner
    ("08886710713", "314000110", true, true, true),    // estate administrator
    ("09896810844", "314000129", true, false, false),  // contact person of a foreign enterprise
    ("10906910913", "314000137", true, false, false),  // Norwegian representative
    ("11917011100", "314000145", false, false, false), // board member
    ("12927111150", "314000153", false, false, false), // deputy member
    ("13817211253", "314000161", false, false, false), // deputy chair
    ("14827311384", "314000188", false, false, false), // contact person
    ("15837411405", "314000196", true, true, true),    // main administrator
    ("16847511536", "314000218", true, false, false),  // access manager
    ("17857611667", "314000226", false, true, false),  // client administrator
    ("18867711798", "314000234", false, false, false), // employee
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

/// Asks the firm for an access; the path of the request in the API, and of its page.
async fn ask(vendor: &VendorProgram, firm: &str, own: bool, reference: &str) -> (String, String) {
    let (path, page, package) = if own {
        (OWN_REQUESTS, "request", "a-ordning")
    } else {
        (REQUESTS_FOR_CLIENTS, "agentrequest", "ansvarlig-revisor")
    };
    let packages = json!([{ "urn": format!("urn:altinn:accesspackage:{package}") }]);
    let body = json!({ "systemId": SYSTEM, "partyOrgNo": firm, "externalRef": reference, "accessPackages": packages });
    let asked = vendor.post(path, &body).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    let id = asked.json()["id"].as_str().unwrap().to_owned();
    (format!("{path}/{id}"), format!("/accessmanagement/ui/systemuser/{page}?id={id}"))
}

/// What the person can press on a request's page.
async fn answers(visitor: &Visitor, page: &str) -> Vec<String> {
    let page = visitor.get(page).await;
    assert_eq!(page.status, 200);
    let buttons = page.elements(".request-form button[name=answer]").into_iter();
    buttons.map(|button| button.attr("value").unwrap().to_owned()).filter(|answer| answer != "close").collect()
}

/// Sends an answer, whether or not the page has its button.
async fn answer(visitor: &Visitor, page: &str, answer: &str) {
    let (path, id) = page.split_once("?id=").unwrap();
    let token = visitor.form_token("/").await;
    let form = [("form_token", token.as_str()), ("id", id), ("skiplogout", "true"), ("answer", answer)];
    assert_eq!(visitor.post(path, &form).await.status, 303, "{answer}");
}

async fn check_requests(visitor: &Visitor, vendor: &VendorProgram, firm: &str, manages: bool, gives: bool) {
    for (own, approves) in [(false, manages), (true, gives)] {
        let status = async |api: &str| vendor.get(api).await.json()["status"].as_str().unwrap().to_owned();
        let (first_api, first) = ask(vendor, firm, own, &format!("first-{own}")).await;
        let (second_api, second) = ask(vendor, firm, own, &format!("second-{own}")).await;
        let expected: &[&str] = match (approves, manages) {
            (true, _) => &["approve", "reject"],
            (false, true) => &["reject"],
            (false, false) => &["escalate"],
        };
        assert_eq!(answers(visitor, &first).await, expected);
        answer(visitor, &first, "escalate").await;
        let listed = visitor.get(REQUESTS).await;
        assert_eq!(listed.count("main .row-link"), usize::from(manages), "only access managers see who waits");
        assert_eq!(listed.text("main [data-reason]").is_some(), !manages, "the others are told");
        assert_eq!(visitor.get(OVERVIEW).await.text("main").unwrap().contains("Ventende"), manages);
        answer(visitor, &first, "approve").await;
        assert_eq!(status(&first_api).await, if approves { "Accepted" } else { "New" });
        answer(visitor, &second, "reject").await;
        assert_eq!(status(&second_api).await, if manages { "Rejected" } else { "New" });
        // So that the next kind begins with an empty list.
        vendor.delete(&first_api).await;
    }
}

#[tokio::test]
async fn every_kind_of_person_sees_and_does_what_its_row_says_and_nothing_more() {
    let portal = Portal::start_with(&["--scenario", "roller"]);
    let vendor = VendorProgram::of_vendor(&portal, VENDOR).await;
    for (national_id, firm, manages, administers, gives) in MATRIX {
        println!("{national_id} in {firm}");
        let person = Person { name: "", national_id };
        let visitor = portal.sign_in(person).await;
        check_overview(&visitor, manages, administers).await;
        check_pages(&visitor, firm, manages, administers).await;
        let on_access = || portal.database().clients_on(&access_id(firm, AUDIT));
        assert_eq!(on_access(), [if administers { AVAILABLE } else { ASSIGNED }]);
        check_api(&Program::of(&portal, person).await, firm, manages, administers).await;
        assert_eq!(on_access(), [ASSIGNED]);
        check_requests(&visitor, &vendor, firm, manages, gives).await;
    }
}
