//! How the time of a request depends on the number of clients, and what a change of all of them costs.
//!
//! The portal itself is measured, as it is built for serving: real requests over a kept loopback connection, signed in
//! through its own provider. Worlds of all sizes run side by side and are asked in turn, so that whatever else the
//! machine does meets all of them alike. Run with `cargo bench`.

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
/// Without `--bench`, as under `cargo test --benches`: enough to see that everything here still works.
const TRIAL: [u32; 2] = [30, 50];

fn main() -> anyhow::Result<()> {
    // The log is made as it is made when serving, and thrown away.
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
