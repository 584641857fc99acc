//! From what CPython passes to one place per parameter.

use super::signature::Signature;
use crate::exceptions::PyTypeError;
use crate::types::{
    PyAny, PyDict, PyDictMethods, PyString, PyStringMethods, PyTuple, PyTupleMethods, ascii_text,
};
use crate::{Bound, PyErr, PyResult, Python, ffi};

/// The arguments, borrowed from the caller for `'a`; `None` where the default applies.
pub type Arguments<'a, 'py, const N: usize> = [Option<&'a Bound<'py, PyAny>>; N];

impl Signature {
    /// Binds the arguments of a `METH_FASTCALL` function.
    ///
    /// # Safety
    /// `args` are `nargs` objects that live for `'a`, as CPython passes them.
    #[inline(always)]
    pub unsafe fn bind_fastcall<'a, 'py, const N: usize>(
        &self,
        py: Python<'py>,
        args: *const *mut ffi::PyObject,
        nargs: ffi::Py_ssize_t,
    ) -> PyResult<Arguments<'a, 'py, N>> {
        // SAFETY: the caller's contract.
        unsafe { self.bind_fastcall_keywords(py, args, nargs, std::ptr::null_mut()) }
    }

    /// Binds the arguments of a `METH_FASTCALL | METH_KEYWORDS` function.
    ///
    /// # Safety
    /// `args` are `nargs` objects, then one for each name in the tuple `kwnames`, which may be null;
    /// all live for `'a`, as CPython passes them.
    #[inline(always)]
    pub unsafe fn bind_fastcall_keywords<'a, 'py, const N: usize>(
        &self,
        py: Python<'py>,
        args: *const *mut ffi::PyObject,
        nargs: ffi::Py_ssize_t,
        kwnames: *mut ffi::PyObject,
    ) -> PyResult<Arguments<'a, 'py, N>> {
        // Every parameter by position: nothing to look up, nothing to check.
        if nargs as usize == N && kwnames.is_null() && self.positional == N {
            return Ok(std::array::from_fn(|index| {
                // SAFETY: there are `N` objects.
                Some(unsafe { argument(py, args, index) })
            }));
        }
        // SAFETY: the caller's contract.
        unsafe { self.bind_slowly(py, args, nargs as usize, kwnames) }
    }

    #[inline(never)]
    unsafe fn bind_slowly<'a, 'py, const N: usize>(
        &self,
        py: Python<'py>,
        args: *const *mut ffi::PyObject,
        nargs: usize,
        kwnames: *mut ffi::PyObject,
    ) -> PyResult<Arguments<'a, 'py, N>> {
        let mut bound: Arguments<'a, 'py, N> = [None; N];
        if nargs > self.positional {
            return Err(self.too_many(nargs));
        }
        for (index, value) in bound.iter_mut().take(nargs).enumerate() {
            // SAFETY: there are `nargs` objects.
            *value = Some(unsafe { argument(py, args, index) });
        }
        if !kwnames.is_null() {
            // SAFETY: CPython passes a tuple of strings that outlives the call.
            let (names, count) = unsafe { items(kwnames) };
            for index in 0..count {
                // SAFETY: the values of keywords follow those given by position.
                let (name, value) = unsafe {
                    (
                        argument(py, names, index),
                        argument(py, args, nargs + index),
                    )
                };
                self.keyword(&mut bound, keyword_name(name)?, value)?;
            }
        }
        self.check_required(&bound)?;
        Ok(bound)
    }

    /// Binds the arguments of a `vectorcallfunc`.
    ///
    /// # Safety
    /// As for [`bind_fastcall_keywords`](Self::bind_fastcall_keywords), with a bit of CPython's in `nargsf`.
    #[inline(always)]
    pub unsafe fn bind_vectorcall<'a, 'py, const N: usize>(
        &self,
        py: Python<'py>,
        args: *const *mut ffi::PyObject,
        nargsf: usize,
        kwnames: *mut ffi::PyObject,
    ) -> PyResult<Arguments<'a, 'py, N>> {
        // SAFETY: the caller's contract.
        unsafe {
            let nargs = ffi::PyVectorcall_NARGS(nargsf);
            self.bind_fastcall_keywords(py, args, nargs, kwnames)
        }
    }

