//! What several tabs of one browser do at once: each request writes only what it changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::Method;
use tokio::task::JoinHandle;

use crate::support::{
    AUDIT, FIRM, GILD_KANNE, KURSIV_FOSSEKALL, OTHER_FIRM, OVERVIEW, Person, Portal, REVISORKUNDE, Visitor, dialog,
};

/// A signed-in browser whose forms' token is known.
#[derive(Clone)]
struct Tabs {
    visitor: Visitor,
    token: String,
}

impl Tabs {
    async fn of(portal: &Portal, person: Person) -> Self {
        let visitor = portal.sign_in(person).await;
        Self { token: visitor.form_token("/represent").await, visitor }
    }

    async fn represent(&self, organisation: &str) {
        let fields = [("form_token", self.token.as_str()), ("organisation", organisation)];
        assert_eq!(self.visitor.post("/represent", &fields).await.status, 303);
    }

    async fn go_to_world(&self, name: &str) {
        assert_eq!(self.visitor.post("/test/worlds", &[("name", name)]).await.status, 303);
    }

    /// The next request but those to the test tools takes this long.
    async fn slow_down(&self, milliseconds: &str) {
        let fields = [("fault", "slow"), ("requests", "1"), ("milliseconds", milliseconds), ("every", "3")];
        assert_eq!(self.visitor.post("/test/faults", &fields).await.status, 303);
    }

    /// Adds a client, slowly; its confirmation is written into the session at the end.
    async fn begin_slow_change(&self) -> JoinHandle<u16> {
        self.slow_down("700").await;
        let tabs = self.clone();
        let slow = tokio::spawn(async move {
            let fields = [("form_token", tabs.token.as_str()), ("add", REVISORKUNDE)];
            tabs.visitor.post(&dialog(AUDIT), &fields).await.status.as_u16()
        });
        tokio::time::sleep(Duration::from_millis(250)).await;
        slow
    }

    async fn represented(&self) -> String {
        self.visitor.get(OVERVIEW).await.text(".account-name").unwrap_or_default()
    }

    async fn world(&self) -> String {
        self.visitor.get("/test/worlds").await.texts(".test-banner p").remove(0)
    }
}

#[tokio::test]
async fn an_organisation_chosen_while_another_request_is_under_way_stays_chosen() {
    let portal = Portal::start();
    let tabs = Tabs::of(&portal, KURSIV_FOSSEKALL).await;
    tabs.represent(FIRM).await;
    let slow = tabs.begin_slow_change().await;
    tabs.represent(OTHER_FIRM).await;
    assert_eq!(slow.await.unwrap(), 303);
    assert_eq!(tabs.represented().await, "Stolt Rund Tiger AS");
}

#[tokio::test]
async fn a_world_chosen_while_another_request_is_under_way_stays_chosen() {
    let portal = Portal::start();
    let tabs = Tabs::of(&portal, GILD_KANNE).await;
    let slow = tabs.begin_slow_change().await;
    tabs.go_to_world("annen").await;
    assert_eq!(slow.await.unwrap(), 303);
    assert!(tabs.world().await.ends_with("Testmiljø: annen."), "{}", tabs.world().await);
}

/// The browser's session as it was before the slow request came back.
#[tokio::test]
async fn a_request_that_ends_after_a_new_sign_in_does_not_bring_the_old_session_back() {
    let portal = Portal::start();
    let tabs = Tabs::of(&portal, GILD_KANNE).await;
    let slow = tabs.begin_slow_change().await;
    tabs.visitor.sign_in(KURSIV_FOSSEKALL).await;
    let session = tabs.visitor.cookie("session");
    slow.await.unwrap();
    assert_eq!(tabs.visitor.cookie("session"), session);
    assert_eq!(tabs.visitor.get("/represent").await.rows("#choices").len(), 6);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixty_choices_among_other_requests_none_is_lost() {
    let portal = Portal::start();
    let tabs = Tabs::of(&portal, KURSIV_FOSSEKALL).await;
    let over = Arc::new(AtomicBool::new(false));
    let others: Vec<_> = (0..4)
        .map(|_| {
            let (tabs, over) = (tabs.clone(), over.clone());
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    // Both write: the first puts a message into the session, the second takes it out.
                    let fields = [("fault", "wrong-nonce"), ("requests", "1"), ("milliseconds", "1"), ("every", "3")];
                    let put = tabs.visitor.request(Method::POST, "/test/faults").form(&fields).send().await.unwrap();
                    let taken = tabs.visitor.request(Method::GET, "/test/faults").send().await.unwrap();
                    assert_eq!((put.status().as_u16(), taken.status().as_u16()), (303, 200));
                }
            })
        })
        .collect();
    let mut lost = 0;
    for turn in 0..60 {
        let (organisation, name) = [(FIRM, "Diskret Nær Tiger AS"), (OTHER_FIRM, "Stolt Rund Tiger AS")][turn % 2];
        tabs.represent(organisation).await;
        tokio::time::sleep(Duration::from_millis(10)).await;
        lost += usize::from(tabs.represented().await != name);
    }
    over.store(true, Ordering::Relaxed);
    for other in others {
        other.await.unwrap();
    }
    assert_eq!(lost, 0, "of 60 choices");
}
