//! The attributes, with an example each. They come from `freehold-macros`; that crate's own texts follow.

/// ```
/// use freehold::prelude::*;
///
/// mod shapes {
///     use freehold::prelude::*;
///
///     #[pyfunction]
///     pub fn area(width: f64, height: f64) -> f64 { width * height }
/// }
///
/// /// What `import geometry` gives, and `help(geometry)` says.
/// #[pymodule(gil_not_used)]
/// mod geometry {
///     use super::*;
///
///     #[pymodule_export]
///     use super::shapes::area;
///
///     #[pymodule_export]
///     const SIDES: u32 = 4;
///
///     #[pyfunction]
///     fn perimeter(width: f64, height: f64) -> f64 { 2.0 * (width + height) }
///
///     #[pymodule_init]
///     fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
///         module.add("__version__", "1.0")
///     }
/// }
/// # fn main() {}
/// ```
///
/// The module is initialised in several phases (PEP 489; by `PyModExport_…`, PEP 793, from Python 3.15
/// on). `gil_not_used` promises that it works without the GIL (`Py_mod_gil`): importing any other module
/// turns the GIL on. What Freehold checks makes that true of the classes and functions that it wraps; of
/// a C library that they call, it cannot know.
///
/// # State
///
/// `state = Type` gives each instance of the module a value of that type, which the init function returns (without
/// one, `Default` makes it). Functions, methods, properties and special methods get it as a parameter
/// `state: &Type` or `_state: &Type`, which Python does not see. It has to be `Send` and `Sync`, as all threads
/// share it; it is dropped with its module. [`traverse!`](crate::traverse) tells the garbage collector of the
/// Python objects in it.
///
/// ```
/// use freehold::prelude::*;
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// #[pymodule(gil_not_used, multiple_interpreters = "per_interpreter_gil", state = State)]
/// mod tally {
///     use super::*;
///
///     #[derive(Default)]
///     pub struct State { hits: AtomicU64 }
///
///     #[pyfunction]
///     fn hit(state: &State) -> u64 { state.hits.fetch_add(1, Ordering::Relaxed) + 1 }
/// }
/// # fn main() {}
/// ```
///
/// The call raises `RuntimeError` where there is no such state: before the init function has returned, and in an object
/// whose class another module exports. Finding it never suspends a section. A `#[staticmethod]` that takes the state
/// is a class method for Python (`METH_CLASS`), called in the same ways.
///
/// # In a single phase
///
/// `single_phase` makes the module in one step (`PyModule_Create`, and `PyUnstable_Module_SetGIL` on free-threaded builds),
/// once in the process: importing it again, also after it was taken out of `sys.modules`, gives the same object. Any
/// sub-interpreter is refused with `ImportError`. It may have a state.
pub use freehold_macros::pymodule;

/// ```
/// use freehold::prelude::*;
///
/// /// The first `limit` words of `text`.
/// #[pyfunction(signature = (text, /, limit = 10, *, separator = None))]
/// fn words(text: &str, limit: usize, separator: Option<&str>) -> Vec<String> {
///     text.split(separator.unwrap_or(" ")).take(limit).map(str::to_owned).collect()
/// }
/// ```
///
/// Arguments are converted by [`FromPyObject`](crate::convert::FromPyObject), the result by
/// [`IntoPyObject`](crate::convert::IntoPyObject), which may also be the `Ok` of a `Result`. Errors name
/// the function, the argument and what was expected. A panic becomes a
/// [`PanicException`](crate::panic::PanicException). A parameter of type
/// [`Python<'_>`](crate::Python) gets the token, and is not seen by Python.
pub use freehold_macros::pyfunction;

