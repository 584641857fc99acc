//! The version of Python that this is compiled for, as `cfg`s.

fn main() {
    pyo3_build_config::use_pyo3_cfgs();
}
