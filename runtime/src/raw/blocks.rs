//! The blocks: `critical_section!` and `allow_threads!`.

/// Runs a block in a critical section on one or two objects, exactly as between
/// `Py_BEGIN_CRITICAL_SECTION` (`…2`) and `Py_END_CRITICAL_SECTION` (`…2`).
///
/// ```
/// use freehold::prelude::*;
///
/// fn swap_lengths(a: &Bound<'_, PyList>, b: &Bound<'_, PyList>) -> (usize, usize) {
///     freehold::critical_section!(a, b => { (b.len(), a.len()) })
/// }
/// ```
///
/// The section ends on every way out, also by a panic. Two objects are locked in an order that is the same
/// for everybody; the same object twice is locked once. Waits detached; whatever detaches the thread
/// suspends the section until it attaches again. Costs about 7 ns without contention, and nothing with the
/// GIL, which it means there.
///
/// A handle that is bound to the thread ([`Bound`](crate::Bound), PyO3's `Bound` and `Borrowed` with the
/// feature `pyo3`) proves that it may be locked. A pointer or a `Py<T>` does not: that takes `unsafe`, by
/// which you say that the object is alive and the thread attached. (Of a `Py<T>`, lock `object.bind(py)`.)
///
/// ```
/// use freehold::ffi;
///
/// /// # Safety
/// /// Attached; `list` is a live list.
/// unsafe fn length(list: *mut ffi::PyObject) -> isize {
///     // SAFETY: the caller's contract.
///     unsafe { freehold::critical_section!(list => { ffi::PyList_Size(list) }) }
/// }
/// ```
///
/// ```compile_fail,E0133
/// fn length(list: *mut freehold::ffi::PyObject) -> isize {
///     freehold::critical_section!(list => { 0 })
/// }
/// ```
///
/// The block is a closure: `return` and `?` leave the block, not the function around it, and there is no
/// `.await` in it, which would take the section to another thread:
///
/// ```compile_fail
/// use freehold::prelude::*;
///
/// async fn late(list: &Bound<'_, PyList>) {
///     freehold::critical_section!(list => { std::future::ready(()).await })
/// }
/// ```
///
/// Whether the section was suspended can be asked: a block with a parameter gets a
/// [`Section`](crate::sync::Section). (Here its `interleaved` means `suspensions() > 0`.)
///
/// ```
/// use freehold::prelude::*;
///
/// fn undisturbed<'py>(list: &Bound<'py, PyList>, callback: &Bound<'py, PyAny>) -> PyResult<bool> {
///     freehold::critical_section!(list => |section| {
///         callback.call1((list,))?;
///         Ok(section.suspensions() == 0)
///     })
/// }
/// ```
///
/// The attribute of the same name, for whole functions, is
/// [`prelude::critical_section`](prelude/attr.critical_section.html).
///
/// # Panics
/// Inside an exclusive section, which waiting for a lock would release.
#[macro_export]
macro_rules! critical_section {
    ($($tokens:tt)*) => { $crate::__critical_section!([] $($tokens)*) };
}

