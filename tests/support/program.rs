//! The real program, in a process of its own.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use reqwest::Url;

/// The exit code and output of a program.
pub struct ProgramOutput {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// The program with an empty environment.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_klientportal"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

/// Runs the program until it exits.
pub fn run(arguments: &[&str]) -> ProgramOutput {
    let output = command(arguments).output().unwrap();
    ProgramOutput {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A running program.
pub struct Program {
    pub base: Url,
    child: Child,
    /// Kept open: the program would exit if it could not print.
    stdout: BufReader<ChildStdout>,
}

impl Program {
    /// Starts the program and reads its address from what it prints.
    pub fn start(listen: &str, data: &Path, flags: &[&str]) -> Self {
        let own = ["--listen", listen, "--data", data.to_str().unwrap()];
        let arguments: Vec<_> = own.iter().chain(flags).copied().collect();
        Self::run(&mut command(&arguments))
    }

    /// Starts this command, which runs the program.
    pub fn run(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut lines = stdout.by_ref().lines().map_while(Result::ok);
        let base = lines.find_map(|line| line.strip_prefix("Klientportal: ")?.parse().ok());
        Self { base: base.expect("the program prints its address"), child, stdout }
    }

    /// The lines that the program prints after its URL.
    pub fn startup_lines(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for line in self.stdout.by_ref().lines() {
            lines.push(line.unwrap());
            if lines.last().is_some_and(|line| line.starts_with("Stop with")) {
                break;
            }
        }
        lines
    }

    /// Sends SIGKILL, so that the program cannot clean up.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Fails if it has exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
