# cython: language_level=3, freethreading_compatible=True, boundscheck=False, wraparound=False
# The module of the benchmarks (benches/README.md), written with Cython.
cimport cython
from cpython.unicode cimport PyUnicode_AsUTF8AndSize, PyUnicode_FromStringAndSize
from libc.stdint cimport int64_t, uint64_t, uintptr_t
from libcpp.vector cimport vector

# What is returned is an integer that Python need not allocate.
cdef enum:
    SMALL = 127


def noargs():
    pass


def inc(int64_t x, /):
    return <int64_t>(<uint64_t>x + 1)


def add(int64_t a, int64_t b, /):
    return <int64_t>(<uint64_t>a + <uint64_t>b)


def subtract(int64_t a, int64_t b):
    return <int64_t>(<uint64_t>a - <uint64_t>b)


def half(double x, /):
    return x / 2.0


def echo_text(str text not None, /):
    cdef Py_ssize_t length
    cdef const char *start = PyUnicode_AsUTF8AndSize(text, &length)
    return PyUnicode_FromStringAndSize(start, length)


def echo_bytes(bytes data not None, /):
    cdef const char *start = data
    return start[:len(data)]


def next_ints(list values not None, /):
    cdef vector[int64_t] numbers = values
    cdef size_t at
    for at in range(numbers.size()):
        numbers[at] = <int64_t>(<uint64_t>numbers[at] + 1)
    return numbers


def detach():
    with nogil:
        pass


def fail():
    raise ValueError("no")


@cython.final
cdef class Frozen:
    cdef uint64_t value

    def __cinit__(self, uint64_t value=0):
        self.value = value

    def peek(self):
        return self.value & SMALL


@cython.final
cdef class Counter:
    cdef uint64_t number

    @cython.critical_section
    def peek(self):
        return self.number & SMALL

    @cython.critical_section
    def hit(self):
        self.number += 1
        return self.number & SMALL

    def absorb(self, Counter other not None, /):
        if self is other:
            raise ValueError("absorb() takes another Counter")
        with cython.critical_section(self, other):
            self.number += other.number
            other.number = 0

    @property
    def value(self):
        cdef uint64_t number
        with cython.critical_section(self):
            number = self.number
        return number

    @value.setter
    def value(self, uint64_t number):
        with cython.critical_section(self):
            self.number = number


# The same with a mutex of its own instead of critical sections.
@cython.final
cdef class MutexCounter:
    cdef cython.pymutex lock
    cdef uint64_t number

    def peek(self):
        cdef uint64_t number
        with self.lock:
            number = self.number
        return number & SMALL

    def hit(self):
        cdef uint64_t number
        with self.lock:
            self.number += 1
            number = self.number
        return number & SMALL

    def absorb(self, MutexCounter other not None, /):
        if self is other:
            raise ValueError("absorb() takes another MutexCounter")
        # In one order for everybody.
        cdef bint ascending = <uintptr_t><void *>self < <uintptr_t><void *>other
        cdef MutexCounter first = self if ascending else other
        cdef MutexCounter second = other if ascending else self
        with first.lock:
            with second.lock:
                self.number += other.number
                other.number = 0

    @property
    def value(self):
        cdef uint64_t number
        with self.lock:
            number = self.number
        return number

    @value.setter
    def value(self, uint64_t number):
        with self.lock:
            self.number = number


# Mostly read.
@cython.final
cdef class Board:
    cdef uint64_t number

    @cython.critical_section
    def read(self):
        return self.number & SMALL

    @cython.critical_section
    def write(self, uint64_t number, /):
        self.number = number


@cython.final
cdef class Numbers:
    cdef uint64_t next, end

    def __cinit__(self, uint64_t end, /):
        self.next = 0
        self.end = end

    def __iter__(self):
        return self

    @cython.critical_section
    def __next__(self):
        if self.next >= self.end:
            raise StopIteration
        self.next += 1
        return self.next - 1


@cython.final
cdef class Items:
    cdef vector[int64_t] values

    def __cinit__(self, size_t length, /):
        cdef size_t at
        self.values.resize(length)
        for at in range(length):
            self.values[at] = <int64_t>at

    @cython.critical_section
    def append(self, int64_t value, /):
        self.values.push_back(value)

    @cython.critical_section
    def __len__(self):
        return self.values.size()

    @cython.critical_section
    def __getitem__(self, Py_ssize_t index):
        if index < 0:
            index += <Py_ssize_t>self.values.size()
        if index < 0 or index >= <Py_ssize_t>self.values.size():
            raise IndexError("no such item")
        return self.values[index]
