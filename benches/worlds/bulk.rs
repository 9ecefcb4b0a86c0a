//! Measures a change of all clients, beside SQLite's minimum for the same rows.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use rusqlite::{Connection, params};

use crate::connection::HttpConnection;
use crate::portal::{ADMINISTRATOR, OVERVIEW, Portal, attribute};
use crate::table::{Table, median, to_millis};

/// Measurements of one world.
#[derive(Default)]
struct Times {
    bare: Vec<Duration>,
    add: Vec<Duration>,
    result: Vec<Duration>,
    remove: Vec<Duration>,
    /// Another person's overview during a change.
    meanwhile: Vec<Duration>,
    rows: usize,
}

/// Adds and removes all clients of every portal in turn, once per round.
pub fn measure(portals: &[Portal], rounds: usize) -> anyhow::Result<Table> {
    let mut all: Vec<Times> = portals.iter().map(|_| Times::default()).collect();
    for _ in 0..rounds {
        for (portal, times) in portals.iter().zip(&mut all) {
            round(portal, times)?;
        }
    }
    let mut table = Table::new(&format!("A change of all clients in ms: median of {rounds}"), portals);
    let mut row = |name: &str, figure: &dyn Fn(&mut Times) -> f64| {
        table.row(name, &all.iter_mut().map(figure).collect::<Vec<_>>());
    };
    row("clients changed (number)", &|times| f64::from(u32::try_from(times.rows).unwrap_or(u32::MAX)));
    row("add all", &|times| to_millis(median(&mut times.add)));
    row("remove all", &|times| to_millis(median(&mut times.remove)));
    row("page that tells the result", &|times| to_millis(median(&mut times.result)));
    row("bare insert of the same delegations", &|times| to_millis(median(&mut times.bare)));
    row("add all : bare insert", &|times| to_millis(median(&mut times.add)) / to_millis(median(&mut times.bare)));
    row("another's overview meanwhile, median", &|times| to_millis(median(&mut times.meanwhile)));
    row("another's overview meanwhile, longest", &|times| times.meanwhile.iter().max().copied().map_or(0.0, to_millis));
    Ok(table)
}

fn round(portal: &Portal, times: &mut Times) -> anyhow::Result<()> {
    let (took, rows) = bare_insert(portal)?;
    times.bare.push(took);
    times.rows = rows;
    let mut connection = portal.connection()?;
    let (took, location) =
        while_another_person_reads(portal, times, |portal| press(portal, &mut connection, "add-matching", rows))?;
    times.add.push(took);
    times.result.push(portal.connection()?.get(&location)?.expect(200)?.took);
    let mut connection = portal.connection()?;
    let (took, _) =
        while_another_person_reads(portal, times, |portal| press(portal, &mut connection, "remove-matching", rows))?;
    times.remove.push(took);
    Ok(())
}

/// Presses the button for all and confirms the number;
/// the change's duration, and its result page.
fn press(
    portal: &Portal,
    connection: &mut HttpConnection,
    bulk: &str,
    expected: usize,
) -> anyhow::Result<(Duration, String)> {
    settle(portal)?;
    let (dialog, expected) = (portal.dialog(), expected.to_string());
    let page = connection.get(&dialog)?.expect(200)?.body;
    let token = attribute(&page, "[name=form_token]", "value").context("no form token")?;
    let answer =
        connection.post(&dialog, &[("form_token", &token), ("bulk", bulk), ("expected", &expected)])?.expect(303)?;
    let location = answer.location.context("nowhere to go")?;
    let location = location.split('#').next().unwrap_or_default().to_owned();
    ensure!(location.contains("result="), "the change was not carried out: {location}");
    Ok((answer.took, location))
}

/// Runs work while another person reloads the overview.
fn while_another_person_reads<T: Send>(
    portal: &Portal,
    times: &mut Times,
    work: impl FnOnce(&Portal) -> anyhow::Result<T> + Send,
) -> anyhow::Result<T> {
    let mut other = HttpConnection::open(portal.address, &portal.sign_in(ADMINISTRATOR)?)?;
    other.get(OVERVIEW)?.expect(200)?;
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let mut took = Vec::new();
            while !done.load(Ordering::Relaxed) {
                took.push(other.get(OVERVIEW)?.expect(200)?.took);
            }
            anyhow::Ok(took)
        });
        let worked = work(portal);
        done.store(true, Ordering::Relaxed);
        times.meanwhile.extend(looking.join().map_err(|_| anyhow::anyhow!("the other person failed"))??);
        worked
    })
}

/// Empties the write-ahead log and flushes the disk, so that measurements are fair.
fn settle(portal: &Portal) -> anyhow::Result<()> {
    let connection = Connection::open(&portal.database)?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    ensure!(Command::new("sync").status()?.success(), "sync failed");
    Ok(())
}

/// Inserts the delegations of all clients straight into the file, and deletes them.
/// Same tables and settings; the insert's duration and the number of clients.
fn bare_insert(portal: &Portal) -> anyhow::Result<(Duration, usize)> {
    settle(portal)?;
    let connection = Connection::open(&portal.database)?;
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
    let find = "SELECT key FROM system_access WHERE title = 'Revisor klientdelegering' AND owner = 310495891";
    let access: i64 = connection.query_row(find, [], |row| row.get(0))?;
    let mut find = connection.prepare("SELECT client FROM client_role WHERE role = 'revisor' ORDER BY client")?;
    let clients: Vec<i64> = find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let begun = Instant::now();
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let mut delegation = connection.prepare("INSERT INTO delegation (access, client, added) VALUES (?1, ?2, ?3)")?;
    let package = "INSERT INTO delegation_package (access, client, package, via) VALUES (?1, ?2, ?3, ?4)";
    let mut package = connection.prepare(package)?;
    for client in &clients {
        delegation.execute(params![access, client, 1_771_146_000_000_i64])?;
        package.execute(params![access, client, "ansvarlig-revisor", "revisor"])?;
    }
    connection.execute_batch("COMMIT")?;
    let took = begun.elapsed();
    connection.execute("DELETE FROM delegation WHERE access = ?1", [access])?;
    Ok((took, clients.len()))
}
