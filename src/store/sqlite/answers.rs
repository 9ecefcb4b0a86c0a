//! Answers to requests that are carried out once, as SQL.

use jiff::Timestamp;
use rusqlite::params;

use super::connection::Result;
use super::rows::timestamp;
use super::transaction::Transaction;
use crate::service::store::{Hash, KeptAnswer, WriteAnswers};

impl WriteAnswers for Transaction<'_> {
    fn kept_answer(&self, key: &Hash) -> Result<Option<KeptAnswer>> {
        self.first("SELECT request, text, at FROM kept_answer WHERE key = ?1", [key], |row| {
            Ok(KeptAnswer { request: row.get(0)?, text: row.get(1)?, at: timestamp(row, 2)? })
        })
    }

    fn keep_answer(&self, key: &Hash, answer: &KeptAnswer) -> Result<()> {
        let insert = "INSERT INTO kept_answer (key, request, text, at) VALUES (?1, ?2, ?3, ?4)";
        self.execute(insert, params![key, answer.request, answer.text, answer.at.as_millisecond()]).map(drop)
    }

    fn forget_answers(&self, before: Timestamp) -> Result<()> {
        self.execute("DELETE FROM kept_answer WHERE at < ?1", [before.as_millisecond()]).map(drop)
    }
}
