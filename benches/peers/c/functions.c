/* Calls, arguments and results. */

#include "c_peer.h"

/* -1 and an exception if it is no integer of 64 bits. */
static inline int as_int(PyObject *object, int64_t *value) {
    *value = PyLong_AsLongLong(object);
    return *value == -1 && PyErr_Occurred() ? -1 : 0;
}

static PyObject *noargs(PyObject *module, PyObject *unused) {
    Py_RETURN_NONE;
}

static PyObject *inc(PyObject *module, PyObject *arg) {
    int64_t x;
    if (as_int(arg, &x) < 0) {
        return NULL;
    }
    return PyLong_FromLongLong((int64_t)((uint64_t)x + 1));
}

static PyObject *add(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    int64_t a, b;
    if (count != 2) {
        return PyErr_Format(PyExc_TypeError, "add() takes 2 arguments, not %zd", count);
    }
    if (as_int(args[0], &a) < 0 || as_int(args[1], &b) < 0) {
        return NULL;
    }
    return PyLong_FromLongLong((int64_t)((uint64_t)a + (uint64_t)b));
}

/* Which parameter of subtract() has that name; -1 for none, -2 with an exception. */
static inline int parameter(State *state, PyObject *name) {
    if (name == state->a) {
        return 0;
    }
    if (name == state->b) {
        return 1;
    }
    /* Names in a call are interned, unless the call was made up of a dict. */
    int differs = PyUnicode_Compare(name, state->a);
    if (differs == -1 && PyErr_Occurred()) {
        return -2;
    }
    if (!differs) {
        return 0;
    }
    return PyUnicode_Compare(name, state->b) ? -1 : 1;
}

static PyObject *subtract(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *names) {
    PyObject *found[2] = {NULL, NULL};
    if (count > 2) {
        return PyErr_Format(PyExc_TypeError, "subtract() takes 2 arguments, not %zd", count);
    }
    for (Py_ssize_t at = 0; at < count; at++) {
        found[at] = args[at];
    }
    if (names != NULL) {
        State *state = PyModule_GetState(module);
        Py_ssize_t named = PyTuple_GET_SIZE(names);
        for (Py_ssize_t at = 0; at < named; at++) {
            PyObject *name = PyTuple_GET_ITEM(names, at);
            int to = parameter(state, name);
            if (to == -2) {
                return NULL;
            }
            if (to < 0 || found[to] != NULL) {
                return PyErr_Format(PyExc_TypeError, "subtract() cannot take the argument '%U'", name);
            }
            found[to] = args[count + at];
        }
    }
    if (found[0] == NULL || found[1] == NULL) {
        PyErr_SetString(PyExc_TypeError, "subtract() takes the arguments a and b");
        return NULL;
    }
    int64_t a, b;
    if (as_int(found[0], &a) < 0 || as_int(found[1], &b) < 0) {
        return NULL;
    }
    return PyLong_FromLongLong((int64_t)((uint64_t)a - (uint64_t)b));
}

static PyObject *half(PyObject *module, PyObject *arg) {
    double x = PyFloat_AsDouble(arg);
    if (x == -1.0 && PyErr_Occurred()) {
        return NULL;
    }
    return PyFloat_FromDouble(x / 2.0);
}

static PyObject *echo_text(PyObject *module, PyObject *arg) {
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(arg, &length);
    if (text == NULL) {
        return NULL;
    }
    return PyUnicode_FromStringAndSize(text, length);
}

static PyObject *echo_bytes(PyObject *module, PyObject *arg) {
    if (!PyBytes_Check(arg)) {
        return PyErr_Format(PyExc_TypeError, "echo_bytes() takes bytes, not %s", Py_TYPE(arg)->tp_name);
    }
    return PyBytes_FromStringAndSize(PyBytes_AS_STRING(arg), PyBytes_GET_SIZE(arg));
}

/* Fills `values` with the integers of `list`, which must not change meanwhile. */
static int read_list(PyObject *list, int64_t *values, Py_ssize_t length) {
    for (Py_ssize_t at = 0; at < length; at++) {
        PyObject *item = PyList_GET_ITEM(list, at);
        /* Reading anything else could run Python code, and that change the list. */
        if (!PyLong_Check(item)) {
            PyErr_SetString(PyExc_TypeError, "next_ints() takes a list of integers");
            return -1;
        }
        if (as_int(item, &values[at]) < 0) {
            return -1;
        }
    }
    return 0;
}

static PyObject *new_list(const int64_t *values, Py_ssize_t length) {
    PyObject *list = PyList_New(length);
    for (Py_ssize_t at = 0; list != NULL && at < length; at++) {
        PyObject *item = PyLong_FromLongLong(values[at]);
        if (item == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, at, item);
        }
    }
    return list;
}

static PyObject *next_ints(PyObject *module, PyObject *arg) {
    if (!PyList_Check(arg)) {
        PyErr_SetString(PyExc_TypeError, "next_ints() takes a list");
        return NULL;
    }
    int64_t *values;
    Py_ssize_t length;
    int read = -1;
    Py_BEGIN_CRITICAL_SECTION(arg);
    length = PyList_GET_SIZE(arg);
    values = PyMem_New(int64_t, length);
    if (values == NULL) {
        PyErr_NoMemory();
    } else {
        read = read_list(arg, values, length);
    }
    Py_END_CRITICAL_SECTION();
    PyObject *result = NULL;
    if (read == 0) {
        for (Py_ssize_t at = 0; at < length; at++) {
            values[at] = (int64_t)((uint64_t)values[at] + 1);
        }
        result = new_list(values, length);
    }
    PyMem_Free(values);
    return result;
}

static PyObject *detach(PyObject *module, PyObject *unused) {
    Py_BEGIN_ALLOW_THREADS
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

static PyObject *fail(PyObject *module, PyObject *unused) {
    PyErr_SetString(PyExc_ValueError, "no");
    return NULL;
}

PyMethodDef c_peer_functions[] = {
    {"noargs", noargs, METH_NOARGS, NULL},
    {"inc", inc, METH_O, NULL},
    {"add", (PyCFunction)(void (*)(void))add, METH_FASTCALL, NULL},
    {"subtract", (PyCFunction)(void (*)(void))subtract, METH_FASTCALL | METH_KEYWORDS, NULL},
    {"half", half, METH_O, NULL},
    {"echo_text", echo_text, METH_O, NULL},
    {"echo_bytes", echo_bytes, METH_O, NULL},
    {"next_ints", next_ints, METH_O, NULL},
    {"detach", detach, METH_NOARGS, NULL},
    {"fail", fail, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
