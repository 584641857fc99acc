//! Gives the crate `pyo3-ffi`'s view of the Python that it is compiled for, as `cfg`s.

fn main() {
    pyo3_build_config::use_pyo3_cfgs();
    // Tests and doc tests embed an interpreter: they must find its library again at run time.
    pyo3_build_config::add_libpython_rpath_link_args();
}
