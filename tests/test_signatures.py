"""Documentation as Python's own tools read it."""

import inspect
import pydoc

import basics
import pytest

FUNCTIONS = {
    "nothing": "()",
    "answer": "()",
    "add": "(a, b)",
    "one": "(value, /)",
    "cheapest": "(value)",
    "pair": "(a, b, /)",
    "scaled": "(value, factor=2)",
    "every_kind": "(a, b=2, /, c=3, *, d, e=5)",
    "keyword_only": "(*, a, b=1)",
    "with_token": "(a, b)",
    "raw": "(type, fn)",
    "match": "()",
    "renamed": "()",
    "described": "()",
    "undocumented": "(a)",
    "first_attribute_last": "(outer, by)",
    "shadowed": "(args, py=1, kwnames=2, nargs=3, slf=4)",
    "same_object": "(first, second=None)",
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(name):
    assert str(inspect.signature(getattr(basics, name))) == FUNCTIONS[name]


def test_defaults_that_are_literals_are_shown():
    parameters = inspect.signature(basics.defaults).parameters
    shown = {name: parameter.default for name, parameter in parameters.items() if name != "constant"}
    assert shown == {
        "flag": True,
        "text": "x\n",
        "ratio": 0.5,
        "nothing": None,
        "data": b"ab",
        "number": -1,
    }


def test_defaults_that_are_not_literals_are_left_open():
    """As in PyO3: Python cannot evaluate them, but it must see that there is a default."""
    assert inspect.signature(basics.defaults).parameters["constant"].default is ...
    assert str(inspect.signature(basics.Sequence)) == "(items=[])"


METHODS = {
    (basics.Counter, "hit"): "(self, /)",
    (basics.Counter, "add"): "(self, amount, /, times=1)",
    (basics.Counter, "larger"): "(a, b)",
    (basics.Counter, "starting_at"): "(hits=7)",
    (basics.Counter, "undocumented"): "(self, /)",
    (basics.Point, "plus"): "(self, /, other)",
    (basics.Point, "origin"): "()",
    (basics.Receivers, "by_class_name"): "(self, /, other)",
    (basics.Sequence, "push"): "(self, /, item)",
    (basics.Renamed, "plus"): "(self, /, by)",
}


@pytest.mark.parametrize("owner, name", METHODS, ids=lambda value: getattr(value, "__name__", value))
def test_methods(owner, name):
    assert str(inspect.signature(getattr(owner, name))) == METHODS[owner, name]


def test_bound_methods_have_no_self():
    assert str(inspect.signature(basics.Counter().add)) == "(amount, /, times=1)"
    assert str(inspect.signature(basics.Counter().larger)) == "(a, b)"


CLASSES = {
    basics.Counter: "(hits=0, *, label=None)",
    basics.Point: "(x, y)",
    basics.Shape: "(name='shape')",
    basics.Inline: "(value)",
    basics.PythonName: "()",
}


@pytest.mark.parametrize("owner", CLASSES, ids=lambda owner: owner.__name__)
def test_constructors(owner):
    assert str(inspect.signature(owner)) == CLASSES[owner]


def test_text_signatures():
    assert basics.add.__text_signature__ == "($module, /, a, b)" or basics.add.__text_signature__ == "($module, a, b)"
    assert basics.Counter.__text_signature__ == "(hits=0, *, label=None)"
    assert basics.Token.__text_signature__ is None


def test_doc_strings():
    assert basics.answer.__doc__ == "Takes nothing."
    assert basics.add.__doc__ == (
        "Adds two numbers.\n\n"
        "The second paragraph, with `code` and a word that is not ASCII: Größe.\n\n"
        "    an indented line"
    )
    assert basics.described.__doc__ == "Written as an attribute.\n\nÜber mehrere Zeilen."
    assert basics.undocumented.__doc__ is None
    assert basics.__doc__ == "Functions, classes and special methods.\n\nMost of them come from other files."


def test_doc_strings_of_classes():
    assert basics.Counter.__doc__ == "A locked class with a field that Python can read and set."
    assert basics.Token.__doc__ == "Without a constructor: only Rust makes these."
    assert basics.Counter.hit.__doc__ == "Counts one more."
    assert basics.Counter.larger.__doc__ == "The larger of two numbers."
    assert basics.Counter.undocumented.__doc__ is None


def test_doc_strings_of_properties():
    assert basics.Counter.hits.__doc__ == "How often it was hit."
    assert basics.Inline.value.__doc__ == "A field that Python can read."
    assert basics.Temperature.fahrenheit.__doc__ == "Degrees Fahrenheit."
    assert basics.Counter.label.__doc__ is None


def test_help_of_a_function():
    text = pydoc.render_doc(basics.every_kind, renderer=pydoc.plaintext)
    assert "every_kind(a, b=2, /, c=3, *, d, e=5)" in text
    assert "Every kind of parameter." in text


def test_help_of_a_class():
    text = pydoc.render_doc(basics.Counter, renderer=pydoc.plaintext)
    assert "class Counter(builtins.object)" in text
    assert "Counter(hits=0, *, label=None)" in text
    assert "add(self, amount, /, times=1)" in text
    assert "How often it was hit." in text


def test_help_of_the_module():
    text = pydoc.render_doc(basics, renderer=pydoc.plaintext)
    assert "Most of them come from other files." in text
    assert "class PythonName" in text
