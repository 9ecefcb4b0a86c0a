//! An access is deleted, and everybody who comes too late is told.

use super::{acting, press, said};
use crate::support::{
    AGRICULTURE, AUDIT, AUDITED, ESTETISK_SKAL, FIRM, FRODIG, GILD_KANNE, OVERVIEW, OWN, Portal, RYDDIG_PAPIRVIFTE,
    SITRONGUL_MEDALJONG, TAX, access, access_id, dialog, own_access,
};

const DELETE: &str = "Slett systemtilgang";

#[tokio::test]
async fn the_question_names_the_access_and_what_goes_with_it_to_those_who_may_know() {
    let portal = Portal::start();
    let sure = |title| format!("Er du sikker på at du vil slette systemtilgangen «{title}»?");
    let no_undo = "Du kan ikke angre.";
    for (person, path, title, clients) in [
        (GILD_KANNE, access(AGRICULTURE), AGRICULTURE, "1 kunde blir fjernet samtidig. "),
        (GILD_KANNE, access(TAX), TAX, ""),
        (GILD_KANNE, own_access(OWN), OWN, ""),
        (SITRONGUL_MEDALJONG, access(AGRICULTURE), AGRICULTURE, "Kunder som er lagt til, blir fjernet samtidig. "),
        (SITRONGUL_MEDALJONG, own_access(OWN), OWN, ""),
    ] {
        let page = acting(&portal, person).await.get(&path).await;
        assert_eq!(page.texts("#delete-question > p"), [sure(title), format!("{clients}{no_undo}")], "{title}");
        assert_eq!(page.attribute("#delete-question", "popover").as_deref(), Some(""));
        assert_eq!(page.attribute("#delete-access", "popovertarget").as_deref(), Some("delete-question"));
    }
    let page = acting(&portal, ESTETISK_SKAL).await.get(&access(AGRICULTURE)).await;
    assert!(page.button(DELETE).is_none(), "a client administrator alone may not");
}

#[tokio::test]
async fn an_access_is_deleted_with_its_clients_and_a_receipt() {
    let portal = Portal::start();
    let visitor = acting(&portal, GILD_KANNE).await;
    let page = visitor.get(&access(AGRICULTURE)).await;
    let overview = visitor.press(&page, DELETE).await;
    let told = format!("Systemtilgangen «{AGRICULTURE}» er slettet, og 1 kunde er fjernet");
    assert_eq!((overview.path(), overview.confirmation()), (OVERVIEW, told));
    assert!(overview.link(AGRICULTURE).is_none() && overview.count("#undo") == 0);
    let stored = portal.database();
    assert!(stored.clients_on(&access_id(FIRM, AGRICULTURE)).is_empty());
    let [row] = &stored.audit()[..] else { panic!("one change of one client") };
    assert_eq!((row.action.as_str(), row.client.as_str()), ("delete", FRODIG));
    let page = visitor.get(&own_access(OWN)).await;
    let overview = visitor.press(&page, DELETE).await;
    assert_eq!(overview.confirmation(), format!("Systemtilgangen «{OWN}» er slettet"));
    assert_eq!(stored.integrity(), "ok");
}

#[tokio::test]
async fn who_may_not_delete_is_refused_and_nothing_is_deleted() {
    let portal = Portal::start();
    for person in [ESTETISK_SKAL, RYDDIG_PAPIRVIFTE] {
        let visitor = acting(&portal, person).await;
        for path in [access(AGRICULTURE), own_access(OWN), own_access(AGRICULTURE)] {
            let refused = press(&visitor, &path, "delete", "1").await;
            assert_eq!(refused.status, 403, "{path}");
        }
    }
    let visitor = acting(&portal, GILD_KANNE).await;
    for (path, action, status) in
        [(access("Unknown"), "delete", 404), (access(AGRICULTURE), "burn", 400), (access(AGRICULTURE), "", 400)]
    {
        assert_eq!(press(&visitor, &path, action, "1").await.status, status, "{path} {action}");
    }
    let page = press(&visitor, &access(AGRICULTURE), "delete", "-1").await;
    assert_eq!(page.status, 400);
    assert_eq!(visitor.post(&access(AGRICULTURE), &[("action", "delete"), ("clients", "1")]).await.status, 403);
    assert!(portal.database().changes().is_empty());
}

