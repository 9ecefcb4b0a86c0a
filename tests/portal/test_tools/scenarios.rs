//! `/test/scenarios`: load, start over, upload, export.

use reqwest::Method;

use super::{add, on_audit};
use crate::support::{AUDIT, GILD_KANNE, Page, Portal, REVISORKUNDE, Visitor, dialog};

const BOUNDARY: &str = "a-boundary";

async fn upload(visitor: &Visitor, text: &str) -> Page {
    send(visitor, "/test/scenarios/upload", text).await
}

async fn send(visitor: &Visitor, path: &str, content: impl AsRef<[u8]>) -> Page {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"mine.toml\"\r\n\
         Content-Type: application/toml\r\n\r\n"
    );
    let body = [head.as_bytes(), content.as_ref(), format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
    let request = visitor.request(Method::POST, path);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    Page::of(request.header("content-type", kind).body(body).send().await.unwrap()).await
}

const GUIDE: &str = include_str!("../../../fixtures/scenarios/veiledning.toml");

#[tokio::test]
async fn starting_over_takes_back_what_was_done() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    add(&visitor, REVISORKUNDE).await;
    assert_eq!(on_audit(&visitor).await, ["Revisorkunde AS"]);
    let tools = visitor.get("/test/scenarios").await;
    let done = visitor.press(&tools, "Begynn på nytt").await;
    assert_eq!(done.confirmation(), "Veiledningen er lastet");
    assert_eq!(on_audit(&visitor).await, [""; 0]);
}

#[tokio::test]
async fn another_scenario_brings_other_people() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let tools = visitor.get("/test/scenarios").await;
    assert_eq!(tools.count(".tool-card"), 8);
    visitor.press(&tools, "Last Alle roller").await;
    let people = visitor.get("/test").await;
    assert_eq!(people.count(".tool-card"), 18);
    let sign_in = visitor.get("/sign-in").await;
    assert_eq!(sign_in.count(".idp-person"), 18);
}

#[tokio::test]
async fn a_world_that_was_written_out_can_be_uploaded_again() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    add(&visitor, REVISORKUNDE).await;
    let exported = visitor.request(Method::GET, "/test/scenarios/export").send().await.unwrap();
    assert_eq!(exported.headers()["content-disposition"], "attachment; filename=\"veiledning.toml\"");
    let text = exported.text().await.unwrap();
    let tools = visitor.get("/test/scenarios").await;
    visitor.press(&tools, "Begynn på nytt").await;
    assert_eq!(upload(&visitor, &text).await.status, 303);
    assert_eq!(on_audit(&visitor).await, ["Revisorkunde AS"]);
    let again = visitor.request(Method::GET, "/test/scenarios/export").send().await.unwrap().text().await.unwrap();
    assert_eq!(again, text);
    // Starting over now reloads the uploaded file.
    add(&visitor, "310496006").await;
    let tools = visitor.get("/test/scenarios").await;
    visitor.press(&tools, "Begynn på nytt").await;
    assert_eq!(on_audit(&visitor).await, ["Revisorkunde AS"]);
}

#[tokio::test]
async fn a_file_with_faults_is_refused_with_all_of_them_and_nothing_changes() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    add(&visitor, REVISORKUNDE).await;
    let refused = upload(&visitor, "name = \"Feil Navn\"\n").await;
    assert_eq!(
        (refused.status.as_u16(), refused.text(".ds-alert h2")),
        (422, Some("Filen har feil, og ingenting er lastet".to_owned()))
    );
    let faults = refused.texts(".ds-alert li");
    assert!(faults[0].starts_with("mine.toml:1: "), "{faults:?}");
    let empty = upload(&visitor, "").await;
    assert_eq!(empty.texts(".ds-alert li"), ["Du har ikke valgt noen fil."]);
    assert_eq!(on_audit(&visitor).await, ["Revisorkunde AS"]);
}

#[tokio::test]
async fn a_file_that_is_not_utf_8_is_refused_in_words() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let latin_1 = b"name = \"veiledning\"\ntitle.nb = \"R\xe5d\"\n";
    for path in ["/test/scenarios/upload", "/test/scenarios/check"] {
        let refused = send(&visitor, path, latin_1).await;
        assert_eq!(refused.status, 422);
        let words = "Filen er ikke tekst i UTF-8. Lagre den som UTF-8, og velg den på nytt.";
        assert_eq!(refused.texts(".ds-alert li"), [words]);
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let large = vec![b'#'; 33 * 1024 * 1024];
    assert_eq!(send(&visitor, "/test/scenarios/upload", large).await.status, 413);
}

