//! First stage: from tokens to what the user wrote, every word with its place.

pub mod class;
pub mod foreign;
pub mod function;
pub mod item;
pub mod methods;
pub mod module;
pub mod options;
pub mod raw;
pub mod section;
pub mod signature;
pub mod words;
