//! `#[pyfunction]`.

use super::callable::{Home, callable};
use super::model::FunctionModel;
use crate::ctxt::Ctxt;
use crate::parse::function::FunctionInput;

pub fn function(ctxt: &Ctxt, input: &FunctionInput) -> FunctionModel {
    FunctionModel {
        visibility: input.item.vis.clone(),
        callable: callable(ctxt, &input.callable, Home::Module),
    }
}