#[tokio::test]
async fn a_file_can_be_checked_without_loading_it() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    add(&visitor, REVISORKUNDE).await;
    let text = include_str!("../../../fixtures/scenarios/roller.toml");
    assert_eq!(send(&visitor, "/test/scenarios/check", text).await.status, 303);
    let page = visitor.get("/test/scenarios").await;
    assert_eq!(page.confirmation(), "Filen er uten feil: Alle roller");
    let refused = send(&visitor, "/test/scenarios/check", "name = \"Feil Navn\"\n").await;
    assert_eq!(refused.status, 422);
    assert!(refused.texts(".ds-alert li")[0].starts_with("mine.toml:1: "));
    assert_eq!(on_audit(&visitor).await, ["Revisorkunde AS"]);
}

#[tokio::test]
async fn a_world_with_so_many_clients_is_made_and_a_number_that_is_none_comes_back_as_typed() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for typed in ["mange", "200001", "-1", ""] {
        let refused = visitor.post("/test/scenarios", &[("clients", typed)]).await;
        assert_eq!(refused.status, 422, "{typed}");
        assert_eq!(refused.attribute("#clients", "value").as_deref(), Some(typed));
        assert_eq!(refused.text("#clients-fault").unwrap(), "Skriv et helt tall fra 0 til 200 000.");
    }
    assert_eq!(visitor.post("/test/scenarios", &[("clients", " 40 ")]).await.status, 303);
    let list = visitor.get(&dialog(AUDIT)).await;
    assert!(list.text(".count").unwrap().contains("av 38"), "{:?}", list.text(".count"));
}

#[tokio::test]
async fn a_world_that_somebody_else_uses_is_replaced_after_a_question_only() {
    let portal = Portal::start();
    let tester = portal.visitor();
    let kari = portal.sign_in(GILD_KANNE).await;
    add(&kari, REVISORKUNDE).await;
    let tools = tester.get("/test/scenarios").await;
    for (button, title) in [("Begynn på nytt", "Veiledningen"), ("Last Alle roller", "Alle roller")] {
        let before = kari.get("/test/scenarios/export").await;
        let question = tester.press(&tools, button).await;
        assert_eq!(question.heading(), "Noen andre bruker testmiljøet main", "{button}");
        assert_eq!(question.status, 200);
        assert_eq!(kari.get("/test/scenarios/export").await.url, before.url);
        let loaded = tester.press(&question, "Last likevel").await;
        assert_eq!(loaded.confirmation(), format!("{title} er lastet"));
        kari.get("/").await;
    }
    let refused = upload(&tester, GUIDE).await;
    assert_eq!((refused.status.as_u16(), refused.count("#file[aria-invalid=true]")), (422, 1));
    let again = refused.attribute("form[enctype]", "action").unwrap();
    assert_eq!(send(&tester, &again, GUIDE).await.status, 303);
    let generated = tester.post("/test/scenarios", &[("clients", "3")]).await;
    assert_eq!(generated.status, 303);
    let question = tester.get("/test/scenarios/replace?load=generated-3").await;
    assert_eq!(tester.press(&question, "Last likevel").await.status, 200);
}

#[tokio::test]
async fn ones_own_work_is_replaced_without_a_question_also_after_another_sign_in() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    add(&visitor, REVISORKUNDE).await;
    visitor.sign_in(crate::support::ESTETISK_SKAL).await;
    let tools = visitor.get("/test/scenarios").await;
    assert_eq!(visitor.press(&tools, "Begynn på nytt").await.confirmation(), "Veiledningen er lastet");
    // Who has signed out is done.
    let overview = visitor.get("/accessmanagement/ui/systemuser/overview").await;
    visitor.press(&overview, "Logg ut").await;
    let tools = visitor.get("/test/scenarios").await;
    assert_eq!(visitor.press(&tools, "Begynn på nytt").await.confirmation(), "Veiledningen er lastet");
    // Somebody in another world does not matter.
    let other = portal.visitor();
    other.post("/test/worlds", &[("name", "other")]).await;
    other.sign_in(GILD_KANNE).await;
    assert_eq!(visitor.press(&tools, "Begynn på nytt").await.confirmation(), "Veiledningen er lastet");
}
