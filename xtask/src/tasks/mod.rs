//! One file per subcommand.

pub mod demo;
pub mod setup;
pub mod stress;
pub mod test;
pub mod with;
