//! Interpreters: which of them an object belongs to, and what exists once in each of them.
//!
//! Nothing of an interpreter is kept in a Rust static as such. Owned handles know their [`Home`], and
//! type objects are found in a table by it. While the library has been used by the main interpreter
//! only, which is almost always, all of that is one atomic load.
//!
//! | file | what it is |
//! |---|---|
//! | `home` | the number that an object's interpreter is known by |
//! | `record` | what is known about each interpreter |
//! | `gate`, `pass` | who may attach from outside, and how an interpreter that ends waits for those who have |
//! | `begin`, `end` | how the library gets to know an interpreter, and that it ends |
//! | `era` | that Python is initialised again |
//! | `pool` | references that wait for a thread of their interpreter |
//! | `types` | type objects |
//! | `per_interpreter` | values of statics, one for each |
//! | `turn` | a lock for a few instructions |
//! | `fork` | the child of a fork |
//! | `handle` | [`Interpreter`], for users |

mod begin;
mod end;
mod era;
mod fork;
mod gate;
mod handle;
mod home;
mod pass;
mod per_interpreter;
mod pool;
mod record;
mod turn;
mod types;

use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) use begin::{enter, enter_module, know_current};
pub(crate) use end::is_alone;
pub use handle::Interpreter;
pub(crate) use home::Home;
pub(crate) use pass::{Place, times_inside};
pub use per_interpreter::PerInterpreter;
pub use pool::PendingReferences;
pub(crate) use pool::add as keep_for_later;
pub(crate) use record::{MAIN_ID, Record};
pub(crate) use types::TypeTable;

/// Whether the library has ever been used by anything but [`Home::MAIN`].
static SEVERAL: AtomicBool = AtomicBool::new(false);

#[inline(always)]
fn several() -> bool {
    SEVERAL.load(Ordering::Acquire)
}

/// Before a life begins.
fn note_life(home: Home) {
    if home != Home::MAIN {
        SEVERAL.store(true, Ordering::Release);
    }
}

/// Has everybody look for what belongs to an interpreter in its record, from now on.
fn note_exit() {
    SEVERAL.store(true, Ordering::SeqCst);
    // Before what the caller looks at next.
    std::sync::atomic::fence(Ordering::SeqCst);
}

/// After the end of a life: who initialises Python again has another main interpreter.
fn note_end(home: Home) {
    if home == Home::MAIN {
        SEVERAL.store(true, Ordering::Release);
    }
}
