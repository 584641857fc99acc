// The module of the benchmarks (benches/README.md), written with pybind11.

#include <pybind11/critical_section.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace py = pybind11;
using namespace py::literals;

// What is returned is an integer that Python need not allocate.
constexpr uint64_t SMALL = 127;

struct Frozen {
    uint64_t value;
    uint64_t peek() const { return value & SMALL; }
};

struct Counter {
    uint64_t value = 0;
};

// Mostly read.
struct Board {
    uint64_t value = 0;
};

struct Numbers {
    uint64_t next = 0, end;
    explicit Numbers(uint64_t end) : end(end) {}
};

struct Items {
    std::vector<int64_t> values;
    explicit Items(size_t length) : values(length) {
        for (size_t at = 0; at < length; at++) {
            values[at] = static_cast<int64_t>(at);
        }
    }
    int64_t at(int64_t index) const {
        if (index < 0) {
            index += static_cast<int64_t>(values.size());
        }
        if (index < 0 || index >= static_cast<int64_t>(values.size())) {
            throw py::index_error("no such item");
        }
        return values[static_cast<size_t>(index)];
    }
};

static int64_t wrapping_add(int64_t a, int64_t b) {
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

// A method whose object is locked. pybind11 has no annotation for it, so the method is given the object and locks it.
template <typename T, typename... Arguments, typename Body>
auto locked(Body body) {
    return [body](py::object self, Arguments... arguments) {
        T &payload = self.cast<T &>();
        py::scoped_critical_section lock(self);
        return body(payload, arguments...);
    };
}

static void absorb(py::object self, py::object other) {
    if (!py::isinstance<Counter>(other)) {
        throw py::type_error("absorb() takes a Counter");
    }
    Counter &to = self.cast<Counter &>(), &from = other.cast<Counter &>();
    if (&to == &from) {
        throw py::value_error("absorb() takes another Counter");
    }
    py::scoped_critical_section lock(self, other);
    to.value += from.value;
    from.value = 0;
}

static void add_functions(py::module_ &m) {
    m.def("noargs", [] {});
    m.def("inc", [](int64_t x) { return wrapping_add(x, 1); });
    m.def("add", &wrapping_add);
    m.def(
        "subtract",
        [](int64_t a, int64_t b) {
            return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
        },
        "a"_a, "b"_a);
    m.def("half", [](double x) { return x / 2.0; });
    m.def("echo_text", [](std::string_view text) { return text; });
    m.def("echo_bytes", [](const py::bytes &data) {
        std::string_view view = data;
        return py::bytes(view.data(), view.size());
    });
    m.def("next_ints", [](std::vector<int64_t> values) {
        for (int64_t &value : values) {
            value = wrapping_add(value, 1);
        }
        return values;
    });
    m.def("detach", [] {}, py::call_guard<py::gil_scoped_release>());
    m.def("fail", [] { throw py::value_error("no"); });
}

static void add_counters(py::module_ &m) {
    py::class_<Frozen>(m, "Frozen")
        .def(py::init([](uint64_t value) { return Frozen{value}; }), "value"_a = 0)
        .def("peek", &Frozen::peek);
    py::class_<Counter>(m, "Counter")
        .def(py::init<>())
        .def("peek", locked<Counter>([](Counter &self) { return self.value & SMALL; }))
        .def("hit", locked<Counter>([](Counter &self) { return ++self.value & SMALL; }))
        .def("absorb", &absorb)
        .def_property("value", locked<Counter>([](Counter &self) { return self.value; }),
                      locked<Counter, uint64_t>([](Counter &self, uint64_t value) { self.value = value; }));
    py::class_<Board>(m, "Board")
        .def(py::init<>())
        .def("read", locked<Board>([](Board &self) { return self.value & SMALL; }))
        .def("write", locked<Board, uint64_t>([](Board &self, uint64_t value) { self.value = value; }));
}

static void add_sequences(py::module_ &m) {
    py::class_<Numbers>(m, "Numbers")
        .def(py::init<uint64_t>())
        .def("__iter__", [](py::object self) { return self; })
        .def("__next__", locked<Numbers>([](Numbers &self) {
                 if (self.next >= self.end) {
                     throw py::stop_iteration();
                 }
                 return self.next++;
             }));
    py::class_<Items>(m, "Items")
        .def(py::init<size_t>())
        .def("append", locked<Items, int64_t>([](Items &self, int64_t value) { self.values.push_back(value); }))
        .def("__len__", locked<Items>([](Items &self) { return self.values.size(); }))
        .def("__getitem__", locked<Items, int64_t>([](Items &self, int64_t index) { return self.at(index); }));
}

PYBIND11_MODULE(pybind11_peer, m, py::mod_gil_not_used()) {
    add_functions(m);
    add_counters(m);
    add_sequences(m);
}
