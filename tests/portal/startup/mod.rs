//! Starting and restarting the program.

mod environment;
mod errors;
mod keys;
mod restart;
