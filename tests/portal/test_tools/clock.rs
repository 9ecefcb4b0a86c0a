//! The world's clock.

use super::add;
use crate::support::{BESTEMT, GILD_KANNE, Portal, REVISORKUNDE};

#[tokio::test]
async fn what_the_portal_writes_down_goes_by_the_worlds_clock_and_the_banner_says_so() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let clock = visitor.get("/test/clock").await;
    let fixed = visitor.fill_and_press(&clock, &[("moment", "2026-03-01T10:00")], "Stopp klokka").await;
    assert_eq!(fixed.text("main strong").as_deref(), Some("Klokka er stoppet på 01.03.2026 10:00."));
    add(&visitor, REVISORKUNDE).await;
    let page = visitor.get("/accessmanagement/ui/systemuser/overview").await;
    assert!(
        page.texts(".test-banner p")[0].contains("Klokka er stoppet på 01.03.2026 10:00."),
        "{:?}",
        page.texts(".test-banner p")
    );
    assert_eq!(portal.database().audit()[0].at.to_string(), "2026-03-01T09:00:00Z");

    let clock = visitor.get("/test/clock").await;
    visitor.press(&clock, "La klokka gå som vanlig").await;
    add(&visitor, BESTEMT).await;
    let last = portal.database().audit().pop().unwrap().at;
    assert!((jiff::Timestamp::now() - last).total(jiff::Unit::Second).unwrap().abs() < 60.0, "{last}");
}

#[tokio::test]
async fn a_fixed_clock_is_said_on_pages_for_nobody_too() {
    let portal = Portal::start();
    let tester = portal.visitor();
    let clock = tester.get("/test/clock").await;
    tester.fill_and_press(&clock, &[("moment", "2026-03-01T10:00")], "Stopp klokka").await;
    let visitor = portal.visitor();
    for path in ["/", "/signed-out", "/sign-in/again", "/nowhere"] {
        let page = visitor.get(path).await;
        assert!(page.texts(".test-banner p")[0].contains("Klokka er stoppet på 01.03.2026 10:00."), "{path}");
    }
}

#[tokio::test]
async fn a_session_does_not_go_by_the_worlds_clock() {
    let portal = Portal::start();
    let visitor = portal.sign_in(GILD_KANNE).await;
    let clock = visitor.get("/test/clock").await;
    visitor.fill_and_press(&clock, &[("hours", "100000")], "Still").await;
    assert_eq!(visitor.get("/accessmanagement/ui/systemuser/overview").await.status, 200);
    visitor.sign_in(GILD_KANNE).await;
    assert_eq!(visitor.get("/accessmanagement/ui/systemuser/overview").await.status, 200);
}

#[tokio::test]
async fn a_wrong_moment_is_refused_in_words() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for fields in [[("set", "fixed"), ("moment", "i går")], [("set", "moved"), ("hours", "mange")]] {
        let refused = visitor.post("/test/clock", &fields).await;
        assert_eq!((refused.status.as_u16(), refused.count("main [role=alert]")), (422, 1));
    }
}
