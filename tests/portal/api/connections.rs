//! `/accessmanagement/api/v1/enduser/connections`: what organisations give each other, by program.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, Program, agent, client};
use crate::support::{
    EMPTY_FIRM, ESTETISK_SKAL, FIRM, FRODIG, GILD_KANNE, KLIENTKUNDE, KLOK_TERMOS, LUFTIG_PARASOLL, MUNTER_LYKT,
    Person, Portal, REVISORKUNDE, RYDDIG_PAPIRVIFTE, SITRONGUL_MEDALJONG, SNARTENKT_BINDERS, STILLE_TRAPP, TAX,
};

pub const BASE: &str = "/accessmanagement/api/v1/enduser/connections";
const PORTAL: &str = "altinn:portal/enduser";
const TO_READ: &str = "altinn:accessmanagement/enduser:connections:toothers.read";
const TO_WRITE: &str = "altinn:accessmanagement/enduser:connections:toothers.write";
const FROM_READ: &str = "altinn:accessmanagement/enduser:connections:fromothers.read";
const FROM_WRITE: &str = "altinn:accessmanagement/enduser:connections:fromothers.write";
const URN: &str = "urn:altinn:accesspackage:";

/// A program on behalf of a person.
pub struct EndUser(Program);

impl EndUser {
    pub async fn of(portal: &Portal, person: Person) -> Self {
        Self::with(portal, person, PORTAL).await
    }

    async fn with(portal: &Portal, person: Person, scopes: &str) -> Self {
        let path = format!("/test/api/GetPersonalToken?pid={}&scopes={scopes}", person.national_id);
        let request = reqwest::Client::new().get(portal.base.join(&path).unwrap());
        let token = Answer::to(request.basic_auth("anybody", Some("anything"))).await;
        assert_eq!(token.status, 200, "{token:?}");
        Self(Program::with_token(portal, &token.text))
    }

    pub async fn call(&self, method: Method, path: &str) -> Answer {
        Answer::to(self.0.request_at(method, &format!("{BASE}{path}"))).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path).await
    }

    pub async fn add(&self, from: &str, to: &str) -> Answer {
        self.call(Method::POST, &format!("?party={}&to={}", client(from), client(to))).await
    }

    pub async fn give(&self, from: &str, to: &str, package: &str) -> Answer {
        let path = format!("/accesspackages?party={}&to={}&package={URN}{package}", client(from), client(to));
        self.call(Method::POST, &path).await
    }

    pub async fn take_back(&self, party: &str, from: &str, to: &str, package: &str) -> Answer {
        let [party, from, to] = [party, from, to].map(client);
        let path = format!("/accesspackages?party={party}&from={from}&to={to}&package={URN}{package}");
        self.call(Method::DELETE, &path).await
    }

    pub async fn remove(&self, party: &str, from: &str, to: &str, more: &str) -> Answer {
        let [party, from, to] = [party, from, to].map(client);
        self.call(Method::DELETE, &format!("?party={party}&from={from}&to={to}{more}")).await
    }
}

