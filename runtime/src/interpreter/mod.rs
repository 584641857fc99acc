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
//! | `mark` | the number that locks remember an interpreter by |
//! | `pool` | references that wait for a thread of their interpreter |
//! | `types` | type objects |
//! | `per_interpreter` | values of statics, one for each |
//! | `turn` | a lock for a few instructions |
//! | `fork` | the child of a fork |
//! | `handle` | [`Interpreter`], for users |

mod begin;
mod end;
mod era;
mod exit_functions;
mod fork;
mod gate;
mod handle;
mod home;
mod mark;
mod pass;
mod per_interpreter;
mod pool;
mod record;
mod turn;
mod types;

use std::sync::atomic::{AtomicU8, Ordering};

pub(crate) use begin::{enter, enter_module, know_current};
pub(crate) use end::is_alone;
pub use handle::Interpreter;
pub(crate) use home::Home;
pub(crate) use mark::{Mark, a_moment};
pub(crate) use pass::{Place, times_inside};
pub use per_interpreter::PerInterpreter;
pub use pool::PendingReferences;
pub(crate) use pool::add as keep_for_later;
pub(crate) use record::{MAIN_ID, Record};
pub(crate) use types::TypeTable;

/// What who comes from Python has to look at: [`SEVERAL`], [`PENDING`]. Nearly always nothing, which is one load.
static NOTICE: AtomicU8 = AtomicU8::new(0);

/// The library has been used by something but [`Home::MAIN`]. Never taken back.
const SEVERAL: u8 = 1;

/// References may wait in the pool of the first record. It is set after one has been added, and taken back before all
/// are taken out, so it is never missing for longer than it takes to add one. With [`SEVERAL`] it means nothing.
const PENDING: u8 = 2;

/// Whether the library has been used by something but the main interpreter, the first time that Python was initialised.
#[inline(always)]
pub(crate) fn several() -> bool {
    NOTICE.load(Ordering::Acquire) & SEVERAL != 0
}

/// Whether references may wait for this thread.
#[inline(always)]
pub(crate) fn may_be_pending() -> bool {
    NOTICE.load(Ordering::Acquire) != 0
}

fn note_several() {
    NOTICE.fetch_or(SEVERAL, Ordering::SeqCst);
}

/// Before a life begins.
fn note_life(home: Home) {
    if home != Home::MAIN {
        note_several();
    }
}

/// Has everybody look for what belongs to an interpreter in its record, from now on.
fn note_exit() {
    note_several();
    // Before what the caller looks at next.
    std::sync::atomic::fence(Ordering::SeqCst);
}

/// After the end of a life: who initialises Python again has another main interpreter.
fn note_end(home: Home) {
    if home == Home::MAIN {
        note_several();
    }
}
