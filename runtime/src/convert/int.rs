//! Integers.
//!
//! In: exact and subclassed `int` are read in place; other objects are asked for `__index__`, as
//! `operator.index` does, so that a `float` is refused. Out: the smallest constructor that holds the
//! type.

use std::ffi::{c_int, c_long, c_longlong};

use crate::capi::digit;
use crate::convert::from::InPlace;
use crate::convert::{CResult, ConversionKind, FromPyObject, IntoPyObject, wide};
use crate::handle::Bound;
use crate::types::{PyAny, PyInt};
use crate::{PyErr, PyResult, Python, ffi};

/// An integer as it comes out of one `int`.
enum Read {
    Small(i64),
    /// More than `i64` holds.
    Large,
    /// Less than `i64` holds.
    VeryNegative,
}

/// Calls `f` with the `int` that `ob` is, or says that it is.
#[inline]
fn with_int<'py, R>(
    ob: &Bound<'py, PyAny>,
    f: impl FnOnce(&Bound<'py, PyAny>) -> PyResult<R>,
) -> PyResult<R> {
    // SAFETY: a live object.
    if unsafe { ffi::PyLong_Check(ob.as_ptr()) } != 0 {
        f(ob)
    } else {
        f(&ask_index(ob)?)
    }
}

#[cold]
fn ask_index<'py>(ob: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: a live object.
    if unsafe { ffi::PyIndex_Check(ob.as_ptr()) } == 0 {
        return Err(PyErr::conversion(ConversionKind::Type, "int", ob));
    }
    // SAFETY: a live object; the call returns an `int` or null with an error set.
    unsafe { Bound::from_owned_ptr_or_err(ob.py(), ffi::PyNumber_Index(ob.as_ptr())) }
}

/// The value of what is exactly an `int`, if it has one digit: by far the most frequent ones, and no call.
#[inline]
fn one_digit(ob: &Bound<'_, PyAny>) -> Option<i64> {
    // SAFETY: a live object, of which only an `int` is read as one.
    unsafe {
        if ffi::PyLong_CheckExact(ob.as_ptr()) == 0 {
            return None;
        }
        digit::value(ob.as_ptr())
    }
}

/// Reads an `int`, without allocating or raising.
#[inline]
fn read(int: &Bound<'_, PyAny>) -> Read {
    // SAFETY: an `int`.
    if let Some(value) = unsafe { digit::value(int.as_ptr()) } {
        return Read::Small(value);
    }
    let mut overflow: c_int = 0;
    // SAFETY: an `int`, for which this call never raises.
    let value = unsafe { ffi::PyLong_AsLongLongAndOverflow(int.as_ptr(), &mut overflow) };
    match overflow {
        0 => Read::Small(value),
        1 => Read::Large,
        _ => Read::VeryNegative,
    }
}

/// An `int` that is known to be more than `i64::MAX`.
#[cold]
fn read_large_u64(int: &Bound<'_, PyAny>) -> Option<u64> {
    // SAFETY: an `int`.
    let value = unsafe { ffi::PyLong_AsUnsignedLongLong(int.as_ptr()) };
    (value != u64::MAX || PyErr::take(int.py()).is_none()).then_some(value)
}

/// Any `int`, and what has an `__index__`.
#[inline(never)]
fn extract_signed<T: Int + TryFrom<i64>>(ob: &Bound<'_, PyAny>) -> PyResult<T> {
    with_int(ob, |int| match read(int) {
        Read::Small(value) => T::try_from(value).map_err(|_| out_of_range::<T>()),
        Read::Large | Read::VeryNegative => Err(out_of_range::<T>()),
    })
}

/// The same for types that only `u64` holds.
#[inline(never)]
fn extract_unsigned<T: Int + TryFrom<i64> + TryFrom<u64>>(ob: &Bound<'_, PyAny>) -> PyResult<T> {
    with_int(ob, |int| {
        let value = match read(int) {
            Read::Small(value) => T::try_from(value).ok(),
            Read::Large => read_large_u64(int).and_then(|value| T::try_from(value).ok()),
            Read::VeryNegative => None,
        };
        value.ok_or_else(out_of_range::<T>)
    })
}

