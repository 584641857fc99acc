// The module of the benchmarks (benches/README.md), written with nanobind.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace nb = nanobind;
using namespace nb::literals;

// What is returned is an integer that Python need not allocate.
constexpr uint64_t SMALL = 127;

struct Frozen {
    uint64_t value;
    uint64_t peek() const { return value & SMALL; }
};

struct Counter {
    uint64_t value = 0;
    uint64_t peek() const { return value & SMALL; }
    uint64_t hit() { return ++value & SMALL; }
    void absorb(Counter &other) {
        if (this == &other) {
            throw nb::value_error("absorb() takes another Counter");
        }
        value += other.value;
        other.value = 0;
    }
};

// The same with a mutex of its own, for methods without lock_self().
struct MutexCounter {
    mutable nb::ft_mutex lock;
    uint64_t value = 0;

    uint64_t get() const {
        nb::ft_lock_guard guard(lock);
        return value;
    }
    void set(uint64_t to) {
        nb::ft_lock_guard guard(lock);
        value = to;
    }
    uint64_t peek() const { return get() & SMALL; }
    uint64_t hit() {
        nb::ft_lock_guard guard(lock);
        return ++value & SMALL;
    }
    void absorb(MutexCounter &other) {
        if (this == &other) {
            throw nb::value_error("absorb() takes another MutexCounter");
        }
        // In one order for everybody.
        bool ascending = this < &other;
        nb::ft_lock_guard first(ascending ? lock : other.lock);
        nb::ft_lock_guard second(ascending ? other.lock : lock);
        value += other.value;
        other.value = 0;
    }
};

// Mostly read.
struct Board {
    uint64_t value = 0;
};

struct Numbers {
    uint64_t next = 0, end;
    explicit Numbers(uint64_t end) : end(end) {}
    uint64_t step() {
        if (next >= end) {
            throw nb::stop_iteration();
        }
        return next++;
    }
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
            throw nb::index_error("no such item");
        }
        return values[static_cast<size_t>(index)];
    }
};

static int64_t wrapping_add(int64_t a, int64_t b) {
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

static void add_functions(nb::module_ &m) {
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
    m.def("echo_bytes", [](nb::bytes data) { return nb::bytes(data.data(), data.size()); });
    m.def("next_ints", [](std::vector<int64_t> values) {
        for (int64_t &value : values) {
            value = wrapping_add(value, 1);
        }
        return values;
    });
    m.def("detach", [] {}, nb::call_guard<nb::gil_scoped_release>());
    m.def("fail", [] { throw nb::value_error("no"); });
}

static void add_counters(nb::module_ &m) {
    nb::class_<Frozen>(m, "Frozen")
        .def("__init__", [](Frozen *self, uint64_t value) { new (self) Frozen{value}; }, "value"_a = 0)
        .def("peek", &Frozen::peek);
    nb::class_<Counter>(m, "Counter")
        .def(nb::init<>())
        .def("peek", &Counter::peek, nb::lock_self())
        .def("hit", &Counter::hit, nb::lock_self())
        .def("absorb", &Counter::absorb, nb::lock_self(), nb::arg().lock())
        .def_rw("value", &Counter::value, nb::lock_self());
    nb::class_<MutexCounter>(m, "MutexCounter")
        .def(nb::init<>())
        .def("peek", &MutexCounter::peek)
        .def("hit", &MutexCounter::hit)
        .def("absorb", &MutexCounter::absorb)
        .def_prop_rw("value", &MutexCounter::get, &MutexCounter::set);
    nb::class_<Board>(m, "Board")
        .def(nb::init<>())
        .def("read", [](const Board &self) { return self.value & SMALL; }, nb::lock_self())
        .def("write", [](Board &self, uint64_t value) { self.value = value; }, nb::lock_self());
}

static void add_sequences(nb::module_ &m) {
    nb::class_<Numbers>(m, "Numbers")
        .def(nb::init<uint64_t>())
        .def("__iter__", [](nb::handle self) { return self; })
        .def("__next__", &Numbers::step, nb::lock_self());
    nb::class_<Items>(m, "Items")
        .def(nb::init<size_t>())
        .def("append", [](Items &self, int64_t value) { self.values.push_back(value); }, nb::lock_self())
        .def("__len__", [](const Items &self) { return self.values.size(); }, nb::lock_self())
        .def("__getitem__", &Items::at, nb::lock_self());
}

NB_MODULE(nanobind_peer, m) {
    add_functions(m);
    add_counters(m);
    add_sequences(m);
}
