//! Refused changes, repeated changes, and the audit trail.

use jiff::Timestamp;
use klientportal::domain::number::NationalId;
use klientportal::domain::person::PersonId;

use crate::support::{
    AGRICULTURE, AUDIT, ESTETISK_SKAL, FIRM, FRODIG, GILD_KANNE, KLIENTKUNDE, OWN, Page, Person, Portal, REVISORKUNDE,
    REVISORSYSTEMER, SVAL_SPRO, TAX, TORR_LANG, Visitor, access_id, dialog,
};

fn id_of(person: Person) -> uuid::Uuid {
    PersonId::of(&person.national_id.parse::<NationalId>().unwrap()).uuid()
}

/// The audit row of a refused change of one client.
fn refused_alone() -> (String, usize, usize) {
    ("add-clients".to_owned(), 0, 1)
}

/// Makes the change and follows the redirect.
async fn change(visitor: &Visitor, title: &str, client: &str, change: &str) -> Page {
    let answer = visitor.change(&dialog(title), client, change).await;
    assert_eq!(answer.status, 303);
    visitor.get(answer.header("location")).await
}

#[tokio::test]
async fn a_client_that_lacks_a_package_is_refused_with_the_reason() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let refused = visitor.change(&dialog(AGRICULTURE), TORR_LANG, "add").await;
    assert_eq!((refused.status.as_u16(), refused.heading().as_str()), (409, "Tørr Lang Tiger AS kan ikke legges til."));
    let reason = "Mangler «Jordbruk». Kunden må gi Diskret Nær Tiger AS tilgangspakken under «Brukere» i Altinn.";
    assert_eq!(refused.texts("main p:not([class])"), [reason]);
    let refused = visitor.change(&dialog(AGRICULTURE), SVAL_SPRO, "add").await;
    assert_eq!(
        (refused.status.as_u16(), refused.heading().as_str()),
        (409, "Sval Sprø Katt Lien kan ikke legges til.")
    );
    assert_eq!(portal.database().clients_on(&access_id(FIRM, AGRICULTURE)), [FRODIG]);
    assert_eq!(portal.database().changes(), vec![refused_alone(); 2]);
}

#[tokio::test]
async fn a_role_package_never_comes_by_another_way() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let refused = visitor.change(&dialog(AUDIT), KLIENTKUNDE, "add").await;
    assert_eq!(refused.status, 409);
    let reason =
        "Mangler «Ansvarlig revisor». Kunden må registrere Diskret Nær Tiger AS som revisor i Enhetsregisteret.";
    assert_eq!(refused.texts("main p:not([class])"), [reason]);
    assert!(portal.database().clients_on(&access_id(FIRM, AUDIT)).is_empty());
}

#[tokio::test]
async fn an_own_access_takes_no_clients_by_dialog_or_post() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let shown = visitor.get(&dialog(OWN)).await;
    assert_eq!((shown.status.as_u16(), shown.heading().as_str()), (409, "Denne systemtilgangen tar ikke kunder"));
    for wanted in ["add", "remove"] {
        let posted = visitor.change(&dialog(OWN), REVISORKUNDE, wanted).await;
        assert_eq!((posted.status.as_u16(), posted.heading()), (409, shown.heading()), "{wanted}");
    }
    assert!(portal.database().clients_on(&access_id(FIRM, OWN)).is_empty());
    assert!(portal.database().audit().is_empty());
}

#[tokio::test]
async fn adding_and_removing_twice_succeed_and_change_nothing_the_second_time() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let stored = portal.database();
    for (wanted, said, rows, clients) in [
        ("add", "Revisorkunde AS er lagt til systemtilgangen", 1, 1),
        ("add", "Revisorkunde AS var allerede lagt til systemtilgangen", 1, 1),
        ("remove", "Revisorkunde AS er fjernet fra systemtilgangen", 2, 0),
        ("remove", "Revisorkunde AS var allerede fjernet fra systemtilgangen", 2, 0),
        ("add", "Revisorkunde AS er lagt til systemtilgangen", 3, 1),
    ] {
        assert_eq!(change(&visitor, AUDIT, REVISORKUNDE, wanted).await.confirmation(), said);
        assert_eq!(stored.audit().len(), rows, "{said}");
        assert_eq!(stored.clients_on(&access_id(FIRM, AUDIT)).len(), clients, "{said}");
    }
}

