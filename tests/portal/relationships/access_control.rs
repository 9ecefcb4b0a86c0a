//! Who may open the pages, and that ids of others lead nowhere.

use super::{ACTING, RECEIVED, USERS, add_firm, client, give, received, user};
use crate::support::{
    ESTETISK_SKAL, FIRM, GILD_KANNE, HARDFOR_BLYANT, KLIENTKUNDE, OTHER_FIRM, Portal, REVISORKUNDE, RYDDIG_PAPIRVIFTE,
    SITRONGUL_MEDALJONG,
};

#[tokio::test]
async fn the_menu_leads_to_the_pages_that_a_person_may_open() {
    let portal = Portal::start();
    for (person, links) in [
        (GILD_KANNE, &["Brukere", "Fullmakter hos andre", "Systemer som handler for dere"][..]),
        (SITRONGUL_MEDALJONG, &["Brukere", "Fullmakter hos andre", "Systemer som handler for dere"]),
        (ESTETISK_SKAL, &["Brukere"]),
        (RYDDIG_PAPIRVIFTE, &["Brukere"]),
    ] {
        let visitor = portal.sign_in(person).await;
        let page = visitor.get(USERS).await;
        let shown: Vec<_> =
            page.texts("nav.side a.side-item").into_iter().filter(|one| links.contains(&one.as_str())).collect();
        assert_eq!(shown, links, "{}", person.name);
        assert_eq!(page.texts("nav.side [aria-current]"), ["Brukere"]);
    }
}

#[tokio::test]
async fn without_access_management_a_person_sees_themselves_alone() {
    let portal = Portal::start();
    for person in [ESTETISK_SKAL, RYDDIG_PAPIRVIFTE] {
        let visitor = portal.sign_in(person).await;
        let users = visitor.get(USERS).await;
        assert_eq!(users.status, 200);
        assert!(users.text(".own-row").unwrap().contains(person.name));
        assert_eq!(users.texts(".notice h2"), ["Bare tilgangsstyrere kan se andre brukere med fullmakter"]);
        assert!(users.elements("#organisations").is_empty() && users.button("Ny bruker").is_none());
        for list in [RECEIVED, ACTING] {
            let page = visitor.get(list).await;
            assert_eq!((page.status.as_u16(), page.count(".rows .row")), (200, 0));
            assert!(page.text("[data-reason]").unwrap().starts_with("Bare de som har tilgangsstyring"));
        }
        let token = visitor.form_token(USERS).await;
        for address in [
            format!("{USERS}/new?number={OTHER_FIRM}"),
            user(OTHER_FIRM),
            format!("{}/give", user(OTHER_FIRM)),
            format!("{}/delete", user(OTHER_FIRM)),
            received(REVISORKUNDE),
            format!("{}/delete", received(REVISORKUNDE)),
        ] {
            let page = visitor.get(&address).await;
            assert_eq!(
                (page.status.as_u16(), page.heading()),
                (403, "Du har ikke tilgangsstyring".to_owned()),
                "{address}"
            );
            let fields = [
                ("form_token", token.as_str()),
                ("number", OTHER_FIRM),
                ("add", OTHER_FIRM),
                ("give", "jordbruk"),
                ("agreed", "00000000-0000-0000-0000-000000000000"),
            ];
            let path = address.split('?').next().unwrap();
            assert_eq!(visitor.post(path, &fields).await.status, 403, "{address}");
        }
    }
}

