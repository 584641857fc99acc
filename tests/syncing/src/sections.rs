//! `PyMutex` by its closures: exclusive sections.

use freehold::prelude::*;
use freehold::sync::PyMutex;

/// Money under a mutex.
#[pyclass(frozen)]
pub struct Account {
    balance: PyMutex<i64>,
    /// Of another type than the balance.
    name: PyMutex<String>,
}

#[pymethods]
impl Account {
    #[new]
    #[freehold(signature = (balance, name = String::new()))]
    fn new(balance: i64, name: String) -> Self {
        Account {
            balance: PyMutex::new(balance),
            name: PyMutex::new(name),
        }
    }

    fn transfer(&self, py: Python<'_>, to: &Account, amount: i64, times: i64) -> PyResult<()> {
        for _ in 0..times {
            PyMutex::with2_mut(py, &self.balance, &to.balance, |from, to| {
                *from -= std::hint::black_box(amount);
                *to += std::hint::black_box(amount);
            })?;
        }
        Ok(())
    }

    /// The same with guards, in the order of the arguments.
    fn transfer_by_guards(&self, py: Python<'_>, to: &Account, amount: i64, times: i64) {
        for _ in 0..times {
            let mut from = self.balance.lock(py);
            let mut to = to.balance.lock(py);
            *from -= std::hint::black_box(amount);
            *to += std::hint::black_box(amount);
        }
    }

    fn sum(&self, py: Python<'_>, other: &Account) -> PyResult<i64> {
        PyMutex::with2(py, &self.balance, &other.balance, |a, b| a + b)
    }

    /// Two types of values.
    fn describe(&self, py: Python<'_>) -> PyResult<String> {
        PyMutex::with2_mut(py, &self.name, &self.balance, |name, balance| {
            *balance += 1;
            format!("{name}: {balance}")
        })
    }

    fn balance(&self, py: Python<'_>) -> i64 {
        *self.balance.lock(py)
    }

    fn panic_in_both(&self, py: Python<'_>, other: &Account) -> PyResult<()> {
        PyMutex::with2_mut(py, &self.balance, &other.balance, |from, to| {
            *from -= 1;
            *to += 1;
            panic!("in both");
        })
    }

    /// Calls `callback` while the balance is held.
    fn hold(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        let _balance = self.balance.lock(py);
        callback.call0().map(drop)
    }

    fn is_locked(&self) -> bool {
        self.balance.is_locked()
    }
}

/// Every form for two mutexes, with one mutex twice.
#[pyfunction]
pub fn same_mutex_twice(py: Python<'_>) -> Vec<bool> {
    let mutex = PyMutex::new(String::from("a"));
    let refused = |result: PyResult<()>| {
        let refused = result
            .is_err_and(|error| error.is_instance_of::<freehold::exceptions::PyValueError>(py));
        refused && !mutex.is_locked()
    };
    vec![
        refused(PyMutex::with2(py, &mutex, &mutex, |_, _| ())),
        refused(PyMutex::with2_mut(py, &mutex, &mutex, |_, _| ())),
        refused(PyMutex::with2_cs(py, &mutex, &mutex, |_, _, _| ())),
        refused(PyMutex::with2_mut_cs(py, &mutex, &mutex, |_, _, _| ())),
    ]
}

/// Mutexes whose values have no size are still two.
#[pyfunction]
pub fn values_without_size(py: Python<'_>) -> PyResult<bool> {
    let mutexes = [PyMutex::new(()), PyMutex::new(())];
    let [first, second] = &mutexes;
    PyMutex::with2_mut(py, first, second, |_, _| ())?;
    let nested = PyMutex::new(PyMutex::new(()));
    let inner = nested.try_lock(py);
    let free = nested.try_lock(py).is_none();
    drop(inner);
    Ok(free && PyMutex::with2(py, first, first, |_, _| ()).is_err())
}

/// References under a mutex.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Keeper {
    objects: PyMutex<Vec<Py<PyAny>>>,
    others: PyMutex<Vec<Py<PyAny>>>,
}

#[pymethods]
impl Keeper {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn add(&self, py: Python<'_>, object: Py<PyAny>) -> usize {
        self.objects.with_mut(py, move |objects| {
            objects.push(object);
            objects.len()
        })
    }

    fn len(&self, py: Python<'_>) -> usize {
        self.objects.with(py, Vec::len) + self.others.with(py, Vec::len)
    }

    fn snapshot(&self, py: Python<'_>) -> Vec<Py<PyAny>> {
        self.objects.with_cs(py, |objects, cs| {
            objects.iter().map(|object| object.clone_ref(cs)).collect()
        })
    }

    fn double(&self, py: Python<'_>) -> usize {
        self.objects.with_mut_cs(py, |objects, cs| {
            let again: Vec<_> = objects.iter().map(|object| object.clone_ref(cs)).collect();
            objects.extend(again);
            objects.len()
        })
    }

    /// Drops all of them in the section.
    fn clear(&self, py: Python<'_>) {
        self.objects.with_mut(py, Vec::clear);
    }

    /// Drops what was there in a section over both mutexes.
    fn copy_and_clear(&self, py: Python<'_>) -> PyResult<usize> {
        PyMutex::with2_mut_cs(py, &self.objects, &self.others, |objects, others, cs| {
            others.clear();
            others.extend(objects.iter().map(|object| object.clone_ref(cs)));
            objects.clear();
            others.len()
        })
    }

    /// Drops them, then panics.
    fn clear_and_panic(&self, py: Python<'_>) {
        self.objects.with_mut(py, |objects| {
            objects.clear();
            panic!("after clearing");
        })
    }
}
