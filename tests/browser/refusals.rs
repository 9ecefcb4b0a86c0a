//! Every page with which the portal refuses something.

use klientportal::browser::Page;
use rusqlite::Connection;
use serde_json::json;

use crate::portal::{OVERVIEW, Portal};
use crate::states::Check;
use crate::{Outcome, in_language, open};

const REVISOR: &str = "Revisor klientdelegering";

pub fn all(check: &Check) -> Outcome {
    let portal = Portal::start();
    addresses(&portal, check)?;
    sign_ins(&portal, check)?;
    forms(&portal, check)?;
    powers(&portal, check)?;
    other_owner(&portal, check)?;
    faults(&portal, check)
}

fn addresses(portal: &Portal, check: &Check) -> Outcome {
    let page = open(in_language("nb"));
    portal.open_access(&page, REVISOR)?;
    let dialog = format!("{}/clients?page=x", page.address()?);
    for (address, heading, state) in [
        (portal.at("/nowhere"), "Vi finner ikke siden", "not-found"),
        (portal.at("/sign-out"), "Denne adressen kan ikke åpnes slik", "method"),
        (dialog, "Vi forsto ikke forespørselen", "bad-input"),
    ] {
        page.goto(&address)?;
        page.heading(heading)?;
        check(&page, state)?;
    }
    Ok(())
}

fn sign_ins(portal: &Portal, check: &Check) -> Outcome {
    let page = open(in_language("nb"));
    page.goto(&portal.at("/sign-in"))?;
    page.press("button", "Avbryt innloggingen")?;
    page.heading("Innloggingen ble avbrutt")?;
    check(&page, "denied")?;
    page.goto(&portal.at("/sign-in/callback?code=x&state=y"))?;
    page.heading("Innloggingen må startes på nytt")?;
    check(&page, "sign-in-again")?;
    page.press("link", "Logg inn igjen")?;
    page.heading("Velg hvem du logger inn som")?;
    let state = page.evaluate("new URL(location.href).searchParams.get('state')")?;
    page.goto(&portal.at(&format!("/sign-in/callback?code=x&state={}", state.as_str().unwrap_or_default())))?;
    page.heading("Innloggingen ble ikke godkjent")?;
    check(&page, "sign-in-refused")?;
    page.goto(&portal.at("/idp/sign-in?ticket=x"))?;
    page.heading("Innloggingen er utløpt")?;
    check(&page, "ticket-expired")?;
    let alone = Portal::start_with(&["--oidc-issuer", "http://127.0.0.1:9/idp", "--oidc-client-id", "x"]);
    page.goto(&alone.at("/sign-in"))?;
    page.heading("Innloggingstjenesten svarer ikke")?;
    check(&page, "provider")?;
    portal.sign_in(&page, "Gild Kanne")?;
    page.press("button", "Meny")?;
    page.press("button", "Logg ut")?;
    page.heading("Du er logget ut")?;
    check(&page, "signed-out")?;
    portal.sign_in(&page, "Gild Kanne")?;
    Portal::end_session(&page)?;
    page.goto(&portal.at(OVERVIEW))?;
    page.heading("Du må logge inn på nytt")?;
    check(&page, "session-over")
}

fn forms(portal: &Portal, check: &Check) -> Outcome {
    let page = open(in_language("nb"));
    portal.open_access(&page, REVISOR)?;
    let action = format!("{}/clients", page.address()?);
    post(&page, &action, &[("add", "310495883"), ("form_token", "forged")])?;
    page.heading("Skjemaet er for gammelt")?;
    check(&page, "form-too-old")?;
    let long = "x".repeat(300_000);
    post(&page, &action, &[("add", &long)])?;
    page.heading("Skjemaet er for stort")?;
    check(&page, "form-too-large")?;
    page.goto("about:blank")?;
    page.wait_for("the page is not empty", |tree| tree.heading().is_none())?;
    post(&page, &action, &[("add", "310495883")])?;
    page.heading("Forespørselen kom fra et annet nettsted")?;
    check(&page, "cross-site")
}

fn powers(portal: &Portal, check: &Check) -> Outcome {
    let page = open(in_language("nb"));
    portal.open_access(&page, REVISOR)?;
    let action = format!("{}/clients", page.address()?);
    let token = token(&page)?;
    post(&page, &action, &[("add", "310495964"), ("form_token", &token)])?;
    page.heading("Klientkunde AS kan ikke legges til.")?;
    check(&page, "not-eligible")?;
    page.goto(&portal.at(OVERVIEW))?;
    page.press("link", "SmartCloud")?;
    page.heading("SmartCloud")?;
    let own = format!("{}/agentdelegation/clients", page.address()?);
    post(&page, &own, &[("add", "310495883"), ("form_token", &token)])?;
    page.heading("Denne systemtilgangen tar ikke kunder")?;
    check(&page, "not-for-clients")?;
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Sitrongul Medaljong")?;
    let token = self::token(&page)?;
    post(&page, &action, &[("add", "310495883"), ("form_token", &token)])?;
    page.heading("Du har ikke fullmakt til dette")?;
    check(&page, "no-powers")
}

/// A link to an access of another of one's own organisations: one button, which leads on to the access.
fn other_owner(portal: &Portal, check: &Check) -> Outcome {
    let page = open(in_language("nb"));
    portal.open_access(&page, REVISOR)?;
    let access = page.address()?;
    let page = open(in_language("nb"));
    portal.sign_in(&page, "Kursiv Fossekall")?;
    page.press("button", "Stolt Rund Tiger AS…")?;
    page.heading("Systemtilganger for Stolt Rund Tiger AS")?;
    page.goto(&access)?;
    page.heading("Systemtilgangen tilhører Diskret Nær Tiger AS")?;
    check(&page, "other-owner")?;
    page.press("button", "Representer Diskret Nær Tiger AS og fortsett")?;
    page.heading(REVISOR)
}

fn faults(portal: &Portal, check: &Check) -> Outcome {
    let page = open(in_language("nb"));
    portal.open_access(&page, REVISOR)?;
    let action = format!("{}/clients", page.address()?);
    let token = token(&page)?;
    let world = Connection::open(portal.data.path().join("worlds/main.db")).unwrap();
    world.execute_batch("begin immediate").unwrap();
    post(&page, &action, &[("add", "310495883"), ("form_token", &token)])?;
    page.heading("Portalen er opptatt")?;
    check(&page, "busy")?;
    world.execute_batch("rollback; alter table audit rename to gone").unwrap();
    post(&page, &action, &[("add", "310495883"), ("form_token", &token)])?;
    page.heading("Beklager, noe gikk galt hos oss")?;
    check(&page, "server")
}

fn token(page: &Page) -> Result<String, klientportal::browser::Error> {
    let token = page.evaluate("document.querySelector('input[name=form_token]').value")?;
    Ok(token.as_str().unwrap_or_default().to_owned())
}

/// Posts a form that no page of the portal has.
fn post(page: &Page, action: &str, fields: &[(&str, &str)]) -> Outcome {
    let form = json!({ "action": action, "fields": fields });
    let script = format!(
        "(({{ action, fields }}) => {{
          const form = Object.assign(document.createElement('form'), {{ method: 'post', action }});
          for (const [name, value] of fields) form.append(Object.assign(document.createElement('input'), {{ name, value }}));
          document.body.append(form);
          form.submit();
        }})({form})"
    );
    page.evaluate(&script).map(drop)
}
