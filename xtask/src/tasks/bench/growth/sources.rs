//! Modules of any size, for each peer: functions of 0 to 12 arguments, classes of many methods, modules of many
//! functions. What each function does is as little as it can be.

use crate::tasks::bench::peers::Peer;
use std::fmt::{self, Write};

/// What is in the module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// `args_0()` to `args_n(a0, …)`, without keywords, return the sum of their integers; up to so many, if any.
    pub arguments: Option<usize>,
    /// `function_0(x)`, …, return their number plus `x`.
    pub functions: usize,
    /// `Big().method_0()`, …, return their number; the class never changes, so nothing is locked.
    pub methods: usize,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self {
                arguments: Some(most),
                ..
            } => write!(f, "functions of 0 to {most} arguments"),
            Self {
                functions, methods, ..
            } => write!(f, "{functions} functions, {methods} methods"),
        }
    }
}

/// The file, in the peer's folder, and what goes into it.
pub fn write(peer: Peer, shape: Shape) -> (&'static str, String) {
    match peer {
        Peer::Freehold => (
            "src/lib.rs",
            rust(shape, "freehold", "freehold_peer", "gil_not_used"),
        ),
        Peer::PyO3 => (
            "src/lib.rs",
            rust(shape, "pyo3", "pyo3_peer", "gil_used = false"),
        ),
        Peer::C => ("c_peer.c", c(shape)),
        Peer::Nanobind => ("nanobind_peer.cpp", nanobind(shape)),
        Peer::Pybind11 => ("pybind11_peer.cpp", pybind11(shape)),
        Peer::Cython => ("cython_peer.pyx", cython(shape)),
    }
}

/// `0..=n`, or nothing.
fn arities(shape: Shape) -> impl Iterator<Item = usize> {
    0..shape.arguments.map_or(0, |most| most + 1)
}

/// `item` for `a0`, `a1`, …, with a separator between.
fn parameters(count: usize, separator: &str, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(separator)
}

fn rust(shape: Shape, library: &str, module: &str, option: &str) -> String {
    let mut names = Vec::new();
    let mut items = String::new();
    for count in arities(shape) {
        let typed = parameters(count, ", ", |at| format!("a{at}: i64"));
        let named = parameters(count, ", ", |at| format!("a{at}"));
        let signature = match count {
            0 => String::new(),
            _ => format!("(signature = ({named}, /))"),
        };
        let sum = parameters(count, "", |at| format!(".wrapping_add(a{at})"));
        let _ = writeln!(
            items,
            "#[pyfunction{signature}]\npub fn args_{count}({typed}) -> i64 {{ 0i64{sum} }}"
        );
        names.push(format!("args_{count}"));
    }
    for at in 0..shape.functions {
        let _ = writeln!(
            items,
            "#[pyfunction(signature = (x, /))]\npub fn function_{at}(x: i64) -> i64 {{ x.wrapping_add({at}) }}"
        );
        names.push(format!("function_{at}"));
    }
    let _ = writeln!(
        items,
        "#[pyclass(frozen)]\npub struct Big {{}}\n#[pymethods]\nimpl Big {{\n#[new]\nfn new() -> Self {{ Big {{}} }}"
    );
    for at in 0..shape.methods {
        let _ = writeln!(items, "fn method_{at}(&self) -> i64 {{ {at} }}");
    }
    names.push("Big".to_owned());
    format!(
        "use {library}::prelude::*;\n#[pymodule({option})]\nmod {module} {{\n#[pymodule_export]\nuse super::{{{}}};\n}}\n{items}}}\n",
        names.join(", ")
    )
}

fn c(shape: Shape) -> String {
    let mut code = "#define PY_SSIZE_T_CLEAN\n#include <Python.h>\n".to_owned();
    let (mut functions, mut methods) = (String::new(), String::new());
    let entry = |table: &mut String, name: &str, function: &str, flags: &str| {
        let _ = writeln!(
            table,
            "{{\"{name}\", (PyCFunction)(void (*)(void)){function}, {flags}, NULL}},"
        );
    };
    for count in arities(shape) {
        let _ = writeln!(
            code,
            "static PyObject *args_{count}(PyObject *m, PyObject *const *args, Py_ssize_t count) {{\n\
             if (count != {count}) return PyErr_Format(PyExc_TypeError, \"args_{count}() takes {count} arguments\");\n\
             uint64_t sum = 0;\n\
             for (int at = 0; at < {count}; at++) {{\n\
             int64_t value = PyLong_AsLongLong(args[at]);\n\
             if (value == -1 && PyErr_Occurred()) return NULL;\n\
             sum += (uint64_t)value;\n}}\n\
             return PyLong_FromLongLong((int64_t)sum);\n}}"
        );
        entry(
            &mut functions,
            &format!("args_{count}"),
            &format!("args_{count}"),
            "METH_FASTCALL",
        );
    }
    for at in 0..shape.functions {
        let _ = writeln!(
            code,
            "static PyObject *function_{at}(PyObject *m, PyObject *arg) {{\n\
             int64_t value = PyLong_AsLongLong(arg);\n\
             if (value == -1 && PyErr_Occurred()) return NULL;\n\
             return PyLong_FromLongLong((int64_t)((uint64_t)value + {at}));\n}}"
        );
        entry(
            &mut functions,
            &format!("function_{at}"),
            &format!("function_{at}"),
            "METH_O",
        );
    }
    for at in 0..shape.methods {
        let _ = writeln!(
            code,
            "static PyObject *method_{at}(PyObject *self, PyObject *unused) {{ return PyLong_FromLong({at}); }}"
        );
        entry(
            &mut methods,
            &format!("method_{at}"),
            &format!("method_{at}"),
            "METH_NOARGS",
        );
    }
    let _ = write!(
        code,
        "static PyMethodDef functions[] = {{\n{functions}{{NULL, NULL, 0, NULL}}\n}};\n\
         static PyMethodDef methods[] = {{\n{methods}{{NULL, NULL, 0, NULL}}\n}};\n\
         static PyType_Slot big_slots[] = {{{{Py_tp_methods, methods}}, {{0, NULL}}}};\n\
         static PyType_Spec big = {{\"c_peer.Big\", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, big_slots}};\n{}",
        C_MODULE
    );
    code
}

