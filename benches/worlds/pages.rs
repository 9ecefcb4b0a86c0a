//! Measures the server's time for each page.

use anyhow::Context;

use crate::connection::HttpConnection;
use crate::portal::{OVERVIEW, Portal, attribute};
use crate::table::{Table, median, to_millis};

/// Warm-up requests.
const WARM_UP: usize = 3;

/// Requests every page of every portal in turn, once per round.
pub fn measure(portals: &[Portal], rounds: usize) -> anyhow::Result<Table> {
    let mut table = Table::new(
        &format!("Server time of a page in ms: median of {rounds} requests over loopback, no compression"),
        portals,
    );
    let mut connections: Vec<HttpConnection> = portals.iter().map(Portal::connection).collect::<Result<_, _>>()?;
    let pages: Vec<_> = portals.iter().map(paths).collect::<Result<_, _>>()?;
    for (place, (name, _)) in pages.first().context("no portal")?.iter().enumerate() {
        let paths: Vec<_> = pages.iter().map(|pages| pages[place].1.as_str()).collect();
        table.row_with_ratio(name, &medians(&mut connections, &paths, rounds)?);
    }
    table.row(
        "start with an empty folder",
        &portals.iter().map(|portal| to_millis(portal.started_in)).collect::<Vec<_>>(),
    );
    let mut resets = Vec::new();
    for connection in &mut connections {
        resets.push(to_millis(connection.post("/test/scenarios", &[])?.expect(303)?.took));
    }
    table.row("start over with the same scenario, once", &resets);
    Ok(table)
}

/// Each portal's median time for its path, in milliseconds.
fn medians(connections: &mut [HttpConnection], paths: &[&str], rounds: usize) -> anyhow::Result<Vec<f64>> {
    let mut times = vec![Vec::new(); connections.len()];
    for round in 0..WARM_UP + rounds {
        for (portal, connection) in connections.iter_mut().enumerate() {
            let took = connection.get(paths[portal])?.expect(200)?.took;
            if round >= WARM_UP {
                times[portal].push(took);
            }
        }
    }
    Ok(times.iter_mut().map(|times| to_millis(median(times))).collect())
}

/// Each page's name and path.
fn paths(portal: &Portal) -> anyhow::Result<Vec<(&'static str, String)>> {
    let dialog = portal.dialog();
    let last = portal.clients / 10 + 1;
    let body = portal.connection()?.get(&dialog)?.expect(200)?.body;
    let shown = attribute(&body, "[name=shown]", "value").context("the dialog shows nobody")?;
    let number = shown.split(',').next_back().context("the dialog shows nobody")?.to_owned();
    let name = attribute(&body, &format!("#choose-{number}"), "aria-label").context("no name")?;
    // The end of the label is most or all of the name, and unique.
    let words: Vec<_> = name.split(' ').collect();
    let name = words[words.len().saturating_sub(4)..].join("+");
    Ok(vec![
        ("overview", OVERVIEW.to_owned()),
        ("access page", portal.access.clone()),
        ("dialog, first page", dialog.clone()),
        ("dialog, last page", format!("{dialog}?page={last}")),
        ("dialog, 100 rows", format!("{dialog}?size=100")),
        ("search that finds many (\"as\")", format!("{dialog}?search=as")),
        ("search that finds one (a name)", format!("{dialog}?search={name}")),
        ("search that finds none", format!("{dialog}?search=xyzzy")),
        ("search for a number", format!("{dialog}?search={number}")),
    ])
}
