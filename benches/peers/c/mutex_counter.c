/* MutexCounter: the same as Counter, with a PyMutex of its own instead of critical sections. */

#include "c_peer.h"
#include "classes.h"

#ifdef Py_GIL_DISABLED

typedef struct {
    PyObject_HEAD
    PyMutex lock;
    uint64_t value;
} MutexCounter;

static PyObject *new_counter(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    if (c_peer_takes_nothing(type, args, kwargs) < 0) {
        return NULL;
    }
    return type->tp_alloc(type, 0);
}

static uint64_t read_value(MutexCounter *self) {
    PyMutex_Lock(&self->lock);
    uint64_t value = self->value;
    PyMutex_Unlock(&self->lock);
    return value;
}

static PyObject *peek(PyObject *self, PyObject *unused) {
    return small(read_value((MutexCounter *)self));
}

static PyObject *hit(PyObject *object, PyObject *unused) {
    MutexCounter *self = (MutexCounter *)object;
    PyMutex_Lock(&self->lock);
    uint64_t value = ++self->value;
    PyMutex_Unlock(&self->lock);
    return small(value);
}

static PyObject *absorb(PyObject *object, PyObject *argument) {
    if (!Py_IS_TYPE(argument, Py_TYPE(object))) {
        PyErr_SetString(PyExc_TypeError, "absorb() takes a MutexCounter");
        return NULL;
    }
    if (object == argument) {
        PyErr_SetString(PyExc_ValueError, "absorb() takes another MutexCounter");
        return NULL;
    }
    MutexCounter *self = (MutexCounter *)object, *other = (MutexCounter *)argument;
    /* In one order for everybody. */
    MutexCounter *first = self < other ? self : other, *second = self < other ? other : self;
    PyMutex_Lock(&first->lock);
    PyMutex_Lock(&second->lock);
    self->value += other->value;
    other->value = 0;
    PyMutex_Unlock(&second->lock);
    PyMutex_Unlock(&first->lock);
    Py_RETURN_NONE;
}

static PyObject *get(PyObject *self, void *closure) {
    return PyLong_FromUnsignedLongLong(read_value((MutexCounter *)self));
}

static int set(PyObject *object, PyObject *value, void *closure) {
    MutexCounter *self = (MutexCounter *)object;
    uint64_t number;
    if (read_unsigned(value, &number) < 0) {
        return -1;
    }
    PyMutex_Lock(&self->lock);
    self->value = number;
    PyMutex_Unlock(&self->lock);
    return 0;
}

static PyMethodDef methods[] = {
    {"peek", peek, METH_NOARGS, NULL},
    {"hit", hit, METH_NOARGS, NULL},
    {"absorb", absorb, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef properties[] = {
    {"value", get, set, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_new, new_counter},
    {Py_tp_dealloc, c_peer_dealloc},
    {Py_tp_methods, methods},
    {Py_tp_getset, properties},
    {0, NULL},
};

static PyType_Spec spec = {
    "c_peer.MutexCounter", sizeof(MutexCounter), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots,
};

int c_peer_add_mutex_counter(PyObject *module) {
    return c_peer_add_class(module, &spec);
}

#endif
