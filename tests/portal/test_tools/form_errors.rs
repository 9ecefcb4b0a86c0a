//! Forms with errors keep what was typed, and show an error at each field.

use crate::support::{EMPTY_FIRM, FIRM, FRODIG, Page, Portal, Visitor};

/// Checks status, title, focused summary, and the message at each field.
#[track_caller]
fn is_refused_at(page: &Page, fields: &[&str]) {
    let at = format!("{fields:?}: {}", page.html.html());
    assert_eq!(page.status.as_u16(), 422, "{at}");
    assert!(page.text("title").unwrap().starts_with("Feil: "), "{at}");
    assert_eq!(page.count("main [role=alert][tabindex='-1'][autofocus]"), 1, "{at}");
    let ways: Vec<_> = page.elements("main [role=alert] a").iter().map(|link| link.attr("href").unwrap()).collect();
    assert_eq!(ways, fields.iter().map(|field| format!("#{field}")).collect::<Vec<_>>());
    let summary = page.texts("main [role=alert] a");
    for (field, words) in fields.iter().zip(summary) {
        assert_eq!(page.text(&format!("#{field}-fault")).as_deref(), Some(words.as_str()), "{at}");
        if page.count(&format!("input#{field}, select#{field}")) == 0 {
            continue;
        }
        assert_eq!(page.attribute(&format!("#{field}"), "aria-invalid").as_deref(), Some("true"), "{at}");
        let described = page.attribute(&format!("#{field}"), "aria-describedby").unwrap();
        assert!(described.split(' ').any(|id| id == format!("{field}-fault")), "{at}");
    }
    assert_eq!(
        page.count("[aria-invalid]"),
        fields.iter().filter(|field| page.count(&format!("input#{field}, select#{field}")) > 0).count()
    );
}

fn value(page: &Page, field: &str) -> String {
    page.attribute(&format!("#{field}"), "value").unwrap_or_default()
}

fn chosen(page: &Page, list: &str) -> String {
    page.attribute(&format!("#{list} option[selected]"), "value").unwrap_or_default()
}

async fn sent(visitor: &Visitor, path: &str, typed: &[(&str, &str)], button: &str) -> Page {
    let page = visitor.get(path).await;
    assert_eq!(page.count("[aria-invalid], [role=alert]"), 0);
    visitor.fill_and_press(&page, typed, button).await
}

#[tokio::test]
async fn a_fault_with_wrong_figures_keeps_them_and_is_not_switched_on() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let typed = [("fault", "refuse-adds"), ("requests", "1001"), ("milliseconds", "lenge"), ("every", "0")];
    let page = sent(&visitor, "/test/faults", &typed, "Slå på").await;
    is_refused_at(&page, &["requests", "milliseconds", "every"]);
    assert_eq!(page.text("#requests-fault").as_deref(), Some("Skriv et helt tall fra 1 til 1000."));
    let kept = ["requests", "milliseconds", "every"].map(|field| value(&page, field));
    assert_eq!((chosen(&page, "fault").as_str(), kept), ("refuse-adds", ["1001", "lenge", "0"].map(str::to_owned)));
    assert!(page.texts("main").join("").contains("Ingenting er slått på."));
    is_refused_at(&visitor.post("/test/faults", &[("fault", "earthquake")]).await, &["fault"]);
}

#[tokio::test]
async fn a_clock_set_to_no_moment_keeps_what_was_typed_and_goes_on() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let page = sent(&visitor, "/test/clock", &[("moment", "i går")], "Stopp klokka").await;
    is_refused_at(&page, &["moment"]);
    assert_eq!((value(&page, "moment").as_str(), value(&page, "hours").as_str()), ("i går", "24"));
    for hours in ["mange", "876001", ""] {
        let page = sent(&visitor, "/test/clock", &[("hours", hours)], "Still").await;
        is_refused_at(&page, &["hours"]);
        assert_eq!(value(&page, "hours"), hours);
        assert!(value(&page, "moment").starts_with("20"), "{}", value(&page, "moment"));
    }
    assert!(visitor.get("/test/clock").await.text("main strong").unwrap().starts_with("Klokka går som vanlig"));
}

#[tokio::test]
async fn a_world_with_a_wrong_name_is_not_made() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let page = sent(&visitor, "/test/worlds", &[("name", "Min Verden")], "Lag og gå dit").await;
    is_refused_at(&page, &["world-name"]);
    assert_eq!((value(&page, "world-name").as_str(), page.count(".tool-card")), ("Min Verden", 1));
}

