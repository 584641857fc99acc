"""Functions: calling conventions, defaults, results."""

import itertools
import sys

import basics
import pytest
from support import message


def test_no_arguments():
    assert basics.nothing() is None
    assert basics.answer() == 42


def test_one_positional_argument():
    value = object()
    assert basics.one(value) is value


def test_one_argument_by_name():
    assert basics.cheapest(7) == basics.cheapest(value=7) == 7


def test_positional_and_keyword_arguments():
    assert basics.add(1, 2) == basics.add(1, b=2) == basics.add(a=1, b=2) == basics.add(b=2, a=1) == 3


def test_positional_only():
    assert basics.pair("a", "b") == ("a", "b")


def test_defaults():
    assert basics.scaled(3) == 6
    assert basics.scaled(3, 5) == basics.scaled(3, factor=5) == basics.scaled(factor=5, value=3) == 15


def test_every_kind_of_parameter():
    assert basics.every_kind(1, d=4) == [1, 2, 3, 4, 5]
    assert basics.every_kind(1, 20, d=4) == [1, 20, 3, 4, 5]
    assert basics.every_kind(1, 20, 30, d=4, e=50) == [1, 20, 30, 4, 50]
    assert basics.every_kind(1, e=50, d=4, c=30) == [1, 2, 30, 4, 50]


def test_keyword_only():
    assert basics.keyword_only(a=5) == (5, 1)
    assert basics.keyword_only(b=2, a=5) == (5, 2)


def test_defaults_of_every_kind():
    assert basics.defaults() == 'true "x\\n" 0.5 None [97, 98] -1 7'
    given = basics.defaults(False, "ü", 1.5, 3, b"\x00", -9, 12)
    assert given == 'false "ü" 1.5 Some(3) [0] -9 12'
    assert basics.defaults(nothing=None, constant=1) == 'true "x\\n" 0.5 None [97, 98] -1 1'


def test_the_token_is_no_argument():
    assert basics.with_token(1, 2) == (3, True)
    assert basics.with_token(b=1, a=2) == (3, True)
    with pytest.raises(TypeError, match="py"):
        basics.with_token(1, 2, py=None)


def test_calls_that_python_makes_in_other_ways():
    """Through `*`, `**`, `map`, `partial` and with a long tuple."""
    import functools

    assert basics.add(*[1, 2]) == basics.add(**{"a": 1, "b": 2}) == basics.add(*[1], **{"b": 2}) == 3
    assert list(map(basics.add, [1, 2], [3, 4])) == [4, 6]
    assert functools.partial(basics.add, b=5)(1) == 6
    assert basics.add.__call__(1, 2) == 3


def test_keyword_names_that_are_no_interned_strings():
    name = "".join(["fac", "tor"])
    assert basics.scaled(2, **{name: 10}) == 20

    class Name(str):
        pass

    assert basics.scaled(2, **{Name("factor"): 10}) == 20


