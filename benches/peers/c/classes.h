/* What the classes share. */
#ifndef C_PEER_CLASSES_H
#define C_PEER_CLASSES_H

#include "c_peer.h"

extern PyType_Spec c_peer_numbers, c_peer_items;

/* -1 and an exception if it is not an unsigned integer of 64 bits; also for `del object.value`. */
static inline int read_unsigned(PyObject *object, uint64_t *number) {
    if (object == NULL) {
        PyErr_SetString(PyExc_AttributeError, "the value cannot be deleted");
        return -1;
    }
    *number = PyLong_AsUnsignedLongLong(object);
    return *number == (uint64_t)-1 && PyErr_Occurred() ? -1 : 0;
}

#endif
