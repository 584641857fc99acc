/* What the files of the module in C share. */
#ifndef C_PEER_H
#define C_PEER_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#ifndef Py_BEGIN_CRITICAL_SECTION
/* Before 3.13 there is always the GIL. */
#define Py_BEGIN_CRITICAL_SECTION(object) {
#define Py_END_CRITICAL_SECTION() }
#define Py_BEGIN_CRITICAL_SECTION2(a, b) {
#define Py_END_CRITICAL_SECTION2() }
#endif

typedef struct {
    /* The names of the parameters of subtract(), interned. */
    PyObject *a, *b;
} State;

extern PyMethodDef c_peer_functions[];
int c_peer_add_classes(PyObject *module);
int c_peer_add_mutex_counter(PyObject *module);

int c_peer_add_class(PyObject *module, PyType_Spec *spec);
int c_peer_takes_nothing(PyTypeObject *type, PyObject *args, PyObject *kwargs);
void c_peer_dealloc(PyObject *self);

/* What is returned is an integer that Python need not allocate. */
static inline PyObject *small(uint64_t value) {
    return PyLong_FromUnsignedLongLong(value & 127);
}

#endif
