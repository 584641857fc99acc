"""examples/rawffi: an extension on bare `pyo3-ffi`."""

import pytest
import rawffi
from support import can_be_locked, in_threads, load, message


def test_counts():
    histogram = rawffi.Histogram()
    assert histogram.total() == 0 and histogram.counts() == [0] * 256
    histogram.add(b"hello")
    histogram.add(b"")
    counts = histogram.counts()
    assert histogram.total() == 5 == sum(counts)
    assert (counts[ord("h")], counts[ord("l")], counts[0]) == (1, 2, 0)


def test_take():
    first, second = rawffi.Histogram(), rawffi.Histogram()
    first.add(b"ab")
    second.add(b"bc")
    assert first.take(second) == 2 and second.take(second) == 0
    assert (first.total(), second.total()) == (4, 0)
    assert first.counts()[ord("b")] == 2 and second.counts() == [0] * 256


def test_errors_end_the_section():
    histogram = rawffi.Histogram()
    for wrong in (None, "text", bytearray(b"a"), 5):
        with pytest.raises(TypeError):
            histogram.add(wrong)
    assert message(histogram.take, b"a") == "TypeError: take() needs a Histogram"
    assert can_be_locked(histogram.total) == [0]


def test_nothing_is_lost():
    """Threads add to two histograms and move everything to and fro between them."""
    first, second = rawffi.Histogram(), rawffi.Histogram()
    times, data = load(5000), bytes(range(256))

    def body(number):
        mine, other = (first, second) if number < 2 else (second, first)
        for _ in range(times):
            mine.add(data)
            for _ in range(10):
                mine.take(other)

    in_threads(4, body)
    assert first.total() + second.total() == 4 * times * len(data)
    assert [sum(pair) for pair in zip(first.counts(), second.counts())] == [4 * times] * 256


def test_no_copy_is_torn():
    """What `counts` copies is what was there at one moment: each byte as often as all others."""
    histogram, times, data = rawffi.Histogram(), load(2000), bytes(range(256))

    def body(number):
        for _ in range(times):
            if number % 2:
                histogram.add(data)
            else:
                counts = histogram.counts()
                assert counts == [counts[0]] * 256

    in_threads(4, body)
    assert histogram.total() == 2 * times * len(data)
