//! Names of the user's that generated code could trip over.
#![deny(warnings)]

mod without_prelude {
    #![no_implicit_prelude]

    use ::freehold::prelude::{pyclass, pyfunction, pymethods, pymodule};

    #[pymodule]
    mod hygiene_without_prelude {
        use super::{pyclass, pyfunction, pymethods};

        #[pyclass]
        struct Counter {
            #[freehold(get, set)]
            hits: u64,
        }

        #[pymethods]
        impl Counter {
            #[new]
            fn new() -> Self {
                Self { hits: 0 }
            }

            #[critical_section(self)]
            fn hit(&mut self) -> u64 {
                self.hits += 1;
                self.hits
            }

            #[critical_section(self, other)]
            fn __eq__(&self, other: &Self) -> bool {
                self.hits == other.hits
            }

            #[critical_section(self)]
            fn __next__(&mut self) -> ::core::option::Option<u64> {
                ::core::option::Option::None
            }
        }

        #[pyclass(lock = "rw")]
        struct Table {
            #[freehold(get, set)]
            size: u64,
        }

        #[pymethods]
        #[critical_section(self)]
        impl Table {
            fn grow(&mut self) -> u64 {
                self.size += 1;
                self.size
            }

            fn handle(slf: &::freehold::Bound<'_, Self>) -> u64 {
                slf.with(|this| this.size)
            }

            fn __eq__(
                slf: &::freehold::Bound<'_, Self>,
                other: ::freehold::Bound<'_, Self>,
            ) -> bool {
                let _ = (slf, other);
                true
            }
        }

        #[pyfunction]
        #[critical_section(a, b)]
        fn plain(a: &::freehold::Bound<'_, Counter>, b: ::freehold::Bound<'_, Counter>) {
            let _ = (a, b);
        }

        #[pyfunction]
        #[critical_section(a, on_suspend = "error")]
        fn checked(
            a: &::freehold::Bound<'_, Counter>,
        ) -> ::core::result::Result<u64, ::freehold::PyErr> {
            ::core::result::Result::Ok(a.with(|a| a.hits))
        }

        #[pyfunction]
        #[critical_section(a, on_suspend = "retry")]
        fn repeated(
            a: &::freehold::Bound<'_, Counter>,
            by: u64,
            section: &::freehold::sync::Section<'_>,
        ) -> u64 {
            let _ = section;
            a.with(|a| a.hits + by)
        }

        #[pyfunction(signature = (n = 1))]
        #[allow_threads]
        fn double(n: u64) -> u64 {
            n * 2
        }
    }
}

mod shadowed {
    #![allow(dead_code)]

    pub mod std {}
    pub mod core {}
    pub mod alloc {}
    pub mod freehold {}
    pub struct Option;
    pub struct Result;
    pub struct String;
    pub struct Vec;
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct Err;
    pub struct Box;
    pub struct Send;
    pub struct Default;
    pub struct Signature;
    pub struct Item;
    pub struct PyResult;
    pub struct PyErr;
    pub struct Bound;
    pub struct Python;
    pub struct PyAny;
    pub trait Iterator {}
    pub trait Clone {}
    pub trait Into {}
    pub trait From {}

    use ::freehold::prelude::{pyclass, pyfunction, pymethods};

    #[pyclass]
    pub struct Counter {
        #[freehold(get, set)]
        hits: u64,
    }

    #[pymethods]
    impl Counter {
        #[critical_section(self, other)]
        fn absorb(&mut self, other: &mut Counter, by: u64) -> u64 {
            self.hits += ::std::mem::take(&mut other.hits) * by;
            self.hits
        }

        #[critical_section(self)]
        fn __len__(&self) -> usize {
            0
        }
    }

    #[pyfunction(signature = (a, b = 2))]
    pub fn add(a: i64, b: i64) -> i64 {
        a + b
    }

    #[::freehold::prelude::pymodule]
    mod hygiene_shadowed {
        #[pymodule_export]
        use super::{Counter, add};
    }
}

mod locals {
    use freehold::prelude::*;

    pub const HITS: u64 = 1;

    #[pyclass]
    pub struct Counter {
        hits: u64,
    }

    #[pymethods]
    impl Counter {
        #[critical_section(self)]
        fn named(&mut self, py: u64, slf: u64, this: u64, proof: NoSuspend<'_>) -> u64 {
            let _ = proof;
            self.hits += py + slf + this;
            self.hits
        }

        #[critical_section(self)]
        fn also_named(&mut self, args: u64, argv: u64, nargs: u64, kwnames: u64) -> u64 {
            self.hits += args + argv + nargs + kwnames;
            self.hits
        }

        #[critical_section(self)]
        fn __len__(&self) -> usize {
            Self::len()
        }
    }

    impl Counter {
        fn len() -> usize {
            0
        }
    }

    #[pyfunction(signature = (a = HITS, b = HITS + 1, c = super::locals::HITS))]
    pub fn defaults(a: u64, b: u64, c: u64) -> u64 {
        a + b + c
    }

    #[pyfunction]
    pub fn result_and_out(result: u64, out: u64, value: u64, object: u64, ret: u64) -> u64 {
        result + out + value + object + ret
    }

    #[pymodule]
    mod hygiene_locals {
        #[pymodule_export]
        use super::{Counter, defaults, result_and_out};
    }
}
