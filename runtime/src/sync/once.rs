//! `PyOnce<T>`.

use std::cell::UnsafeCell;
use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::raw::RawMutex;
use crate::attach::status;
use crate::refusal::Refusal;
use crate::{Attached, Python};

/// A value that is made once, by whoever needs it first: std's `OnceLock` for values whose making may
/// run Python.
///
/// The initialiser runs attached. Other threads that need the value meanwhile wait detached, so the
/// initialiser may do anything, also what needs them to come to rest. Once the value is there, getting
/// it is one atomic load.
///
/// If the initialiser fails or panics, the cell stays empty, and the next thread tries. If it asks for
/// the value itself, on the same thread, that panics: waiting would be for ever.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::PyOnce;
///
/// #[pyclass(frozen)]
/// struct Document { text: String, words: PyOnce<Vec<String>> }
///
/// #[pymethods]
/// impl Document {
///     #[new]
///     fn new(text: String) -> Self { Document { text, words: PyOnce::new() } }
///
///     fn count(&self, py: Python<'_>) -> usize {
///         let split = || self.text.split_whitespace().map(str::to_owned).collect();
///         self.words.get_or_init(py, split).len()
///     }
/// }
/// ```
///
/// # In a `static`
///
/// A static is one for the process, but objects belong to an interpreter. A [`Py`](crate::Py) knows
/// which, and panics when it is used in another: it is never shared between interpreters unseen. So a
/// `static PyOnce<Py<…>>` is right for a module that only the main interpreter imports
/// (`multiple_interpreters = "not_supported"`), and plain Rust values are right everywhere. What such
/// a static holds is never released. [`PerInterpreter`](super::PerInterpreter) makes a value in each
/// interpreter and releases it at its end; `#[pymodule]` refuses the other in modules that several import.
///
/// # Deadlocks
///
/// Two cells whose initialisers need each other's values can make two threads wait for ever, and so can
/// an initialiser that imports a module whose import needs the value. Keep initialisers small: import
/// before, then initialise.
pub struct PyOnce<T> {
    /// Whether the value is there. Once it is, only `&mut self` takes it out.
    initialised: AtomicBool,
    /// Held while the value is made.
    initialising: RawMutex,
    /// Which thread holds it, by the address of its status; 0 for none.
    initialiser: AtomicUsize,
    value: UnsafeCell<Option<T>>,
}

// SAFETY: whoever owns the cell owns the value, and nothing else.
unsafe impl<T: Send> Send for PyOnce<T> {}
// SAFETY: a shared cell lends `&T` to every thread, and takes a value from any of them.
unsafe impl<T: Send + Sync> Sync for PyOnce<T> {}

// A panic of an initialiser leaves the cell empty, so what one has left half done can only be seen in the value.
impl<T: UnwindSafe> UnwindSafe for PyOnce<T> {}
impl<T: UnwindSafe + RefUnwindSafe> RefUnwindSafe for PyOnce<T> {}

impl<T> PyOnce<T> {
    /// An empty cell. Can make a `static`.
    ///
    /// ```
    /// use freehold::sync::PyOnce;
    ///
    /// static TABLE: PyOnce<Vec<u32>> = PyOnce::new();
    /// ```
    pub const fn new() -> PyOnce<T> {
        PyOnce {
            initialised: AtomicBool::new(false),
            initialising: RawMutex::new(),
            initialiser: AtomicUsize::new(0),
            value: UnsafeCell::new(None),
        }
    }

    /// The value, if it is there. One atomic load; never waits or suspends, so it also takes the
    /// [`NoSuspend`](crate::NoSuspend) of an exclusive section.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyOnce;
    ///
    /// static NAME: PyOnce<String> = PyOnce::new();
    ///
    /// #[pyfunction]
    /// fn name(py: Python<'_>) -> Option<String> {
    ///     NAME.get(py).cloned()
    /// }
    /// ```
    #[inline]
    pub fn get(&self, _proof: impl Attached) -> Option<&T> {
        self.ready()
    }

