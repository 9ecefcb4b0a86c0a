//! `/test/events`: events in the registers, and their effects in the portal.

use super::{add, on_audit};
use crate::support::{
    AGRICULTURE, AUDIT, EMPTY_FIRM, FIRM, FRODIG, GILD_KANNE, Page, Portal, REVISORKUNDE, Visitor, access, access_id,
    dialog,
};

async fn happen(visitor: &Visitor, fields: &[(&str, &str)]) -> Page {
    let answer = visitor.post("/test/events", fields).await;
    assert!(answer.status == 303 || answer.status == 422, "{} {}", answer.status, answer.heading());
    if answer.status == 303 { visitor.get("/test/events").await } else { answer }
}

async fn role(visitor: &Visitor, event: &str, client: &str, role: &str) -> Page {
    happen(visitor, &[("event", event), ("provider", FIRM), ("client", client), ("role", role)]).await
}

#[tokio::test]
async fn a_client_that_drops_its_auditor_is_gone_from_both_lists_and_the_trail_says_so() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    add(&visitor, REVISORKUNDE).await;
    let done = role(&visitor, "drop-role", REVISORKUNDE, "revisor").await;
    assert_eq!(done.confirmation(), "Hendelsen har skjedd. Borte fra systemtilganger: 1");
    assert_eq!(on_audit(&visitor).await, [""; 0]);
    let list = visitor.get(&format!("{}?search=revisorkunde", dialog(AUDIT))).await;
    assert_eq!(list.rows("#client-list"), [""; 0]);
    let newest = portal.database().audit().pop().unwrap();
    assert_eq!((newest.action.as_str(), newest.client.as_str()), ("remove-clients", REVISORKUNDE));
    assert!(newest.person.is_nil());
    let again = role(&visitor, "drop-role", REVISORKUNDE, "revisor").await;
    assert_eq!(again.confirmation(), "Ingenting ble endret: slik var det fra før");
}

#[tokio::test]
async fn a_client_that_registers_its_auditor_may_be_added_but_is_not() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    role(&visitor, "register-role", "Frodig Seig Tiger AS\u{a0}(310 496 162)", "revisor").await;
    assert_eq!(on_audit(&visitor).await, [""; 0]);
    add(&visitor, FRODIG).await;
    assert_eq!(on_audit(&visitor).await, ["Frodig Seig Tiger AS"]);
}

#[tokio::test]
async fn a_package_taken_back_leaves_the_client_with_fewer_and_the_list_says_what_it_lost() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let package = [("provider", FIRM), ("client", FRODIG), ("package", "jordbruk")];
    let done = happen(&visitor, &[&[("event", "take-back-package")], &package[..]].concat()).await;
    assert_eq!(done.confirmation(), "Hendelsen har skjedd. Igjen med færre pakker: 1");
    let agriculture = visitor.get(&access(AGRICULTURE)).await;
    assert_eq!(agriculture.rows("#assigned"), ["Frodig Seig Tiger AS"]);
    let row = agriculture.texts("#assigned .rows li").join(" ");
    assert!(row.contains("Jordbruk"), "{row}");
    let tool = visitor.follow(&agriculture, "Endre Frodig Seig Tiger AS utenfra").await;
    assert_eq!(tool.attribute("#package-client", "value").as_deref(), Some(FRODIG));
    let brought = portal.database().delegated_packages(FRODIG);
    let kept = ("regnskapsforer-med-signeringsrettighet".to_owned(), "regnskapsforer".to_owned());
    assert_eq!(brought, [kept]);
}

#[tokio::test]
async fn each_row_of_a_client_has_a_way_to_change_it() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let dialog = dialog(AGRICULTURE);
    for (path, list) in [(access(AGRICULTURE), "#assigned"), (dialog, "#client-list")] {
        let page = visitor.get(&path).await;
        let ways = page.elements(&format!("{list} .row > .row-tool"));
        let named: Vec<_> = ways.iter().filter_map(|way| way.attr("aria-label")).collect();
        let expected: Vec<_> = page.rows(list).iter().map(|name| format!("Endre {name} utenfra")).collect();
        assert!(!named.is_empty() && named == expected, "{path}: {named:?}");
    }
}

