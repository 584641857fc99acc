//! The raw tier with the handles and tokens of PyO3 under test.

use pyo3::prelude::*;

#[pymodule(gil_used = false)]
mod raw_pyo3 {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

    use freehold::prelude::{PyAnyMethods as _, allow_threads, critical_section};
    use pyo3::Borrowed;
    use pyo3::prelude::*;

    /// Counts what happens in sections: see `tests/raw`.
    static COUNT: AtomicU64 = AtomicU64::new(0);

    fn increment() {
        let count = COUNT.load(Relaxed);
        for _ in 0..40 {
            std::hint::spin_loop();
        }
        COUNT.store(count + 1, Relaxed);
    }

    /// How often anything was counted.
    #[pyfunction]
    fn bumps() -> u64 {
        COUNT.load(Relaxed)
    }

    #[critical_section(object)]
    fn by_value(object: Bound<'_, PyAny>) {
        drop(object);
        increment();
    }

    #[critical_section(object)]
    fn borrowed(object: Borrowed<'_, '_, PyAny>) {
        let _ = object;
        increment();
    }

    #[critical_section(object)]
    fn owned(_py: Python<'_>, object: Py<PyAny>) {
        drop(object);
        increment();
    }

    #[critical_section(object)]
    fn owned_reference(_: Python<'_>, object: &Py<PyAny>) {
        let _ = object;
        increment();
    }

    #[critical_section(object, other)]
    fn two<'py, T>(object: &Bound<'py, PyAny>, other: &Bound<'py, T>) -> Bound<'py, T> {
        let _ = object;
        increment();
        other.clone()
    }

    /// Counts once, in a section on `object` of the `kind`th kind.
    #[pyfunction]
    fn bump(
        py: Python<'_>,
        kind: usize,
        object: Bound<'_, PyAny>,
        other: Bound<'_, PyAny>,
    ) -> bool {
        match kind {
            0 => by_value(object),
            1 => borrowed(object.as_borrowed()),
            2 => owned(py, object.unbind()),
            3 => owned_reference(py, object.as_unbound()),
            4 => drop(two(&object, &other)),
            5 => drop(two(&other, &object)),
            6 => freehold::critical_section!(object => { increment() }),
            7 => freehold::critical_section!(other, object.as_borrowed() => { increment() }),
            _ => return false,
        }
        true
    }

    /// Locks in each method.
    #[pyclass]
    struct Counter {
        hits: u64,
    }

    #[pymethods]
    impl Counter {
        #[new]
        fn new() -> Self {
            Counter { hits: 0 }
        }

        /// Never meets another thread on the borrow flag.
        #[critical_section(slf)]
        fn hit(slf: &Bound<'_, Self>) -> PyResult<u64> {
            let mut this = slf.try_borrow_mut()?;
            this.hits += 1;
            Ok(this.hits)
        }

        /// Adds the other's hits, if it is another one.
        #[critical_section(slf, other)]
        fn absorb(slf: Bound<'_, Self>, other: &Bound<'_, Self>) -> PyResult<()> {
            let mut other = other.try_borrow_mut()?;
            slf.try_borrow_mut()?.hits += std::mem::take(&mut other.hits);
            Ok(())
        }

        #[getter]
        #[critical_section(slf)]
        fn hits(slf: &Bound<'_, Self>) -> PyResult<u64> {
            Ok(slf.try_borrow()?.hits)
        }
    }

    /// How often the section was suspended while `callback` ran.
    #[pyfunction]
    fn suspended(object: &Bound<'_, PyAny>, callback: &Bound<'_, PyAny>) -> PyResult<usize> {
        freehold::critical_section!(object => |section| {
            callback.call0()?;
            Ok(section.suspensions())
        })
    }

    static MEETING: Barrier = Barrier::new(2);

    /// Detached by PyO3's token, above `#[pyfunction]`.
    #[allow_threads]
    #[pyfunction]
    fn above(py: Python<'_>, data: Vec<u8>) -> PyResult<usize> {
        MEETING.wait();
        Ok(data.len())
    }

    /// Detached by PyO3's token, below `#[pyfunction]`.
    #[pyfunction]
    #[allow_threads]
    fn below(_py: Python<'_>, data: &[u8]) -> usize {
        MEETING.wait();
        data.len()
    }

    /// Back to Python in every way that there is, from a body that is detached by PyO3's token.
    #[pyfunction]
    #[allow_threads]
    fn call_back(_py: Python<'_>, callback: Py<PyAny>) -> PyResult<u32> {
        Python::attach(|py| callback.call0(py))?;
        let object = callback.as_ptr() as usize;
        let call = |py: freehold::Python<'_>| {
            // SAFETY: `callback` keeps the object alive.
            let callback = unsafe { freehold::Bound::from_borrowed_ptr(py, object as *mut _) };
            u32::from(callback.call0().is_ok())
        };
        let nested = Python::attach(|_| freehold::reattach(call));
        Ok(1 + nested + freehold::reattach(call) + freehold::Python::attach(call))
    }

    /// PyO3 has to attach in a block that is detached by a token of Freehold.
    #[pyfunction]
    fn detached_by_freehold(callback: Py<PyAny>) -> PyResult<()> {
        freehold::Python::attach(|py| {
            freehold::allow_threads!(py => {
                Python::attach(|py| callback.call0(py).map(drop))
            })
        })
    }

    /// Drops a reference of PyO3 while detached.
    #[pyfunction]
    #[allow_threads]
    fn drop_detached(_py: Python<'_>, object: Py<PyAny>) {
        drop(object);
    }

    /// Panics in a section, or detached.
    #[pyfunction]
    fn panics(py: Python<'_>, object: &Bound<'_, PyAny>, detached: bool) {
        match detached {
            true => freehold::allow_threads!(py => { panic!("detached") }),
            false => freehold::critical_section!(object => { panic!("locked") }),
        }
    }
}
