"""Every conversion, both ways, and what is said when one does not fit, word for word."""

import array
import collections
import enum
import gc
import math
import operator
import sys
import types
import weakref

import conversions as c
import pytest
from support import FREE_THREADED, collect, in_threads, load, meanwhile, message, raised

INTEGERS = {
    "i8": (-(2**7), 2**7 - 1),
    "i16": (-(2**15), 2**15 - 1),
    "i32": (-(2**31), 2**31 - 1),
    "i64": (-(2**63), 2**63 - 1),
    "i128": (-(2**127), 2**127 - 1),
    "isize": (-sys.maxsize - 1, sys.maxsize),
    "u8": (0, 2**8 - 1),
    "u16": (0, 2**16 - 1),
    "u32": (0, 2**32 - 1),
    "u64": (0, 2**64 - 1),
    "u128": (0, 2**128 - 1),
    "usize": (0, 2 * sys.maxsize + 1),
}


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Raises:
    """Raises wherever a conversion may ask."""

    def __index__(self):
        raise LookupError("from __index__")

    def __float__(self):
        raise LookupError("from __float__")

    def __len__(self):
        raise LookupError("from __len__")

    def __getitem__(self, index):
        raise LookupError("from __getitem__")


class Text(str):
    pass


class List(list):
    def __iter__(self):
        return iter([7, 8])


def refusal(function, value):
    """The error about the argument, without the names of the function and the argument, which are right."""
    kind, text = message(function, value).split(": ", 1)
    names = f"{function.__name__}() argument 'value'"
    assert text.startswith(names)
    return kind + text.removeprefix(names)


# Integers


