//! What the commands print.

use std::io::Write;

/// Prints a line. A reader that has seen enough, such as `head`, closes the pipe: that is not an error.
pub fn print_line(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
