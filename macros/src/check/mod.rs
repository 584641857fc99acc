//! Second stage: from what the user wrote to what is valid. Every mistake of an item is reported, each once.

mod block_section;
mod callable;
mod class;
mod collected;
mod function;
mod kinds;
mod methods;
pub mod model;
mod modes;
mod module;
pub mod names;
mod params;
mod raw;
mod receiver;
mod rules;
mod section;
mod signature;
mod special;
pub mod types;
mod used_up;

pub use class::{class, written_policy};
#[cfg(test)]
pub use collected::variants;
pub use function::function;
pub use methods::methods;
pub use module::{module, module_state};
pub use raw::raw;