/// Takes the tokens before `=>` apart.
#[doc(hidden)]
#[macro_export]
macro_rules! __critical_section {
    ([] => $($body:tt)*) => {
        ::core::compile_error!(
            "`critical_section!` names no object to lock\n= help: write `critical_section!(object => { … })`"
        )
    };
    ([]) => {
        $crate::__critical_section!([] =>)
    };
    // All of the first is read, then all of the second.
    ([$($first:tt)+] => $($body:tt)*) => {
        $crate::__critical_section!(@one [$($first)+] $($body)*)
    };
    ([$($first:tt)+], $($rest:tt)*) => {
        $crate::__critical_section!(@second [$($first)+] [] $($rest)*)
    };
    ([$($first:tt)*] $next:tt $($rest:tt)*) => {
        $crate::__critical_section!([$($first)* $next] $($rest)*)
    };
    ([$($first:tt)+]) => {
        ::core::compile_error!(
            "`critical_section!` needs `=>` between what it locks and its block\n= help: write `critical_section!(object => { … })`, or `critical_section!(a, b => { … })`"
        )
    };
    (@second [$($first:tt)+] [$($second:tt)+] => $($body:tt)*) => {
        $crate::__critical_section!(@two [$($first)+] [$($second)+] $($body)*)
    };
    (@second [$($first:tt)+] [] => $($body:tt)*) => {
        $crate::__critical_section!(@one [$($first)+] $($body)*)
    };
    (@second [$($first:tt)+] [$($second:tt)+], $($rest:tt)*) => {
        $crate::__critical_section!(@third [$($second)+] $($rest)*)
    };
    (@second [$($first:tt)+] [$($second:tt)*] $next:tt $($rest:tt)*) => {
        $crate::__critical_section!(@second [$($first)+] [$($second)* $next] $($rest)*)
    };
    (@second [$($first:tt)+] [$($second:tt)*]) => {
        $crate::__critical_section!([$($first)+])
    };
    // A comma behind the second object is fine.
    (@third $second:tt => $($body:tt)*) => {
        ::core::compile_error!(
            "a comma before `=>` announces a third object\n= help: write `critical_section!(a, b => { … })`"
        )
    };
    (@third $second:tt $($rest:tt)*) => {
        ::core::compile_error!(
            "at most two objects can be locked at once\n= help: lock two, and guard what the third holds with a `PyMutex`, or split the block in two"
        )
    };
    (@one $first:tt) => {
        $crate::__critical_section!(@empty)
    };
    (@one [$($first:tt)+] |$section:ident| $body:expr) => {
        match $crate::__private::raw::target(&($($first)+)).the_object_is_alive_and_the_thread_attached() {
            first => $crate::__private::raw::watched(first, |$section| $body),
        }
    };
    (@one [$($first:tt)+] $body:expr) => {
        match $crate::__private::raw::target(&($($first)+)).the_object_is_alive_and_the_thread_attached() {
            first => $crate::__private::raw::section(first, || $body),
        }
    };
    (@two $first:tt $second:tt) => {
        $crate::__critical_section!(@empty)
    };
    (@two [$($first:tt)+] [$($second:tt)+] |$section:ident| $body:expr) => {
        match (
            $crate::__private::raw::target(&($($first)+)).the_object_is_alive_and_the_thread_attached(),
            $crate::__private::raw::target(&($($second)+)).the_object_is_alive_and_the_thread_attached(),
        ) {
            (first, second) => $crate::__private::raw::watched2(first, second, |$section| $body),
        }
    };
    (@two [$($first:tt)+] [$($second:tt)+] $body:expr) => {
        match (
            $crate::__private::raw::target(&($($first)+)).the_object_is_alive_and_the_thread_attached(),
            $crate::__private::raw::target(&($($second)+)).the_object_is_alive_and_the_thread_attached(),
        ) {
            (first, second) => $crate::__private::raw::section2(first, second, || $body),
        }
    };
    (@empty) => {
        ::core::compile_error!(
            "`critical_section!` has no block to run\n= help: write `critical_section!(object => { … })`"
        )
    };
    (@one $first:tt $($body:tt)*) => {
        ::core::compile_error!(
            "`critical_section!` runs one block, and this is more\n= help: put all of it in braces: `critical_section!(object => { … })`"
        )
    };
    (@two $first:tt $second:tt $($body:tt)*) => {
        ::core::compile_error!(
            "`critical_section!` runs one block, and this is more\n= help: put all of it in braces: `critical_section!(a, b => { … })`"
        )
    };
}

