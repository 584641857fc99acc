"""Classes: construction, fields, properties, receivers, inheritance."""

import gc
import operator
import sys
import weakref

import basics
import pytest
from support import FREE_THREADED, run_python


def test_construction():
    assert basics.Counter().hits == 0
    assert basics.Counter(5).hits == basics.Counter(hits=5).hits == 5
    assert basics.Counter(label="a").label == "a"


def test_the_type():
    assert basics.Counter.__name__ == basics.Counter.__qualname__ == "Counter"
    assert basics.Counter.__module__ == "basics"
    assert type(basics.Counter()) is basics.Counter
    assert repr(basics.Counter) == "<class 'basics.Counter'>"
    assert repr(basics.Counter()).startswith("<basics.Counter object at 0x")


def test_a_class_without_constructor():
    assert basics.token(3).number == 3
    for make in (basics.Token, lambda: basics.Token.__new__(basics.Token), lambda: object.__new__(basics.Token)):
        with pytest.raises(TypeError):
            make()
    with pytest.raises(TypeError):
        basics.Empty()


def test_object_new_makes_no_object_without_a_payload():
    for owner in (basics.Counter, basics.Shape, basics.Point):
        with pytest.raises(TypeError):
            object.__new__(owner)


def test_new_of_another_class_is_refused():
    with pytest.raises(TypeError):
        basics.Counter.__new__(basics.Point, 1)
    with pytest.raises(TypeError):
        basics.Counter.__new__(object)
    with pytest.raises(TypeError):
        basics.Counter.__new__()


def test_fields():
    counter = basics.Counter()
    counter.hits = 9
    assert counter.hits == 9 and counter.hit() == 10
    for value, error in ((-1, OverflowError), ("a", TypeError), (1.5, TypeError), (None, TypeError)):
        with pytest.raises(error):
            counter.hits = value
    assert counter.hits == 10


def test_fields_cannot_be_deleted():
    counter = basics.Counter(4)
    for name in ("hits", "label"):
        with pytest.raises(AttributeError, match=name):
            delattr(counter, name)
    assert counter.hits == 4


def test_fields_without_set_are_read_only():
    counter = basics.Counter(label="a")
    with pytest.raises(AttributeError, match="label"):
        counter.label = "b"
    point = basics.Point(1, 2)
    with pytest.raises(AttributeError, match="x"):
        point.x = 3
    assert (counter.label, point.x) == ("a", 1)


def test_objects_have_no_other_attributes():
    with pytest.raises(AttributeError):
        basics.Counter().other = 1
    with pytest.raises(AttributeError):
        basics.Counter().other


def test_getters_and_setters():
    temperature = basics.Temperature(100)
    assert temperature.fahrenheit == 212 and temperature.kelvin == 373.15 and temperature.celsius == 100
    temperature.fahrenheit = 32
    assert temperature.celsius == 0
    with pytest.raises(ValueError, match="^below absolute zero$"):
        temperature.fahrenheit = -1000
    with pytest.raises(TypeError):
        temperature.fahrenheit = "warm"
    with pytest.raises(AttributeError):
        del temperature.fahrenheit
    assert temperature.celsius == 0


def test_a_getter_without_a_setter_and_a_setter_without_a_getter():
    temperature = basics.Temperature(1)
    with pytest.raises(AttributeError, match="kelvin"):
        temperature.kelvin = 1
    temperature.write_only = 7
    assert temperature.celsius == 7
    with pytest.raises(AttributeError, match="write_only"):
        temperature.write_only


def test_an_error_in_a_getter_is_raised():
    with pytest.raises(AttributeError, match="missing"):
        basics.Temperature(1).broken


def test_properties_check_the_object_that_they_are_called_on():
    for descriptor in (basics.Counter.hits, basics.Temperature.fahrenheit):
        with pytest.raises(TypeError):
            descriptor.__get__(basics.Shape())
        with pytest.raises(TypeError):
            descriptor.__set__(object(), 1)


def test_methods_check_the_object_that_they_are_called_on():
    for wrong in (object(), basics.Shape(), basics.Point(1, 2), None):
        with pytest.raises(TypeError):
            basics.Counter.hit(wrong)
        with pytest.raises(TypeError):
            basics.Counter.add(wrong, 1)
        with pytest.raises(TypeError):
            basics.Sequence.__len__(wrong)
        with pytest.raises(TypeError):
            basics.SequenceIterator.__next__(wrong)
    with pytest.raises(TypeError):
        basics.Counter.hit()


def test_methods_called_through_the_class():
    counter = basics.Counter()
    assert basics.Counter.hit(counter) == 1
    assert basics.Counter.add(counter, 2, times=3) == 7
    assert operator.methodcaller("add", 1)(counter) == 8


