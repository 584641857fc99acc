//! One counter for each way to protect a payload, with the same ways in.

pub mod frozen;
pub mod handle;
pub mod locked;
pub mod mutex;
pub mod read_write;
pub mod whole;
