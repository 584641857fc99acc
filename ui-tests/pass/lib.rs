//! What must compile, without a warning.

pub mod attribute_order;
pub mod cfgs;
pub mod classes;
pub mod conversions;
pub mod enums;
pub mod errors;
pub mod exports;
pub mod forbidden_lints;
pub mod hygiene;
pub mod items_from_macros;
pub mod locks;
pub mod module_options;
pub mod properties;
pub mod raw;
pub mod raw_names;
pub mod read_write;
pub mod receivers;
pub mod sections;
pub mod self_types;
pub mod signatures;
pub mod special_methods;
pub mod suspendable;
pub mod tally;
pub mod threads;
pub mod visibility;
pub mod whole_block;
