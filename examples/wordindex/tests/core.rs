//! Runs the unit tests of the plain Rust parts in a program of their own, which needs no Python to link or to run.

#[path = "../src/index.rs"]
mod index;
#[path = "../src/tokens.rs"]
mod tokens;