#[tokio::test]
async fn a_strangers_id_is_answered_like_one_that_does_not_exist() {
    let portal = Portal::start();
    give(&client(&portal).await, "Skattegrunnlag").await;
    // A stranger to both: neither a client nor a provider of theirs.
    let stranger = portal.sign_in(HARDFOR_BLYANT).await;
    let token = stranger.form_token(USERS).await;
    let nobody = "00000000-0000-0000-0000-000000000000";
    for (known, unknown) in [
        (user(FIRM), format!("{USERS}/{nobody}")),
        (user(OTHER_FIRM), format!("{USERS}/{nobody}")),
        (received(OTHER_FIRM), format!("{RECEIVED}/{nobody}")),
        (received(KLIENTKUNDE), format!("{RECEIVED}/{nobody}")),
    ] {
        for below in ["", "/give", "/delete"] {
            if below == "/give" && known.starts_with(RECEIVED) {
                continue;
            }
            let seen = stranger.get(&format!("{known}{below}")).await;
            let other = stranger.get(&format!("{unknown}{below}")).await;
            assert_eq!(
                (seen.status.as_u16(), seen.heading()),
                (404, "Vi finner ikke virksomheten".to_owned()),
                "{known}{below}"
            );
            assert_eq!(seen.texts("main [data-reason]"), other.texts("main [data-reason]"), "{known}{below}");
        }
        let take = [("form_token", token.as_str()), ("take", "skattegrunnlag")];
        assert_eq!(stranger.post(&known, &take).await.status, stranger.post(&unknown, &take).await.status, "{known}");
        let give = [("form_token", token.as_str()), ("give", "skattegrunnlag")];
        let given = stranger.post(&known, &give).await.status;
        assert!(given.is_client_error(), "{known}: {given}");
    }
    let firm = portal.sign_in(GILD_KANNE).await;
    assert_eq!(firm.get(&received(OTHER_FIRM)).await.texts(".power-name"), ["Skattegrunnlag"], "nothing was taken");
    // The provider's side is not the client's.
    assert_eq!(firm.get(&user(OTHER_FIRM)).await.status, 404);
    let token = firm.form_token(USERS).await;
    let give = [("form_token", token.as_str()), ("give", "merverdiavgift")];
    assert_eq!(firm.post(&received(OTHER_FIRM), &give).await.status, 403, "a provider cannot give itself anything");
}

#[tokio::test]
async fn a_change_of_another_organisation_cannot_be_undone() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    let given = give(&visitor, "Skattegrunnlag").await;
    let change = given.attribute("#undo", "value").unwrap();
    let stranger = portal.sign_in(HARDFOR_BLYANT).await;
    let token = stranger.form_token(USERS).await;
    let undo = [("form_token", token.as_str()), ("undo", change.as_str())];
    assert_eq!(stranger.post(&user(FIRM), &undo).await.status, 404);
    assert_eq!(visitor.get(&user(FIRM)).await.texts(".power-name"), ["Skattegrunnlag"]);
}

#[tokio::test]
async fn a_user_whom_a_colleague_has_deleted_is_told_as_gone() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    let page = add_firm(&visitor).await;
    let dialog = visitor.press(&page, "Gi fullmakt").await;
    let colleague = client(&portal).await;
    let question = colleague.get(&format!("{}/delete", user(FIRM))).await;
    colleague.press(&question, "Ja, slett").await;
    let gone = visitor.press(&dialog, "Gi fullmakt for Jordbruk").await;
    assert_eq!((gone.status.as_u16(), gone.heading()), (404, "Vi finner ikke virksomheten".to_owned()));
    assert!(visitor.get(USERS).await.elements("#organisations .row").is_empty());
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    give(&visitor, "Skattegrunnlag").await;
    for (address, field) in [
        (format!("{USERS}/new"), ("add", FIRM)),
        (user(FIRM), ("take", "skattegrunnlag")),
        (format!("{}/give", user(FIRM)), ("take", "skattegrunnlag")),
        (format!("{}/delete", user(FIRM)), ("agreed", "00000000-0000-0000-0000-000000000000")),
    ] {
        assert_eq!(visitor.post(&address, &[("form_token", "x"), field]).await.status, 403, "{address}");
    }
    assert_eq!(visitor.get(&user(FIRM)).await.texts(".power-name"), ["Skattegrunnlag"]);
}