def test_static_methods():
    assert basics.Counter.larger(1, 2) == basics.Counter().larger(b=1, a=2) == 2
    assert basics.Counter.starting_at().hits == 7
    assert basics.Counter.starting_at(hits=8).hits == 8
    assert basics.Point.origin() == basics.Point(0, 0)


def test_receivers_that_are_handles():
    receivers = basics.Receivers()
    assert receivers.owned() is receivers
    assert receivers.borrowed() is receivers
    assert receivers.bound() is receivers
    assert receivers.by_class_name(3) == (receivers, 3)
    assert basics.Counter().undocumented() == "Counter"


def test_frozen_objects_by_reference_and_by_value():
    point = basics.Point(1, 2).plus(basics.Point(x=2, y=2))
    assert (point.x, point.y, point.norm) == (3, 4, 5)
    assert basics.x_of(point) == 3
    assert basics.centre([basics.Point(0, 0), basics.Point(2, 4)]) == basics.Point(1, 2)
    for wrong in (3, None, basics.Counter(), [basics.Point(0, 0)]):
        with pytest.raises(TypeError):
            point.plus(wrong)
        with pytest.raises(TypeError):
            basics.x_of(wrong)
        with pytest.raises(TypeError):
            basics.centre([point, wrong])


def test_locked_objects_by_value():
    settings = basics.Settings("a", 3)
    assert basics.level_of(settings) == ("a", 3)
    settings.name, settings.level = "b", 4
    assert basics.level_of(settings=settings) == ("b", 4)
    with pytest.raises(OverflowError):
        settings.level = 256
    with pytest.raises(TypeError):
        basics.level_of("b")


def test_objects_made_by_rust():
    assert type(basics.make_counter(3)) is type(basics.new_counter(3)) is basics.Counter
    assert basics.make_counter(3).label == "made"
    assert basics.new_counter(4).hit() == 5


def test_handles_of_classes():
    first, second = basics.Counter(1), basics.Counter(2)
    assert basics.same_object(first) is None and basics.same_object(first, None) is None
    assert basics.same_object(first, first) is True and basics.same_object(first, second=second) is False
    assert basics.hits_of_all([first, second, first]) == 4
    for wrong in (basics.Point(1, 2), 1, "a"):
        with pytest.raises(TypeError):
            basics.same_object(first, wrong)
        with pytest.raises(TypeError):
            basics.hits_of_all([first, wrong])


def test_names():
    assert basics.PythonName.__name__ == "PythonName" and basics.PythonName().own_name() == "PythonName"
    assert not hasattr(basics, "Named") and not hasattr(basics, "Outer")
    assert basics.Renamed().plus(2) == 2


def test_tuple_structs_and_enums():
    wrapper = basics.Wrapper([1])
    assert wrapper.push(2) == [1, 2]
    assert basics.Color.red() == basics.Color.red() != basics.Color.mixed(1, 2)
    assert repr(basics.Color.mixed(1, 2)) == "Color.mixed(1, 2)"


def test_alignment():
    assert [basics.Aligned(value).is_aligned() for value in range(20)] == [(value, True) for value in range(20)]


def test_objects_that_share_no_cache_line():
    """Guarantee: from the end of one object to the beginning of the next one there is a cache line, without the GIL."""
    extra = 64 if FREE_THREADED else 0
    size = basics.SideBySide.__basicsize__
    assert basics.Apart.__basicsize__ in (size + extra, size + 2 * extra)

    class Derived(basics.Apart):
        __slots__ = "more"

    for kind in (basics.Apart, Derived):
        addresses = sorted(id(one) for one in [kind() for _ in range(1000)])
        assert all(one + size + extra <= other for one, other in zip(addresses, addresses[1:]))
        one = kind()
        one.value = 7
        assert one.value == 7 and sys.getsizeof(one) >= size + extra


def test_constructors_that_call_themselves():
    """Guarantee: RecursionError. CPython counts the calls of functions, but leaves it to types to count theirs. Before 3.14
    it knows nothing of the stack, which has to be large enough for as many calls as it allows."""
    code = """
import functools, threading, basics

class Nested:
    pass

nested = Nested()
Nested.__float__ = staticmethod(functools.partial(basics.Temperature, nested))

def call():
    try:
        basics.Temperature(nested)
    except RecursionError as error:
        print(type(error).__name__)
    print(basics.Temperature(1.0).fahrenheit)

threading.stack_size(1 << 29)
thread = threading.Thread(target=call)
thread.start()
thread.join()
"""
    result = run_python(code)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "RecursionError\n33.8\n"