#[tokio::test]
async fn what_the_test_tools_add_to_other_pages_is_marked_for_pictures_without_it() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for path in [access(AGRICULTURE), dialog(AGRICULTURE), dialog(AUDIT), "/guide/client-relationship".to_owned()] {
        let page = visitor.get(&path).await;
        let tools = page.count("a[href^='/test'], form[action^='/test']");
        let marked = ".test-tool[href^='/test'], .test-tool a[href^='/test'], .test-banner :is(a, form)";
        assert!(tools > 2 && tools == page.count(marked), "{path}");
    }
}

#[tokio::test]
async fn a_dropped_role_takes_its_own_packages_along_and_leaves_the_others() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let done = role(&visitor, "drop-role", FRODIG, "regnskapsforer").await;
    assert_eq!(done.confirmation(), "Hendelsen har skjedd. Igjen med færre pakker: 1");
    assert_eq!(portal.database().delegated_packages(FRODIG), [("jordbruk".to_owned(), "direct".to_owned())]);
}

#[tokio::test]
async fn a_new_client_appears_and_a_deleted_system_goes_with_its_accesses() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let events = visitor.get("/test/events").await;
    let typed = [("name", "ny flink rev as"), ("provider", FIRM), ("role", "revisor")];
    let done = visitor.fill_and_press(&events, &typed, "Opprett virksomheten").await;
    assert!(done.confirmation().starts_with("Hendelsen har skjedd. Ny virksomhet: 319 "), "{}", done.confirmation());
    for field in ["#role-client", "#package-client", "#form-client"] {
        let number = done.attribute(field, "value").unwrap();
        assert!(number.starts_with("319") && number.len() == 9, "{field} has {number}");
    }
    let list = visitor.get(&format!("{}?search=ny flink", dialog(AUDIT))).await;
    assert_eq!(list.rows("#client-list"), ["Ny Flink Rev AS"]);

    add(&visitor, REVISORKUNDE).await;
    let systems = [("event", "delete-system"), ("vendor", "310\u{a0}495\u{2011}913"), ("system", "Revisorsystemer")];
    let done = happen(&visitor, &systems).await;
    let expected = "Hendelsen har skjedd. Borte fra systemtilganger: 1. Systemtilganger som er borte: 2";
    assert_eq!(done.confirmation(), expected);
    assert_eq!(visitor.get(&access(AUDIT)).await.status, 404);
}

#[tokio::test]
async fn a_changed_form_is_asked_for_anew_and_takes_nobody_off() {
    let portal = Portal::start_with(&["--scenario", "forretningsforer"]);
    let visitor = portal.visitor();
    let tools = visitor.get("/test").await;
    visitor.press(&tools, "Bli Stram Skjorte").await;
    let firm = tools.text(".tool-card li").unwrap();
    assert!(firm.starts_with("Stødig Vennlig Bever Forvaltning AS"), "{firm}");
    let overview = visitor.get(crate::support::OVERVIEW).await;
    let before = overview.texts(".row-note").join(" ");
    assert!(!before.contains("Fullmakt mangler"), "{before}");
    let text = visitor.request(reqwest::Method::GET, "/test/scenarios/export").send().await.unwrap().text().await;
    let text = text.unwrap();
    let at = text.find("SAMEIET SOLRIK GÅRD").unwrap();
    let number = &text[..at].rsplit("number = \"").next().unwrap()[..9];
    happen(&visitor, &[("event", "change-form"), ("client", number), ("form", "AS")]).await;
    let overview = visitor.get(crate::support::OVERVIEW).await;
    assert!(overview.texts("main").join(" ").contains("Fullmakt mangler for 1 kunde"), "{:?}", overview.texts("main"));
}