def test_keywords_in_every_way():
    """Guarantee: what a call by keyword means does not depend on which objects the names are, nor on whether the
    function has been called by keyword before. (The first such call makes the names; then those of parameters in their
    order are found at once, and others one by one.)"""

    class Name(str):
        pass

    orders = list(itertools.permutations([("c", 30), ("d", 40), ("e", 50)]))
    wrong = [
        (basics.every_kind, (), {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}, "positional-only"),
        (basics.every_kind, (1,), {"b": 1, "d": 4}, "positional-only"),
        (basics.every_kind, (1,), {"b": 2, "c": 3, "d": 4, "e": 5}, "positional-only"),
        (basics.every_kind, (1, 2, 3, 4), {"e": 5}, "from 1 to 3 positional arguments but 4 were given"),
        (basics.every_kind, (1, 2, 3), {"c": 4, "d": 5}, "multiple values for argument 'c'"),
        (basics.every_kind, (1, 2, 3), {"d": 4, "f": 5}, "unexpected keyword argument 'f'"),
        (basics.every_kind, (1, 2, 3), {"e": 4}, "missing 1 required keyword-only argument: 'd'"),
        (basics.add, (1,), {"a": 2}, "multiple values for argument 'a'"),
        (basics.add, (), {"a": 2}, "missing 1 required positional argument: 'b'"),
        (basics.add, (), {"a": 1, "b": 2, "c": 3}, "unexpected keyword argument 'c'"),
        (basics.add, (1, 2), {"\ud800": 3}, "unexpected keyword argument"),
        (basics.add, (1, 2), {"ä": 3}, "unexpected keyword argument 'ä'"),
        (basics.keyword_only, (5,), {"b": 1}, "takes 0 positional arguments but 1 was given"),
    ]
    for _ in range(2):
        for order, kinds in itertools.product(orders, itertools.product([sys.intern, Name], repeat=3)):
            keywords = {kind(name): value for kind, (name, value) in zip(kinds, order)}
            assert basics.every_kind(1, 20, **keywords) == [1, 20, 30, 40, 50]
            some = dict(list(keywords.items())[:2])
            if "d" in some:
                assert basics.every_kind(1, **some) == [1, 2, some.get("c", 3), 40, some.get("e", 5)]
            else:
                assert "missing 1 required keyword-only argument: 'd'" in message(basics.every_kind, 1, **some)
        assert basics.every_kind(1, 2, 3, d=4, e=5) == [1, 2, 3, 4, 5]
        for kind, (function, arguments, keywords, expected) in itertools.product([sys.intern, Name], wrong):
            keywords = {kind(name): value for name, value in keywords.items()}
            assert expected in message(function, *arguments, **keywords)


def test_a_keyword_that_is_there_twice():
    """Two names of the same text, that say that they differ."""

    class Name(str):
        def __eq__(self, other):
            return self is other

        __hash__ = str.__hash__

    for _ in range(2):
        expected = "multiple values for argument 'a'"
        assert expected in message(basics.add, **{"a": 1, Name("a"): 2})
        assert expected in message(basics.add, **{Name("a"): 1, "a": 2})


def test_names_that_are_keywords_of_rust():
    assert basics.raw(5, 3) == basics.raw(type=5, fn=3) == 2


def test_names_given_by_attributes_and_by_the_module():
    assert basics.match() == "match"
    assert basics.renamed() == "renamed"
    assert not hasattr(basics, "soft_keyword") and not hasattr(basics, "its_name_in_rust")
    assert basics.described() is None and not hasattr(basics, "documented")
    assert basics.match.__name__ == "match" and basics.renamed.__name__ == "renamed"
    assert basics.described.__name__ == "described"


def test_names_that_generated_code_could_use_itself():
    assert basics.shadowed(0) == [0, 1, 2, 3, 4]
    assert basics.shadowed(args=9, nargs=8) == [9, 1, 2, 8, 4]


def test_the_order_of_attributes_does_not_matter():
    outer = basics.Renamed()
    assert basics.first_attribute_last(outer, 3) == 3
    assert basics.first_attribute_last(by=4, outer=outer) == 7


def test_functions_are_builtins_of_their_module():
    assert type(basics.add) is type(len)
    assert basics.add.__module__ == "basics"
    assert basics.add.__self__ is basics
    assert basics.add.__qualname__ == "add"


def test_arguments_are_released():
    value = object()
    before = sys.getrefcount(value)
    for _ in range(100):
        basics.one(value)
        with pytest.raises(TypeError):
            basics.add(value)
        with pytest.raises(TypeError):
            basics.add(value, value)
        with pytest.raises(TypeError):
            basics.add(a=value, b=value)
        with pytest.raises(TypeError):
            basics.Counter(value, label=value)
        with pytest.raises(TypeError):
            basics.Adder(1)(1, times=value)
    assert sys.getrefcount(value) == before