/// Runs a block detached, exactly as between `Py_BEGIN_ALLOW_THREADS` and `Py_END_ALLOW_THREADS`.
///
/// With a token, Freehold's or with the feature `pyo3` PyO3's, what the block uses and returns has to be
/// [`Detached`](crate::Detached):
///
/// ```
/// use freehold::prelude::*;
///
/// fn checksum(py: Python<'_>, data: Vec<u8>) -> u64 {
///     freehold::allow_threads!(py => { data.iter().map(|byte| u64::from(*byte)).sum() })
/// }
/// ```
///
/// ```compile_fail,E0277
/// use freehold::prelude::*;
///
/// fn length(py: Python<'_>, list: &Bound<'_, PyList>) -> usize {
///     freehold::allow_threads!(py => { list.len() })
/// }
/// ```
///
/// ```compile_fail,E0277
/// use freehold::prelude::*;
///
/// fn is_none(py: Python<'_>, object: Py<PyAny>) -> bool {
///     freehold::allow_threads!(py => { object.is_none(py) })
/// }
/// ```
///
/// Without one it takes `unsafe`, by which you say that the thread is attached, and that the block uses
/// nothing of Python that needs that; nothing else is checked:
///
/// ```
/// use freehold::ffi;
///
/// unsafe extern "C" fn nap(_slf: *mut ffi::PyObject, _: *mut ffi::PyObject) -> *mut ffi::PyObject {
///     // SAFETY: CPython calls this attached, and sleeping needs no Python.
///     unsafe {
///         freehold::allow_threads!({ std::thread::yield_now() });
///         ffi::Py_NewRef(ffi::Py_None())
///     }
/// }
/// ```
///
/// The thread attaches again on every way out, also by a panic. Every critical section that it is in is
/// suspended meanwhile. [`reattach`](crate::reattach) goes back for a moment
/// (`Py_BLOCK_THREADS`). The block is a closure: `return` and `?` leave the block, and there is no `.await`
/// in it. Costs about 20 ns.
///
/// The attribute of the same name, for whole functions, is
/// [`prelude::allow_threads`](prelude/attr.allow_threads.html).
///
/// # Panics
/// Inside an exclusive section, which detaching would release.
#[macro_export]
macro_rules! allow_threads {
    ({ $($body:tt)* }) => {
        $crate::__private::raw::block_without_token(|| { $($body)* })
    };
    ($($tokens:tt)*) => { $crate::__allow_threads!([] $($tokens)*) };
}

/// Takes the tokens before `=>` apart.
#[doc(hidden)]
#[macro_export]
macro_rules! __allow_threads {
    ([]) => {
        ::core::compile_error!(
            "`allow_threads!` has no block to run\n= help: write `allow_threads!(py => { … })`, or without a token `unsafe { allow_threads!({ … }) }`"
        )
    };
    ([] => $($body:tt)*) => {
        ::core::compile_error!(
            "`allow_threads!` is given no token\n= help: write `allow_threads!(py => { … })`, or without a token `unsafe { allow_threads!({ … }) }`"
        )
    };
    ([$($token:tt)+] => $body:expr) => {
        $crate::__private::raw::block_with_token($($token)+, || $body)
    };
    ([$($token:tt)+] => $($body:tt)*) => {
        ::core::compile_error!(
            "`allow_threads!` runs one block\n= help: put all of it in braces: `allow_threads!(py => { … })`"
        )
    };
    ([$($token:tt)+], $($rest:tt)*) => {
        ::core::compile_error!(
            "`allow_threads!` takes one token and one block\n= help: write `allow_threads!(py => { … })`"
        )
    };
    ([$($token:tt)*] $next:tt $($rest:tt)*) => {
        $crate::__allow_threads!([$($token)* $next] $($rest)*)
    };
    ([$($token:tt)+]) => {
        ::core::compile_error!(
            "`allow_threads!` needs `=>` between the token and its block\n= help: write `allow_threads!(py => { … })`, or without a token `unsafe { allow_threads!({ … }) }`"
        )
    };
}