#[tokio::test]
async fn what_cannot_happen_is_said_in_words() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for (fields, words) in [
        (vec![("event", "drop-role"), ("provider", FIRM), ("client", FIRM), ("role", "revisor")], "sin egen"),
        (
            vec![("event", "drop-role"), ("provider", FIRM), ("client", "123456789"), ("role", "revisor")],
            "kontrollsiffer",
        ),
        (vec![("event", "delete-system"), ("vendor", FIRM), ("system", "Intet")], "ikke noe system"),
        (vec![("event", "new-client"), ("provider", FIRM), ("name", "X"), ("form", "AS"), ("role", "")], "rolle"),
        (
            vec![("event", "give-package"), ("provider", FIRM), ("client", FRODIG), ("package", "ansvarlig-revisor")],
            "følger med en rolle",
        ),
    ] {
        let refused = happen(&visitor, &fields).await;
        let said = refused.text("main [role=alert]").unwrap_or_default();
        assert!(refused.status == 422 && said.contains(words), "{fields:?}: {said}");
    }
}

#[tokio::test]
async fn who_has_the_dialog_open_is_told_what_the_registers_did() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    add(&visitor, REVISORKUNDE).await;
    let before = visitor.get(&dialog(AUDIT)).await;
    role(&visitor, "drop-role", REVISORKUNDE, "revisor").await;
    let after = visitor.press(&before, "Legg til i systemtilgang: Bestemt Myk Mink ANS").await;
    let said = after.confirmation();
    assert!(said.contains("Registrene utenfor portalen har fjernet"), "{said}");
}

#[tokio::test]
async fn a_row_whose_client_is_one_no_more_says_what_it_lacks_when_it_is_pressed() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    role(&visitor, "drop-role", REVISORKUNDE, "revisor").await;
    let refused = visitor.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
    assert_eq!((refused.status.as_u16(), refused.heading().as_str()), (409, "Revisorkunde AS kan ikke legges til."));
    assert_eq!(visitor.change(&dialog(AUDIT), REVISORKUNDE, "remove").await.status, 303);
    let list = visitor.get(&dialog(AUDIT)).await;
    assert_eq!(list.confirmation(), "Revisorkunde AS var allerede fjernet fra systemtilgangen");
}

#[tokio::test]
async fn a_vendor_withdraws_a_request_and_its_link_leads_to_nothing() {
    let portal = Portal::start_with(&["--scenario", "foresporsel"]);
    let visitor = portal.sign_in(GILD_KANNE).await;
    let events = visitor.get("/test/events").await;
    let offered = events.texts("#request option");
    assert_eq!(offered.len(), 12, "all but the approved one: {offered:?}");
    assert!(offered.contains(&"Revisor klientdelegering (310495891, ny)".to_owned()), "{offered:?}");
    let requests = events.elements("#request option");
    let new = requests
        .iter()
        .find(|option| option.text().any(|text| text == "Revisor klientdelegering (310495891, ny)"))
        .unwrap();
    let id = new.attr("value").unwrap();
    let link = format!("/accessmanagement/ui/systemuser/agentrequest?id={id}");
    assert_eq!(visitor.get(&link).await.status, 200);
    let withdrawn = happen(&visitor, &[("event", "withdraw-request"), ("request", id)]).await;
    assert_eq!((withdrawn.confirmation().as_str(), withdrawn.count("#request option")), ("Hendelsen har skjedd", 11));
    assert_eq!(visitor.get(&link).await.status, 404);
    for gone in [id, "x", ""] {
        let refused = happen(&visitor, &[("event", "withdraw-request"), ("request", gone)]).await;
        assert_eq!((refused.status.as_u16(), refused.count("#request-fault")), (422, 1), "{gone}");
    }
}

