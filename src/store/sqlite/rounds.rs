//! Rounds, as SQL. They are no part of the world's state: nothing here counts as a change of it.

use std::collections::HashMap;
use std::num::NonZeroUsize;

use rusqlite::{Row, params};
use uuid::Uuid;

use super::SqliteStore;
use super::connection::Result;
use super::rows::{broken, moment, signed};
use super::unit::Unit;
use crate::domain::round::{Decision, Round, RoundId, RoundStep, Verdict};
use crate::service::store::Rounds;

impl Rounds for SqliteStore {
    fn rounds(&self) -> Result<Vec<Round>> {
        let unit = Unit::begin(self.readers.take()?, "BEGIN")?;
        let mut rounds = unit.all(&format!("{ROUND} ORDER BY begun DESC, key DESC"), [], round)?;
        let places: HashMap<_, _> = rounds.iter().enumerate().map(|(place, round)| (round.id, place)).collect();
        for (id, step) in unit.all(&format!("{STEP} ORDER BY s.round, s.number"), [], step)? {
            if let Some(place) = places.get(&id) {
                rounds[*place].steps.push(step);
            }
        }
        Ok(rounds)
    }

    fn round(&self, id: RoundId) -> Result<Option<Round>> {
        let unit = Unit::begin(self.readers.take()?, "BEGIN")?;
        let Some(found) = unit.first(&format!("{ROUND} WHERE id = ?1"), [id.uuid()], round)? else { return Ok(None) };
        let steps = unit.all(&format!("{STEP} WHERE r.id = ?1 ORDER BY s.number"), [id.uuid()], step)?;
        Ok(Some(Round { steps: steps.into_iter().map(|(_, step)| step).collect(), ..found }))
    }

    fn add_round(&self, round: &Round) -> Result<()> {
        let mut unit = Unit::begin(self.writer.take()?, "BEGIN IMMEDIATE")?;
        let insert = "INSERT INTO round (id, walkthrough, title, scenario, language, tester, begun, version)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING";
        let row = params![
            round.id.uuid(),
            round.walkthrough,
            round.title,
            round.scenario,
            round.language,
            round.tester.as_str(),
            round.begun.as_millisecond(),
            round.version
        ];
        if unit.change(insert, row)? == 0 {
            return unit.finish();
        }
        let key = unit.last_id();
        for (number, RoundStep { instruction, expected, .. }) in (1_u32..).zip(&round.steps) {
            let insert = "INSERT INTO round_step (round, number, instruction, expected) VALUES (?1, ?2, ?3, ?4)";
            unit.change(insert, params![key, number, instruction, expected])?;
        }
        unit.finish()
    }

    fn decide(&self, id: RoundId, step: NonZeroUsize, decision: &Decision) -> Result<bool> {
        let mut unit = Unit::begin(self.writer.take()?, "BEGIN IMMEDIATE")?;
        let update = "UPDATE round_step SET verdict = ?3, remark = ?4, decided = ?5
            WHERE round = (SELECT key FROM round WHERE id = ?1) AND number = ?2";
        let step = signed(step.get())?;
        let Decision { verdict, remark, decided } = decision;
        let row = params![id.uuid(), step, verdict.code(), remark.as_str(), decided.as_millisecond()];
        let known = unit.change(update, row)? > 0;
        unit.finish()?;
        Ok(known)
    }

    fn delete_round(&self, id: RoundId) -> Result<bool> {
        let mut unit = Unit::begin(self.writer.take()?, "BEGIN IMMEDIATE")?;
        let known = unit.change("DELETE FROM round WHERE id = ?1", [id.uuid()])? > 0;
        unit.finish()?;
        Ok(known)
    }
}

/// To be followed by which.
const ROUND: &str = "SELECT id, walkthrough, title, scenario, language, tester, begun, version FROM round";

const STEP: &str = "SELECT r.id, s.instruction, s.expected, s.verdict, s.remark, s.decided
    FROM round_step s JOIN round r ON r.key = s.round";

/// Without its steps.
fn round(row: &Row) -> rusqlite::Result<Round> {
    let tester: String = row.get(5)?;
    Ok(Round {
        id: row.get::<_, Uuid>(0)?.into(),
        walkthrough: row.get(1)?,
        title: row.get(2)?,
        scenario: row.get(3)?,
        language: row.get(4)?,
        tester: tester.parse().map_err(|error| broken(5, error))?,
        begun: moment(row, 6)?,
        version: row.get(7)?,
        steps: Vec::new(),
    })
}

/// With the round that it is one of.
fn step(row: &Row) -> rusqlite::Result<(RoundId, RoundStep)> {
    let verdict: Option<String> = row.get(3)?;
    let decision = verdict.map(|code| {
        Ok::<_, rusqlite::Error>(Decision {
            verdict: Verdict::from_code(&code).ok_or_else(|| broken(3, "no verdict"))?,
            remark: row.get::<_, String>(4)?.parse().map_err(|error| broken(4, error))?,
            decided: moment(row, 5)?,
        })
    });
    let step = RoundStep { instruction: row.get(1)?, expected: row.get(2)?, decision: decision.transpose()? };
    Ok((row.get::<_, Uuid>(0)?.into(), step))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::service::store::Store;

    fn round(id: u128, begun: i64) -> Round {
        let step = |text: &str| RoundStep { instruction: text.into(), expected: "x".into(), decision: None };
        Round {
            id: Uuid::from_u128(id).into(),
            walkthrough: "a".into(),
            title: "A".into(),
            scenario: "s".into(),
            language: "nb".into(),
            tester: "Kari".parse().unwrap(),
            begun: Timestamp::from_millisecond(begun).unwrap(),
            version: "1".into(),
            steps: vec![step("first"), step("second")],
        }
    }

    fn number(number: usize) -> NonZeroUsize {
        NonZeroUsize::new(number).unwrap()
    }

    #[test]
    fn rounds_come_back_as_they_were_the_newest_first_and_count_as_no_change_of_the_world() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("world.db")).unwrap();
        let revision = store.revision().unwrap();
        let (mut old, new) = (round(1, 1_000), round(2, 2_000));
        store.add_round(&old).unwrap();
        store.add_round(&new).unwrap();
        let decision =
            Decision { verdict: Verdict::Failed, remark: "a\nb".parse().unwrap(), decided: Timestamp::UNIX_EPOCH };
        assert!(store.decide(old.id, number(2), &decision).unwrap());
        old.steps[1].decision = Some(decision.clone());
        assert_eq!(store.rounds().unwrap(), [new.clone(), old.clone()]);
        assert_eq!(store.round(old.id).unwrap(), Some(old.clone()));
        store.add_round(&round(1, 3_000)).unwrap();
        assert_eq!(store.round(old.id).unwrap(), Some(old.clone()), "what was begun is not begun again");
        assert!(!store.decide(old.id, number(3), &decision).unwrap());
        assert!(store.delete_round(old.id).unwrap() && !store.delete_round(old.id).unwrap());
        assert!(!store.decide(old.id, number(2), &decision).unwrap());
        assert_eq!(store.rounds().unwrap(), [new]);
        assert_eq!(store.revision().unwrap(), revision);
    }
}
