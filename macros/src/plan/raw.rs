//! What a function that Freehold does not export becomes.

use syn::{FnArg, Pat, ReturnType, Type};

use crate::check::model::{RawLock, RawModel, RawProof, RawWork};
use crate::check::types;
use crate::parse::raw::RawInput;

#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct RawPlan {
    pub proof: Proof,
    pub work: Work,
}

/// Which of the runtime's doors it goes through.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Proof {
    Handles,
    /// The index of the token among the parameters.
    Token(usize),
    Promise,
}

#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Work {
    Section {
        first: RawLock,
        second: Option<RawLock>,
    },
    Detached {
        /// The token among the parameters, which is not passed on.
        token: Option<usize>,
        /// What has to be asked of the other parameters, by their index.
        asked: Vec<(usize, Asked)>,
        result: ResultAsked,
    },
}

/// How a parameter is asked whether it may be there.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Asked {
    /// By its type.
    Type,
    /// By its value, for want of a name for the type.
    Value,
}

/// How the result is asked.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum ResultAsked {
    Not,
    Type,
    Value,
}

pub fn raw(input: &RawInput, model: &RawModel) -> RawPlan {
    let proof = match model.proof {
        RawProof::Handles => Proof::Handles,
        RawProof::Token(index) => Proof::Token(index),
        RawProof::Promise { .. } => Proof::Promise,
    };
    let work = match &model.work {
        RawWork::Section { first, second } => Work::Section {
            first: first.clone(),
            second: second.clone(),
        },
        RawWork::Detached => detached(input, &model.proof),
    };
    RawPlan { proof, work }
}

fn detached(input: &RawInput, proof: &RawProof) -> Work {
    let sig = &input.item.sig;
    let token = match proof {
        RawProof::Token(index) => Some(*index),
        RawProof::Promise { token } => *token,
        RawProof::Handles => None,
    };
    if let RawProof::Promise { .. } = proof {
        return Work::Detached {
            token,
            asked: Vec::new(),
            result: ResultAsked::Not,
        };
    }
    let mut asked = Vec::new();
    for (index, input) in sig.inputs.iter().enumerate() {
        match input {
            _ if Some(index) == token => {}
            FnArg::Typed(param) if types::opaque(&param.ty).is_some() => {
                asked.push((index, Asked::Value));
            }
            _ => asked.push((index, Asked::Type)),
        }
    }
    Work::Detached {
        token,
        asked,
        result: match &sig.output {
            ReturnType::Default => ResultAsked::Not,
            ReturnType::Type(_, ty) if types::opaque(ty).is_some() => ResultAsked::Value,
            // It does not return, and its type may not be written elsewhere.
            ReturnType::Type(_, ty) if matches!(**ty, Type::Never(_)) => ResultAsked::Not,
            ReturnType::Type(..) => ResultAsked::Type,
        },
    }
}

/// Whether a parameter can be named as it is: the others are given a name, and taken apart in the body.
pub fn has_name(pat: &Pat) -> bool {
    matches!(pat, Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none())
}
