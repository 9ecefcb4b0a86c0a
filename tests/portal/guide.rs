//! The guide's steps from sign-in to "Bekreft og lukk", without JavaScript.

use crate::support::{
    AUDIT, ESTETISK_SKAL, FIRM, GILD_KANNE, OVERVIEW, Person, Portal, REVISORKUNDE, access, access_id, dialog,
};

/// The texts that the guide quotes, in one language.
struct GuideWords {
    lang: &'static str,
    overview: &'static str,
    for_clients: &'static str,
    empty: &'static str,
    open: &'static str,
    question: &'static str,
    add: &'static str,
    added: &'static str,
    remove: &'static str,
    close: &'static str,
    edit: &'static str,
}

const NB: GuideWords = GuideWords {
    lang: "nb",
    overview: "Systemtilganger for Diskret Nær Tiger AS",
    for_clients: "Systemtilganger for kunder",
    empty: "Denne systemtilgangen har ingen kunder.",
    open: "Legg til kunder",
    question: "Hvilke kunder skal knyttes til systemtilgangen Revisor klientdelegering?",
    add: "Legg til i systemtilgang: Revisorkunde AS",
    added: "Revisorkunde AS er lagt til systemtilgangen",
    remove: "Fjern fra systemtilgang: Revisorkunde AS",
    close: "Bekreft og lukk",
    edit: "Legg til eller fjern kunder",
};

const NN: GuideWords = GuideWords {
    lang: "nn",
    overview: "Systemtilgangar for Diskret Nær Tiger AS",
    for_clients: "Systemtilgangar for kundar",
    empty: "Denne systemtilgangen har ingen kundar.",
    open: "Legg til kundar",
    question: "Kva for kundar skal knytast til systemtilgangen Revisor klientdelegering?",
    add: "Legg til i systemtilgang: Revisorkunde AS",
    added: "Revisorkunde AS er lagd til systemtilgangen",
    remove: "Fjern frå systemtilgang: Revisorkunde AS",
    close: "Bekreft og lukk",
    edit: "Legg til eller fjern kundar",
};

const EN: GuideWords = GuideWords {
    lang: "en",
    overview: "System accesses for Diskret Nær Tiger AS",
    for_clients: "System accesses for clients",
    empty: "This system access has no clients.",
    open: "Add clients",
    question: "Which clients should be assigned to the system access Revisor klientdelegering?",
    add: "Add to system access: Revisorkunde AS",
    added: "Revisorkunde AS is added to the system access",
    remove: "Remove from system access: Revisorkunde AS",
    close: "Confirm and close",
    edit: "Add or remove clients",
};

async fn walk(person: Person, words: GuideWords) {
    let portal = Portal::start();
    let visitor = portal.visitor_with_language(words.lang);
    let overview = visitor.sign_in(person).await;
    assert_eq!((overview.path(), overview.heading().as_str()), (OVERVIEW, words.overview));
    assert_eq!(overview.lang(), words.lang);
    assert!(overview.texts("h2").contains(&words.for_clients.to_owned()));

    let audit = visitor.follow(&overview, AUDIT).await;
    assert_eq!((audit.path(), audit.heading().as_str()), (access(AUDIT).as_str(), AUDIT));
    assert!(audit.texts(".card-body p").contains(&words.empty.to_owned()));

    let clients = visitor.press(&audit, words.open).await;
    assert_eq!((clients.path(), clients.heading().as_str()), (dialog(AUDIT).as_str(), words.question));
    let stored = portal.database();
    assert!(stored.clients_on(&access_id(FIRM, AUDIT)).is_empty());

    let clients = visitor.press(&clients, words.add).await;
    assert_eq!(clients.confirmation(), words.added);
    assert!(clients.button(words.add).is_none());
    assert!(clients.button(words.remove).is_some());
    assert_eq!(stored.clients_on(&access_id(FIRM, AUDIT)), [REVISORKUNDE], "each press is stored at once");

    let audit = visitor.press(&clients, words.close).await;
    assert_eq!(audit.path(), access(AUDIT));
    assert_eq!(audit.rows("#assigned"), ["Revisorkunde AS"]);
    assert_eq!(audit.confirmation(), "", "a confirmation is shown once");
    assert!(audit.button(words.edit).is_some());
}

#[tokio::test]
async fn a_managing_director_walks_the_guide_in_bokmal() {
    walk(GILD_KANNE, NB).await;
}

#[tokio::test]
async fn a_client_administrator_walks_the_guide_in_bokmal() {
    walk(ESTETISK_SKAL, NB).await;
}

#[tokio::test]
async fn a_client_administrator_walks_the_guide_in_english() {
    walk(ESTETISK_SKAL, EN).await;
}

#[tokio::test]
async fn a_managing_director_walks_the_guide_in_nynorsk() {
    walk(GILD_KANNE, NN).await;
}
