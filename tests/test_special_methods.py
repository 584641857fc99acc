"""Special methods: what Python's operators and built-in functions get."""

import collections.abc
import operator

import basics
import pytest


def test_a_sequence():
    items = basics.Sequence([1, 2, 3])
    assert len(items) == 3 and items[0] == 1 and items[-1] == 3
    items[1] = 20
    del items[0]
    assert list(items) == [20, 3] and 20 in items and 1 not in items
    assert repr(items) == "Sequence([20, 3])"


def test_index_errors():
    items = basics.Sequence([1])
    for call in (lambda: items[1], lambda: operator.setitem(items, -2, 0), lambda: operator.delitem(items, 5)):
        with pytest.raises(IndexError, match="^index out of range$"):
            call()
    assert list(items) == [1]


def test_keys_of_another_type():
    items = basics.Sequence([1])
    for call in (
        lambda: items["a"],
        lambda: items[1.0],
        lambda: items[0:1],
        lambda: operator.setitem(items, "a", 0),
        lambda: operator.setitem(items, 0, "a"),
        lambda: operator.delitem(items, None),
        lambda: "a" in items,
    ):
        with pytest.raises(TypeError):
            call()
    with pytest.raises(OverflowError):
        items[0] = 1 << 64
    assert list(items) == [1]


def test_truth_is_the_length():
    assert basics.Sequence([0]) and not basics.Sequence()


def test_iterators():
    items = basics.Sequence([1, 2])
    iterator = iter(items)
    assert iter(iterator) is iterator and isinstance(iterator, collections.abc.Iterator)
    items.push(3)
    assert (next(iterator), next(iterator), next(iterator, None), next(iterator, None)) == (1, 2, None, None)
    with pytest.raises(StopIteration) as stop:
        next(iterator)
    assert stop.value.value is None
    first, *rest = items
    assert (first, rest) == (1, [2, 3]) and sum(items) == 6 and max(items) == 3 and tuple(items) == (1, 2, 3)


def test_an_iterator_that_yields_none():
    assert list(basics.Gaps(5)) == [None, 4, None, 2]
    gaps = basics.Gaps(1)
    assert next(gaps, "end") == "end"
    with pytest.raises(ValueError, match="asked once too often"):
        next(gaps)


def test_equality():
    assert basics.Sequence([1]) == basics.Sequence([1]) and basics.Sequence([1]) != basics.Sequence([2])
    items = basics.Sequence([1])
    assert items == items and not items != items
    assert items in [basics.Sequence([1])] and [items].index(basics.Sequence([1])) == 0


def test_equality_with_another_type_is_left_to_the_other():
    items = basics.Sequence([1])
    for other in ([1], None, 1, basics.Adder(1)):
        assert (items == other) is False and (items != other) is True
        assert items.__eq__(other) is NotImplemented

    class Equal:
        def __eq__(self, other):
            return "asked"

    assert (items == Equal()) == (basics.Adder(1) == Equal()) == "asked"


def test_other_comparisons_are_not_defined():
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError):
            compare(basics.Sequence(), basics.Sequence())


def test_equality_without_a_hash_makes_a_class_unhashable():
    assert basics.EqualOnly(1) == basics.EqualOnly(1) != basics.EqualOnly(2)
    for unhashable in (basics.EqualOnly(1), basics.Sequence()):
        with pytest.raises(TypeError, match="unhashable type"):
            hash(unhashable)
        assert type(unhashable).__hash__ is None


def test_hashes():
    assert hash(basics.Adder(5)) == 5 and hash(basics.Adder(-5)) == -5
    assert len({basics.Adder(1), basics.Adder(1), basics.Adder(2)}) == 2
    assert {basics.Point(1, 2): "a"}[basics.Point(1, 2)] == "a"


def test_a_hash_is_never_the_mark_of_an_error():
    assert hash(basics.Adder(-1)) == -2
    assert hash(basics.HashOf(2**64 - 1)) == -2
    for bits in (0, 1, 2**63 - 1, 2**63, 2**64 - 2):
        assert isinstance(hash(basics.HashOf(bits)), int)
        assert hash(basics.HashOf(bits)) == hash(basics.HashOf(bits))
    # `==`, not `is`: this is what `__eq__` is asked.
    assert (basics.HashOf(1) == None) is True  # noqa: E711
    assert (basics.HashOf(1) == 1) is False


