//! An access ends in the portal, and the vendor sees it.

use reqwest::Method;
use serde_json::{Value, json};

use super::grant::{assertion, for_owner, redeem};
use super::{FIRM, OWN_REQUESTS, SYSTEM, VendorProgram, portal};
use crate::support::GILD_KANNE;

const REFERENCE: &str = "slutt";

#[tokio::test]
async fn look_ups_tokens_and_the_request_end_with_the_access_and_its_ids_are_free() {
    let portal = portal(&[]).await;
    let program = VendorProgram::of(&portal).await;
    let asked = program.ask_own(json!({"externalRef": REFERENCE})).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    let id = asked.json()["id"].as_str().unwrap().to_owned();
    let person = portal.sign_in(GILD_KANNE).await;
    let page = person.get(&format!("/accessmanagement/ui/systemuser/request?id={id}&skiplogout=true")).await;
    person.press(&page, "Godkjenn systemtilgang").await;
    let look_ups = [
        format!("/systemuser/vendor/byquery?system-id={SYSTEM}&orgno={FIRM}&external-ref={REFERENCE}"),
        format!("{OWN_REQUESTS}/{id}"),
        format!("{OWN_REQUESTS}/byexternalref/{SYSTEM}/{FIRM}/{REFERENCE}"),
    ];
    for path in &look_ups {
        assert_eq!(program.get(path).await.status, 200, "{path}");
    }
    let details = json!({"authorization_details": [for_owner(FIRM, Some(REFERENCE))]});
    assert_eq!(redeem(&portal, &assertion(&portal, &details)).await.status, 200);

    let page = person.get(&format!("/accessmanagement/ui/systemuser/{id}")).await;
    person.press(&page, "Slett systemtilgang").await;
    for path in &look_ups {
        assert_eq!(program.get(path).await.status, 404, "{path}");
    }
    let refused = redeem(&portal, &assertion(&portal, &details)).await;
    let error: Value = refused.json();
    assert_eq!((refused.status, &error["error"]), (400, &json!("invalid_altinn_customer_configuration")));
    let removed = program.request(Method::DELETE, &format!("{OWN_REQUESTS}/{id}")).send().await.unwrap();
    assert_eq!(removed.status(), 404);
    let again = program.ask_own(json!({"externalRef": REFERENCE})).await;
    assert_eq!(again.status, 201, "{}", again.text);
    assert_ne!(again.json()["id"], id, "no id is handed out twice");
}
