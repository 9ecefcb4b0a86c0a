//! "Slett bruker" and "Slett alle tilganger": the question, and what ends.

use super::{RECEIVED, USERS, client, give, listed, received, user};
use crate::support::{FIRM, GILD_KANNE, OTHER_FIRM, Portal, REVISORKUNDE, TAX, dialog};

#[tokio::test]
async fn the_question_names_what_ends_and_the_answer_ends_it() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    give(&visitor, "Skattegrunnlag").await;
    let firm = portal.sign_in(GILD_KANNE).await;
    firm.change(&dialog(TAX), OTHER_FIRM, "add").await;
    let page = visitor.get(&user(FIRM)).await;
    let question = visitor.press(&page, "Slett bruker").await;
    assert_eq!(question.heading(), "Er du sikker på at du vil slette denne brukeren?");
    assert_eq!(question.texts("dialog .bullets li"), ["Skattegrunnlag", TAX]);
    let list = visitor.press(&question, "Ja, slett").await;
    assert_eq!((list.path(), list.confirmation()), (USERS, "Diskret Nær Tiger AS er slettet som bruker".to_owned()));
    assert!(listed(&list).is_empty());
    let late = visitor.press(&question, "Ja, slett").await;
    assert_eq!((late.status.as_u16(), late.heading()), (404, "Vi finner ikke virksomheten".to_owned()));
    assert_eq!(visitor.get(&user(FIRM)).await.status, 404);
}

#[tokio::test]
async fn what_changed_while_the_question_was_open_is_asked_again() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    give(&visitor, "Skattegrunnlag").await;
    let question = visitor.get(&format!("{}/delete", user(FIRM))).await;
    let colleague = client(&portal).await;
    let dialog = colleague.get(&format!("{}/give", user(FIRM))).await;
    colleague.press(&dialog, "Gi fullmakt for Merverdiavgift").await;
    let again = visitor.press(&question, "Ja, slett").await;
    assert!(again.text("dialog .ds-alert").unwrap().starts_with("Fullmaktene er endret siden du åpnet spørsmålet."));
    assert_eq!(again.texts("dialog .bullets li").len(), 2);
    assert_eq!(visitor.press(&again, "Ja, slett").await.path(), USERS);
}

#[tokio::test]
async fn a_provider_gives_back_what_was_given_by_hand_and_not_what_a_role_brings() {
    let portal = Portal::start();
    let visitor = client(&portal).await;
    give(&visitor, "Skattegrunnlag").await;
    let firm = portal.sign_in(GILD_KANNE).await;
    let page = firm.press(&firm.get(&received(OTHER_FIRM)).await, "Slett fullmakt for Skattegrunnlag").await;
    assert_eq!(page.confirmation(), "Fullmakten til Skattegrunnlag fra Stolt Rund Tiger AS er slettet");
    let audited = firm.get(&received(REVISORKUNDE)).await;
    assert_eq!(audited.texts(".card .row-tags .ds-tag"), ["Revisor"]);
    assert!(audited.button("Slett fullmakt").is_none());
    let why = "Følger med rollen revisor i Enhetsregisteret.";
    assert!(audited.text(".power .row-reason").unwrap().starts_with(why));
    let question = firm.press(&audited, "Slett alle tilganger").await;
    assert_eq!(question.heading(), "Deres tilganger kan ikke slettes");
    assert!(question.button("Ja, slett").is_none());
    let question = firm.get(&format!("{}/delete", received(OTHER_FIRM))).await;
    let list = firm.press(&question, "Ja, slett").await;
    assert_eq!(
        (list.path(), list.confirmation()),
        (RECEIVED, "Alle tilganger hos Stolt Rund Tiger AS er slettet".to_owned())
    );
    assert!(!listed(&list).contains(&"Stolt Rund Tiger AS".to_owned()));
}
