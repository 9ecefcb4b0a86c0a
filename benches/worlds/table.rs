//! Prints figures side by side.

use std::time::Duration;

use crate::portal::Portal;

const NAME: usize = 44;
const COLUMN: usize = 10;

/// A table with a row per measurement and a column per world.
pub struct Table(String);

impl Table {
    pub fn new(title: &str, portals: &[Portal]) -> Self {
        let worlds = portals.iter().map(|portal| format!("{:>COLUMN$}", portal.clients)).collect::<Vec<_>>().concat();
        let ratio = match portals {
            [first, .., last] => format!("{} : {}", last.clients, first.clients),
            _ => String::new(),
        };
        Self(format!("{title}\n{:<NAME$}{worlds}{ratio:>14}\n", "clients"))
    }

    pub fn row(&mut self, name: &str, figures: &[f64]) {
        let figures = figures.iter().map(|figure| format!("{figure:>COLUMN$.2}")).collect::<Vec<_>>().concat();
        self.0.extend([format!("{name:<NAME$}{figures}\n")]);
    }

    /// Adds a row that ends with the ratio of the last figure to the first.
    pub fn row_with_ratio(&mut self, name: &str, figures: &[f64]) {
        self.row(name, figures);
        if let [first, .., last] = figures {
            self.0.pop();
            self.0.extend([format!("{:>14.2}\n", last / first)]);
        }
    }

    pub fn print(&self) {
        print!("{}", self.0);
    }
}

/// The median time, or zero if there is none.
pub fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

pub fn to_millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
