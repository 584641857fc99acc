// The attribute and the block have one name: only one of the two can be imported.
use freehold::critical_section;
use freehold::prelude::critical_section;

fn main() {}
