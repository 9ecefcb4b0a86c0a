//! Test runs, as SQL. They are not part of the world's state:
//! writing here makes no new revision.

use std::collections::HashMap;
use std::num::NonZeroUsize;

use rusqlite::{Row, params};
use uuid::Uuid;

use super::SqliteStore;
use super::connection::Result;
use super::rows::{invalid, millis, timestamp, to_i64};
use super::transaction::Transaction;
use crate::test_tools::test_run::{StepResult, TestRun, TestRunId, TestRunStep, Verdict};
use crate::test_tools::test_run_store::TestRunStore;

impl TestRunStore for SqliteStore {
    fn all(&self) -> Result<Vec<TestRun>> {
        let transaction = Transaction::begin(self.readers.take()?, "BEGIN")?;
        let mut runs = transaction.all(&format!("{SELECT_RUN} ORDER BY begun DESC, key DESC"), [], run)?;
        let positions: HashMap<_, _> = runs.iter().enumerate().map(|(position, run)| (run.id, position)).collect();
        for (id, step) in transaction.all(&format!("{SELECT_STEP} ORDER BY s.round, s.number"), [], step)? {
            if let Some(position) = positions.get(&id) {
                runs[*position].steps.push(step);
            }
        }
        Ok(runs)
    }

    fn get(&self, id: TestRunId) -> Result<Option<TestRun>> {
        let transaction = Transaction::begin(self.readers.take()?, "BEGIN")?;
        let Some(found) = transaction.first(&format!("{SELECT_RUN} WHERE id = ?1"), [id.uuid()], run)? else {
            return Ok(None);
        };
        let steps = transaction.all(&format!("{SELECT_STEP} WHERE r.id = ?1 ORDER BY s.number"), [id.uuid()], step)?;
        Ok(Some(TestRun { steps: steps.into_iter().map(|(_, step)| step).collect(), ..found }))
    }

    fn add(&self, run: &TestRun, form: Option<Uuid>) -> Result<TestRunId> {
        let mut transaction = Transaction::begin(self.writer.take()?, "BEGIN IMMEDIATE")?;
        let begun = "SELECT id FROM round WHERE form = ?1 AND walkthrough = ?2";
        if let Some(id) = transaction.first(begun, params![form, run.walkthrough], |row| row.get::<_, Uuid>(0))? {
            return Ok(id.into());
        }
        let insert = "INSERT INTO round (id, walkthrough, title, scenario, language, tester, begun, version, form)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let row = params![
            run.id.uuid(),
            run.walkthrough,
            run.title,
            run.scenario,
            run.language,
            run.tester.as_str(),
            millis(run.begun),
            run.version,
            form
        ];
        transaction.execute(insert, row)?;
        let key = transaction.last_id();
        for (number, TestRunStep { instruction, expected, .. }) in (1_u32..).zip(&run.steps) {
            let insert = "INSERT INTO round_step (round, number, instruction, expected) VALUES (?1, ?2, ?3, ?4)";
            transaction.execute(insert, params![key, number, instruction, expected])?;
        }
        transaction.finish()?;
        Ok(run.id)
    }

    fn set_result(&self, id: TestRunId, step: NonZeroUsize, result: &StepResult) -> Result<bool> {
        let mut transaction = Transaction::begin(self.writer.take()?, "BEGIN IMMEDIATE")?;
        let update = "UPDATE round_step SET verdict = ?3, remark = ?4, decided = ?5
            WHERE round = (SELECT key FROM round WHERE id = ?1) AND number = ?2";
        let step = to_i64(step.get())?;
        let StepResult { verdict, remark, decided } = result;
        let row = params![id.uuid(), step, verdict.code(), remark.as_str(), millis(*decided)];
        let known = transaction.execute(update, row)? > 0;
        transaction.finish()?;
        Ok(known)
    }

    fn delete(&self, id: TestRunId) -> Result<bool> {
        let mut transaction = Transaction::begin(self.writer.take()?, "BEGIN IMMEDIATE")?;
        let known = transaction.execute("DELETE FROM round WHERE id = ?1", [id.uuid()])? > 0;
        transaction.finish()?;
        Ok(known)
    }
}

/// A WHERE or ORDER clause follows.
const SELECT_RUN: &str = "SELECT id, walkthrough, title, scenario, language, tester, begun, version FROM round";

const SELECT_STEP: &str = "SELECT r.id, s.instruction, s.expected, s.verdict, s.remark, s.decided
    FROM round_step s JOIN round r ON r.key = s.round";

/// Reads a test run without its steps.
fn run(row: &Row) -> rusqlite::Result<TestRun> {
    let tester: String = row.get(5)?;
    Ok(TestRun {
        id: row.get::<_, Uuid>(0)?.into(),
        walkthrough: row.get(1)?,
        title: row.get(2)?,
        scenario: row.get(3)?,
        language: row.get(4)?,
        tester: tester.parse().map_err(|error| invalid(5, error))?,
        begun: timestamp(row, 6)?,
        version: row.get(7)?,
        steps: Vec::new(),
    })
}

/// Reads a step and the id of its test run.
fn step(row: &Row) -> rusqlite::Result<(TestRunId, TestRunStep)> {
    let verdict: Option<String> = row.get(3)?;
    let result = verdict.map(|code| {
        Ok::<_, rusqlite::Error>(StepResult {
            verdict: Verdict::from_code(&code).ok_or_else(|| invalid(3, "no verdict"))?,
            remark: row.get::<_, String>(4)?.parse().map_err(|error| invalid(4, error))?,
            decided: timestamp(row, 5)?,
        })
    });
    let step = TestRunStep { instruction: row.get(1)?, expected: row.get(2)?, result: result.transpose()? };
    Ok((row.get::<_, Uuid>(0)?.into(), step))
}
