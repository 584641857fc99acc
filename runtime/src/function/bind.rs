//! From what CPython passes to one place per parameter.

use super::signature::Signature;
use crate::types::{
    PyAny, PyDict, PyDictMethods, PyString, PyStringMethods, PyTuple, PyTupleMethods,
};
use crate::{Bound, PyResult, Python, ffi};

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
            let names: &Bound<'_, PyTuple> =
                unsafe { Bound::ref_from_ptr(py, &kwnames).cast_unchecked() };
            for (index, name) in names.iter().enumerate() {
                // SAFETY: the values of keywords follow those given by position.
                let value = unsafe { argument(py, args, nargs + index) };
                self.keyword(&mut bound, name.cast::<PyString>()?, value)?;
            }
        }
        self.check_required(&bound)?;
        Ok(bound)
    }

    /// Binds the arguments of `tp_new` and `tp_call`.
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
                let Ok(name) = name.cast::<PyString>() else {
                    return Err(crate::exceptions::PyTypeError::new_err(
                        "keywords must be strings",
                    ));
                };
                self.keyword(&mut bound, name, value)?;
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
        // A name with surrogates is nobody's parameter.
        let name = name.to_string_lossy();
        let found = self.names[self.positional_only..]
            .iter()
            .position(|known| *known == name);
        let Some(index) = found.map(|index| index + self.positional_only) else {
            return Err(self.unexpected_keyword(&name));
        };
        match bound[index].replace(value) {
            None => Ok(()),
            Some(_) => Err(self.given_twice(index)),
        }
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
