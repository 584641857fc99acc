//! Second stage: from what the user wrote to what is valid. Every mistake of an item is reported, each once.

mod callable;
mod class;
mod function;
mod methods;
pub mod model;
mod module;
pub mod names;
mod params;
mod receiver;
mod section;
mod signature;
mod special;
pub mod types;

pub use class::class;
pub use function::function;
pub use methods::methods;
pub use module::module;