def test_failing_constructors():
    assert type(basics.Picky("fine")) is basics.Picky
    with pytest.raises(TypeError, match="^not fine$"):
        basics.Picky("else")
    with pytest.raises(BaseException, match="^a picky constructor$") as caught:
        basics.Picky("panic")
    assert type(caught.value).__name__ == "PanicException"
    with pytest.raises(ValueError, match="^a shape needs a name$"):
        basics.Shape("")


def test_only_subclass_classes_can_be_derived_from():
    for base in (basics.Counter, basics.Point, basics.Token, basics.Color):
        with pytest.raises(TypeError, match="not an acceptable base type"):
            type("Derived", (base,), {})


def test_a_python_subclass():
    class Circle(basics.Shape):
        def __init__(self, name="circle"):
            self.radius = 3

        def describe(self):
            return super().describe() + "!"

    circle = Circle("ring")
    assert circle.describe() == "a ring!" and circle.radius == 3 and circle.itself() is circle
    circle.name = "disc"
    assert basics.Shape.describe(circle) == "a disc"
    with pytest.raises(ValueError):
        Circle("")


def test_a_python_subclass_with_slots_and_new():
    class Slotted(basics.Shape):
        __slots__ = ("extra",)

        def __new__(cls, extra):
            shape = super().__new__(cls, f"slotted {extra}")
            shape.extra = extra
            return shape

    slotted = Slotted(5)
    assert slotted.describe() == "a slotted 5" and slotted.extra == 5
    with pytest.raises(AttributeError):
        slotted.other = 1


def test_a_subclass_of_a_subclass_and_of_two_classes():
    class Mixin:
        mixed = True

    class First(Mixin, basics.Shape):
        pass

    class Second(First):
        pass

    assert Second("x").describe() == "a x" and Second().mixed
    with pytest.raises(TypeError, match="lay-?out"):
        type("Both", (basics.Shape, list), {})


def test_objects_change_their_class_only_to_one_of_the_same_layout():
    class First(basics.Shape):
        pass

    class Second(basics.Shape):
        pass

    class Plain:
        pass

    shape = First("a")
    shape.__class__ = Second
    assert shape.describe() == "a a" and type(shape) is Second
    for wrong in (Plain, basics.Counter, basics.Shape):
        with pytest.raises(TypeError):
            shape.__class__ = wrong
    plain = Plain()
    with pytest.raises(TypeError):
        plain.__class__ = First


def test_a_subclass_can_be_collected():
    def make(base):
        class Cyclic(base):
            pass

        it = Cyclic()
        it.itself_again = it
        return weakref.ref(it), weakref.ref(Cyclic)

    shape, kind = make(basics.Shape)
    plain, plain_kind = make(object)
    for _ in range(5):
        gc.collect()
    assert shape() is plain() is None
    # On 3.13t classes become immortal with the first thread, those of Python like any other.
    assert (kind() is None) == (plain_kind() is None)


def test_a_class_cannot_be_changed():
    for owner in (basics.Counter, basics.Point, basics.Empty):
        with pytest.raises(TypeError, match="immutable type"):
            owner.note = 1
        with pytest.raises(TypeError, match="immutable type"):
            owner.__eq__ = lambda self, other: True
    with pytest.raises(TypeError, match="immutable type"):
        del basics.Counter.hit
    assert basics.Counter().hit() == 1


#: 1,000 objects that another thread makes and drops must leave the count of their type as it was, while that thread runs.
COUNTED = """
import sys, threading
import basics, collecting

def make(one, *arguments):
    before = sys.getrefcount(one)
    for _ in range(1000):
        one(*arguments)
    count = sys.getrefcount(one)
    print(one.__name__, count - before, count)

for arguments in [(basics.Counter, 1), (basics.Point, 1, 2), (collecting.Fields,)]:
    thread = threading.Thread(target=make, args=arguments)
    thread.start()
    thread.join()
"""


@pytest.mark.skipif(not FREE_THREADED, reason="with the GIL, nothing is gained by it")
def test_threads_that_make_objects_do_not_write_to_the_count_of_their_type():
    """Guarantee: threads that make objects of one class do not wait for each other's cache line. 3.14 counts for each thread, also
    what ends; in 3.13 types become immortal with the first thread, as those that are written in Python."""
    result = run_python(COUNTED)
    assert result.returncode == 0, result.stderr
    counts = [line.split() for line in result.stdout.splitlines()]
    assert len(counts) == 3
    for name, difference, count in counts:
        assert abs(int(difference)) < 100 if sys.version_info >= (3, 14) else int(count) == 2**32 - 1, name
