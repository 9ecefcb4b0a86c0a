//! Permissions in the API.

use super::{Program, agent, client};
use crate::support::{
    AUDIT, ESTETISK_SKAL, FIRM, GILD_KANNE, HARDFOR_BLYANT, KURSIV_FOSSEKALL, LUFTIG_PARASOLL, OVERVIEW, Person,
    Portal, REVISORKUNDE, RYDDIG_PAPIRVIFTE, SITRONGUL_MEDALJONG, access,
};

/// The statuses of the API's operations on the audit access.
async fn statuses(program: &Program) -> [u16; 5] {
    let (agent, client) = (agent(AUDIT), client(REVISORKUNDE));
    [
        program.get(&format!("/agents?party={FIRM}")).await.status,
        program.get(&format!("/clients/available?agent={agent}")).await.status,
        program.get(&format!("/clients?agent={agent}")).await.status,
        program.add(&agent, &client).await.status,
        program.remove(&agent, &client).await.status,
    ]
}

const NOBODY: Person = Person { name: "", national_id: "26829398612" };

#[tokio::test]
async fn only_those_who_administer_clients_may_use_the_api() {
    let portal = Portal::start();
    for person in [GILD_KANNE, ESTETISK_SKAL, KURSIV_FOSSEKALL] {
        assert_eq!(statuses(&Program::of(&portal, person).await).await, [200; 5], "{}", person.name);
    }
    let manager = statuses(&Program::of(&portal, SITRONGUL_MEDALJONG).await).await;
    assert_eq!(manager, [403; 5], "an access manager sees the access in the portal, but not its clients");
    for person in [RYDDIG_PAPIRVIFTE, LUFTIG_PARASOLL, HARDFOR_BLYANT, NOBODY] {
        let answers = statuses(&Program::of(&portal, person).await).await;
        assert_eq!(answers, [403, 400, 400, 400, 400], "{}: the access is hidden", person.name);
    }
}

#[tokio::test]
async fn as_at_altinn_whoever_may_not_learns_that_the_access_exists() {
    let portal = Portal::start_with(&["--api-existence", "revealed"]);
    for person in [SITRONGUL_MEDALJONG, RYDDIG_PAPIRVIFTE, LUFTIG_PARASOLL, HARDFOR_BLYANT, NOBODY] {
        assert_eq!(statuses(&Program::of(&portal, person).await).await, [403; 5], "{}", person.name);
    }
}

#[tokio::test]
async fn below_level_three_nobody_administers_clients() {
    let portal = Portal::start();
    for (level, expected) in [(4, 200), (3, 200), (0, 403)] {
        for person in [GILD_KANNE, ESTETISK_SKAL] {
            let program = Program::with(&portal, person, super::program::BOTH_SCOPES, level).await;
            assert_eq!(statuses(&program).await, [expected; 5], "{} at level {level}", person.name);
        }
    }
}

#[tokio::test]
async fn at_too_low_a_level_the_pages_say_so_and_offer_nothing_that_would_be_refused() {
    let portal = Portal::start();
    let why = "Sikkerhetsnivået i innloggingen er for lavt til å administrere kunder.";
    for (person, sees_access) in [(GILD_KANNE, true), (ESTETISK_SKAL, false)] {
        let visitor = portal.visitor();
        let choice = visitor.get("/sign-in").await;
        let ticket = choice.attribute("input[name=ticket]", "value").unwrap();
        let fields = [("ticket", ticket.as_str()), ("level", "low"), ("person", person.national_id)];
        let back = visitor.post("/idp/sign-in", &fields).await;
        visitor.get(back.header("location")).await;
        let overview = visitor.get(OVERVIEW).await;
        let page = if sees_access { visitor.get(&access(AUDIT)).await } else { overview };
        assert!(page.texts(".ds-alert").join(" ").contains(why), "{}: {}", person.name, page.heading());
        assert!(page.link("Legg til kunder").is_none());
        let refused = visitor.change(&crate::support::dialog(AUDIT), REVISORKUNDE, "add").await;
        assert_eq!(refused.status, 403);
    }
    assert!(portal.database().audit().is_empty());
}
