//! One file per subcommand.

pub mod bench;
pub mod demo;
pub mod setup;
pub mod stress;
pub mod test;
pub mod with;
