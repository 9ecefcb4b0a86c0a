//! The program as an operator meets it: what it refuses to start with, and what it still has when it starts again.

mod again;
mod environment;
mod keys;
mod refusals;
