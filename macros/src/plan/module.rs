//! `#[pymodule]`.

use syn::{Attribute, Ident, ItemFn, ItemMod, ReturnType};

use super::lifetimes::erase;
use super::warnings::{self, Warning};
use crate::check::model::{Gil, Interpreters, ModuleModel, Output, StateModel};
use crate::parse::module::ExportKind;
use crate::parse::words;

/// Everything that is decided about a module.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct ModulePlan {
    pub item: ItemMod,
    pub python_name: String,
    pub doc: String,
    pub gil: Gil,
    pub interpreters: Interpreters,
    pub exports: Vec<ExportPlan>,
    pub inits: Vec<InitPlan>,
    pub state: Option<StateModel>,
    pub single_phase: bool,
    pub warnings: Vec<Warning>,
}

/// The function that runs when the module is imported.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct InitPlan {
    pub function: Ident,
    pub output: Output,
    pub cfgs: Vec<Attribute>,
}

#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct ExportPlan {
    pub kind: ExportKind,
    pub rust_name: Ident,
    pub python_name: String,
    pub cfgs: Vec<Attribute>,
}

pub fn module(model: &ModuleModel) -> ModulePlan {
    let (mut exports, mut inits) = (Vec::new(), Vec::new());
    for export in &model.exports {
        exports.push(ExportPlan {
            kind: export.kind,
            rust_name: export.rust_name.clone(),
            python_name: export.python_name.clone(),
            cfgs: export.cfgs.clone(),
        });
    }
    for function in &model.inits {
        inits.push(init(function));
    }
    ModulePlan {
        item: model.item.clone(),
        python_name: model.python_name.clone(),
        doc: model.doc.clone(),
        gil: model.gil,
        interpreters: model.interpreters,
        exports,
        inits,
        state: model.state.clone(),
        single_phase: model.single_phase,
        warnings: warnings::of_module(model),
    }
}

fn init(function: &ItemFn) -> InitPlan {
    InitPlan {
        function: function.sig.ident.clone(),
        output: match &function.sig.output {
            ReturnType::Default => Output::Unit,
            ReturnType::Type(_, ty) => Output::Type(erase(ty)),
        },
        cfgs: words::cfgs(&function.attrs),
    }
}
