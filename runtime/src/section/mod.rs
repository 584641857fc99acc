//! Critical sections.
//!
//! # Exclusive sections: `&mut` access to the payload of shared objects, in safe code
//!
//! On a free-threaded build each object has a lock of one byte. `Py_BEGIN_CRITICAL_SECTION` takes it
//! and links the section into the thread state, so that CPython can release it while the thread
//! waits for something else: the lock of the section is held *unless suspended*. A payload reference
//! must not live across a suspension, so the body of an exclusive section can do nothing that may
//! suspend:
//!
//! - it has no [`Python`](crate::Python) token and no bound handle, only [`NoSuspend`];
//! - references that it drops are released after the lock is ([`attach::release`](crate::attach));
//! - `Python::attach` is refused inside it;
//! - a second exclusive section of the same thread is refused, so that no order of locks can
//!   deadlock.
//!
//! Because its body can neither block in CPython nor detach, an exclusive section need not be on the
//! thread's section stack: taking the lock byte by a compare-exchange is enough (`lock/`). The thread that
//! made an object does not even do that, until another one wants to lock an object of the class
//! (`lock/bias.rs`).
//!
//! The types keep safe code to these rules. What foreign `unsafe` code could still do is caught by
//! the *busy mark* in the object's header, which is set and cleared under the lock: whoever takes a
//! lock and finds the mark set gets an exception, never a second `&mut`.
//!
//! With the GIL there is nothing to lock: a body that cannot suspend cannot be interleaved either.
//! All the rest is the same.
//!
//! # The files
//!
//! - `exclusive.rs`: what has just been said; `of_thread.rs` what the thread is in; `in_use.rs` the busy mark;
//!   `refused.rs` why a section is not entered; `payload.rs` the two kinds of references; `blocks.rs` the same
//!   as `with` and `with_mut`; `readers.rs` readers side by side.
//! - `suspendable.rs`: sections as the C macros mean them; `watched.rs` those that count their
//!   suspensions; `on_suspend.rs` what happens then, `retried.rs` what is given to a body again.
//! - `lock/`: the lock bytes and CPython's sections, with and without the GIL.

mod blocks;
mod exclusive;
mod in_use;
mod lock;
mod of_thread;
mod on_suspend;
mod patience;
mod payload;
mod readers;
mod refused;
mod retried;
mod suspendable;
mod watched;
mod whole_block;

pub use blocks::{LockedBody, with2, with2_cs, with2_mut, with2_mut_cs};
pub use exclusive::{Locked1, Locked2, exclusive, exclusive2, is_same};
pub(crate) use lock::Bias;
pub(crate) use of_thread::ExclusiveSection;
pub use on_suspend::{error_on_suspend, error_on_suspend2, retry_on_suspend, retry_on_suspend2};
pub(crate) use patience::Patience;
pub use payload::{Read, Write};
pub(crate) use readers::{ReaderSlot, after_fork_in_child};
pub use retried::retried;
pub use suspendable::{SectionGuard, SectionTarget, with_critical_section, with_critical_section2};
pub(crate) use watched::watched;
pub use watched::{Section, with_watched_section, with_watched_section2};
pub use whole_block::{suspendable_in_block, suspendable_in_block2};