const C_MODULE: &str = "\
static int execute(PyObject *module) {
    PyObject *type = PyType_FromModuleAndSpec(module, &big, NULL);
    if (type == NULL) return -1;
    int added = PyModule_AddType(module, (PyTypeObject *)type);
    Py_DECREF(type);
    return added;
}
static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};
static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = \"c_peer\", .m_methods = functions, .m_slots = slots,
};
PyMODINIT_FUNC PyInit_c_peer(void) { return PyModuleDef_Init(&definition); }
";

/// What nanobind and pybind11 have in common.
fn definitions(shape: Shape) -> String {
    let mut code = String::new();
    for count in arities(shape) {
        let typed = parameters(count, ", ", |at| format!("int64_t a{at}"));
        let sum = parameters(count, "", |at| format!(" + (uint64_t)a{at}"));
        let _ = writeln!(
            code,
            "m.def(\"args_{count}\", []({typed}) {{ return (int64_t)((uint64_t)0{sum}); }});"
        );
    }
    for at in 0..shape.functions {
        let _ = writeln!(
            code,
            "m.def(\"function_{at}\", [](int64_t x) {{ return (int64_t)((uint64_t)x + {at}); }});"
        );
    }
    for at in 0..shape.methods {
        let _ = writeln!(
            code,
            "big.def(\"method_{at}\", [](const Big &) {{ return (int64_t){at}; }});"
        );
    }
    code
}

fn nanobind(shape: Shape) -> String {
    format!(
        "#include <nanobind/nanobind.h>\n#include <cstdint>\nnamespace nb = nanobind;\nstruct Big {{}};\n\
         NB_MODULE(nanobind_peer, m) {{\nnb::class_<Big> big(m, \"Big\");\nbig.def(nb::init<>());\n{}}}\n",
        definitions(shape)
    )
}

fn pybind11(shape: Shape) -> String {
    format!(
        "#include <pybind11/pybind11.h>\n#include <cstdint>\nnamespace py = pybind11;\nstruct Big {{}};\n\
         PYBIND11_MODULE(pybind11_peer, m, py::mod_gil_not_used()) {{\npy::class_<Big> big(m, \"Big\");\n\
         big.def(py::init<>());\n{}}}\n",
        definitions(shape)
    )
}

fn cython(shape: Shape) -> String {
    let mut code = "# cython: language_level=3, freethreading_compatible=True\n\
                    from libc.stdint cimport int64_t, uint64_t\n"
        .to_owned();
    for count in arities(shape) {
        let typed = parameters(count, ", ", |at| format!("int64_t a{at}"));
        let only = if count == 0 { "" } else { ", /" };
        let sum = parameters(count, "", |at| format!(" + <uint64_t>a{at}"));
        let _ = writeln!(
            code,
            "def args_{count}({typed}{only}):\n    return <int64_t>(<uint64_t>0{sum})"
        );
    }
    for at in 0..shape.functions {
        let _ = writeln!(
            code,
            "def function_{at}(int64_t x, /):\n    return <int64_t>(<uint64_t>x + {at})"
        );
    }
    let _ = writeln!(code, "cdef class Big:\n    pass");
    for at in 0..shape.methods {
        let _ = writeln!(code, "    def method_{at}(self):\n        return {at}");
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_peer_gets_everything_that_is_asked_for() {
        let shape = Shape {
            arguments: Some(3),
            functions: 2,
            methods: 4,
        };
        for peer in Peer::ALL {
            let (_, text) = write(peer, shape);
            for name in ["args_0", "args_3", "function_1", "method_3", "Big"] {
                assert!(text.contains(name), "{peer:?}: {name}");
            }
            for name in ["args_4", "function_2", "method_4"] {
                assert!(!text.contains(name), "{peer:?}: {name}");
            }
        }
    }
}
