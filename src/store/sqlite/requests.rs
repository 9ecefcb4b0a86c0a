//! Vendors' requests for system accesses, as SQL.

use jiff::Timestamp;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::connection::Result;
use super::rows::{codes, invalid, number, timestamp, to_i64};
use super::systems::{SUMMARY, summary};
use super::transaction::Transaction;
use crate::domain::access::AccessKind;
use crate::domain::access_request::{AccessKey, AccessRequest, Escalation, ExternalRef, RequestAnswer, RequestId};
use crate::domain::number::OrganisationNumber;
use crate::domain::package::PackageCode;
use crate::domain::redirect_url::RedirectUrl;
use crate::domain::system::SystemId;
use crate::service::store::{ReadRequests, WriteRequests};

/// Values of `answer`.
const ACCEPTED: &str = "accepted";
const REJECTED: &str = "rejected";

/// A WHERE or ORDER clause follows.
fn select(rest: &str) -> String {
    format!(
        "SELECT {SUMMARY}, r.id, r.owner, r.kind, r.title, r.external_ref, r.redirect_url, r.created,
            r.escalated, r.escalated_by, r.answer, r.answered, r.answered_by,
            (SELECT group_concat(package, ' ' ORDER BY place) FROM request_package WHERE request = r.key)
        FROM access_request r JOIN system s ON s.key = r.system JOIN organisation v ON v.number = s.vendor {rest}"
    )
}

impl ReadRequests for Transaction<'_> {
    fn request(&self, id: RequestId) -> Result<Option<AccessRequest>> {
        self.first(&select("WHERE r.id = ?1"), [id.uuid()], request)
    }

    fn request_by_key(&self, key: &AccessKey) -> Result<Option<AccessRequest>> {
        let query = select("WHERE s.id = ?1 AND r.owner = ?2 AND r.external_ref = ?3");
        self.first(&query, params![key.system.as_str(), key.owner.value(), key.external_ref.as_str()], request)
    }

    fn requests_of_system(
        &self,
        system: &SystemId,
        kind: AccessKind,
        after: Option<RequestId>,
        limit: usize,
    ) -> Result<Vec<AccessRequest>> {
        let query = select("WHERE s.id = ?1 AND r.kind = ?2 AND (?3 IS NULL OR r.id > ?3) ORDER BY r.id LIMIT ?4");
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(&query, params![system.as_str(), kind.code(), after.map(RequestId::uuid), limit], request)
    }

    fn escalated_requests(&self, owner: OrganisationNumber) -> Result<Vec<AccessRequest>> {
        // Written as in the index on waiting requests, so that SQLite uses it.
        let query = select(
            "WHERE r.owner = ?1 AND r.escalated IS NOT NULL AND r.answer IS NULL ORDER BY r.created DESC, r.key DESC",
        );
        self.all(&query, [owner.value()], request)
    }

    fn all_requests(&self) -> Result<Vec<AccessRequest>> {
        self.all(&select("ORDER BY r.key"), [], request)
    }
}

impl WriteRequests for Transaction<'_> {
    fn add_request(&self, request: &AccessRequest) -> Result<()> {
        let insert = "INSERT INTO access_request (id, owner, kind, title, system, external_ref, redirect_url, created)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let row = params![
            request.id.uuid(),
            request.owner.value(),
            request.kind.code(),
            request.title,
            self.system_key(&request.system.id)?,
            request.external_ref.as_str(),
            request.redirect_url.as_ref().map(RedirectUrl::as_str),
            request.created.as_millisecond()
        ];
        self.execute(insert, row)?;
        let key = self.last_id();
        for (place, package) in request.packages.iter().enumerate() {
            let insert = "INSERT INTO request_package (request, place, package) VALUES (?1, ?2, ?3)";
            self.execute(insert, params![key, to_i64(place)?, package.as_str()])?;
        }
        if let Some(escalation) = request.escalation {
            self.escalate_request(request.id, escalation)?;
        }
        request.answer.map_or(Ok(()), |answer| self.answer_request(request.id, answer))
    }

    fn escalate_request(&self, id: RequestId, escalation: Escalation) -> Result<()> {
        let update = "UPDATE access_request SET escalated = ?2, escalated_by = ?3 WHERE id = ?1";
        self.execute(update, params![id.uuid(), escalation.at.as_millisecond(), escalation.by.uuid()]).map(drop)
    }

    fn answer_request(&self, id: RequestId, answer: RequestAnswer) -> Result<()> {
        let update = "UPDATE access_request SET answer = ?2, answered = ?3, answered_by = ?4 WHERE id = ?1";
        let code = if answer.approved { ACCEPTED } else { REJECTED };
        self.execute(update, params![id.uuid(), code, answer.at.as_millisecond(), answer.by.uuid()]).map(drop)
    }

    fn delete_request(&self, id: RequestId) -> Result<()> {
        self.execute("DELETE FROM access_request WHERE id = ?1", [id.uuid()]).map(drop)
    }

    fn next_nth(&self, key: &AccessKey) -> Result<u32> {
        let count = "INSERT INTO made_count (system, owner, external_ref, made) VALUES (?1, ?2, ?3, 1)
            ON CONFLICT DO UPDATE SET made = made + 1 RETURNING made";
        let key = params![key.system.as_str(), key.owner.value(), key.external_ref.as_str()];
        self.one(count, key, |row| row.get(0))
    }
}

fn request(row: &Row) -> rusqlite::Result<AccessRequest> {
    let owner = number(row, 7)?;
    let kind = AccessKind::from_code(&row.get::<_, String>(8)?).ok_or_else(|| invalid(8, "no kind of access"))?;
    let redirect_url = row.get::<_, Option<String>>(11)?;
    Ok(AccessRequest {
        system: summary(row, 0)?,
        id: row.get::<_, Uuid>(6)?.into(),
        owner,
        kind,
        title: row.get(9)?,
        external_ref: ExternalRef::of(Some(&row.get::<_, String>(10)?), owner),
        redirect_url: redirect_url.map(|url| url.parse().map_err(|error| invalid(11, error))).transpose()?,
        created: timestamp(row, 12)?,
        escalation: moment_and_person(row, 13)?.map(|(at, by)| Escalation { by: by.into(), at }),
        answer: answer(row)?,
        packages: codes(row, 18, |code| Some(PackageCode::from(code)))?,
    })
}

fn answer(row: &Row) -> rusqlite::Result<Option<RequestAnswer>> {
    let Some(code) = row.get::<_, Option<String>>(15)? else { return Ok(None) };
    let answered = moment_and_person(row, 16)?;
    Ok(answered.map(|(at, by)| RequestAnswer { approved: code == ACCEPTED, by: by.into(), at }))
}

fn moment_and_person(row: &Row, column: usize) -> rusqlite::Result<Option<(Timestamp, Uuid)>> {
    match row.get::<_, Option<Uuid>>(column + 1)? {
        Some(person) => Ok(Some((timestamp(row, column)?, person))),
        None => Ok(None),
    }
}
