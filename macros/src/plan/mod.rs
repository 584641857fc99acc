//! Third stage: from what is valid to what will be done. It decides everything, and cannot fail.

pub mod body;
pub mod call;
pub mod class;
pub mod docs;
pub mod function;
mod lifetimes;
pub mod methods;
pub mod module;
pub mod raw;
pub mod warnings;

pub use class::class;
pub use function::function;
pub use methods::methods;
pub use module::module;
pub use raw::raw;
