//! Exclusive critical sections: `&mut` access to the payload of shared objects, in safe code.
//!
//! # Design
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
//! thread's section stack: taking the lock byte by a compare-exchange is enough (`lock.rs`).
//!
//! The types keep safe code to these rules. What foreign `unsafe` code could still do is caught by
//! the *busy mark* in the object's header, which is set and cleared under the lock: whoever takes a
//! lock and finds the mark set gets an exception, never a second `&mut`.
//!
//! With the GIL there is nothing to lock: a body that cannot suspend cannot be interleaved either.
//! All the rest is the same.

mod exclusive;
mod lock;

pub use exclusive::{Locked1, Locked2, Read, Write, exclusive, exclusive2, is_same};