/// What both have in common.
macro_rules! in_place {
    () => {
        const READS_IN_PLACE: bool = true;

        #[inline]
        fn read_in_place(ob: &Bound<'py, PyAny>, _: InPlace) -> Option<Self> {
            // SAFETY: a live object.
            let is_int = unsafe { ffi::PyLong_CheckExact(ob.as_ptr()) } != 0;
            match is_int.then(|| read(ob)) {
                Some(Read::Small(value)) => value.try_into().ok(),
                _ => None,
            }
        }
    };
}

/// Rows `type, constructor(C type)`: a Rust integer that `i64` holds, and what makes an `int` of it.
macro_rules! signed_reach {
    ($($int:ty, $constructor:ident($wide:ty);)*) => {$(
        impl<'a, 'py> FromPyObject<'a, 'py> for $int {
            #[inline]
            fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
                match one_digit(ob).and_then(|value| value.try_into().ok()) {
                    Some(value) => Ok(value),
                    None => extract_signed(ob),
                }
            }

            in_place!();
        }

        int_out!($int, $constructor($wide));
    )*};
}

/// The same for types that only `u64` holds.
macro_rules! unsigned_reach {
    ($($int:ty, $constructor:ident($wide:ty);)*) => {$(
        impl<'a, 'py> FromPyObject<'a, 'py> for $int {
            #[inline]
            fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
                match one_digit(ob).and_then(|value| value.try_into().ok()) {
                    Some(value) => Ok(value),
                    None => extract_unsigned(ob),
                }
            }

            in_place!();
        }

        int_out!($int, $constructor($wide));
    )*};
}