#[tokio::test]
async fn a_vendor_changes_its_systems_packages_and_a_waiting_request_can_then_not_be_approved() {
    let portal = Portal::start_with(&["--scenario", "foresporsel"]);
    let visitor = portal.sign_in(GILD_KANNE).await;
    let change = async |event: &str, system: &str, package: &str| {
        happen(&visitor, &[("event", event), ("system", system), ("package", package)]).await
    };
    let (system, package) = ("310495948_skattesystemer", "merverdiavgift");
    let page = visitor.get("/test/events").await;
    let link = page
        .elements("#request option")
        .into_iter()
        .find(|option| option.text().any(|text| text.ends_with(", endret)")));
    let link = format!("/accessmanagement/ui/systemuser/agentrequest?id={}", link.unwrap().attr("value").unwrap());
    let approve = async || visitor.press(&visitor.get(&link).await, "Godkjenn systemtilgang").await;
    assert!(approve().await.text("#failure").unwrap().contains("Systemet har ikke lenger pakken Merverdiavgift."));
    assert_eq!(change("add-system-package", system, package).await.confirmation(), "Hendelsen har skjedd");
    let again = change("add-system-package", system, package).await;
    assert_eq!(again.confirmation(), "Ingenting ble endret: slik var det fra før");
    change("take-out-system-package", system, package).await;
    assert!(approve().await.text("#failure").is_some());
    change("add-system-package", system, package).await;
    assert!(approve().await.path().starts_with("/test/vendor/receipt"));
    // Accesses stay.
    change("take-out-system-package", system, package).await;
    visitor.sign_in(GILD_KANNE).await;
    assert!(visitor.get(crate::support::OVERVIEW).await.link("Merverdiavgift klientdelegering").is_some());
    for (system, package, field) in [
        ("310495948_skattearkiv", package, "#change-system-fault"),
        ("310495921_smartcloud", "ansvarlig-revisor", "#change-package-fault"),
        (system, "nonsense", "#change-package-fault"),
    ] {
        let refused = change("add-system-package", system, package).await;
        assert_eq!((refused.status.as_u16(), refused.count(field)), (422, 1), "{system} {package}");
    }
}

#[tokio::test]
async fn a_client_adds_a_provider_and_deletes_it_with_what_was_given() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let events = visitor.get("/test/events").await;
    let pair = [("client", FRODIG), ("provider", EMPTY_FIRM)];
    let added = visitor.fill_and_press(&events, &pair, "Legg til som bruker").await;
    assert_eq!(added.confirmation(), "Hendelsen har skjedd");
    assert_eq!(added.attribute("#relationship-client", "value").as_deref(), Some(FRODIG), "it stays for the next");
    let again = visitor.fill_and_press(&added, &pair, "Legg til som bruker").await;
    assert_eq!(again.confirmation(), "Ingenting ble endret: slik var det fra før");
    let deleted = visitor.fill_and_press(&again, &pair, "Slett som bruker").await;
    assert_eq!(deleted.confirmation(), "Hendelsen har skjedd");
    // Jordbruk was given by hand, the other package comes with the role.
    let pair = [("client", FRODIG), ("provider", FIRM)];
    let deleted = visitor.fill_and_press(&deleted, &pair, "Slett som bruker").await;
    assert_eq!(deleted.confirmation(), "Hendelsen har skjedd. Igjen med færre pakker: 1");
    let acts: Vec<_> = portal.database().changes().into_iter().map(|(action, ..)| action).collect();
    assert_eq!(acts, ["create", "delete", "delete"]);
}

#[tokio::test]
async fn a_system_access_is_deleted_with_its_clients_outside_the_portal() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let events = visitor.get("/test/events").await;
    let offered = events.texts("#access option");
    let firms = format!("{AUDIT} ({FIRM})");
    assert!(offered.contains(&firms) && offered.contains(&format!("{AUDIT} ({EMPTY_FIRM})")), "{offered:?}");
    let id = access_id(FIRM, AGRICULTURE);
    let deleted = visitor.fill_and_press(&events, &[("access", &id)], "Slett systemtilgangen").await;
    let expected = "Hendelsen har skjedd. Borte fra systemtilganger: 1. Systemtilganger som er borte: 1";
    assert_eq!((deleted.confirmation().as_str(), deleted.texts("#access option").len()), (expected, offered.len() - 1));
    let gone = visitor.get(&access(AGRICULTURE)).await;
    assert_eq!((gone.status.as_u16(), gone.heading().as_str()), (404, "Systemtilgangen er slettet"));
    // All others too: then there is nothing to choose from.
    let ids: Vec<_> =
        deleted.elements("#access option").iter().map(|one| one.attr("value").unwrap().to_owned()).collect();
    for id in ids {
        happen(&visitor, &[("event", "delete-access"), ("access", &id)]).await;
    }
    let none = visitor.get("/test/events").await;
    assert!(none.button("Slett systemtilgangen").is_none());
    assert!(none.texts("main p").contains(&"Det er ingen systemtilganger i dette testmiljøet.".to_owned()));
}