    /// Binds the arguments of `tp_call`.
    ///
    /// # Safety
    /// `args` is a tuple; `kwargs` is null or a dictionary; as CPython passes them.
    #[inline]
    pub unsafe fn bind_tuple<'py, const N: usize>(
        &self,
        py: Python<'py>,
        args: *mut ffi::PyObject,
        kwargs: *mut ffi::PyObject,
    ) -> PyResult<HeldArguments<'py, N>> {
        // SAFETY: the caller's contract.
        let args: &Bound<'_, PyTuple> = unsafe { Bound::ref_from_ptr(py, &args).cast_unchecked() };
        let given = args.len();
        if given > self.positional {
            return Err(self.too_many(given));
        }
        let mut bound: [Option<Bound<'py, PyAny>>; N] = [const { None }; N];
        for (value, given) in bound.iter_mut().zip(args.iter()) {
            *value = Some(given);
        }
        if !kwargs.is_null() {
            // SAFETY: the caller's contract.
            let kwargs: &Bound<'_, PyDict> =
                unsafe { Bound::ref_from_ptr(py, &kwargs).cast_unchecked() };
            for (name, value) in kwargs.iter() {
                self.keyword(&mut bound, keyword_name(&name)?, value)?;
            }
        }
        self.check_required(&bound)?;
        Ok(HeldArguments(bound))
    }

    /// Puts the value of a keyword where it belongs.
    fn keyword<V, const N: usize>(
        &self,
        bound: &mut [Option<V>; N],
        name: &Bound<'_, PyString>,
        value: V,
    ) -> PyResult<()> {
        let find = |name: &str| {
            let known = &self.names[self.positional_only..];
            known.iter().position(|known| *known == name)
        };
        // SAFETY: the handle has a reference.
        let found = match unsafe { ascii_text(name.as_ptr()) } {
            Some(name) => find(name),
            // A name with surrogates is nobody's parameter.
            None => find(&name.to_string_lossy()),
        };
        let Some(index) = found.map(|index| index + self.positional_only) else {
            return Err(self.unexpected_keyword(&name.to_string_lossy()));
        };
        match bound[index].replace(value) {
            None => Ok(()),
            Some(_) => Err(self.given_twice(index)),
        }
    }
}

fn keyword_name<'a, 'py>(name: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, PyString>> {
    name.cast()
        .map_err(|_| PyTypeError::new_err("keywords must be strings"))
}

/// Calls `function` with the arguments of a `ternaryfunc`.
///
/// # Safety
/// `args` is a tuple; `kwargs` is null or a dictionary; `callable`, and `function` itself, are what CPython
/// would call with them.
pub(crate) unsafe fn call_vector(
    py: Python<'_>,
    function: ffi::vectorcallfunc,
    callable: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> PyResult<*mut ffi::PyObject> {
    // SAFETY: the caller's contract; the tuple keeps its items alive.
    let (given, count) = unsafe { items(args) };
    let called = if kwargs.is_null() {
        // SAFETY: the caller's contract.
        unsafe { function(callable, given, count, std::ptr::null_mut()) }
    } else {
        // SAFETY: the caller's contract.
        let kwargs: &Bound<'_, PyDict> =
            unsafe { Bound::ref_from_ptr(py, &kwargs).cast_unchecked() };
        let (names, values): (Vec<_>, Vec<_>) = kwargs.iter().unzip();
        let names = PyTuple::new(py, names)?;
        // SAFETY: there are `count` items.
        let given = unsafe { std::slice::from_raw_parts(given, count) }
            .iter()
            .copied();
        let vector: Vec<_> = given.chain(values.iter().map(Bound::as_ptr)).collect();
        // SAFETY: the caller's contract; the tuple and `values` keep the items of `vector` alive.
        unsafe { function(callable, vector.as_ptr(), count, names.as_ptr()) }
    };
    match called.is_null() {
        true => Err(PyErr::fetch(py)),
        false => Ok(called),
    }
}

/// The items of a tuple, and how many there are.
///
/// # Safety
/// `tuple` is a live tuple.
#[inline(always)]
unsafe fn items(tuple: *mut ffi::PyObject) -> (*const *mut ffi::PyObject, usize) {
    // SAFETY: the caller's contract; only the address of the field is taken.
    unsafe {
        let first = &raw const (*tuple.cast::<ffi::PyTupleObject>()).ob_item;
        (first.cast(), ffi::PyTuple_GET_SIZE(tuple).unsigned_abs())
    }
}

/// Arguments that nobody else keeps alive for the length of the call.
pub struct HeldArguments<'py, const N: usize>([Option<Bound<'py, PyAny>>; N]);

impl<'py, const N: usize> HeldArguments<'py, N> {
    /// The arguments; `None` where the default applies.
    #[inline]
    pub fn argv(&self) -> Arguments<'_, 'py, N> {
        self.0.each_ref().map(Option::as_ref)
    }
}

/// # Safety
/// `args` has an object at `index` that lives for `'a`.
#[inline(always)]
unsafe fn argument<'a, 'py>(
    py: Python<'py>,
    args: *const *mut ffi::PyObject,
    index: usize,
) -> &'a Bound<'py, PyAny> {
    // SAFETY: the caller's contract.
    unsafe { Bound::ref_from_ptr(py, &*args.add(index)) }
}