macro_rules! int_out {
    ($int:ty, $constructor:ident($wide:ty)) => {
        impl<'py> IntoPyObject<'py> for $int {
            type Target = PyInt;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyInt>> {
                let int = self.into_c_result(py).into_ptr();
                // SAFETY: a new reference to an `int`, or null with an error set.
                unsafe { Bound::from_owned_ptr_or_err(py, int).map(|int| int.into_unchecked()) }
            }

            #[inline]
            fn into_c_result(self, _py: Python<'py>) -> CResult {
                // SAFETY: the token proves attachment; the call returns an `int` or null with an error set.
                unsafe { CResult::of(ffi::$constructor(self as $wide)) }
            }
        }

        int_out!(@by_reference $int);
    };
    (@both $int:ty, |$py:ident, $value:ident| $make:expr) => {
        int_out!(@one $int, |$py, $value| $make);
        int_out!(@by_reference $int);
    };
    (@by_reference $int:ty) => {
        impl<'py> IntoPyObject<'py> for &$int {
            type Target = PyInt;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyInt>> {
                (*self).into_pyobject(py)
            }
        }
    };
    (@one $int:ty, |$py:ident, $value:ident| $make:expr) => {
        impl<'py> IntoPyObject<'py> for $int {
            type Target = PyInt;

            #[inline]
            fn into_pyobject(self, $py: Python<'py>) -> PyResult<Bound<'py, PyInt>> {
                let $value = self;
                $make
            }
        }
    };
}

signed_reach! {
    i8, PyLong_FromLong(c_long);
    i16, PyLong_FromLong(c_long);
    u16, PyLong_FromLong(c_long);
    i32, PyLong_FromLong(c_long);
    u32, PyLong_FromLongLong(c_longlong);
    isize, PyLong_FromSsize_t(ffi::Py_ssize_t);
}

// Where a C `long` has 64 bits, its constructor is the quickest.
#[cfg(target_pointer_width = "64")]
#[cfg(not(windows))]
signed_reach! { i64, PyLong_FromLong(c_long); }
#[cfg(not(all(target_pointer_width = "64", not(windows))))]
signed_reach! { i64, PyLong_FromLongLong(c_longlong); }

unsigned_reach! {
    u64, PyLong_FromUnsignedLongLong(std::ffi::c_ulonglong);
    usize, PyLong_FromSize_t(usize);
}

impl<'a, 'py> FromPyObject<'a, 'py> for i128 {
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        with_int(ob, |int| match read(int) {
            Read::Small(value) => Ok(value.into()),
            Read::Large | Read::VeryNegative => {
                wide::read_signed(int).ok_or_else(out_of_range::<i128>)
            }
        })
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for u128 {
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        with_int(ob, |int| {
            let value = match read(int) {
                Read::Small(value) => value.try_into().ok(),
                Read::Large => wide::read_unsigned(int),
                Read::VeryNegative => None,
            };
            value.ok_or_else(out_of_range::<u128>)
        })
    }
}

int_out!(@both i128, |py, value| match i64::try_from(value) {
    Ok(small) => small.into_pyobject(py),
    Err(_) => wide::make(py, value.to_ne_bytes(), true),
});
int_out!(@both u128, |py, value| match i64::try_from(value) {
    Ok(small) => small.into_pyobject(py),
    Err(_) => wide::make(py, value.to_ne_bytes(), false),
});

/// An integer type, for the text of the error.
trait Int {
    /// `in the range -128 to 127`. A literal, so that no module needs what formats integers of 128 bits.
    const RANGE: &'static str;
}

macro_rules! limits {
    ($($int:ident $low:literal $high:literal;)*) => {
        $(impl Int for $int {
            const RANGE: &'static str = concat!("in the range ", $low, " to ", $high);
        })*

        #[test]
        fn texts_say_what_the_limits_are() {
            $(assert_eq!(
                <$int as Int>::RANGE,
                format!("in the range {} to {}", $int::MIN, $int::MAX)
            );)*
        }
    };
}

limits! {
    i8 "-128" "127";
    i16 "-32768" "32767";
    i32 "-2147483648" "2147483647";
    i64 "-9223372036854775808" "9223372036854775807";
    i128 "-170141183460469231731687303715884105728" "170141183460469231731687303715884105727";
    u8 "0" "255";
    u16 "0" "65535";
    u32 "0" "4294967295";
    u64 "0" "18446744073709551615";
    u128 "0" "340282366920938463463374607431768211455";
}

impl Int for isize {
    const RANGE: &'static str = match isize::BITS {
        64 => i64::RANGE,
        _ => i32::RANGE,
    };
}

impl Int for usize {
    const RANGE: &'static str = match usize::BITS {
        64 => u64::RANGE,
        _ => u32::RANGE,
    };
}

#[cold]
fn out_of_range<T: Int>() -> PyErr {
    PyErr::out_of_range(T::RANGE)
}

/// Bytes are what makes `Vec<u8>` special: one is a `bytes`, not a list of numbers.
impl<'a, 'py> FromPyObject<'a, 'py> for u8 {
    #[inline]
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        match one_digit(ob).and_then(|value| value.try_into().ok()) {
            Some(value) => Ok(value),
            None => extract_signed(ob),
        }
    }

    const VEC_EXPECTS: &'static str = "bytes, bytearray or a sequence of int";

    fn extract_vec(ob: &Bound<'py, PyAny>) -> Option<PyResult<Vec<u8>>> {
        crate::convert::bytes::extract_vec(ob)
    }
}

impl<'py> IntoPyObject<'py> for u8 {
    type Target = PyInt;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyInt>> {
        i16::from(self).into_pyobject(py)
    }

    fn sequence_into_pyobject<I>(items: I, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>
    where
        I: IntoIterator<Item = u8>,
        I::IntoIter: ExactSizeIterator,
    {
        crate::convert::bytes::bytes_of(items.into_iter(), py)
    }
}

impl<'py> IntoPyObject<'py> for &u8 {
    type Target = PyInt;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyInt>> {
        (*self).into_pyobject(py)
    }

    fn sequence_into_pyobject<I>(items: I, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>
    where
        I: IntoIterator<Item = Self>,
        I::IntoIter: ExactSizeIterator,
    {
        crate::convert::bytes::bytes_of(items.into_iter().copied(), py)
    }
}
