//! Reads values from rows, and writes lists as one parameter.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use uuid::Uuid;

use super::connection::{Result, failed};
use crate::domain::number::{NationalId, OrganisationNumber};
use crate::domain::organisation::Organisation;
use crate::domain::package::Localised;
use crate::domain::person::Person;

/// Separator of codes that are joined in one column.
const SEPARATOR: char = ' ';

/// Writes a list for `json_each`.
pub fn json(list: impl Iterator<Item = impl Serialize>) -> Result<String> {
    serde_json::to_string(&list.collect::<Vec<_>>()).map_err(failed)
}

/// Writes organisation numbers for `json_each`.
pub fn numbers(numbers: &[OrganisationNumber]) -> Result<String> {
    json(numbers.iter().map(|number| number.value()))
}

/// Converts a count: SQLite's integers have a sign.
pub fn to_i64(count: usize) -> Result<i64> {
    i64::try_from(count).map_err(failed)
}

pub fn person(row: &Row) -> rusqlite::Result<Person> {
    let national_id: NationalId = row.get::<_, String>(1)?.try_into().map_err(|error| invalid(1, error))?;
    Ok(Person { id: row.get::<_, Uuid>(0)?.into(), national_id, name: row.get(2)? })
}

pub fn organisation(row: &Row) -> rusqlite::Result<Organisation> {
    let form = row.get::<_, String>(2)?.parse().map_err(|error| invalid(2, error))?;
    Ok(Organisation { number: number(row, 0)?, name: row.get(1)?, form })
}

/// Reads a text in three languages from three columns.
pub fn localised(row: &Row, first: usize) -> rusqlite::Result<Localised> {
    Ok(Localised { nb: row.get(first)?, nn: row.get(first + 1)?, en: row.get(first + 2)? })
}

pub fn number(row: &Row, column: usize) -> rusqlite::Result<OrganisationNumber> {
    row.get::<_, u32>(column)?.try_into().map_err(|error| invalid(column, error))
}

pub fn count(row: &Row, column: usize) -> rusqlite::Result<usize> {
    usize::try_from(row.get::<_, i64>(column)?).map_err(|error| invalid(column, error))
}

/// Writes milliseconds since 1970 UTC.
/// jiff's last point in time is later than the last that it makes of milliseconds.
pub fn millis(at: Timestamp) -> i64 {
    at.as_millisecond().min(last())
}

fn last() -> i64 {
    Timestamp::MAX.as_second() * 1000
}

/// Reads milliseconds since 1970 UTC.
pub fn timestamp(row: &Row, column: usize) -> rusqlite::Result<Timestamp> {
    // Earlier versions have stored later ones.
    Timestamp::from_millisecond(row.get::<_, i64>(column)?.min(last())).map_err(|error| invalid(column, error))
}

/// Reads a revision, the world's count of changes.
pub fn revision(row: &Row) -> rusqlite::Result<u64> {
    u64::try_from(row.get::<_, i64>(0)?).map_err(|error| invalid(0, error))
}

/// Reads codes joined in one column; none where it is null.
pub fn codes<T>(row: &Row, column: usize, read: fn(&str) -> Option<T>) -> rusqlite::Result<Vec<T>> {
    let Some(joined) = row.get::<_, Option<String>>(column)? else { return Ok(Vec::new()) };
    let code = |code: &str| read(code).ok_or_else(|| invalid(column, format!("unknown code {code}")));
    joined.split_terminator(SEPARATOR).map(code).collect()
}

pub fn invalid(column: usize, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
}