def test_a_class_without_either_has_those_of_object():
    first, second = basics.Counter(), basics.Counter()
    assert first == first != second and len({first, second, first}) == 2


def test_calling():
    adder = basics.Adder(10)
    assert adder(1) == 11 and adder(1, 2) == adder(1, times=2) == 21 and adder(1, negate=True) == -11
    assert callable(adder) and not callable(basics.Point(1, 2))
    assert list(map(adder, [1, 2])) == [11, 12]


def test_calling_with_the_wrong_arguments():
    adder = basics.Adder(1)
    for arguments, keywords in (
        ((), {}),
        ((1, 2, 3), {}),
        ((), {"value": 1}),
        ((1,), {"other": 1}),
        ((1, 2), {"times": 3}),
        (("a",), {}),
    ):
        with pytest.raises(TypeError):
            adder(*arguments, **keywords)


def test_a_mapping():
    words = basics.Words(["one", "three"])
    assert len(words) == 2 and words["three"] == 5 and "one" in words and "two" not in words
    with pytest.raises(KeyError) as error:
        words["two"]
    assert error.value.args == ("two",)
    with pytest.raises(TypeError):
        1 in words


def test_only_setting_or_only_deleting():
    setter, deleter = basics.SetOnly(), basics.DeleteOnly()
    setter[1] = 2
    del deleter[3]
    assert (setter.last, deleter.last) == ((1, 2), 3)
    with pytest.raises((TypeError, NotImplementedError)):
        del setter[1]
    with pytest.raises((TypeError, NotImplementedError)):
        deleter[1] = 2
    assert (setter.last, deleter.last) == ((1, 2), 3)


def test_a_length_that_is_too_large():
    for call in (lambda: len(basics.Huge()), lambda: bool(basics.Huge()), lambda: basics.Huge().__len__()):
        with pytest.raises(OverflowError):
            call()


SPECIAL = {
    "repr": repr,
    "len": len,
    "getitem": lambda it: it[1],
    "setitem": lambda it: operator.setitem(it, 1, 2),
    "delitem": lambda it: operator.delitem(it, 1),
    "contains": lambda it: 1 in it,
    "iter": iter,
    "next": next,
    "eq": lambda it: it == type(it)(),
    "hash": hash,
    "call": lambda it: it(),
    "get": lambda it: it.attribute,
    "set": lambda it: setattr(it, "attribute", 1),
    "method": lambda it: it.method(),
}


@pytest.mark.parametrize("name", SPECIAL)
def test_an_error_is_raised_by_every_special_method(name):
    failing = basics.Failing()
    for _ in range(3):
        with pytest.raises(ValueError) as error:
            SPECIAL[name](failing)
        assert error.value.args == (name,)


@pytest.mark.parametrize("name", SPECIAL)
def test_a_panic_is_raised_by_every_special_method(name):
    panicking = basics.Panicking()
    for _ in range(3):
        with pytest.raises(BaseException) as error:
            SPECIAL[name](panicking)
        assert (type(error.value).__name__, str(error.value)) == ("PanicException", name)
    assert panicking.calls() in (0, 3)


def test_an_error_replaces_truth_and_inequality_too():
    for call in (bool, lambda it: it != type(it)(), lambda it: list(it), lambda it: {it: 1}, lambda it: f"{it!r}"):
        with pytest.raises(ValueError):
            call(basics.Failing())


def test_special_methods_by_name():
    items = basics.Sequence([1, 2])
    assert items.__len__() == 2 and items.__getitem__(1) == 2 and items.__contains__(2) is True
    items.__setitem__(0, 5)
    items.__delitem__(1)
    assert items.__repr__() == "Sequence([5])" and items.__eq__(items) is True and items.__ne__(items) is False
    assert next(items.__iter__().__iter__()) == 5
    assert basics.Adder(2).__call__(1) == 3 and basics.Adder(2).__hash__() == 2
