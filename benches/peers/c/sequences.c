/* Objects to iterate and to index. */

#include "c_peer.h"
#include "classes.h"

/* Numbers: 0, 1, 2, … */

typedef struct {
    PyObject_HEAD
    uint64_t next, end;
} Numbers;

static PyObject *new_numbers(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    unsigned long long end;
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0) {
        PyErr_SetString(PyExc_TypeError, "Numbers() takes no keyword arguments");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "K:Numbers", &end)) {
        return NULL;
    }
    Numbers *self = (Numbers *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->end = end;
    }
    return (PyObject *)self;
}

static PyObject *numbers_next(PyObject *object) {
    Numbers *self = (Numbers *)object;
    uint64_t value = 0;
    int more;
    Py_BEGIN_CRITICAL_SECTION(object);
    more = self->next < self->end;
    if (more) {
        value = self->next++;
    }
    Py_END_CRITICAL_SECTION();
    return more ? PyLong_FromUnsignedLongLong(value) : NULL;
}

static PyType_Slot numbers_slots[] = {
    {Py_tp_new, new_numbers},
    {Py_tp_dealloc, c_peer_dealloc},
    {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, numbers_next},
    {0, NULL},
};

PyType_Spec c_peer_numbers = {
    "c_peer.Numbers", sizeof(Numbers), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, numbers_slots,
};

/* Items: a sequence of integers that can grow. */

typedef struct {
    PyObject_HEAD
    int64_t *values;
    Py_ssize_t length, room;
} Items;

static void items_dealloc(PyObject *self) {
    PyMem_Free(((Items *)self)->values);
    c_peer_dealloc(self);
}

static PyObject *new_items(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    Py_ssize_t length;
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0) {
        PyErr_SetString(PyExc_TypeError, "Items() takes no keyword arguments");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "n:Items", &length)) {
        return NULL;
    }
    if (length < 0) {
        PyErr_SetString(PyExc_OverflowError, "Items() takes a length");
        return NULL;
    }
    Items *self = (Items *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->values = PyMem_New(int64_t, length);
    if (self->values == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    for (Py_ssize_t at = 0; at < length; at++) {
        self->values[at] = at;
    }
    self->length = self->room = length;
    return (PyObject *)self;
}

static int push(Items *self, int64_t value) {
    if (self->length == self->room) {
        Py_ssize_t room = self->room < 4 ? 4 : self->room * 2;
        int64_t *values = PyMem_Realloc(self->values, (size_t)room * sizeof(int64_t));
        if (values == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        self->values = values;
        self->room = room;
    }
    self->values[self->length++] = value;
    return 0;
}

static PyObject *items_append(PyObject *object, PyObject *arg) {
    int64_t value = PyLong_AsLongLong(arg);
    if (value == -1 && PyErr_Occurred()) {
        return NULL;
    }
    int pushed;
    Py_BEGIN_CRITICAL_SECTION(object);
    pushed = push((Items *)object, value);
    Py_END_CRITICAL_SECTION();
    if (pushed < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static Py_ssize_t items_length(PyObject *object) {
    Py_ssize_t length;
    Py_BEGIN_CRITICAL_SECTION(object);
    length = ((Items *)object)->length;
    Py_END_CRITICAL_SECTION();
    return length;
}

static PyObject *items_subscript(PyObject *object, PyObject *key) {
    Items *self = (Items *)object;
    Py_ssize_t index = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (index == -1 && PyErr_Occurred()) {
        return NULL;
    }
    int64_t value = 0;
    int found;
    Py_BEGIN_CRITICAL_SECTION(object);
    if (index < 0) {
        index += self->length;
    }
    found = index >= 0 && index < self->length;
    if (found) {
        value = self->values[index];
    }
    Py_END_CRITICAL_SECTION();
    if (!found) {
        PyErr_SetString(PyExc_IndexError, "no such item");
        return NULL;
    }
    return PyLong_FromLongLong(value);
}

static PyMethodDef items_methods[] = {
    {"append", items_append, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot items_slots[] = {
    {Py_tp_new, new_items},
    {Py_tp_dealloc, items_dealloc},
    {Py_tp_methods, items_methods},
    {Py_mp_length, items_length},
    {Py_mp_subscript, items_subscript},
    {0, NULL},
};

PyType_Spec c_peer_items = {
    "c_peer.Items", sizeof(Items), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, items_slots,
};