/// ```
/// use freehold::prelude::*;
///
/// /// Changed under its lock.
/// #[pyclass(subclass)]
/// struct Account {
///     #[freehold(get)]
///     owner: String,
///     balance: i64,
/// }
///
/// /// Never changed, and read without a lock.
/// #[pyclass(frozen)]
/// struct Rate { percent: f64 }
///
/// /// Read by many, changed by few.
/// #[pyclass(lock = "rw")]
/// struct Prices { rows: Vec<(String, f64)> }
///
/// #[pymethods]
/// #[critical_section(self)]
/// impl Prices {
///     fn of(&self, name: &str) -> Option<f64> {
///         self.rows.iter().find(|row| row.0 == name).map(|row| row.1)
///     }
///
///     fn add(&mut self, name: String, price: f64) { self.rows.push((name, price)) }
/// }
/// ```
///
/// - *Locked*, the default: the fields are `Send`, and are only reached in an exclusive critical section
///   on the object. A second thread waits; nothing is ever "already borrowed".
/// - *Read-write*, with `lock = "rw"`: the fields are `Send + Sync`. Sections with `&self` and `&T` run
///   side by side, those with `&mut self` and `&mut T` alone. It has the rules of a locked class.
/// - *Frozen*: the fields are `Send + Sync`, and `&self` needs no lock.
///
/// With `cache_aligned`, the fields of two objects are never on one cache line. Small objects that one thread makes one after the
/// other lie side by side; if each of them is then changed by a thread of its own, the threads slow each other down as
/// if they shared it (*false sharing*). What a class that Python code derives from it adds is not kept apart. Costs 64 bytes for each object on a
/// free-threaded build, nothing with the GIL. For objects that are few, and changed often:
///
/// ```
/// use freehold::prelude::*;
///
/// /// One for each worker, made by the thread that starts them.
/// #[pyclass(cache_aligned)]
/// struct Progress { done: u64 }
/// ```
///
/// Fields that own Python objects (`Py<T>`, `Option`, `Vec`, … of it) are known to the garbage collector, with nothing to
/// write; in them, structs with [`traverse!`](crate::traverse) too. A class that implements `Drop` says by that macro which
/// of its fields `drop` does not need. By hand, it is `unsafe fn __traverse__` and `__clear__` in `#[pymethods]`.
///
/// An object is CPython's header, one word, and the fields; with the GIL, 16 bytes more if it is known to the garbage
/// collector. The class is a heap type of each module
/// instance, and like a built-in type it cannot be given attributes from Python (but see `subclass`).
pub use freehold_macros::pyclass;

/// ```
/// use freehold::prelude::*;
///
/// #[pyclass]
/// struct Stack { items: Vec<i64> }
///
/// #[pymethods]
/// impl Stack {
///     #[new]
///     #[freehold(signature = (items = Vec::new()))]
///     fn new(items: Vec<i64>) -> Self { Stack { items } }
///
///     #[staticmethod]
///     fn of(item: i64) -> Self { Stack { items: vec![item] } }
///
///     #[getter]
///     #[critical_section(self)]
///     fn depth(&self) -> usize { self.items.len() }
///
///     #[critical_section(self)]
///     fn push(&mut self, item: i64) { self.items.push(item) }
///
///     #[critical_section(self)]
///     fn __len__(&self) -> usize { self.items.len() }
///
///     fn __iter__(slf: Py<Self>) -> Py<Self> { slf }
///
///     #[critical_section(self)]
///     fn __next__(&mut self) -> Option<i64> { self.items.pop() }
/// }
/// ```
///
/// `#[critical_section(self)]` on the block locks each method that has an object and no
/// `#[critical_section]` or `#[allow_threads]` of its own: [exclusively](critical_section) where it takes
/// `&self` or `&mut self`, in a section that can be suspended where it takes `&Bound<'_, Self>`, and not
/// at all where it takes `Py<Self>`. Special methods whose operand is of the same class lock both.
///
/// Special methods: `__repr__`, `__len__`, `__getitem__`, `__setitem__`, `__delitem__`, `__contains__`,
/// `__iter__`, `__next__`, `__eq__`, `__hash__`, `__call__`; for what the garbage collector cannot see by itself,
/// `unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError>` and `__clear__`.
pub use freehold_macros::pymethods;