    /// The value, which `make` makes if it is not there yet. Waits detached while another thread makes
    /// it, and thereby suspends the thread's critical sections.
    ///
    /// # Panics
    /// If `make` panics, and if it is called by `make` itself.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyOnce;
    ///
    /// static GREETING: PyOnce<String> = PyOnce::new();
    ///
    /// #[pyfunction]
    /// fn greeting(py: Python<'_>) -> &'static str {
    ///     GREETING.get_or_init(py, || "hello".to_owned())
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn get_or_init(&self, py: Python<'_>, make: impl FnOnce() -> T) -> &T {
        match self.get_or_try_init(py, || Ok::<T, Never>(make())) {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    /// The value, which `make` makes if it is not there yet and if it can.
    ///
    /// # Errors
    /// That of `make`. The cell stays empty, and the next thread tries.
    ///
    /// # Panics
    /// As for [`get_or_init`](PyOnce::get_or_init).
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyOnce;
    ///
    /// #[pyclass(frozen)]
    /// struct Encoder { dumps: PyOnce<Py<PyAny>> }
    ///
    /// #[pymethods]
    /// impl Encoder {
    ///     fn encode(&self, py: Python<'_>, value: Py<PyAny>) -> PyResult<Py<PyAny>> {
    ///         let import = || Ok::<_, PyErr>(py.import("json")?.getattr("dumps")?.unbind());
    ///         let dumps = self.dumps.get_or_try_init(py, import)?;
    ///         Ok(dumps.bind(py).call1((value,))?.unbind())
    ///     }
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn get_or_try_init<E>(
        &self,
        py: Python<'_>,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<&T, E> {
        match self.ready() {
            Some(value) => Ok(value),
            None => self.initialise(py, make),
        }
    }

    /// Puts a value into the cell, unless there is one. Waits detached while another thread makes it.
    ///
    /// # Errors
    /// `value`, if there is one already.
    ///
    /// # Panics
    /// If it is called by an initialiser of this cell.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyOnce;
    ///
    /// fn configure(py: Python<'_>, level: &PyOnce<u8>) -> bool {
    ///     level.set(py, 3).is_ok()
    /// }
    /// ```
    #[track_caller]
    pub fn set(&self, py: Python<'_>, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.get_or_init(py, || value.take().expect("an initialiser is called once"));
        match value {
            None => Ok(()),
            Some(refused) => Err(refused),
        }
    }

    /// The value, of a cell that nobody else can have any more.
    ///
    /// ```
    /// # use freehold::sync::PyOnce;
    /// assert_eq!(PyOnce::<u32>::new().into_inner(), None);
    /// ```
    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }

    /// Takes the value out, of a cell that nobody else can use meanwhile, and leaves it empty.
    ///
    /// ```
    /// # use freehold::sync::PyOnce;
    /// let mut cell = PyOnce::from(3);
    /// assert_eq!((cell.take(), cell.take()), (Some(3), None));
    /// ```
    pub fn take(&mut self) -> Option<T> {
        *self.initialised.get_mut() = false;
        self.value.get_mut().take()
    }

    /// The value, of a cell that nobody else can use meanwhile.
    ///
    /// ```
    /// # use freehold::sync::PyOnce;
    /// let mut cell = PyOnce::from(3);
    /// *cell.get_mut().unwrap() += 1;
    /// assert_eq!(cell.into_inner(), Some(4));
    /// ```
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut().as_mut()
    }

    /// The value, if it is there, for a collection that has stopped the thread.
    pub(crate) fn value(&self) -> Option<&T> {
        self.ready()
    }

    #[inline(always)]
    pub(super) fn ready(&self) -> Option<&T> {
        if !self.initialised.load(Ordering::Acquire) {
            return None;
        }
        // SAFETY: the value was written before the flag was set, and is not written again while the
        // cell is shared.
        unsafe { (*self.value.get()).as_ref() }
    }

    #[cold]
    #[track_caller]
    fn initialise<E>(&self, py: Python<'_>, make: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
        let _turn = Turn::wait(py, &self.initialising, &self.initialiser);
        if let Some(value) = self.ready() {
            return Ok(value);
        }
        let value = make()?;
        // SAFETY: nobody else accesses the value: it is read when `initialised` is set, which it is
        // not, and written by the thread whose turn it is, which is this one. `make` cannot have done
        // either meanwhile, because a second turn of the same thread panics.
        let value: &T = unsafe { (*self.value.get()).insert(value) };
        // From here on others refer to the value as well, so it has to be shared already: `value` is no
        // `&mut T` any more.
        self.initialised.store(true, Ordering::Release);
        Ok(value)
    }
}

/// This thread makes the value, if nobody has before. Ended by failure and panic as well. Once per value, so it is
/// compiled once, and not for each type of values.
struct Turn<'a> {
    lock: &'a RawMutex,
    holder: &'a AtomicUsize,
}

impl<'a> Turn<'a> {
    #[inline(never)]
    #[track_caller]
    fn wait(py: Python<'_>, lock: &'a RawMutex, holder: &'a AtomicUsize) -> Self {
        let this_thread = status(|status| std::ptr::from_ref(status).addr());
        // Only this thread writes its own address, so reading it is never a race.
        if holder.load(Ordering::Relaxed) == this_thread {
            Refusal::Recursive.refuse();
        }
        lock.lock(py);
        holder.store(this_thread, Ordering::Relaxed);
        Turn { lock, holder }
    }
}

impl Drop for Turn<'_> {
    #[inline(never)]
    fn drop(&mut self) {
        self.holder.store(0, Ordering::Relaxed);
        // SAFETY: locked by `wait` on this thread, and given up once, here.
        unsafe { self.lock.unlock() }
    }
}

/// The error of what cannot fail.
enum Never {}

impl<T> Default for PyOnce<T> {
    /// An empty cell.
    fn default() -> Self {
        PyOnce::new()
    }
}

impl<T> From<T> for PyOnce<T> {
    /// A cell that is full from the start.
    fn from(value: T) -> Self {
        PyOnce {
            initialised: AtomicBool::new(true),
            value: UnsafeCell::new(Some(value)),
            ..PyOnce::new()
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for PyOnce<T> {
    /// Shows the value, if it is there. Never waits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_tuple("PyOnce");
        match self.ready() {
            Some(value) => shown.field(value),
            None => shown.field(&format_args!("<empty>")),
        };
        shown.finish()
    }
}
