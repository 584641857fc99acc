"""Functions: calling conventions, defaults, results."""

import sys

import basics
import pytest


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
