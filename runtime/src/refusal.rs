//! Misuse that is refused where a signature has no room for an error.
//!
//! It panics, as everything does that has no other way out. A trampoline raises it as a `RuntimeError` all the same:
//! the library is not broken, and its texts name what was wrong. What tells such a panic from any other is the address
//! of its text. So the payload is a plain `&'static str`, which panic hooks and whoever joins a thread can read, and
//! keeps what it is when it is resumed on another thread (`std::panic::resume_unwind`).

use std::ptr;

/// What an `AttachError` says.
macro_rules! attach_error {
    (InExclusiveSection) => {
        "Python cannot be attached inside an exclusive critical section: running Python code there would release \
         the lock; do it after the section"
    };
    (NoInterpreter) => {
        "there is no Python interpreter to attach to"
    };
    (NoThreadState) => {
        "there is not enough memory for a thread state"
    };
}
pub(crate) use attach_error;

/// The refusals, and their texts.
macro_rules! refusals {
    ($($name:ident: $text:expr;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Refusal { $($name),* }

        static TEXTS: [&str; [$($text),*].len()] = [$($text),*];
    };
}

refusals! {
    ForeignObject:
        "this `Py` belongs to another interpreter than the one that the thread is attached to; objects cannot be \
         shared between interpreters: use it inside `Interpreter::attach` of its own, or take its data along";
    ForeignError:
        "this `PyErr` holds an exception of another interpreter than the one that the thread is attached to: ask it \
         inside `Interpreter::attach` of its own, or return it, which raises a `RuntimeError` with its text";
    Detaching:
        "detaching inside an exclusive critical section would release its lock; do it before or after the section";
    NotDetached:
        "freehold::reattach: this thread has not been detached by `py.detach` or `#[allow_threads]`; to attach a \
         thread of your own, call `Python::attach`";
    Entering:
        "another interpreter cannot be entered inside an exclusive critical section: that would release its lock; \
         do it before or after the section";
    MakingInterpreter:
        "an interpreter cannot be made inside an exclusive critical section: that would release its lock; make it \
         before or after the section";
    Waiting:
        "waiting for a lock inside an exclusive critical section, which other threads may be waiting for: take it \
         before the section";
    NestedSection:
        "an object cannot be locked inside an exclusive critical section of the same thread; code under such a lock \
         must not run Python code";
    NestedMutex:
        "a `PyMutex` cannot be locked by `with` inside an exclusive critical section of the same thread; code under \
         such a lock must not run Python code";
    SuspendableInside:
        "a critical section that can be suspended cannot begin inside an exclusive one, which waiting for a lock \
         would release; begin it before or after";
    SameObject:
        "both are the same object";
    Busy:
        "the object is in use by another exclusive critical section whose lock was released early; code under such \
         a lock must not run Python code";
    Recursive:
        "the initialiser of a `PyOnce` needs the value that it is making";
    NoKeys:
        "PyTss: the operating system has no more keys for values of threads; keep several values under one";
    PythonAttachInSection: concat!("Python::attach: ", attach_error!(InExclusiveSection));
    PythonAttachLate: concat!("Python::attach: ", attach_error!(NoInterpreter));
    PythonAttachMemory: concat!("Python::attach: ", attach_error!(NoThreadState));
    InterpreterAttachInSection: concat!("Interpreter::attach: ", attach_error!(InExclusiveSection));
    InterpreterAttachLate: concat!("Interpreter::attach: ", attach_error!(NoInterpreter));
    InterpreterAttachMemory: concat!("Interpreter::attach: ", attach_error!(NoThreadState));
    SubInterpreterAttachInSection: concat!("SubInterpreter::attach: ", attach_error!(InExclusiveSection));
    SubInterpreterAttachLate: concat!("SubInterpreter::attach: ", attach_error!(NoInterpreter));
    SubInterpreterAttachMemory: concat!("SubInterpreter::attach: ", attach_error!(NoThreadState));
}

impl Refusal {
    pub(crate) fn text(self) -> &'static str {
        TEXTS[self as usize]
    }

    /// Panics with the text.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn refuse(self) -> ! {
        std::panic::panic_any(self.text())
    }

    /// Whether this is what a refusal panics with. Not a text that reads the same.
    pub(crate) fn is_text(text: &'static str) -> bool {
        TEXTS.iter().any(|known| ptr::eq(*known, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_known_by_its_payload_wherever_it_arrives() {
        let refused = std::thread::spawn(|| Refusal::Recursive.refuse()).join();
        let payload = refused.expect_err("it panics");
        let resume = || std::panic::resume_unwind(payload);
        let again = std::panic::catch_unwind(std::panic::AssertUnwindSafe(resume));
        let payload = again.expect_err("it panics");
        let text = payload.downcast::<&'static str>().expect("a text");
        assert_eq!(*text, Refusal::Recursive.text());
        assert!(Refusal::is_text(*text));
    }

    #[test]
    fn a_text_that_reads_the_same_is_none() {
        let copy: &'static str = Box::leak(Refusal::Recursive.text().to_owned().into_boxed_str());
        assert_eq!(copy, Refusal::Recursive.text());
        assert!(!Refusal::is_text(copy));
    }
}