#[tokio::test]
async fn clients_that_came_in_the_meantime_are_asked_about_again() {
    let portal = Portal::start();
    let visitor = acting(&portal, GILD_KANNE).await;
    let page = visitor.get(&access(AUDIT)).await;
    let colleague = acting(&portal, ESTETISK_SKAL).await;
    for client in &AUDITED[..2] {
        colleague.change(&dialog(AUDIT), client, "add").await;
    }
    let again = visitor.press(&page, DELETE).await;
    assert_eq!(again.path(), access(AUDIT));
    assert!(
        said(&again).starts_with("Systemtilgangen ble ikke slettet Antall kunder har endret seg"),
        "{}",
        said(&again)
    );
    assert!(again.text("#delete-question").unwrap().contains("2 kunder blir fjernet samtidig."));
    assert!(said(&visitor.get(&access(AUDIT)).await).find("ikke slettet").is_none(), "said once");
    let overview = visitor.press(&again, DELETE).await;
    assert_eq!(overview.confirmation(), format!("Systemtilgangen «{AUDIT}» er slettet, og 2 kunder er fjernet"));
}

#[tokio::test]
async fn whoever_has_the_access_open_is_told_at_the_next_press_who_deleted_it() {
    let portal = Portal::start();
    let late = acting(&portal, ESTETISK_SKAL).await;
    late.change(&dialog(AUDIT), AUDITED[0], "add").await;
    let undo = late.get(&dialog(AUDIT)).await.attribute("#undo", "value").unwrap();
    let token = late.form_token("/").await;
    let other = acting(&portal, GILD_KANNE).await;
    let page = other.get(&access(AUDIT)).await;
    other.press(&page, DELETE).await;
    let before = portal.database().changes();
    let clients = dialog(AUDIT);
    let post = async |path: &str, more: &[(&str, &str)]| {
        let fields: Vec<_> = [("form_token", token.as_str())].into_iter().chain(more.iter().copied()).collect();
        late.post(path, &fields).await
    };
    let pages = [
        late.get(&access(AUDIT)).await,
        late.get(&own_access(AUDIT)).await,
        late.get(&clients).await,
        late.get(&format!("{clients}/confirm?bulk=add-matching")).await,
        post(&clients, &[("add", AUDITED[1])]).await,
        post(&clients, &[("remove", AUDITED[0])]).await,
        post(&clients, &[("bulk", "add-matching"), ("expected", "11")]).await,
        post(&clients, &[("bulk", "add-chosen"), ("chosen", AUDITED[1])]).await,
        post(&clients, &[("undo", &undo)]).await,
        press(&other, &access(AUDIT), "delete", "1").await,
        press(&other, &access(AUDIT), "add-own", "0").await,
    ];
    for (nth, page) in pages.iter().enumerate() {
        assert_eq!((page.status.as_u16(), page.heading().as_str()), (404, "Systemtilgangen er slettet"), "{nth}");
        let told = page.text("main [data-reason]").unwrap();
        assert!(told.starts_with(&format!("Gild Kanne slettet systemtilgangen «{AUDIT}» ")), "{nth}: {told}");
    }
    assert_eq!(portal.database().changes(), before);
    let employee = acting(&portal, RYDDIG_PAPIRVIFTE).await.get(&access(AUDIT)).await;
    assert_eq!(employee.status, 403, "without powers it is as unknown as before");
    let ticked = post(&clients, &[("chosen", AUDITED[1]), ("fetched", "1")]).await;
    assert!([303, 404].contains(&ticked.status.as_u16()), "{}", ticked.status);
}

#[tokio::test]
async fn of_two_presses_at_once_one_deletes_and_the_other_is_told() {
    let portal = Portal::start();
    let visitors = [acting(&portal, GILD_KANNE).await, acting(&portal, SITRONGUL_MEDALJONG).await];
    let path = access(AGRICULTURE);
    let presses =
        visitors.iter().flat_map(|visitor| [visitor, visitor]).map(|visitor| press(visitor, &path, "delete", "1"));
    let pages = futures_util::future::join_all(presses).await;
    let mut statuses: Vec<_> = pages.iter().map(|page| page.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404, 404, 404]);
    let late = pages.iter().filter(|page| page.status == 404);
    assert!(late.into_iter().all(|page| page.heading() == "Systemtilgangen er slettet"));
    assert_eq!(portal.database().changes().len(), 1);
}
