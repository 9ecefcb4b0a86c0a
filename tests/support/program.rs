//! The program itself, as an operator starts and ends it.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use reqwest::Url;

/// What a program said before it ended by itself.
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// The program with a clean environment: a flag in the tester's own must not change a test.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_klientportal"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

/// Runs the program, which must end by itself.
pub fn run(arguments: &[&str]) -> Ended {
    let output = command(arguments).output().unwrap();
    Ended {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A portal in a process of its own.
pub struct Program {
    pub base: Url,
    child: Child,
    /// Kept open: a program that cannot print would end.
    said: BufReader<ChildStdout>,
}

impl Program {
    /// Starts the program and reads its address from what it prints.
    pub fn start(listen: &str, data: &Path, flags: &[&str]) -> Self {
        let own = ["--listen", listen, "--data", data.to_str().unwrap()];
        let arguments: Vec<_> = own.iter().chain(flags).copied().collect();
        let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut lines = said.by_ref().lines().map_while(Result::ok);
        let base = lines.find_map(|line| line.strip_prefix("Klientportal: ")?.parse().ok());
        Self { base: base.expect("the program prints its address"), child, said }
    }

    /// What the program says after its address.
    pub fn greeting(&mut self) -> Vec<String> {
        let mut said = Vec::new();
        for line in self.said.by_ref().lines() {
            said.push(line.unwrap());
            if said.last().is_some_and(|line| line.starts_with("Stop with")) {
                break;
            }
        }
        said
    }

    /// SIGKILL: no chance to put anything in order.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Fails when it has ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
