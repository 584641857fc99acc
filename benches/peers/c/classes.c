/* Objects: locked, never locked, and one that is mostly read. sequences.c has the others. */

#include "c_peer.h"
#include "classes.h"

typedef struct {
    PyObject_HEAD
    uint64_t value;
} Counter;

int c_peer_add_class(PyObject *module, PyType_Spec *spec) {
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    if (type == NULL) {
        return -1;
    }
    int added = PyModule_AddType(module, (PyTypeObject *)type);
    Py_DECREF(type);
    return added;
}

int c_peer_takes_nothing(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    if (PyTuple_GET_SIZE(args) != 0 || (kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0)) {
        PyErr_Format(PyExc_TypeError, "%s() takes no arguments", type->tp_name);
        return -1;
    }
    return 0;
}

void c_peer_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

/* tp_alloc leaves nothing but zeros behind the header. */
static PyObject *new_counter(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    if (c_peer_takes_nothing(type, args, kwargs) < 0) {
        return NULL;
    }
    return type->tp_alloc(type, 0);
}

/* Frozen: never locked, as it never changes. */

static PyObject *new_frozen(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"value", NULL};
    unsigned long long value = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|K", names, &value)) {
        return NULL;
    }
    Counter *self = (Counter *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->value = value;
    }
    return (PyObject *)self;
}

static PyObject *frozen_peek(PyObject *self, PyObject *unused) {
    return small(((Counter *)self)->value);
}

static PyMethodDef frozen_methods[] = {
    {"peek", frozen_peek, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot frozen_slots[] = {
    {Py_tp_new, new_frozen},
    {Py_tp_dealloc, c_peer_dealloc},
    {Py_tp_methods, frozen_methods},
    {0, NULL},
};

static PyType_Spec frozen = {
    "c_peer.Frozen", sizeof(Counter), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, frozen_slots,
};

/* Counter: locked by critical sections on the object. */

static PyObject *counter_peek(PyObject *self, PyObject *unused) {
    uint64_t value;
    Py_BEGIN_CRITICAL_SECTION(self);
    value = ((Counter *)self)->value;
    Py_END_CRITICAL_SECTION();
    return small(value);
}

static PyObject *counter_hit(PyObject *self, PyObject *unused) {
    uint64_t value;
    Py_BEGIN_CRITICAL_SECTION(self);
    value = ++((Counter *)self)->value;
    Py_END_CRITICAL_SECTION();
    return small(value);
}

static PyObject *counter_absorb(PyObject *self, PyObject *other) {
    if (!Py_IS_TYPE(other, Py_TYPE(self))) {
        PyErr_SetString(PyExc_TypeError, "absorb() takes a Counter");
        return NULL;
    }
    if (self == other) {
        PyErr_SetString(PyExc_ValueError, "absorb() takes another Counter");
        return NULL;
    }
    Py_BEGIN_CRITICAL_SECTION2(self, other);
    ((Counter *)self)->value += ((Counter *)other)->value;
    ((Counter *)other)->value = 0;
    Py_END_CRITICAL_SECTION2();
    Py_RETURN_NONE;
}

static PyObject *counter_get(PyObject *self, void *closure) {
    uint64_t value;
    Py_BEGIN_CRITICAL_SECTION(self);
    value = ((Counter *)self)->value;
    Py_END_CRITICAL_SECTION();
    return PyLong_FromUnsignedLongLong(value);
}

static int counter_set(PyObject *self, PyObject *value, void *closure) {
    uint64_t number;
    if (read_unsigned(value, &number) < 0) {
        return -1;
    }
    Py_BEGIN_CRITICAL_SECTION(self);
    ((Counter *)self)->value = number;
    Py_END_CRITICAL_SECTION();
    return 0;
}

static PyMethodDef counter_methods[] = {
    {"peek", counter_peek, METH_NOARGS, NULL},
    {"hit", counter_hit, METH_NOARGS, NULL},
    {"absorb", counter_absorb, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef counter_properties[] = {
    {"value", counter_get, counter_set, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot counter_slots[] = {
    {Py_tp_new, new_counter},
    {Py_tp_dealloc, c_peer_dealloc},
    {Py_tp_methods, counter_methods},
    {Py_tp_getset, counter_properties},
    {0, NULL},
};

static PyType_Spec counter = {
    "c_peer.Counter", sizeof(Counter), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, counter_slots,
};

/* Board: Python offers C no lock for readers and writers, so it is a critical section too. */

static PyObject *board_write(PyObject *self, PyObject *value) {
    if (counter_set(self, value, NULL) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyMethodDef board_methods[] = {
    {"read", counter_peek, METH_NOARGS, NULL},
    {"write", board_write, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot board_slots[] = {
    {Py_tp_new, new_counter},
    {Py_tp_dealloc, c_peer_dealloc},
    {Py_tp_methods, board_methods},
    {0, NULL},
};

static PyType_Spec board = {
    "c_peer.Board", sizeof(Counter), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, board_slots,
};

int c_peer_add_classes(PyObject *module) {
    PyType_Spec *specs[] = {&frozen, &counter, &board, &c_peer_numbers, &c_peer_items};
    for (size_t at = 0; at < Py_ARRAY_LENGTH(specs); at++) {
        if (c_peer_add_class(module, specs[at]) < 0) {
            return -1;
        }
    }
    return 0;
}