/// ```
/// use freehold::prelude::*;
///
/// #[pyclass]
/// struct Account { balance: i64 }
///
/// #[pymethods]
/// impl Account {
///     #[critical_section(self)]
///     fn deposit(&mut self, amount: i64) -> i64 {
///         self.balance += amount;
///         self.balance
///     }
///
///     /// Locks both, in an order that is the same for everybody.
///     #[critical_section(self, other, same = Self::nothing_to_do)]
///     fn take_all(&mut self, other: &mut Account) {
///         self.balance += std::mem::take(&mut other.balance);
///     }
/// }
///
/// impl Account {
///     fn nothing_to_do(&mut self) {}
/// }
/// ```
///
/// The lock is held for the whole body, on every way out of it. Arguments are converted before it is
/// taken, the result after it is released, and references that die inside are released after it too: no
/// Python code runs under it. What the body can do of Python, it does with a
/// [`NoSuspend<'_>`](crate::NoSuspend) parameter. It should not wait for anything else: whoever needs the
/// object waits as long.
///
/// On a free-threaded build that costs one compare-exchange to lock and one to unlock; with the GIL, no
/// lock is needed. Stands for `Py_BEGIN_CRITICAL_SECTION` and `Py_BEGIN_CRITICAL_SECTION2`.
///
/// # Over handles
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::Section;
///
/// /// Calls `price`, which may be anything; others wait for `order` until something in it detaches.
/// #[pyfunction]
/// #[critical_section(order)]
/// fn total(order: &Bound<'_, PyDict>, price: &Bound<'_, PyAny>) -> PyResult<f64> {
///     let mut sum = 0.0;
///     for (item, count) in order.iter() {
///         sum += price.call1((item,))?.extract::<f64>()? * count.extract::<f64>()?;
///     }
///     Ok(sum)
/// }
///
/// #[pyclass]
/// struct Queue { jobs: Vec<Py<PyAny>>, limit: Py<PyAny> }
///
/// #[pymethods]
/// impl Queue {
///     /// Whether there is room for one more job, by a rule in Python: as if nobody else were there.
///     #[critical_section(slf, on_suspend = "retry")]
///     fn has_room(slf: &Bound<'_, Self>) -> PyResult<bool> {
///         let (jobs, limit) = slf.with_cs(|this, cs| (this.jobs.len(), this.limit.clone_ref(cs)));
///         limit.bind(slf.py()).call1((jobs,))?.extract()
///     }
///
///     /// How often others may have got in between.
///     #[critical_section(slf)]
///     fn run(slf: &Bound<'_, Self>, section: &Section<'_>) -> PyResult<usize> {
///         while let Some(job) = slf.with_mut(|this| this.jobs.pop()) {
///             job.bind(slf.py()).call0()?;
///         }
///         Ok(section.suspensions())
///     }
/// }
/// ```
///
/// Where what is named is a handle, `&Bound<'_, T>` or `Bound<'_, T>`, the section is exactly that of C:
/// the body has the token and may run Python, and whatever detaches the thread gives the locks back until
/// it attaches again. The fields of a class are reached by [`with`](crate::Bound::with) and
/// [`with_mut`](crate::Bound::with_mut). One object under two names is locked once.
///
/// A parameter of type [`&Section<'_>`](crate::sync::Section), which Python does not see, tells what has
/// happened. `on_suspend` says what to do about it when the body ends without an error of its own:
///
/// - `"error"` raises `RuntimeError` if another thread has used an object meanwhile. What the body has
///   done stays done.
/// - `"retry"` runs the body again, ten times at most, with clones of its arguments. So the body must be
///   one that may run twice.
///
/// Both are for objects of classes only, where it is known who had the payload by `&mut`. (Changes through
/// `&self`, in a `Cell` or an atomic, are not seen.) Of any other object only the suspensions are known,
/// which its own methods cause too.
///
/// # On functions that Freehold does not export
///
/// On such a function (a plain one, a method of a plain `impl` block or of another
/// framework's, a raw C function) it is the [raw tier](crate::raw): the section is C's, which whatever
/// detaches the thread suspends, and what can be named are handles and, in `unsafe` functions, pointers.
/// For a part of a function there is the block [`critical_section!`](crate::critical_section!).
///
/// ```
/// use freehold::prelude::*;
///
/// /// Nobody else is in a section on either list meanwhile.
/// #[critical_section(from, to)]
/// fn move_all(from: &Bound<'_, PyList>, to: &Bound<'_, PyList>) -> PyResult<()> {
///     for item in from.iter() {
///         to.append(item)?;
///     }
///     Ok(())
/// }
/// ```
pub use freehold_macros::critical_section;

/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// #[allow_threads]
/// fn largest(samples: Vec<f64>) -> f64 {
///     samples.into_iter().fold(f64::NEG_INFINITY, f64::max)
/// }
/// ```
///
/// Arguments are converted before, the result after. They have to be [`Detached`](crate::Detached):
/// data, not handles; `&str` and `&[u8]` of `str` and `bytes` are. [`reattach`](crate::reattach) goes
/// back for a moment. Stands for `Py_BEGIN_ALLOW_THREADS`, `Py_END_ALLOW_THREADS`.
///
/// On a function that Freehold does not export it is part of the [raw tier](crate::raw), and uses up the proof
/// that the thread is attached: a parameter `py: Python<'_>`, which the body has no more, or the keyword
/// `unsafe`. For a part of a function there is the block [`allow_threads!`](crate::allow_threads!).
///
/// ```
/// use freehold::prelude::*;
///
/// #[allow_threads]
/// fn checksum(_py: Python<'_>, data: &[u8]) -> u64 {
///     data.iter().map(|byte| u64::from(*byte)).sum()
/// }
/// ```
pub use freehold_macros::allow_threads;

#[doc(inline)]
pub use freehold_macros::{
    freehold, getter, new, pymodule_export, pymodule_init, setter, staticmethod,
};
