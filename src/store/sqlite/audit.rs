//! The audit trail as a whole, as SQL. What is read of it by access and change is in `delegations.rs`.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::audit_rows::{channel, client_change};
use super::connection::Result;
use super::rows::{invalid, millis, number, numbers, timestamp, to_i64};
use super::transaction::Transaction;
use crate::domain::audit::{Act, AuditEntry, ChangeId, Deed, OUTSIDE, Subject};
use crate::domain::number::OrganisationNumber;
use crate::domain::package::PackageCode;
use crate::domain::relationship::Relationship;
use crate::domain::role::ErRole;
use crate::service::store::{ReadAudit, WriteAudit};

/// A subject's columns: its kind, and what identifies it.
#[derive(Default)]
struct SubjectColumns<'s> {
    kind: &'static str,
    access: Option<Uuid>,
    request: Option<Uuid>,
    system: Option<&'s str>,
    relationship: Option<Relationship>,
    package: Option<&'s str>,
    role: Option<ErRole>,
    organisation: Option<OrganisationNumber>,
}

const SELECT_ENTRY: &str = "SELECT action, access, already,
        (SELECT undone.uuid FROM audit undone WHERE undone.id = audit.undoes), at, person, on_behalf_of, channel, client_id,
        subject, request, system, provider, client, package, organisation, er_role
    FROM audit";

impl ReadAudit for Transaction<'_> {
    fn activity(&self, on_behalf_of: OrganisationNumber, limit: usize) -> Result<Vec<AuditEntry>> {
        let query = format!("{SELECT_ENTRY} WHERE on_behalf_of = ?1 ORDER BY id DESC LIMIT ?2");
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(&query, params![on_behalf_of.value(), limit], entry)
    }

    fn audit_entry(&self, id: ChangeId) -> Result<Option<AuditEntry>> {
        self.first(&format!("{SELECT_ENTRY} WHERE uuid = ?1"), [id.uuid()], entry)
    }

    fn last_about_package(&self, pair: Relationship, package: &PackageCode) -> Result<Option<ChangeId>> {
        let query = "SELECT uuid FROM audit WHERE provider = ?1 AND client = ?2
                AND (subject = 'relationship' OR package = ?3) ORDER BY id DESC LIMIT 1";
        let row = params![pair.provider.value(), pair.client.value(), package.as_str()];
        self.first(query, row, |row| Ok(row.get::<_, Uuid>(0)?.into()))
    }
}

impl WriteAudit for Transaction<'_> {
    fn append_audit(
        &self,
        entry: &AuditEntry,
        changed: &[OrganisationNumber],
        refused: &[OrganisationNumber],
    ) -> Result<ChangeId> {
        let insert = "INSERT INTO audit (at, person, on_behalf_of, action, already, undoes, channel, client_id,
            changed, refused, subject, access, request, system, provider, client, package, organisation, uuid, er_role)
            VALUES (?1, ?2, ?3, ?4, ?5, (SELECT id FROM audit WHERE uuid = ?6), ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";
        let (action, already, undoes) = match &entry.deed {
            Deed::ChangeClients(change) => (change.action.code(), change.already, change.undoes),
            Deed::Other(act, _) => (act.code(), 0, None),
        };
        let (id, subject) = (ChangeId::random(), subject_columns(&entry.deed));
        let row = params![
            millis(entry.at),
            (entry.person != OUTSIDE).then(|| entry.person.uuid()),
            entry.on_behalf_of.value(),
            action,
            to_i64(already)?,
            undoes.map(ChangeId::uuid),
            entry.channel.code(),
            entry.channel.client(),
            to_i64(changed.len())?,
            to_i64(refused.len())?,
            subject.kind,
            subject.access,
            subject.request,
            subject.system,
            subject.relationship.map(|pair| pair.provider.value()),
            subject.relationship.map(|pair| pair.client.value()),
            subject.package,
            subject.organisation.map(OrganisationNumber::value),
            id.uuid(),
            subject.role.map(ErRole::code)
        ];
        self.execute(insert, row)?;
        let key = self.last_id();
        for (clients, refused) in [(changed, false), (refused, true)] {
            let insert = "INSERT INTO audit_client (audit, client, refused) SELECT ?1, value, ?3 FROM json_each(?2)";
            self.execute(insert, params![key, numbers(clients)?, refused])?;
        }
        Ok(id)
    }
}

fn subject_columns(deed: &Deed) -> SubjectColumns<'_> {
    let none = SubjectColumns::default();
    match deed {
        Deed::ChangeClients(change) => SubjectColumns { kind: "access", access: Some(change.access.uuid()), ..none },
        Deed::Other(_, subject) => match subject {
            Subject::Access(id) => SubjectColumns { kind: "access", access: Some(id.uuid()), ..none },
            Subject::Request(id) => SubjectColumns { kind: "request", request: Some(id.uuid()), ..none },
            Subject::System(id) => SubjectColumns { kind: "system", system: Some(id.as_str()), ..none },
            Subject::Relationship(pair) => SubjectColumns { kind: "relationship", relationship: Some(*pair), ..none },
            Subject::Package(pair, code) => {
                SubjectColumns { kind: "package", relationship: Some(*pair), package: Some(code.as_str()), ..none }
            }
            Subject::Role(pair, role) => {
                SubjectColumns { kind: "role", relationship: Some(*pair), role: Some(*role), ..none }
            }
            Subject::Organisation(number) => {
                SubjectColumns { kind: "organisation", organisation: Some(*number), ..none }
            }
        },
    }
}

fn entry(row: &Row) -> rusqlite::Result<AuditEntry> {
    let action: String = row.get(0)?;
    let deed = match Act::from_code(&action) {
        Some(act) => Deed::Other(act, subject(row)?),
        None => Deed::ChangeClients(client_change(row, 0)?),
    };
    Ok(AuditEntry {
        at: timestamp(row, 4)?,
        person: row.get::<_, Option<Uuid>>(5)?.map_or(OUTSIDE, Into::into),
        on_behalf_of: number(row, 6)?,
        deed,
        channel: channel(row, 7)?,
    })
}

fn subject(row: &Row) -> rusqlite::Result<Subject> {
    let pair = || Ok::<_, rusqlite::Error>(Relationship { provider: number(row, 12)?, client: number(row, 13)? });
    match row.get::<_, String>(9)?.as_str() {
        "access" => Ok(Subject::Access(row.get::<_, Uuid>(1)?.into())),
        "request" => Ok(Subject::Request(row.get::<_, Uuid>(10)?.into())),
        "system" => {
            let id = row.get::<_, String>(11)?.parse().map_err(|error| invalid(11, error))?;
            Ok(Subject::System(id))
        }
        "relationship" => Ok(Subject::Relationship(pair()?)),
        "package" => Ok(Subject::Package(pair()?, PackageCode::from(row.get::<_, String>(14)?))),
        "role" => {
            let role = ErRole::from_code(&row.get::<_, String>(16)?).ok_or_else(|| invalid(16, "no role"))?;
            Ok(Subject::Role(pair()?, role))
        }
        "organisation" => Ok(Subject::Organisation(number(row, 15)?)),
        _ => Err(invalid(9, "no kind of subject")),
    }
}