#[tokio::test]
async fn every_change_leaves_a_row_of_who_for_whom_what_and_when() {
    let portal = Portal::start();
    let before = Timestamp::now().as_millisecond();
    let gild = portal.sign_in(GILD_KANNE).await;
    let estetisk = portal.sign_in(ESTETISK_SKAL).await;
    change(&gild, TAX, KLIENTKUNDE, "add").await;
    change(&estetisk, TAX, KLIENTKUNDE, "remove").await;
    let after = Timestamp::now().as_millisecond();
    let rows = portal.database().audit();
    let what: Vec<_> = rows.iter().map(|row| (row.person, row.action.as_str())).collect();
    assert_eq!(what, [(id_of(GILD_KANNE), "add-clients"), (id_of(ESTETISK_SKAL), "remove-clients")]);
    for row in &rows {
        assert_eq!((row.on_behalf_of.as_str(), row.client.as_str()), (FIRM, KLIENTKUNDE));
        assert_eq!(row.access.to_string(), access_id(FIRM, TAX));
        assert!((before..=after).contains(&row.at.as_millisecond()), "{row:?}");
    }
    assert!(rows[0].at <= rows[1].at);
}

#[tokio::test]
async fn a_delegation_says_which_packages_it_brought_and_how() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    change(&visitor, AUDIT, REVISORKUNDE, "add").await;
    change(&visitor, TAX, KLIENTKUNDE, "add").await;
    let stored = portal.database();
    let pair = |package: &str, via: &str| (package.to_owned(), via.to_owned());
    assert_eq!(stored.delegated_packages(REVISORKUNDE), [pair("ansvarlig-revisor", "revisor")]);
    assert_eq!(stored.delegated_packages(KLIENTKUNDE), [pair("skattegrunnlag", "direct")]);
    let both = [pair("jordbruk", "direct"), pair("regnskapsforer-med-signeringsrettighet", "regnskapsforer")];
    assert_eq!(stored.delegated_packages(FRODIG), both);
}

#[tokio::test]
async fn who_is_no_client_can_neither_be_added_nor_removed() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for (client, heading) in [
        (REVISORSYSTEMER, "Revisorsystemer AS kan ikke legges til."),
        (FIRM, "Diskret Nær Tiger AS kan ikke legges til."),
    ] {
        let answer = visitor.change(&dialog(AUDIT), client, "add").await;
        assert_eq!((answer.status.as_u16(), answer.heading().as_str()), (409, heading));
        assert_eq!(visitor.change(&dialog(AUDIT), client, "remove").await.status, 303);
    }
    for wanted in ["add", "remove"] {
        let nobody = visitor.change(&dialog(AUDIT), "213008900", wanted).await;
        assert_eq!((nobody.status.as_u16(), nobody.heading().as_str()), (404, "Vi finner ikke siden"));
    }
    assert_eq!(portal.database().changes(), vec![refused_alone(); 2], "a number that nobody has leaves no row");
}

#[tokio::test]
async fn a_row_of_refusals_alone_is_neither_undone_nor_told_as_what_another_changed() {
    let portal = Portal::start();
    let (gild, estetisk) = (portal.sign_in(GILD_KANNE).await, portal.sign_in(ESTETISK_SKAL).await);
    let page = gild.get(&dialog(AGRICULTURE)).await;
    assert_eq!(estetisk.change(&dialog(AGRICULTURE), TORR_LANG, "add").await.status, 409);
    assert_eq!(portal.database().changes(), [refused_alone()]);
    assert_eq!(gild.press(&page, "Søk").await.confirmation(), "");
    let id = portal.database().change_ids()[0].to_string();
    let shown = estetisk.get(&format!("{}?result={id}", dialog(AGRICULTURE))).await;
    assert_eq!(shown.text("#result > p").unwrap(), "Ingen kunder er lagt til. 1 kunde kunne ikke legges til:");
    assert!(shown.button("Angre").is_none());
    let token = estetisk.form_token("/").await;
    assert_eq!(estetisk.post(&dialog(AGRICULTURE), &[("form_token", &token), ("undo", &id)]).await.status, 303);
    assert_eq!(portal.database().changes(), [refused_alone()]);
    assert_eq!(portal.database().clients_on(&access_id(FIRM, AGRICULTURE)), [FRODIG]);
}

#[tokio::test]
async fn a_form_that_the_dialog_does_not_make_is_refused() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    for (client, wanted) in [
        ("310495884", "add"),
        ("0192:310495883 or 1=1", "add"),
        ("974760673", "add"),
        (REVISORKUNDE, "bulk"),
        ("x", "undo"),
    ] {
        let answer = visitor.change(&dialog(AUDIT), client, wanted).await;
        assert_eq!(
            (answer.status.as_u16(), answer.heading().as_str()),
            (400, "Vi forsto ikke forespørselen"),
            "{client}"
        );
    }
    assert!(portal.database().audit().is_empty());
}

#[tokio::test]
async fn one_access_does_not_show_in_another() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    change(&visitor, AUDIT, REVISORKUNDE, "add").await;
    assert_eq!(portal.database().clients_on(&access_id(FIRM, TAX)), [""; 0]);
    assert_eq!(portal.database().clients_on(&access_id(FIRM, AGRICULTURE)), [FRODIG]);
}
