//! Searches, as people type and paste them.

use crate::support::{AUDIT, AUDITED, BESTEMT, FIRM, GILD_KANNE, Portal, REVISORKUNDE, Visitor, access, dialog};

/// Registers the firm as the auditor of new clients with these names.
async fn with_clients(portal: &Portal, names: &[&str]) -> Visitor {
    let visitor = portal.sign_in(GILD_KANNE).await;
    for name in names {
        let event = [("event", "new-client"), ("provider", FIRM), ("form", "AS"), ("role", "revisor"), ("name", *name)];
        assert_eq!(visitor.post("/test/events", &event).await.status, 303, "{name}");
    }
    visitor
}

async fn found(visitor: &Visitor, typed: &str) -> Vec<String> {
    let query = serde_urlencoded::to_string([("search", typed), ("size", "100")]).unwrap();
    visitor.get(&format!("{}?{query}", dialog(AUDIT))).await.texts("#client-list > .rows .row-title")
}

#[tokio::test]
async fn a_search_for_aas_finds_no_company_by_its_form() {
    let portal = Portal::start();
    let visitor = with_clients(&portal, &["ÅS KLOK REV AS", "AAS MILD ELG AS"]).await;
    for typed in ["Ås", "Aas", "as", "AS ", "A\u{30a}s"] {
        assert_eq!(found(&visitor, typed).await, ["Ås Klok Rev AS", "Aas Mild Elg AS"], "{typed}");
    }
    let tigers = found(&visitor, "tiger as").await;
    assert_eq!((tigers.len(), tigers.iter().all(|name| name.ends_with("Tiger AS"))), (6, true), "{tigers:?}");
}

#[tokio::test]
async fn a_name_is_found_and_sorted_in_any_form_of_unicode_and_by_plain_letters() {
    let portal = Portal::start();
    let visitor =
        with_clients(&portal, &["A\u{30a}pen Due AS", "ŠALLA REV AS", "D’ARC AS", "MÜLLER AS", "MYRA AS"]).await;
    for (typed, name) in [
        ("åpen due", "Åpen Due AS"),
        ("a\u{30a}pen due", "Åpen Due AS"),
        ("aapen due", "Åpen Due AS"),
        ("salla", "Šalla Rev AS"),
        ("s\u{30c}alla", "Šalla Rev AS"),
        ("d'arc", "D’arc AS"),
        ("muller", "Müller AS"),
        ("\u{feff}økonomisk\u{a0}lett", "Økonomisk Lett Tiger AS"),
    ] {
        assert_eq!(found(&visitor, typed).await, [name], "{typed}");
    }
    let all = found(&visitor, "").await;
    let position = |name| all.iter().position(|one| one == name).unwrap();
    assert!(
        position("Müller AS") < position("Myra AS") && position("Mild Blomstrete Tiger AS") < position("Müller AS")
    );
    assert_eq!(position("Åpen Due AS") + 1, position("Åpen Snill Tiger AS"));
}

#[tokio::test]
async fn a_number_is_found_whatever_is_pasted_around_it() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for typed in [
        "Org.nr: 310 495 883",
        "Revisorkunde AS (310 495 883)",
        "Revisorkunde AS Org.nr. 310 495 883",
        "Noe annet ASOrg.nr. 310\u{a0}495\u{a0}883Lagt til",
        "\u{202a}310\u{2011}495\u{2011}883\u{202c}",
        "NO310495883MVA",
    ] {
        assert_eq!(found(&visitor, typed).await, ["Revisorkunde AS"], "{typed}");
    }
    let several = format!("Revisorkunde AS {REVISORKUNDE}; Bestemt Myk Mink ANS {BESTEMT}");
    assert_eq!(found(&visitor, &several).await, ["Bestemt Myk Mink ANS", "Revisorkunde AS"]);
    assert_eq!(found(&visitor, &AUDITED.join(" ")).await.len(), AUDITED.len());
}

#[tokio::test]
async fn a_wrong_check_digit_is_said_wherever_clients_or_organisations_are_searched() {
    let portal = Portal::start();
    for (language, words) in [
        ("nb", "har et organisasjonsnummer med feil kontrollsiffer. Se etter en skrivefeil."),
        ("nn", "har eit organisasjonsnummer med feil kontrollsiffer. Sjå etter ein skrivefeil."),
        ("en", "has an organisation number with a wrong check digit. Look for a typing error."),
    ] {
        let visitor = portal.visitor_with_language(language);
        visitor.sign_in(GILD_KANNE).await;
        visitor.change(&dialog(AUDIT), REVISORKUNDE, "add").await;
        // The pressed row keeps its place on one page.
        visitor.get(&dialog(AUDIT)).await;
        for typed in ["310 495 884", "Revisorkunde AS (310 495 884)"] {
            let query = serde_urlencoded::to_string([("search", typed)]).unwrap();
            for address in [dialog(AUDIT), access(AUDIT), "/represent".to_owned()] {
                let page = visitor.get(&format!("{address}?{query}")).await;
                let said = page.texts("main, dialog").join(" ");
                assert!(said.contains(words) && said.contains(typed), "{address}: {said}");
            }
        }
    }
}
