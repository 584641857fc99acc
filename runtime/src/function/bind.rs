//! From what CPython passes to one place per parameter.

use super::keywords::{Keywords, position};
use super::signature::Signature;
use super::vector::{all, argument, items};
use crate::exceptions::PyTypeError;
use crate::types::{
    PyAny, PyDict, PyDictMethods, PyString, PyStringMethods, PyTuple, PyTupleMethods, ascii_text,
};
use crate::{Bound, PyResult, Python, ffi};

/// The arguments, borrowed from the caller for `'a`; `None` where the default applies.
pub type Arguments<'a, 'py, const N: usize> = [Option<&'a Bound<'py, PyAny>>; N];

impl Signature {
    /// Binds the arguments of a `METH_FASTCALL` function.
    ///
    /// # Safety
    /// `args` are `nargs` objects that live for `'a`, as CPython passes them.
    #[inline]
    pub unsafe fn bind_fastcall<'a, 'py, const N: usize>(
        &self,
        py: Python<'py>,
        args: *const *mut ffi::PyObject,
        nargs: ffi::Py_ssize_t,
    ) -> PyResult<Arguments<'a, 'py, N>> {
        if nargs as usize == N && self.positional == N {
            // SAFETY: there are `N` objects.
            return Ok(unsafe { all(py, args) });
        }
        // SAFETY: the caller's contract.
        unsafe { self.bind_slowly(py, args, nargs as usize, std::ptr::null_mut(), None) }
    }

    /// Binds the arguments of a `METH_FASTCALL | METH_KEYWORDS` function, of which `keywords` are the names.
    ///
    /// # Safety
    /// `args` are `nargs` objects, then one for each name in the tuple `kwnames`, which may be null;
    /// all live for `'a`, as CPython passes them.
    #[inline]
    pub unsafe fn bind_fastcall_keywords<'a, 'py, const N: usize>(
        &self,
        py: Python<'py>,
        args: *const *mut ffi::PyObject,
        nargs: ffi::Py_ssize_t,
        kwnames: *mut ffi::PyObject,
        keywords: &'static Keywords,
    ) -> PyResult<Arguments<'a, 'py, N>> {
        let given = nargs as usize;
        let in_order = match kwnames.is_null() {
            // Every parameter by position: nothing to look up, nothing to check.
            true => given == N && self.positional == N,
            // SAFETY: the caller's contract.
            false => unsafe { self.are_all_in_order::<N>(py, given, kwnames, keywords) },
        };
        if in_order {
            // SAFETY: there are `N` objects, as many as parameters.
            return Ok(unsafe { all(py, args) });
        }
        // SAFETY: the caller's contract.
        unsafe { self.bind_slowly(py, args, given, kwnames, Some(keywords)) }
    }

    /// Whether the first parameters come by position and all others by keyword, in their order: so that the arguments lie
    /// there as they are asked for. Says no if it cannot tell by the addresses of the names.
    ///
    /// # Safety
    /// `kwnames` is a live tuple.
    #[inline]
    unsafe fn are_all_in_order<const N: usize>(
        &self,
        py: Python<'_>,
        given: usize,
        kwnames: *mut ffi::PyObject,
        keywords: &'static Keywords,
    ) -> bool {
        let Some(known) = keywords.names(py) else {
            return false;
        };
        // SAFETY: the caller's contract.
        let (names, count) = unsafe { items(kwnames) };
        let may_be_given = self.positional_only..=self.positional;
        may_be_given.contains(&given)
            && given + count == N
            && known.len() == N
            && (given..N).all(|index| {
                // SAFETY: there are `N - given` names.
                let name = unsafe { *names.add(index - given) };
                known[index].as_ptr() == name
            })
    }

    #[inline(never)]
    unsafe fn bind_slowly<'a, 'py, const N: usize>(
        &self,
        py: Python<'py>,
        args: *const *mut ffi::PyObject,
        nargs: usize,
        kwnames: *mut ffi::PyObject,
        keywords: Option<&'static Keywords>,
    ) -> PyResult<Arguments<'a, 'py, N>> {
        let mut bound = [None; N];
        // Without parameters no argument is looked at, so those who call need not keep the pointer at hand.
        let args = if N == 0 { std::ptr::null() } else { args };
        // SAFETY: the caller's contract.
        unsafe { self.bind_into(py, &mut bound, args, nargs, kwnames, keywords)? };
        Ok(bound)
    }

    /// Compiled once, and not for each number of parameters; there are as many as places in `bound`.
    ///
    /// # Safety
    /// As for [`bind_fastcall_keywords`](Self::bind_fastcall_keywords). `args` is only followed if there are parameters.
    #[inline(never)]
    unsafe fn bind_into<'py>(
        &self,
        py: Python<'py>,
        bound: &mut [Option<&Bound<'py, PyAny>>],
        args: *const *mut ffi::PyObject,
        nargs: usize,
        kwnames: *mut ffi::PyObject,
        keywords: Option<&'static Keywords>,
    ) -> PyResult<()> {
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
            let known = keywords.and_then(|keywords| keywords.names(py));
            for index in 0..count {
                // SAFETY: there are `count` names.
                let name = unsafe { argument(py, names, index) };
                let place = match known.and_then(|known| position(known, name.as_ptr())) {
                    Some(found) if found >= self.positional_only => found,
                    _ => self.place_of(keyword_name(name)?)?,
                };
                // SAFETY: the values of keywords follow those given by position.
                let value = unsafe { argument(py, args, nargs + index) };
                self.put(bound, place, value)?;
            }
            if let (None, Some(keywords)) = (known, keywords) {
                keywords.learn(py, self);
            }
        }
        self.check_required(bound)
    }

    /// Binds the arguments of a `vectorcallfunc`.
    ///
    /// # Safety
    /// As for [`bind_fastcall_keywords`](Self::bind_fastcall_keywords), with a bit of CPython's in `nargsf`.
    #[inline]
    pub unsafe fn bind_vectorcall<'a, 'py, const N: usize>(
        &self,
        py: Python<'py>,
        args: *const *mut ffi::PyObject,
        nargsf: usize,
        kwnames: *mut ffi::PyObject,
        keywords: &'static Keywords,
    ) -> PyResult<Arguments<'a, 'py, N>> {
        // SAFETY: the caller's contract.
        unsafe {
            let nargs = ffi::PyVectorcall_NARGS(nargsf);
            self.bind_fastcall_keywords(py, args, nargs, kwnames, keywords)
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
                let place = self.place_of(keyword_name(&name)?)?;
                self.put(&mut bound, place, value)?;
            }
        }
        self.check_required(&bound)?;
        Ok(HeldArguments(bound))
    }

    /// Which parameter a keyword names.
    fn place_of(&self, name: &Bound<'_, PyString>) -> PyResult<usize> {
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
        match found {
            Some(index) => Ok(index + self.positional_only),
            None => Err(self.unexpected_keyword(&name.to_string_lossy())),
        }
    }

    /// The value of a parameter that is given by keyword.
    fn put<V>(&self, bound: &mut [Option<V>], index: usize, value: V) -> PyResult<()> {
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

/// Arguments that nobody else keeps alive for the length of the call.
pub struct HeldArguments<'py, const N: usize>([Option<Bound<'py, PyAny>>; N]);

impl<'py, const N: usize> HeldArguments<'py, N> {
    /// The arguments; `None` where the default applies.
    #[inline]
    pub fn argv(&self) -> Arguments<'_, 'py, N> {
        self.0.each_ref().map(Option::as_ref)
    }
}
