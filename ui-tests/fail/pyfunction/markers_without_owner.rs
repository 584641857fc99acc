// Markers on a plain function: each says where it belongs.
use freehold::prelude::*;

#[new]
fn a() {}

#[staticmethod]
fn b() {}

#[getter]
fn c() {}

#[setter(name)]
fn d() {}

#[freehold(name = "x")]
fn e() {}

fn main() {}