@pytest.mark.parametrize("kind", INTEGERS)
def test_integers_over_their_whole_range(kind):
    echo = getattr(c, f"echo_{kind}")
    low, high = INTEGERS[kind]
    interesting = {0, 1, -1, 5, 127, 128, 255, 256, low, low + 1, high, high - 1, low // 2, high // 2}
    interesting |= {sign * (2**bits + more) for bits in range(0, 130) for more in (-1, 0, 1) for sign in (-1, 1)}
    expected = f"OverflowError must be in the range {low} to {high}"
    for value in interesting:
        if low <= value <= high:
            result = echo(value)
            assert result == value and type(result) is int
        else:
            assert refusal(echo, value) == expected
    assert refusal(echo, 10**100) == expected
    assert refusal(echo, -(10**100)) == expected


@pytest.mark.parametrize("kind", INTEGERS)
def test_what_counts_as_an_integer(kind):
    echo = getattr(c, f"echo_{kind}")
    assert echo(True) == 1 and type(echo(True)) is int
    assert echo(Index(100)) == 100
    assert echo(enum.IntEnum("E", {"A": 3}).A) == 3
    for wrong, name in ((1.0, "float"), ("1", "str"), (None, "None"), (b"1", "bytes"), ([], "list"), (1j, "complex")):
        assert refusal(echo, wrong) == f"TypeError must be int, not {name}"
    assert message(echo, Index(10**50)).startswith("OverflowError: ")
    assert message(echo, Raises()) == "LookupError: from __index__"
    assert str(raised(echo, Index("no"))) == str(raised(operator.index, Index("no")))


# Floating-point numbers


def test_floats():
    for value in (0.0, -0.0, 1.5, -1e300, 5e-324, math.inf, -math.inf):
        assert math.copysign(1, c.echo_f64(value)) == math.copysign(1, value) and c.echo_f64(value) == value
    assert math.isnan(c.echo_f64(math.nan))
    assert c.echo_f64(-1.0) == -1.0 and c.echo_f64(-1) == -1.0
    assert type(c.echo_f64(3)) is float and c.echo_f64(True) == 1.0
    assert c.echo_f64(Index(4)) == 4.0

    class Float(float):
        pass

    class HasFloat:
        def __float__(self):
            return 2.5

    assert c.echo_f64(Float(1.25)) == 1.25
    assert c.echo_f64(HasFloat()) == 2.5
    assert c.echo_f32(0.1) == 0.10000000149011612
    assert c.echo_f32(1e300) == math.inf
    for wrong, name in (("1", "str"), (None, "None"), (1j, "complex"), ([], "list")):
        assert refusal(c.echo_f64, wrong) == f"TypeError must be real number, not {name}"
    assert refusal(c.echo_f64, 10**400) == "OverflowError must be in the range of float"
    assert message(c.echo_f64, Raises()) == "LookupError: from __float__"


def test_bool_is_strict():
    assert c.echo_bool(True) is True and c.echo_bool(False) is False
    for wrong, name in ((1, "int"), (0, "int"), ("", "str"), (None, "None"), ([], "list")):
        assert refusal(c.echo_bool, wrong) == f"TypeError must be bool, not {name}"


# Text


TEXTS = ["", "a", "abc", "é", "ß" * 1000, "日本語", "\U0001f40d", "a\0b", "mixed é 日 \U0001f40d", "x" * 100_000]


@pytest.mark.parametrize("kind", ["str", "string", "cow_str", "boxed_str"])
def test_text(kind):
    echo = getattr(c, f"echo_{kind}")
    for text in TEXTS:
        assert echo(text) == text and type(echo(text)) is str
    assert echo(Text("abc")) == "abc" and type(echo(Text("abc"))) is str
    for wrong, name in ((1, "int"), (b"a", "bytes"), (None, "None"), (["a"], "list")):
        assert refusal(echo, wrong) == f"TypeError must be str, not {name}"
    error = raised(echo, "a\udc80b")
    assert type(error) is UnicodeEncodeError and (error.encoding, error.start, error.end) == ("utf-8", 1, 2)


def test_str_is_utf8():
    assert c.len_of_str("é日") == 5


def test_char():
    for text in ("a", "é", "日", "\U0001f40d", "\0"):
        assert c.echo_char(text) == text
    assert refusal(c.echo_char, "") == "ValueError must be str of length 1, not 0"
    assert refusal(c.echo_char, "ab") == "ValueError must be str of length 1, not 2"
    assert refusal(c.echo_char, 97) == "TypeError must be str, not int"
    assert type(raised(c.echo_char, "\ud800")) is UnicodeEncodeError


# Bytes


BYTES = [b"", b"a", bytes(range(256)), b"\0" * 70_000]


def test_borrowed_bytes_come_from_bytes_only():
    class Bytes(bytes):
        pass

    for data in BYTES:
        assert c.echo_bytes(data) == data and type(c.echo_bytes(data)) is bytes
    assert c.echo_bytes(Bytes(b"ab")) == b"ab"
    for value, name in ((bytearray(b"a"), "bytearray"), ("a", "str"), ([1], "list"), (memoryview(b"a"), "memoryview")):
        assert refusal(c.echo_bytes, value) == f"TypeError must be bytes, not {name}"


def test_owned_bytes():
    for data in BYTES:
        for form in (data, bytearray(data), list(data), tuple(data), memoryview(data), array.array("B", data)):
            assert c.echo_vec_u8(form) == data and type(c.echo_vec_u8(form)) is bytes
    assert c.echo_vec_u8(range(5)) == b"\0\1\2\3\4"
    for value, name in (("abc", "str"), ({1}, "set"), (None, "None"), (5, "int")):
        assert refusal(c.echo_vec_u8, value) == f"TypeError must be bytes, bytearray or a sequence of int, not {name}"
    assert refusal(c.echo_vec_u8, [1, 256]) == "OverflowError: item 1 must be in the range 0 to 255"
    assert refusal(c.echo_vec_u8, [1, "2"]) == "TypeError: item 1 must be int, not str"


def test_bytes_that_are_borrowed_if_possible():
    for data in BYTES:
        assert c.echo_cow_bytes(data) == data and c.echo_cow_bytes(bytearray(data)) == data
    assert refusal(c.echo_cow_bytes, [1]) == "TypeError must be bytes or bytearray, not list"


def test_arrays_of_bytes_are_bytes():
    assert c.echo_array_u8(b"abcd") == b"abcd" and c.echo_array_u8([1, 2, 3, 4]) == b"\1\2\3\4"
    assert (
        refusal(c.echo_array_u8, b"abc") == "ValueError must be sequence of length 4, not 3"
    )


def test_a_bytearray_is_copied_while_others_resize_it():
    data = bytearray(b"x" * 100)

    def resize():
        for turn in range(load(3000)):
            try:
                if turn % 2:
                    del data[50:]
                else:
                    data.extend(b"x" * 5000)
            except BufferError:
                pass

    def copy():
        assert set(c.echo_vec_u8(data)) <= {ord("x"), 0}

    # Before 3.14, `bytearray` itself is not safe without the GIL.
    if FREE_THREADED and sys.version_info < (3, 14):
        pytest.skip("bytearray has no lock yet")
    meanwhile([resize], copy, copy)


# None


def test_none():
    assert c.echo_unit() is None
    assert c.echo_option(None) is None and c.echo_option(3) == 3
    assert refusal(c.echo_option, "3") == "TypeError must be int or None, not str"
    assert refusal(c.echo_option, 2**31) == "OverflowError must be in the range -2147483648 to 2147483647"
    assert c.echo_option_vec(None) is None and c.echo_option_vec([1]) == [1]
    assert (
        refusal(c.echo_option_vec, 1)
        == "TypeError must be list or another sequence or None, not int"
    )
    assert refusal(c.echo_option_vec, [None]) == "TypeError: item 0 must be int, not None"
    assert c.echo_options(["a", None]) == ["a", None]
    assert (
        refusal(c.echo_options, ["a", 1]) == "TypeError: item 1 must be str or None, not int"
    )
    assert c.echo_option_pair((None, "b")) == (None, "b") and c.echo_option_pair((1, None)) == (1, None)


# Sequences


def test_sequences():
    numbers = [1, 2, 3]
    for form in (numbers, (1, 2, 3), range(1, 4), collections.deque(numbers), array.array("q", numbers), b"\1\2\3"):
        assert c.echo_vec(form) == [1, 2, 3] and type(c.echo_vec(form)) is list
    assert c.echo_vec([]) == [] and c.echo_vec(()) == []
    assert c.echo_vec(List([1])) == [7, 8]
    assert c.echo_vec(collections.namedtuple("N", "a b")(1, 2)) == [1, 2]
    assert c.echo_vec(list(range(100_000))) == list(range(100_000))
    assert c.echo_vec_f64([1, 2.5, True]) == [1.0, 2.5, 1.0]
    assert c.echo_strings(["a", "é"]) == ["a", "é"]
    assert c.echo_matrix([[1, 2], [], (3,)]) == [[1, 2], [], [3]]
    for wrong, name in (("123", "str"), ({1}, "set"), ({1: 2}, "dict"), (None, "None"), (iter([]), "list_iterator")):
        assert refusal(c.echo_vec, wrong) == f"TypeError must be list or another sequence, not {name}"


def test_a_wrong_item_is_named():
    assert refusal(c.echo_vec, [1, 2, 3, "x"]) == "TypeError: item 3 must be int, not str"
    assert refusal(c.echo_vec, (None,)) == "TypeError: item 0 must be int, not None"
    assert refusal(c.echo_vec, collections.deque([1, []])) == "TypeError: item 1 must be int, not list"
    assert refusal(c.echo_matrix, [[1], [2, "x"]]) == "TypeError: item 1 of item 1 must be int, not str"
    assert (
        refusal(c.echo_matrix, [[], [], [128]])
        == "OverflowError: item 0 of item 2 must be in the range -128 to 127"
    )
    assert (
        refusal(c.echo_matrix, [[], 5])
        == "TypeError: item 1 must be list or another sequence, not int"
    )


def test_errors_of_the_items_pass():
    assert message(c.echo_vec, [1, Raises()]) == "LookupError: from __index__"
    assert message(c.echo_vec, Raises()) == "LookupError: from __getitem__"


def test_a_length_that_lies_does_no_harm():
    class Boasts(collections.UserList):
        def __len__(self):
            return sys.maxsize

    assert c.echo_vec(Boasts([1, 2])) == [1, 2]


def test_a_list_that_changes_while_it_is_converted():
    changing = []

    class Clears:
        def __index__(self):
            changing.clear()
            return 1

    changing += [Clears(), 2, 3]
    assert c.echo_vec(changing) == [1, 2, 3] and changing == []


def test_arrays():
    assert c.echo_array([1, 2, 3]) == [1, 2, 3] and c.echo_array((1, 2, 3)) == [1, 2, 3]
    assert refusal(c.echo_array, [1]) == "ValueError must be sequence of length 3, not 1"
    assert refusal(c.echo_array, [1] * 4) == "ValueError must be sequence of length 3, not 4"
    assert refusal(c.echo_array, 1) == "TypeError must be list or another sequence, not int"


def test_boxed_slices():
    assert c.boxed_slice() == ([1, 2, 3], b"\4\5")


def test_references_convert_as_what_they_refer_to():
    result = c.borrowed_results()
    expected = [1, 2, 1 << 100, 0.5, 0.25, True, "x", "text", "static", 3, None, [1, 2], b"\1\2", b"\3\4"]
    expected += [["a", "b"], ["c"], b"\5", 1, 2, None]
    assert result == expected and [type(r) for r in result] == [type(e) for e in expected]


def test_a_large_list():
    size = 2**20 + 1
    assert c.echo_vec(range(size)) == list(range(size))


def test_new_containers_are_tracked():
    assert gc.is_tracked(c.echo_vec([1, 2])) and gc.is_tracked(c.echo_strings(["a"]))
    mine = c.echo_options(["a"])
    assert any(found is mine for found in gc.get_objects())


@pytest.mark.thread_unsafe(reason="it would see the containers of the same test in another thread")
def test_containers_are_not_seen_before_they_are_whole():
    count = 77

    def seen():
        return {id(found) for found in gc.get_objects() if type(found) in (list, tuple) and len(found) == count}

    def element():
        new.append(len(seen() - before))
        return "element"

    collect()
    before, new = seen(), collections.deque()
    assert c.made_by_calls(element, count) == (["element"] * count, ("element",) * count)
    # The list is finished when the tuple is begun.
    assert list(new) == [0] * count + [1] * count


def test_an_element_that_fails():
    class Element:
        pass

    made = []

    def element():
        thing = Element()
        made.append(weakref.ref(thing))
        if len(made) in (5, 20):
            raise KeyError(len(made))
        return thing

    assert message(c.made_by_calls, element, 10) == "KeyError: 5"
    assert message(c.made_by_calls, element, 10) == "KeyError: 20"
    collect()
    assert len(made) == 20 and not any(ref() for ref in made)


def test_iterators_that_lie_about_their_length():
    for make in (c.list_of_lies, c.tuple_of_lies):
        assert list(make(3, 3)) == [2, 1, 0] and list(make(0, 0)) == []
        assert message(make, 2, 3) == "PanicException: fewer items than were announced"
        assert message(make, 3, 2) == "PanicException: more items than were announced"
        for impossible in (2**63, 2**60, 2**45):
            assert message(make, 0, impossible) == "MemoryError: "


# Tuples


def test_tuples():
    assert c.echo_single((1,)) == (1,) and c.echo_pair((1, "a")) == (1, "a")
    assert c.echo_pair(collections.namedtuple("N", "a b")(1, "b")) == (1, "b")
    assert c.echo_borrowing_pair(("é", b"b")) == ("é", b"b")
    assert c.echo_pairs([("a", 1), ("b", 2.5)]) == [("a", 1.0), ("b", 2.5)]
    assert c.echo_nested((1, (True, [(2, "x"), (3, "y")]))) == (1, (True, [(2, "x"), (3, "y")]))
    assert c.echo_twelve(tuple(range(12))) == tuple(range(12))


def test_wrong_tuples():
    assert refusal(c.echo_pair, [1, "a"]) == "TypeError must be tuple, not list"
    assert refusal(c.echo_pair, None) == "TypeError must be tuple, not None"
    assert refusal(c.echo_pair, (1,)) == "ValueError must be tuple of length 2, not 1"
    assert refusal(c.echo_pair, (1, "a", 2)) == "ValueError must be tuple of length 2, not 3"
    assert refusal(c.echo_pair, ("1", "a")) == "TypeError: item 0 must be int, not str"
    assert (
        refusal(c.echo_nested, (1, (True, [(2, "x"), (3, "yz")])))
        == "ValueError: item 1 of item 1 of item 1 of item 1 must be str of length 1, not 2"
    )
    assert (
        refusal(c.echo_twelve, (0,) * 13) == "ValueError must be tuple of length 12, not 13"
    )


def test_calls_with_tuples_of_each_length():
    result = c.call_with_each_length(lambda *args: args)
    assert result[:5] == [(), (), (1,), (1, "b"), (1, "b", 3.5)]
    assert result[5:] == [tuple(range(1, n)) for n in range(5, 14)]


# Dictionaries and sets


def test_dicts():
    assert c.echo_dict({}) == {} and c.echo_dict({"a": 1, "b": 2}) == {"a": 1, "b": 2}
    assert c.echo_dict(collections.OrderedDict(a=1)) == {"a": 1}
    assert list(c.echo_btree_map({2: ["b"], 1: []}).items()) == [(1, []), (2, ["b"])]
    assert refusal(c.echo_dict, [("a", 1)]) == "TypeError must be dict, not list"
    assert refusal(c.echo_dict, {1: 1}) == "TypeError: key must be str, not int"
    assert refusal(c.echo_dict, {"a": "b"}) == "TypeError: value must be int, not str"
    assert refusal(c.echo_btree_map, {1: [2]}) == "TypeError: item 0 of value must be str, not int"


def test_sets():
    for form in (set(), {1, 2}, frozenset({3})):
        assert c.echo_set(form) == form and type(c.echo_set(form)) is set
    assert c.echo_btree_set({"b", "a"}) == {"a", "b"}
    assert refusal(c.echo_set, [1]) == "TypeError must be set or frozenset, not list"
    assert refusal(c.echo_set, {"a"}) == "TypeError: element must be int, not str"


# Handles


def test_handles_are_the_object_itself():
    thing = object()
    assert c.echo_py(thing) is thing and c.echo_any(thing) is thing and c.echo_py(None) is None
    cases = [
        ("py_list", [], "list"),
        ("bound_list", [1], "list"),
        ("bound_dict", {}, "dict"),
        ("tuple_handle", (1,), "tuple"),
        ("string_handle", "abc", "str"),
        ("bytes_handle", b"abc", "bytes"),
        ("module", sys, "module"),
        ("type", int, "type"),
        ("iterator", iter([]), "iterator"),
    ]
    for function, value, name in cases:
        echo = getattr(c, f"echo_{function}")
        assert echo(value) is value
        assert refusal(echo, 1) == f"TypeError must be {name}, not int"
    assert c.echo_bound_list(List()) == []
    assert c.borrowed_list([1, 2]) == 2
    assert c.echo_option_list(None) is None and c.echo_option_list([]) == []
    assert refusal(c.echo_option_list, ()) == "TypeError must be list or None, not tuple"


def test_a_type_of_the_same_name_is_told_apart():
    impostor = type("list", (), {"__module__": "elsewhere"})
    assert refusal(c.echo_bound_list, impostor()) == "TypeError must be list, not elsewhere.list"


def test_identity():
    thing = object()
    assert c.is_same(thing, thing) == (True, True) and c.is_same(thing, object()) == (False, False)


def test_references_are_counted():
    thing = object()
    before = sys.getrefcount(thing)
    assert c.many_handles(thing, 1000)
    c.echo_py(thing), c.echo_any(thing), c.iterate([thing]), c.list_items([thing]), c.dict_entries({1: thing})
    message(c.echo_pair, (thing, thing)), message(c.echo_vec, [thing]), message(c.echo_dict, {"a": thing})
    # Tracebacks are cycles.
    collect()
    assert sys.getrefcount(thing) == before


def test_many_threads_count_the_same_references():
    thing = object()
    before = sys.getrefcount(thing)
    in_threads(4, lambda _: [c.many_handles(thing, 100) for _ in range(load(200))])
    assert sys.getrefcount(thing) == before


def test_casts():
    assert c.cast_result([1, 2]) == "list of 2" and c.cast_result(List([1])) == "list of 1"
    assert c.cast_result({1: 2}) == "dict of 1"
    assert c.cast_result(()) == "expected dict, not tuple"
    assert message(c.cast_result, 1) == "TypeError: expected tuple, not int"
    assert c.cast_exactly([1]) == 1
    assert message(c.cast_exactly, List()) == "TypeError: expected list, not List"


def test_texts_of_handles():
    class Bad:
        def __repr__(self):
            raise ValueError

    assert c.show("é") == ("é", "'é'") and c.show([1]) == ("[1]", "[1]")
    assert c.show(Bad()) == ("<unprintable Bad object>", "<unprintable Bad object>")
    assert c.text_of("abc") == (True, True) and c.text_of("\ud800") == (False, False)


# Objects


def test_attributes():
    thing = types.SimpleNamespace()
    assert c.any_attributes(thing, 5) == (5, True, False, None)
    assert message(c.any_attributes, object(), 1).startswith("AttributeError: 'object' object has no attribute")

    class Bad:
        colour = property(lambda self: 1 / 0, lambda self, value: None)

    assert message(c.any_attributes, Bad(), 1) == "ZeroDivisionError: division by zero"


def test_items():
    assert c.any_items({}, "k", 3) == (3, 1, True, False)
    assert message(c.any_items, [], 0, 1) == "IndexError: list assignment index out of range"
    assert message(c.any_items, {}, [], 1).startswith("TypeError: ")


def test_calls():
    class Callee:
        def __call__(self, *args, **kwargs):
            return args, kwargs

        def method(self, *args, **kwargs):
            return "method", args, kwargs

    assert c.any_calls(Callee()) == [
        ((), {}),
        ((1,), {}),
        ((1, 2), {"key": "value"}),
        ((), {"key": "value"}),
        ((3,), {}),
        ("method", (), {}),
        ("method", (1, 2, 3), {}),
        ("method", (1,), {"key": "value"}),
        ("method", (4,), {}),
    ]
    plain, method = ((1, 2), {}), ("method", (1, 2), {})
    assert c.call_with_tuple(Callee(), (1, 2)) == [plain, plain, method, method, plain, plain]
    assert message(c.any_calls, 1) == "TypeError: 'int' object is not callable"


def test_comparisons():
    assert c.any_compare(1, 2) == [False, True, True, True, False, False, True]
    assert c.any_compare(2, 2.0) == [True, False, False, True, False, True, True]
    assert message(c.any_compare, 1, "a") == "TypeError: '<=' not supported between instances of 'int' and 'str'"


def test_questions():
    assert c.any_questions(None, int) == (True, False, False, False, False, False, hash(None), "None", "None")
    assert c.any_questions([0], (list, int)) == (False, False, True, True, True, True, -2, "[0]", "[0]")
    assert c.any_questions(List(), list) == (False, False, False, True, True, False, -2, "[]", "[]")
    assert c.any_questions(len, int)[1]
    assert message(c.any_questions, 1, 1).startswith("TypeError: isinstance() arg 2 must be a type")


def test_iteration():
    assert c.iterate(x * x for x in range(4)) == [0, 1, 4, 9]
    assert message(c.iterate, 1) == "TypeError: 'int' object is not iterable"

    def fails():
        yield 1
        raise KeyError("late")

    assert message(c.iterate, fails()) == "KeyError: 'late'"


def test_lists():
    assert c.list_methods([5]) == ((1, 2, 3), (3, False, True, 0), [2, 1], 3, [1, 2])
    assert c.list_items([1, 2]) == [1, 2]


def test_tuples_as_objects():
    items, facts, error, made, slices = c.tuple_methods((1, 2, 3))
    assert (items, facts, made) == ([1, 2, 3], (3, False, True, 1), ("a", "b"))
    assert error == "IndexError: tuple index out of range"
    assert slices == ((2, 3), [1, 2, 3], ())


def test_dicts_as_objects():
    found, copy, lists, entries, empty = c.dict_methods({0: 0})
    assert found == (2, None, True, False) and copy == {0: 0, "b": 2}
    assert lists == ([0, "b"], [0, 2], [(0, 0), ("b", 2)], 2) and entries == [(0, 0), ("b", 2)] and empty


def test_sets_as_objects():
    assert c.set_methods({1}) == (True, True, False, 1, False)


def test_strings_as_objects():
    assert c.string_forms("aé") == ("aé", "aé", True)
    assert c.string_forms("a\ud800b") == (None, "a\ufffd\ufffd\ufffdb", False)
    text, same = c.intern_twice("a name")
    assert same and text is sys.intern("a name")


def test_modules_and_types():
    assert c.import_attribute("os.path", "join") is __import__("os").path.join
    assert message(c.import_attribute, "no.such", "x") == "ModuleNotFoundError: No module named 'no'"
    assert c.module_facts() == ("made", 42, "SystemError: module filename missing")
    name, qualname, module, is_mapping, is_dict, mro = c.type_facts(collections.OrderedDict, object)
    assert (name, qualname, module, is_mapping, is_dict) == ("OrderedDict", "OrderedDict", "collections", True, True)
    assert mro == collections.OrderedDict.__mro__


# Reading what other threads change


def test_lists_that_others_change():
    items = list(range(50))

    def change():
        for turn in range(load(5000)):
            items.append(turn)
            del items[turn % 40 :]
            items.extend(range(turn % 60))

    def read():
        assert all(type(item) is int for item in c.list_items(items))
        assert all(type(item) is int for item in c.echo_vec(items))
        c.echo_py_list(items)

    meanwhile([change], read, read)


def test_dicts_that_others_change():
    table = {str(n): n for n in range(50)}

    def change():
        for turn in range(load(5000)):
            table[str(turn)] = turn
            table.pop(str(turn - 20), None)
            if turn % 100 == 0:
                table.clear()

    def read():
        assert all(key == str(value) for key, value in c.dict_entries(table))
        assert all(key == str(value) for key, value in c.echo_dict(table).items())

    meanwhile([change], read, read)


def test_sets_that_others_change():
    numbers = set(range(50))

    def change():
        for turn in range(load(5000)):
            numbers.add(turn)
            numbers.discard(turn - 20)

    def read():
        assert all(type(n) is int for n in c.echo_set(numbers))

    meanwhile([change], read, read)


def test_one_str_is_first_read_as_utf8_by_many_threads():
    for turn in range(load(300)):
        text = f"é日{turn}" * 20
        assert in_threads(3, lambda _: c.len_of_str(text)) == [len(text.encode())] * 3
