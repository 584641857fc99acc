//! `SubInterpreter`.

use std::ffi::CString;
use std::sync::Barrier;

use freehold::exceptions::{PyKeyError, PyRuntimeError, PyValueError};
use freehold::prelude::*;
use freehold::sync::PyMutex;
use freehold::types::PyType;
use freehold::{AttachError, Gil, SubInterpreter, SubInterpreterConfig};

/// One sub-interpreter. It ends with the object.
#[pyclass(frozen)]
pub struct Sub {
    interpreter: Interpreter,
    sub: PyMutex<Option<SubInterpreter>>,
}

fn to_error(error: AttachError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

fn config(kind: &str) -> PyResult<SubInterpreterConfig> {
    use SubInterpreterConfig as Config;
    Ok(match kind {
        "isolated" => Config::ISOLATED,
        "legacy" => Config::LEGACY,
        "default" => Config::default(),
        "shared" => Config::ISOLATED.gil(Gil::Shared),
        "default gil" => Config::ISOLATED.gil(Gil::Default),
        "daemons" => Config::ISOLATED.allow_daemon_threads(true),
        "no threads" => Config::ISOLATED.allow_threads(false),
        "fork" => Config::ISOLATED.allow_fork(true),
        "exec" => Config::ISOLATED.allow_exec(true),
        "legacy own gil" => Config::LEGACY.gil(Gil::Own),
        "own gil, main memory" => Config::ISOLATED.use_main_obmalloc(true),
        "unchecked" => Config::ISOLATED.check_multi_interp_extensions(false),
        "unchecked, main memory" => Config::LEGACY.check_multi_interp_extensions(false),
        _ => return Err(PyValueError::new_err("no such kind")),
    })
}

/// Runs `code` in the interpreter that the thread is attached to, in a namespace of its own. What it leaves in `result`,
/// as text.
fn run(py: Python<'_>, code: &str) -> PyResult<Option<String>> {
    let code = CString::new(code).map_err(|_| PyValueError::new_err("a NUL"))?;
    let variables = PyDict::new(py);
    py.run(&code, Some(&variables), None)?;
    let result = variables.get_item("result")?;
    result
        .map(|result| Ok(result.str()?.to_string()))
        .transpose()
}

impl Sub {
    fn make(py: Python<'_>, kind: &str) -> PyResult<Sub> {
        let sub = SubInterpreter::new(py, &config(kind)?)?;
        Ok(Sub {
            interpreter: sub.interpreter(),
            sub: PyMutex::new(Some(sub)),
        })
    }

    fn error_of_there(&self) -> PyErr {
        self.raise_there(false).expect_err("it raises")
    }
}

#[pymethods]
impl Sub {
    #[new]
    #[freehold(signature = (kind = "isolated"))]
    fn new(py: Python<'_>, kind: &str) -> PyResult<Sub> {
        Sub::make(py, kind)
    }

    #[getter]
    fn id(&self) -> i64 {
        self.interpreter.id()
    }

    #[getter]
    fn alive(&self) -> bool {
        self.interpreter.is_alive()
    }

    /// Attached before, attached there.
    fn run(&self, code: &str) -> PyResult<Option<String>> {
        let there = self.interpreter.try_attach(|py| run(py, code));
        there.map_err(to_error)?
    }

    /// Detached before, attached there.
    fn run_detached(&self, py: Python<'_>, code: &str) -> PyResult<Option<String>> {
        py.detach(|| self.run(code))
    }

    /// On each of `count` threads that Rust makes, `rounds` times, side by side.
    fn run_in_threads(
        &self,
        py: Python<'_>,
        code: &str,
        count: usize,
        rounds: usize,
    ) -> PyResult<Vec<Option<String>>> {
        let barrier = Barrier::new(count);
        let work = || {
            barrier.wait();
            (0..rounds)
                .map(|_| self.run(code))
                .last()
                .unwrap_or(Ok(None))
        };
        py.detach(|| {
            std::thread::scope(|scope| {
                let threads: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
                let results = threads.into_iter().map(|thread| thread.join());
                results.map(|result| result.expect("no panic")).collect()
            })
        })
    }

    /// From there to `other`, from there back to the main interpreter to call `callback`, and all the way back: the
    /// numbers of the interpreters passed.
    fn through(&self, py: Python<'_>, other: &Sub, callback: Py<PyAny>) -> PyResult<Vec<i64>> {
        let main = Interpreter::current(py);
        let id = |py: Python<'_>| Interpreter::current(py).id();
        let mut ids = vec![id(py)];
        self.interpreter.attach(|py| {
            ids.push(id(py));
            other.interpreter.attach(|py| {
                ids.push(id(py));
                let called = main.attach(|py| {
                    ids.push(id(py));
                    callback.bind(py).call0().map(drop)
                });
                ids.push(id(py));
                py.detach(|| freehold::reattach(|py| ids.push(id(py))));
                called
            })?;
            ids.push(id(py));
            PyResult::Ok(())
        })?;
        ids.push(id(py));
        Ok(ids)
    }

    fn end(&self, py: Python<'_>) -> PyResult<()> {
        match self.sub.lock(py).as_mut() {
            Some(sub) => sub.end(py),
            None => Ok(()),
        }
    }

    /// Ends it while this thread is inside of it, further out or at once.
    fn end_inside(&self, py: Python<'_>, further_out: bool) -> PyResult<()> {
        let main = Interpreter::current(py);
        let Some(mut sub) = self.sub.lock(py).take() else {
            return Ok(());
        };
        let (sub, ended) = self.interpreter.attach(|py| {
            let ended = match further_out {
                true => main.attach(|py| sub.end(py)),
                false => sub.end(py),
            };
            (sub, ended)
        });
        *self.sub.lock(py) = Some(sub);
        ended
    }

    /// Ends it while this thread keeps a thread state of it.
    fn end_kept(&self, py: Python<'_>) -> PyResult<()> {
        let _kept = self.interpreter.keep_thread_state().map_err(to_error)?;
        self.end(py)
    }

    /// Ends it while another thread is attached to it, for as long as that calls `callback` there.
    fn end_while_attached(&self, py: Python<'_>, code: &str) -> PyResult<Option<String>> {
        let barrier = Barrier::new(2);
        let work = || {
            self.interpreter.attach(|py| {
                py.detach(|| barrier.wait());
                run(py, code)
            })
        };
        py.detach(|| {
            std::thread::scope(|scope| {
                let worker = scope.spawn(work);
                barrier.wait();
                freehold::reattach(|py| self.end(py))?;
                worker.join().expect("no panic")
            })
        })
    }

    /// Drops it where the object is still alive: attached, detached, on a thread that Rust has made.
    fn drop(&self, py: Python<'_>, place: &str) -> PyResult<()> {
        let sub = self.sub.lock(py).take();
        match place {
            "attached" => drop(sub),
            "detached" => py.detach(|| drop(sub)),
            "thread" => py.detach(|| {
                std::thread::spawn(|| drop(sub)).join().expect("no panic");
            }),
            "there" => self.interpreter.attach(|_| drop(sub)),
            "section" => {
                let object = Bound::new(py, crate::low_level::Sections::default())?;
                object.with(|_| drop(sub));
            }
            _ => return Err(PyValueError::new_err("no such place")),
        }
        Ok(())
    }

    /// Uses an object of this interpreter there.
    fn use_there(&self, object: Py<PyAny>) -> PyResult<String> {
        self.interpreter
            .attach(|py| Ok(object.bind(py).repr()?.to_string()))
    }

    /// Drops an object of this interpreter there.
    fn drop_there(&self, object: Py<PyAny>) {
        self.interpreter.attach(|_| drop(object));
    }

    /// Returns an object of that interpreter, which this one cannot use.
    fn bring_back(&self) -> PyResult<Py<PyAny>> {
        self.interpreter
            .attach(|py| Ok(PyList::empty(py).into_any().unbind()))
    }

    /// Calls it there with an object of there, and raises what that raises.
    fn raise_there(&self, lazy: bool) -> PyResult<()> {
        self.interpreter.attach(|py| match lazy {
            true => Err(PyValueError::new_err("lazy")),
            false => py.run(c"raise ValueError('there')", None, None),
        })
    }

    /// Brings an exception of there back, and asks it for what only its own interpreter has.
    fn ask_error(&self, py: Python<'_>, how: &str) -> bool {
        let error = self.error_of_there();
        match how {
            "value" => error.value(py).is_none(),
            "type" => error.get_type(py).is_none(),
            "instance" => error.is_instance_of::<PyValueError>(py),
            "class" => error.is_instance(py, py.None().bind(py)),
            "cause" => error.cause(py).is_some(),
            "traceback" => error.traceback(py).is_some(),
            _ => !error.clone_ref(py).to_string().is_empty(),
        }
    }

    /// Brings an exception of there back without raising it.
    fn error_as_value(&self) -> PyErr {
        self.error_of_there()
    }

    /// Raises an error here because of one there.
    fn with_cause(&self, py: Python<'_>) -> PyResult<()> {
        let error = PyKeyError::new_err("here");
        error.set_cause(py, Some(self.error_of_there()));
        Err(error)
    }

    /// A conversion of there that fails, raised here.
    fn convert_there(&self) -> PyResult<i64> {
        self.interpreter
            .attach(|py| py.eval(c"'no number'", None, None)?.extract())
    }

    /// Whether both are the class of their interpreter, and not the same.
    fn classes_differ(&self, py: Python<'_>) -> PyResult<bool> {
        let here = py.get_type::<Sub>()?.as_ptr() as usize;
        let there = self.interpreter.attach(|py| {
            py.import("subinterpreters")?;
            let class: Bound<'_, PyType> = py.get_type::<Sub>()?;
            PyResult::Ok(class.as_ptr() as usize)
        })?;
        Ok(here != there)
    }

    /// What waits, has been released, and is lost.
    fn pending(&self) -> (usize, usize, usize) {
        let pending = self.interpreter.pending_references();
        (pending.waiting, pending.released, pending.abandoned)
    }
}

/// The number of the interpreter that calls.
#[pyfunction]
pub fn interpreter_id(py: Python<'_>) -> i64 {
    Interpreter::current(py).id()
}

/// Makes, runs and ends interpreters of this kind on `count` threads at once, `rounds` times each.
#[pyfunction]
pub fn make_in_threads(
    py: Python<'_>,
    kind: &str,
    code: &str,
    count: usize,
    rounds: usize,
) -> PyResult<Vec<String>> {
    let barrier = Barrier::new(count);
    let one = || {
        let sub = Python::attach(|py| SubInterpreter::new(py, &config(kind)?))?;
        let result = sub.attach(|py| run(py, code))?;
        let mut sub = sub;
        Python::attach(|py| sub.end(py))?;
        PyResult::Ok(result.unwrap_or_default())
    };
    let work = || {
        barrier.wait();
        (0..rounds).map(|_| one()).collect::<PyResult<Vec<_>>>()
    };
    py.detach(|| {
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
            let results = threads
                .into_iter()
                .map(|thread| thread.join().expect("no panic"));
            Ok(results.collect::<PyResult<Vec<_>>>()?.concat())
        })
    })
}