#[tokio::test]
async fn a_token_for_nobody_says_why_and_keeps_the_form() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for (person, words) in [
        ("", "Skriv fødselsnummeret."),
        ("123", "Fødselsnummeret skal ha 11 siffer."),
        ("26829398613", "Fødselsnummeret har feil kontrollsifre. Se etter en skrivefeil."),
        ("01010100050", "Bare fødselsnumre til syntetiske personer kan brukes her."),
        ("12836810064 og 26829398612", "Skriv bare ett fødselsnummer."),
    ] {
        let page = sent(&visitor, "/test/token", &[("person", person), ("client", " ")], "Lag token").await;
        is_refused_at(&page, &["person", "client"]);
        assert_eq!(page.text("#person-fault").as_deref(), Some(words));
        assert_eq!((value(&page, "person").as_str(), page.count("textarea")), (person, 0));
    }
    let path = "/test/token?person=%E2%80%8B128368%E2%80%9110064&client=vendor&read=1&level=3&person_=x";
    let made = visitor.get(path).await;
    assert_eq!((made.status.as_u16(), made.count("textarea"), made.count("#level-3[checked]")), (200, 1, 1));
    assert_eq!((made.count("#read[checked]"), made.count("#write[checked]")), (1, 0));
    let page = visitor.get("/test/token?person=12836810064&level=5").await;
    assert_eq!((page.status.as_u16(), page.count("fieldset[aria-describedby=level-4-fault] #level-4-fault")), (422, 1));
}

#[tokio::test]
async fn an_event_that_is_not_filled_in_keeps_its_form_and_leaves_the_others_alone() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let typed = [("client", "123"), ("role", "regnskapsforer")];
    let page = sent(&visitor, "/test/events", &typed, "Fjern tjenesteyteren").await;
    is_refused_at(&page, &["role-client"]);
    assert_eq!((value(&page, "role-client").as_str(), chosen(&page, "role").as_str()), ("123", "regnskapsforer"));
    assert_eq!((value(&page, "package-client").as_str(), chosen(&page, "package").as_str()), ("", ""));

    let typed = [("client", ""), ("package", "jordbruk")];
    let page = sent(&visitor, "/test/events", &typed, "Ta pakken tilbake").await;
    is_refused_at(&page, &["package-client"]);
    assert_eq!(chosen(&page, "package"), "jordbruk");

    for button in ["Legg til som bruker", "Slett som bruker"] {
        let page = sent(&visitor, "/test/events", &[("client", "12"), ("provider", EMPTY_FIRM)], button).await;
        is_refused_at(&page, &["relationship-client"]);
        assert_eq!(value(&page, "relationship-client"), "12");
        assert_eq!(chosen(&page, "relationship-provider"), EMPTY_FIRM);
        assert_eq!((value(&page, "role-client").as_str(), chosen(&page, "role-provider").as_str()), ("", ""));
    }

    let typed = [("client", "310495883 310496081"), ("form", "ESEK")];
    let page = sent(&visitor, "/test/events", &typed, "Endre organisasjonsform").await;
    assert_eq!(page.text("#form-client-fault").unwrap(), "Skriv bare ett organisasjonsnummer.");

    let typed = [("client", "310495892"), ("form", "ESEK")];
    let page = sent(&visitor, "/test/events", &typed, "Endre organisasjonsform").await;
    is_refused_at(&page, &["form-client"]);
    assert_eq!((value(&page, "form-client").as_str(), chosen(&page, "form").as_str()), ("310495892", "ESEK"));

    let typed = [("name", " "), ("number", "12"), ("form", "NUF"), ("role", "revisor")];
    let page = sent(&visitor, "/test/events", &typed, "Opprett virksomheten").await;
    is_refused_at(&page, &["new-name", "new-number"]);
    let kept = (value(&page, "new-number"), chosen(&page, "new-form"), chosen(&page, "new-role"));
    assert_eq!(kept, ("12".to_owned(), "NUF".to_owned(), "revisor".to_owned()));
}

#[tokio::test]
async fn an_event_that_cannot_happen_says_so_at_the_field_that_is_wrong() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let provider = ("provider", FIRM);
    for (fields, field) in [
        (vec![("event", "drop-role"), provider, ("client", FIRM), ("role", "revisor")], "role-client"),
        (vec![("event", "drop-role"), provider, ("client", "123456789"), ("role", "revisor")], "role-client"),
        (vec![("event", "register-role"), provider, ("client", FRODIG), ("role", "baker")], "role"),
        (vec![("event", "add-relationship"), provider, ("client", FIRM)], "relationship-client"),
        (vec![("event", "remove-relationship"), provider, ("client", "313131313")], "relationship-client"),
        (vec![("event", "remove-relationship"), ("client", FRODIG)], "relationship-provider"),
        (vec![("event", "delete-access"), ("access", "00000000-0000-0000-0000-000000000000")], "access"),
        (vec![("event", "delete-access"), ("access", "x")], "access"),
        (vec![("event", "give-package"), provider, ("client", FRODIG), ("package", "ansvarlig-revisor")], "package"),
        (vec![("event", "change-form"), ("client", "313131313"), ("form", "AS")], "form-client"),
        (vec![("event", "new-client"), provider, ("name", "X"), ("form", "AS"), ("role", "")], "new-role"),
        (
            vec![
                ("event", "new-client"),
                provider,
                ("name", "X"),
                ("form", "AS"),
                ("number", FRODIG),
                ("role", "revisor"),
            ],
            "new-number",
        ),
        (vec![("event", "delete-system"), ("vendor", FIRM), ("system", "Intet")], "systems"),
    ] {
        is_refused_at(&visitor.post("/test/events", &fields).await, &[field]);
    }
    assert_eq!(visitor.post("/test/events", &[("event", "earthquake")]).await.status, 400);
}
