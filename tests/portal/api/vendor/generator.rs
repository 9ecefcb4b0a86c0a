//! Tokens of the command, the page, and the generator below `/test/api`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{Answer, FIRM, READ, SYSTEM, VENDOR, VendorProgram, WRITE, by_reference, http, portal};
use crate::support::{GILD_KANNE, Portal, program::run};

pub fn claims(token: &str) -> Value {
    let claims = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

async fn generate(portal: &Portal, path: &str) -> Answer {
    let url = portal.base.join(&format!("/test/api/{path}")).unwrap();
    Answer::to(http().get(url).basic_auth("anybody", Some("anything"))).await
}

#[tokio::test]
async fn a_suite_for_the_shared_environment_gets_tokens_by_a_plain_get() {
    let portal = portal(&[]).await;
    let answer =
        generate(&portal, &format!("GetEnterpriseToken?orgNo={VENDOR}&scopes={READ},{WRITE}&env=tt02&ttl=60")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/plain; charset=utf-8"));
    let enterprise = claims(&answer.text);
    assert_eq!(enterprise["consumer"], json!({"authority": "iso6523-actorid-upis", "ID": "0192:310495913"}));
    assert_eq!(enterprise["scope"], format!("{READ} {WRITE}"));
    assert_eq!(enterprise["exp"].as_i64().unwrap() - enterprise["iat"].as_i64().unwrap(), 60);
    assert_eq!(VendorProgram::with_token(&portal, answer.text).get(&by_reference("ny")).await.status, 200);
    let scope = "altinn:clientdelegations.read";
    let answer =
        generate(&portal, &format!("GetPersonalToken?pid={}&scopes={scope}&env=at22", GILD_KANNE.national_id)).await;
    let personal = claims(&answer.text);
    assert_eq!(
        (&personal["pid"], &personal["acr"]),
        (&json!(GILD_KANNE.national_id), &json!("idporten-loa-substantial"))
    );
    assert_eq!(personal["exp"].as_i64().unwrap() - personal["iat"].as_i64().unwrap(), 1800);
    let agents = format!("/enduser/systemuser/agents?party={FIRM}");
    assert_eq!(VendorProgram::with_token(&portal, answer.text).get(&agents).await.status, 200);
}

#[tokio::test]
async fn a_token_that_cannot_be_generated_is_explained() {
    let portal = portal(&[]).await;
    for (path, error) in [
        ("GetEnterpriseToken?scopes=x", "orgNo is missing"),
        ("GetEnterpriseToken?orgNo=310495913", "scopes is missing"),
        ("GetEnterpriseToken?orgNo=123&scopes=x", "orgNo is invalid"),
        ("GetEnterpriseToken?orgNo=310495913&scopes=x&ttl=0", "ttl is invalid"),
        ("GetEnterpriseToken?orgNo=310495913&scopes=x&ttl=99999999", "ttl is invalid"),
        ("GetEnterpriseToken?orgNo=310495913&scopes=x&world=a/b", "world is invalid"),
        ("GetPersonalToken?scopes=x", "pid is missing"),
        ("GetPersonalToken?pid=26829398613&scopes=x", "pid is invalid"),
        ("GetPersonalToken?pid=12836810064&scopes=x&authLvl=7", "authLvl is invalid"),
    ] {
        let answer = generate(&portal, path).await;
        assert_eq!((answer.status, &answer.json()["error"]), (400, &json!(error)), "{path}");
    }
    let url = portal.base.join("/test/api/GetEnterpriseToken?orgNo=310495913&scopes=x").unwrap();
    let without = Answer::to(http().get(url)).await;
    assert_eq!((without.status, without.header("www-authenticate")), (401, "Basic realm=\"token generator\""));
}

#[tokio::test]
async fn with_another_sign_in_or_without_test_tools_nothing_is_generated() {
    let issuer = ["--oidc-issuer", "http://127.0.0.1:9/idp", "--oidc-client-id", "klientportal"];
    for flags in [&issuer[..], &["--no-test-tools"]] {
        let portal = Portal::start_with(flags);
        for path in ["GetEnterpriseToken?orgNo=310495913&scopes=x", "GetPersonalToken?pid=12836810064&scopes=x"] {
            assert_eq!(generate(&portal, path).await.status, 404, "{path}");
        }
    }
}

#[tokio::test]
async fn the_command_prints_a_vendors_token() {
    let portal = portal(&[]).await;
    let folder = portal.data.path().to_str().unwrap();
    let order = |more: &[&str]| run(&[&["--data", folder, "token"], more].concat());
    let ended = order(&["--vendor", VENDOR]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    let program = VendorProgram::with_token(&portal, ended.stdout.trim().to_owned());
    assert_eq!(program.get(&by_reference("ny")).await.status, 200);
    assert_eq!(program.get(&format!("/systemregister/vendor/{SYSTEM}")).await.status, 200);
    let ended = order(&["--vendor", VENDOR, "--scope", WRITE]);
    let program = VendorProgram::with_token(&portal, ended.stdout.trim().to_owned());
    assert_eq!(program.get(&by_reference("ny")).await.status, 403);
    for wrong in [&[][..], &["--vendor", "123"], &["--vendor", VENDOR, "--person", GILD_KANNE.national_id]] {
        assert_ne!(order(wrong).code, Some(0), "{wrong:?}");
    }
}

#[tokio::test]
async fn the_page_makes_a_vendors_token() {
    let portal = portal(&[]).await;
    let visitor = portal.visitor();
    let page = visitor.get("/test/token").await;
    assert_eq!(page.count("#vendors option"), 2, "each vendor once");
    let made = visitor.fill_and_press(&page, &[("vendor", VENDOR)], "Lag leverandørtoken").await;
    let program = VendorProgram::with_token(&portal, made.text("textarea").unwrap());
    assert_eq!(program.get(&by_reference("ny")).await.status, 200);
    assert_eq!(claims(&program.token)["world"], "main");
    let refused = visitor.get("/test/token?vendor=123&vendor_client=").await;
    assert_eq!((refused.status.as_u16(), refused.count("textarea")), (422, 0));
    assert_eq!(refused.text("#vendor-fault").as_deref(), Some("Organisasjonsnummeret skal ha ni siffer."));
    assert_eq!(refused.count("#vendor_client-fault"), 1);
}
