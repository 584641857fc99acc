/* The module of the benchmarks (benches/README.md), written by hand. */

#include "c_peer.h"

static int execute(PyObject *module) {
    State *state = PyModule_GetState(module);
    state->a = PyUnicode_InternFromString("a");
    state->b = PyUnicode_InternFromString("b");
    if (state->a == NULL || state->b == NULL) {
        return -1;
    }
    if (c_peer_add_classes(module) < 0) {
        return -1;
    }
#ifdef Py_GIL_DISABLED
    return c_peer_add_mutex_counter(module);
#else
    return 0;
#endif
}

static int traverse(PyObject *module, visitproc visit, void *arg) {
    State *state = PyModule_GetState(module);
    Py_VISIT(state->a);
    Py_VISIT(state->b);
    return 0;
}

static int clear(PyObject *module) {
    State *state = PyModule_GetState(module);
    Py_CLEAR(state->a);
    Py_CLEAR(state->b);
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
#endif
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "c_peer",
    .m_size = sizeof(State),
    .m_methods = c_peer_functions,
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
};

PyMODINIT_FUNC PyInit_c_peer(void) {
    return PyModuleDef_Init(&definition);
}
