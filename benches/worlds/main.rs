//! Measures requests by number of clients, and a change of all clients.
//!
//! Measures the release build with real requests over one loopback connection, signed in through its own provider.
//! Worlds of all sizes run side by side and take turns, so that other load on the machine meets all of them alike. Run
//! with `cargo bench`.

mod bulk;
mod connection;
mod pages;
mod portal;
mod table;

use std::io;

use portal::Portal;
use tracing_subscriber::EnvFilter;

/// Clients of the worlds measured.
const SIZES: [u32; 3] = [50, 12_000, 50_000];
/// Without `--bench`, as in `cargo test --benches`:
/// just enough to exercise everything.
const TRIAL: [u32; 2] = [30, 50];

fn main() -> anyhow::Result<()> {
    // The log is formatted as when serving, and discarded.
    tracing_subscriber::fmt().with_env_filter(EnvFilter::new("info")).with_writer(io::sink).init();
    let measured = std::env::args().any(|argument| argument == "--bench");
    let (sizes, rounds) = if measured { (&SIZES[..], 60) } else { (&TRIAL[..], 2) };
    let folder = tempfile::tempdir_in(".").or_else(|_| tempfile::tempdir())?;
    let portals: Vec<_> = sizes.iter().map(|size| Portal::start(folder.path(), *size)).collect::<Result<_, _>>()?;
    pages::measure(&portals, rounds)?.print();
    println!();
    bulk::measure(&portals, if measured { 5 } else { 1 })?.print();
    Ok(())
}
