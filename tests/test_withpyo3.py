"""examples/withpyo3: a module of PyO3 with Freehold's sections and detaching."""

import withpyo3
from support import can_be_locked, in_threads, load, message


def test_payments():
    first, second = withpyo3.Account(10), withpyo3.Account(0)
    first.pay(second, 4)
    assert first.state == (6, 1) and second.state == (4, 1)
    assert first.together(second) == 10
    assert message(first.pay, second, 100) == "ValueError: not enough money"
    assert message(first.pay, first, 1) == "ValueError: an account cannot pay itself"
    assert can_be_locked(lambda: first.together(second)) == [10]


def test_payments_are_never_seen_half_done():
    """Without the sections, threads meet on the borrow flags, and money is missing from the sum now and then."""
    first, second = withpyo3.Account(1_000_000), withpyo3.Account(1_000_000)
    times = load(20_000)

    def body(number):
        mine, other = (first, second) if number < 2 else (second, first)
        for _ in range(times):
            if number % 2:
                mine.pay(other, 1)
            else:
                assert mine.together(other) == 2_000_000

    in_threads(4, body)
    assert first.state == second.state == (1_000_000, 2 * times)


def test_checksum():
    assert withpyo3.checksum(b"", 1) == 0 and withpyo3.checksum(b"\x01", 1) == 1
    assert withpyo3.checksum(b"\x01\x01", 1) == 33 and message(withpyo3.checksum, b"", 0) == "ValueError: no rounds"
    data = bytes(range(256)) * 20
    assert len(set(in_threads(4, lambda number: withpyo3.checksum(data, 50)))) == 1
