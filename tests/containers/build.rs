//! Gives the crate the same view of the Python that it is compiled for as `freehold` has.

fn main() {
    pyo3_build_config::use_pyo3_cfgs();
}