/// The packages of a list, each with the role through which it is held.
pub fn packages(list: &Value) -> Vec<(String, String)> {
    let rows = list["data"].as_array().unwrap().iter();
    let roles = |row: &Value| {
        let code = row["package"]["urn"].as_str().unwrap().trim_start_matches(URN).to_owned();
        let role =
            |permission: &Value| permission["role"]["urn"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
        row["permissions"].as_array().unwrap().iter().map(|one| (code.clone(), role(one))).collect::<Vec<_>>()
    };
    rows.flat_map(roles).collect()
}

#[tokio::test]
async fn a_world_is_set_up_through_the_front_door_and_the_client_can_be_added() {
    let portal = Portal::start();
    let theirs = EndUser::of(&portal, MUNTER_LYKT).await;
    let added = theirs.add(KLIENTKUNDE, EMPTY_FIRM).await;
    let again = theirs.add(KLIENTKUNDE, EMPTY_FIRM).await;
    assert_eq!((added.status, again.status, &added.json()), (200, 200, &again.json()));
    assert_eq!(added.json()["fromId"], client(KLIENTKUNDE));
    let given = theirs.give(KLIENTKUNDE, EMPTY_FIRM, "jordbruk").await;
    let again = theirs.give(KLIENTKUNDE, EMPTY_FIRM, "jordbruk").await;
    assert_eq!((given.status, again.status, &given.json()), (200, 200, &again.json()));
    assert_eq!(given.json()["assignmentId"], added.json()["id"]);

    let (party, to) = (client(KLIENTKUNDE), client(EMPTY_FIRM));
    let list = theirs.get(&format!("/accesspackages?party={party}&from={party}&to={to}")).await.json();
    assert_eq!(packages(&list), [("jordbruk".to_owned(), "rettighetshaver".to_owned())]);
    let all = theirs.get(&format!("?party={party}&from={party}")).await.json();
    let names: Vec<_> =
        all["data"].as_array().unwrap().iter().map(|row| row["party"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["DISKRET NÆR TIGER AS", "FRODIG SEIG TIGER AS", "TOM RASK TIGER AS"]);

    let firm = Program::of(&portal, GILD_KANNE).await;
    let tax = agent(TAX);
    assert_eq!(firm.numbers(&format!("/clients/available?agent={tax}")).await, [KLIENTKUNDE]);
    firm.add(&tax, &client(KLIENTKUNDE)).await;
    let own = EndUser::of(&portal, GILD_KANNE).await;
    let acting = theirs.get(&format!("?party={party}&from={party}&to={}", client(FIRM))).await.json();
    assert_eq!(acting["data"][0]["connections"], json!([{"party": {"id": tax, "name": TAX, "type": "Systembruker"}}]));
    assert_eq!(own.take_back(FIRM, KLIENTKUNDE, FIRM, "skattegrunnlag").await.status, 204, "given back");
    assert_eq!(firm.numbers(&format!("/clients?agent={tax}")).await, [""; 0]);
    assert_eq!(theirs.take_back(KLIENTKUNDE, KLIENTKUNDE, FIRM, "skattegrunnlag").await.status, 204, "nothing there");
    assert_eq!(theirs.remove(KLIENTKUNDE, KLIENTKUNDE, EMPTY_FIRM, "").await.problem(), (400, "AM.VLD-00010".into()));
    assert_eq!(theirs.remove(KLIENTKUNDE, KLIENTKUNDE, EMPTY_FIRM, "&cascade=true").await.status, 204);
    assert_eq!(theirs.remove(KLIENTKUNDE, KLIENTKUNDE, EMPTY_FIRM, "").await.status, 204, "nothing there");
}

#[tokio::test]
async fn what_the_rules_refuse_has_its_code() {
    let portal = Portal::start();
    let theirs = EndUser::of(&portal, MUNTER_LYKT).await;
    let limited = EndUser::of(&portal, SNARTENKT_BINDERS).await;
    let (none, unknown) = ("310609544", "310608726");
    for (answer, code) in [
        (theirs.add(KLIENTKUNDE, none).await, "AM.VLD-00006"),
        (theirs.add(KLIENTKUNDE, KLIENTKUNDE).await, "AM.VLD-00009"),
        (theirs.give(KLIENTKUNDE, EMPTY_FIRM, "jordbruk").await, "AM-00022"),
        (theirs.give(KLIENTKUNDE, unknown, "jordbruk").await, "AM.VLD-00006"),
        (theirs.give(KLIENTKUNDE, KLIENTKUNDE, "jordbruk").await, "AM.VLD-00009"),
        (theirs.give(KLIENTKUNDE, FIRM, "none").await, "AM.VLD-00011"),
        (theirs.give(KLIENTKUNDE, FIRM, "ansvarlig-revisor").await, "AM.VLD-00026"),
        (theirs.give(KLIENTKUNDE, FIRM, "hovedadministrator").await, "AM.VLD-00028"),
        (limited.give(KLIENTKUNDE, FIRM, "a-ordning").await, "AM.VLD-00026"),
        (theirs.take_back(KLIENTKUNDE, KLIENTKUNDE, FIRM, "none").await, "AM.VLD-00011"),
        (theirs.remove(KLIENTKUNDE, KLIENTKUNDE, FIRM, "&cascade=false").await, "AM.VLD-00010"),
        (theirs.remove(KLIENTKUNDE, KLIENTKUNDE, KLIENTKUNDE, "").await, "AM.VLD-00009"),
    ] {
        assert_eq!(answer.problem(), (400, code.to_owned()), "{}", answer.text);
    }
    let registered_only = EndUser::of(&portal, STILLE_TRAPP).await;
    let removed = registered_only.remove(REVISORKUNDE, REVISORKUNDE, FIRM, "&cascade=true").await;
    assert_eq!(removed.status, 204, "as if nothing were there");
    let party = client(KLIENTKUNDE);
    for (method, path, fields) in [
        (Method::POST, "", vec!["party", "to"]),
        (Method::POST, "/accesspackages?party=x&to=y&package=z", vec!["party", "to"]),
        (Method::DELETE, "", vec!["from", "party", "to"]),
        (Method::GET, "", vec!["party"]),
        (Method::GET, "/accesspackages/delegationcheck", vec!["party"]),
    ] {
        let answer = theirs.call(method, path).await;
        let errors = answer.json()["errors"].clone();
        let named: Vec<_> = errors.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!((answer.problem(), named), ((400, String::new()), fields), "{path}");
    }
    let neither = theirs.get(&format!("?party={party}&from={}", client(FIRM))).await;
    assert_eq!((neither.status, neither.json()["errors"]["party"].is_array()), (400, true));
    assert!(portal.database().changes().is_empty(), "nothing was changed");
}

#[tokio::test]
async fn each_direction_has_its_scopes() {
    let portal = Portal::start();
    let (from, to) = (client(KLIENTKUNDE), client(FIRM));
    let urn = format!("&package={URN}jordbruk");
    let as_client: [(Method, String); 5] = [
        (Method::GET, format!("/accesspackages?party={from}&from={from}")),
        (Method::GET, format!("/accesspackages/delegationcheck?party={from}")),
        (Method::POST, format!("?party={from}&to={to}")),
        (Method::POST, format!("/accesspackages?party={from}&to={to}{urn}")),
        (Method::DELETE, format!("/accesspackages?party={from}&from={from}&to={to}{urn}")),
    ];
    let as_provider: [(Method, String); 2] = [
        (Method::GET, format!("?party={to}&to={to}")),
        (Method::DELETE, format!("/accesspackages?party={to}&from={from}&to={to}{urn}")),
    ];
    for (person, calls, read, write) in
        [(MUNTER_LYKT, &as_client[..], TO_READ, TO_WRITE), (GILD_KANNE, &as_provider[..], FROM_READ, FROM_WRITE)]
    {
        for scope in [PORTAL, TO_READ, TO_WRITE, FROM_READ, FROM_WRITE, "altinn:clientdelegations.write"] {
            let program = EndUser::with(&portal, person, scope).await;
            for (method, path) in calls {
                let allowed = scope == PORTAL || scope == if *method == Method::GET { read } else { write };
                let status = program.call(method.clone(), path).await.status;
                assert_eq!(status != 403, allowed, "{method} {path} with {scope}: {status}");
            }
        }
    }
    let no_token = EndUser(Program::with_token(&portal, ""));
    assert_eq!(no_token.get(&as_client[0].1).await.status, 401);
}

#[tokio::test]
async fn only_access_managers_of_the_party_see_and_change_anything() {
    let portal = Portal::start();
    let (from, to) = (client(KLIENTKUNDE), client(FIRM));
    let calls = |party: &str| {
        let urn = format!("&package={URN}skattegrunnlag");
        let mut calls = vec![
            (Method::GET, format!("?party={party}&from={from}&to={to}")),
            (Method::GET, format!("/accesspackages?party={party}&from={from}&to={to}")),
            (Method::DELETE, format!("?party={party}&from={from}&to={to}&cascade=true")),
            (Method::DELETE, format!("/accesspackages?party={party}&from={from}&to={to}{urn}")),
        ];
        if party == from {
            calls.push((Method::GET, format!("/accesspackages/delegationcheck?party={party}")));
            calls.push((Method::POST, format!("?party={party}&to={to}")));
            calls.push((Method::POST, format!("/accesspackages?party={party}&to={to}{urn}")));
        }
        calls
    };
    for (party, people) in [
        (&from, [GILD_KANNE, STILLE_TRAPP, KLOK_TERMOS, LUFTIG_PARASOLL]),
        (&to, [MUNTER_LYKT, ESTETISK_SKAL, RYDDIG_PAPIRVIFTE, LUFTIG_PARASOLL]),
    ] {
        for person in people {
            let program = EndUser::of(&portal, person).await;
            for (method, path) in calls(party) {
                let answer = program.call(method.clone(), &path).await;
                assert_eq!((answer.status, answer.text.as_str()), (403, ""), "{}: {method} {path}", person.name);
            }
        }
    }
    let theirs = EndUser::of(&portal, MUNTER_LYKT).await;
    let nowhere = client("310609544");
    let unknown = theirs.get(&format!("?party={nowhere}&from={nowhere}")).await;
    assert_eq!(unknown.status, 403, "as for one where the person is nothing");
    assert!(portal.database().changes().is_empty());
    let manager = EndUser::of(&portal, SITRONGUL_MEDALJONG).await;
    let received = manager.get(&format!("/accesspackages?party={to}&to={to}&from={}", client(FRODIG))).await.json();
    let expected = [
        ("jordbruk", "rettighetshaver"),
        ("regnskapsforer-lonn", "regnskapsforer"),
        ("regnskapsforer-med-signeringsrettighet", "regnskapsforer"),
        ("regnskapsforer-uten-signeringsrettighet", "regnskapsforer"),
    ];
    assert_eq!(packages(&received), expected.map(|(package, role)| (package.to_owned(), role.to_owned())));
}

#[tokio::test]
async fn the_check_says_for_each_package_whether_the_person_can_give_it() {
    let portal = Portal::start();
    let party = client(KLIENTKUNDE);
    for (person, given) in [(MUNTER_LYKT, 139), (SNARTENKT_BINDERS, 1)] {
        let program = EndUser::of(&portal, person).await;
        let check = program.get(&format!("/accesspackages/delegationcheck?party={party}")).await;
        let rows = check.json()["data"].as_array().unwrap().clone();
        let yes = rows.iter().filter(|row| row["result"] == true).count();
        assert_eq!((rows.len(), yes), (147, given), "{}", person.name);
        for row in &rows {
            assert_eq!(row["reasons"].as_array().unwrap().is_empty(), row["result"] == true, "{row}");
            let code = row["package"]["urn"].as_str().unwrap().trim_start_matches(URN);
            if ["jordbruk", "hovedadministrator", "ansvarlig-revisor"].contains(&code) {
                let answer = program.give(KLIENTKUNDE, FIRM, code).await;
                assert_eq!(answer.status == 200, row["result"] == true, "{code}: the check tells what happens");
            }
        }
    }
}

#[tokio::test]
async fn its_requests_are_in_the_log_and_its_paths_in_any_letters() {
    let portal = Portal::start();
    let program = EndUser::of(&portal, MUNTER_LYKT).await;
    let party = client(KLIENTKUNDE);
    let upper = format!("/AccessManagement/API/v1/EndUser/Connections/?party={party}&from={party}");
    assert_eq!(Answer::to(program.0.request_at(Method::GET, &upper)).await.status, 200);
    let other = program.call(Method::PUT, &format!("?party={party}")).await;
    assert_eq!((other.status, other.header("allow")), (405, "GET, POST, DELETE"));
    let nothing = Answer::to(program.0.request_at(Method::GET, "/accessmanagement/api/v1/none")).await;
    assert_eq!(nothing.problem().0, 404);
    let log = portal.visitor().get("/test/requests").await;
    let shown = log.texts("main").join(" ");
    assert!(shown.contains("/enduser/connections") && shown.contains("Munter Lykt"), "{shown}");
}
